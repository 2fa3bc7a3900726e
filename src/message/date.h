/* date: RFC 5322 date-times as RFC 3339 ones in UTC. */
#pragma once
#include "base/slice.h"

/* "Sat, 21 Nov 2026 23:02:11 +0100" gives "2026-11-21T22:02:11Z" in @pool; %NULL if @text (may be
 * %NULL) is no date that can be told, or longer than RETOUR_LIMIT_DATE. */
const char *retour_date_parse (const char *text, GStringChunk *pool);
