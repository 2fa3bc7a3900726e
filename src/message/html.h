/* html: the words of an HTML report, as lines. */
#pragma once
#include "base/slice.h"

/* Appends the text of @html (valid UTF-8) to @out: tags out, <br>, block elements and table rows
 * as line ends, table cells as blanks, script, style, head and comments out, character references
 * (named ones of HTML 4, numeric ones) as UTF-8. Linear time; stops at RETOUR_LIMIT_PART_TEXT bytes
 * of output. */
void retour_html_to_text (RetourSlice html, GString *out);
