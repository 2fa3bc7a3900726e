/* returned: fields of the returned mail that records do not hold. */
#pragma once
#include <retour/retour.h>

/* The value of the returned mail's header field @name, decoded, in @pool; %NULL if it has none. */
const char *retour_report_get_returned_field (const RetourReport *self, const char *name,
                                              GStringChunk *pool);
