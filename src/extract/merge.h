/* merge: what the delivery-status part says and what the text says, as one. */
#pragma once
#include "extract/dialect.h"

/* Completes @dsn (of RetourFacts, from RFC 3464 fields) with @text (from the words); what @mode
 * says decides which is the better one. */
void retour_merge (GPtrArray *dsn, const GPtrArray *text, RetourDsnMode mode);
/* Where the end of the mail cuts @dsn: the address of its last one, of which nothing else is known,
 * is the only one of @text that begins so. Elsewhere a short address is somebody else's. */
void retour_merge_complete_cut (GPtrArray *dsn, const GPtrArray *text);
/* Adds those of @text that @dsn does not know to @dsn. */
void retour_merge_strangers (GPtrArray *dsn, const GPtrArray *text);
