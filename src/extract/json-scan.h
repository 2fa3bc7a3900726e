/* json-scan: looks things up in JSON text without building a tree. Values are slices of the text,
 * as they stand there; text that is cut short gives what it still has. No recursion: a value is
 * passed over by counting its brackets, up to RETOUR_LIMIT_NESTING of them. */
#pragma once
#include "base/slice.h"

/* The value of the first member @name of the object that @object starts with; %FALSE if it is no
 * object or has none. Names with escapes in them are not found. */
gboolean retour_json_scan_get (RetourSlice object, const char *name, RetourSlice *value);
/* The same, for a member that is a string: decoded, in @pool; %NULL if there is none. */
const char *retour_json_scan_get_string (RetourSlice object, const char *name, GStringChunk *pool);
/* Cuts the next element off @array, which starts as "[…]" and is passed on as it was left;
 * %FALSE when nothing is left. */
gboolean retour_json_scan_next (RetourSlice *array, RetourSlice *element);
/* A string value without its quotes and escapes, in @pool; control characters become blanks.
 * %NULL if @value is no string. */
const char *retour_json_scan_string (RetourSlice value, GStringChunk *pool);
