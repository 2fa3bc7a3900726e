/* delivery: lines of logs and lists that tell of a mail that arrived. */
#pragma once
#include "base/slice.h"

typedef struct {
  RetourSlice address; /* as it stands there */
  RetourSlice id;      /* queue ID; empty: there is none */
  gint64 date;         /* seconds since 1970 */
} RetourDelivery;

/**
 * retour_delivery_parse:
 * @line: one of Postfix's log (syslog or RFC 3339 dates), one of Exim's main log, or an address,
 *   perhaps with a date behind a comma or a tab
 * @now: seconds since 1970: the date of an address that has none, and the latest that a date
 *   without a year can be
 * @out: what it tells; points into @line
 *
 * Returns: %FALSE if it tells of no delivery
 */
gboolean retour_delivery_parse (RetourSlice line, gint64 now, RetourDelivery *out);
/* Whether a line that tells of no delivery may stand in a log that tells of some. */
gboolean retour_delivery_is_log (RetourSlice line);
