/* content-type: type and parameters of a Content-Type field (RFC 2045 §5.1). */
#pragma once
#include "base/slice.h"

enum { RETOUR_CONTENT_TYPE_MAX_PARAMS = 8 };

typedef struct {
  const char *name; /* lower case */
  const char *value;
} RetourContentParam;

/* Strings are in the pool of the call. */
typedef struct {
  const char *type; /* "multipart/report", lower case; "text/plain" when the field names none */
  RetourContentParam params[RETOUR_CONTENT_TYPE_MAX_PARAMS];
  guint n_params;
} RetourContentType;

/* Reads an unfolded field; @text %NULL: there is none. The usual form is read here, which spares a
 * process that reads one mail the whole of GMime; comments, escapes, RFC 2231 and damage are left
 * to GMime. Parameters behind the cap are left out. */
void retour_content_type_read (RetourContentType *self, const char *text, GStringChunk *pool);
/* %NULL if there is none of that name. */
const char *retour_content_type_get (const RetourContentType *self, const char *name);
