/* letter: characters beyond ASCII, as the words of phrases know them. */
#pragma once
#include <glib.h>

/* Scripts that put no blanks between words: each character is a token. */
gboolean retour_letter_is_ideograph (gunichar c);
/* Lower case and, where words are made of letters, without accents. */
gunichar retour_letter_plain (gunichar c);
