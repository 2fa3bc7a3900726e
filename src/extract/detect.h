/* detect: which dialects a mail may be written in, by the evidence of its header. */
#pragma once
#include "extract/dialect.h"

/* Fills @ranked with those of @table whose conditions hold, the one with most evidence first, at
 * most
 * @max. Returns how many. */
guint retour_detect (RetourMessage *message, const RetourDialectTable *table,
                     const RetourDialect **ranked, guint max);

/* How many of the `if` conditions of @dialect hold; 0 when an `unless` does. */
guint retour_detect_evidence (const RetourDialect *dialect, RetourMessage *message);
/* The dialect called @id, or %NULL. */
const RetourDialect *retour_dialect_lookup (const RetourDialectTable *table, const char *id);
