/* merge: what the delivery-status part says and what the text says, as one. */
#pragma once
#include "extract/dialect.h"

/* Completes @dsn (of RetourFacts, from RFC 3464 fields) with @text (from the words); what @mode
 * says decides which is the better one. */
void retour_merge (GPtrArray *dsn, const GPtrArray *text, RetourDsnMode mode);
/* Adds those of @text that @dsn does not know to @dsn. */
void retour_merge_strangers (GPtrArray *dsn, const GPtrArray *text);
