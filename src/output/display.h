/* display: text of unknown origin, made safe for the eyes of people and their terminals. */
#pragma once
#include <glib.h>

/* Appends as much of @text as @max columns of a terminal show (a multiple of that in characters
 * that take no room): line ends and tabs as a blank, other control characters as `\u001b`, bytes
 * that are no UTF-8 as U+FFFD. Returns the number of columns that it takes. */
gsize retour_display_append (GString *out, const char *text, gsize max);
