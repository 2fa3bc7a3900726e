/* decode: transfer encodings and charsets undone, under caps, into valid UTF-8. */
#pragma once
#include "base/slice.h"

#include <gmime/gmime.h>

/* How a part is encoded. */
typedef struct {
  GMimeContentEncoding encoding;
  const char *charset; /* as the part says; %NULL: not said */
  gsize cap;           /* bytes of text wanted */
  guint *guesses;      /* how many charsets may still be guessed: it takes its time; %NULL: any */
} RetourDecoding;

/* The text of @raw as valid UTF-8 without NUL bytes, at most @how->cap bytes of it. A slice of @raw
 * where nothing had to be changed, else of a buffer that is added to @keep (of char *, freed with
 * g_free()). Adds to @oddities (a set of RetourOddity). */
RetourSlice retour_decode_text (RetourSlice raw, const RetourDecoding *how, GPtrArray *keep,
                                guint *oddities);
