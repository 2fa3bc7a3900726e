/* flat: splits a plain multipart at its delimiter lines (RFC 2046 §5.1.1). Nearly all reports are
 * such, and making GMime's objects of them costs a third of a whole run. What is not plain is
 * GMime's. */
#pragma once
#include "base/slice.h"

enum { RETOUR_FLAT_MAX_PARTS = 16 };

typedef struct {
  RetourSlice header; /* with its empty line; empty: the part has none */
  RetourSlice body;   /* without the line end that belongs to the delimiter */
} RetourFlatPart;

/* Splits @body. Returns the number of parts; 0 when anything is unusual: no or an odd @boundary, a
 * delimiter that is missing or not clear, lines in a header that are no fields, a multipart inside,
 * more parts or longer headers than reports have. */
guint retour_flat_split (RetourSlice body, const char *boundary,
                         RetourFlatPart parts[RETOUR_FLAT_MAX_PARTS]);
