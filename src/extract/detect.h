/* detect: which dialects a mail may be written in, by the evidence of its header. */
#pragma once
#include "extract/dialect.h"

/* Fills @ranked with those of @table whose conditions hold, the one with most evidence first, at
 * most
 * @max. Returns how many. */
guint retour_detect (RetourMessage *message, const RetourDialectTable *table,
                     const RetourDialect **ranked, guint max);
