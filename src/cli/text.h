/* text: marks what people read; see po/. */
#pragma once
#include <retour/retour.h>

#define _(text)  retour_language_translate (text)
#define N_(text) text /* translated where it is printed */
