/* charset-guess: the charset of 8-bit text that does not say it, or says a wrong one. */
#pragma once
#include "base/slice.h"

/* What iconv calls it; %NULL where nothing but a Western charset fits. @s is not UTF-8. */
const char *retour_charset_guess (RetourSlice s);
