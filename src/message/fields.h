/* fields: RFC 5322 header fields out of a block of text, as slices. Serves the top header,
 * headers of returned mail, the groups of a delivery-status part and feedback fields. */
#pragma once
#include "base/slice.h"

typedef struct {
  RetourSlice name;  /* without the colon */
  RetourSlice value; /* raw: may still be folded and encoded; without the last line end */
} RetourHeader;

/* An ordered list of fields; slices point into the text that was parsed. */
typedef struct {
  GArray *headers;     /* of RetourHeader */
  gboolean over_limit; /* there were more fields or bytes than the caps allow */
} RetourFields;

/* An empty list; free it with retour_fields_clear(). */
void retour_fields_init (RetourFields *self);
void retour_fields_clear (RetourFields *self);

/* Reads fields from the start of @text up to the first empty line, or the first line that is
 * neither a field nor a folded one. Replaces what @self held. LF, CRLF and bare CR.
 * Returns the number of bytes read, the empty line included. */
gsize retour_fields_parse (RetourFields *self, RetourSlice text);

/* The raw value of the @nth (0-based) field called @name (ASCII case ignored); %FALSE if there is
 * none. */
gboolean retour_fields_find (const RetourFields *self, const char *name, guint nth,
                             RetourSlice *value);

/* The value of the first field called @name, unfolded, without blanks at its ends, made valid
 * UTF-8 and capped at RETOUR_LIMIT_HEADER_FIELD, in @pool; %NULL if there is none or it is empty.
 * _decoded: RFC 2047 encoded words decoded as well. */
const char *retour_fields_get (const RetourFields *self, const char *name, GStringChunk *pool);
const char *retour_fields_get_decoded (const RetourFields *self, const char *name,
                                       GStringChunk *pool);

/* Unfolds a raw value: line ends and the blanks around them become one blank. As above. */
const char *retour_fields_unfold (RetourSlice raw, GStringChunk *pool);

/* A raw value as patterns should see it: where it has encoded words (RFC 2047), decoded, unfolded
 * and valid UTF-8, in @pool; else a slice of @raw as it is. Without blanks at its ends, and capped
 * as above. */
RetourSlice retour_fields_decode (RetourSlice raw, GStringChunk *pool);
