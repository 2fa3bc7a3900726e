/* utf8: text of unknown origin, code point by code point. */
#pragma once
#include <glib.h>

/* The code point at the start of the @len > 0 bytes at @text, and how many bytes it takes. Bytes
 * that are no UTF-8 give U+FFFD, one at a time. */
gunichar retour_utf8_decode (const char *text, gsize len, guint *used);
/* Never printed as it is: C0, DEL, C1, line and paragraph separators, and the marks that turn the
 * direction of writing, with which one text can pose as another. */
gboolean retour_utf8_is_control (gunichar c);
