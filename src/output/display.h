/* display: text of unknown origin, made safe for the eyes of people and their terminals. */
#pragma once
#include <glib.h>

/* Appends at most @max characters of @text: line ends and tabs as one blank, other control
 * characters as `\u001b`, bytes that are no UTF-8 as U+FFFD. */
void retour_display_append (GString *out, const char *text, gsize max);
