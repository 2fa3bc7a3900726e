/* json: our own emitter of JSON values (RFC 8259), built for speed. */
#pragma once
#include <retour/retour.h>

#include "output/sink.h"

/* @text as a JSON string, quotes included. Whatever the bytes, the output is valid UTF-8 without
 * a raw control character. */
void retour_json_string (RetourSink *sink, RetourSlice text);
/* The words in @text, with blanks between them, as a list of strings. */
void retour_json_list (RetourSink *sink, RetourSlice text);
/* A value of @type. A text that is no such value after all is written as a string. */
void retour_json_value (RetourSink *sink, RetourFieldType type, RetourSlice text);
