/* language: marks texts that people read. Every `_("text")` and `N_("text")` goes into the gettext
 * catalog. */
#pragma once
#include <retour/retour.h>

#define _(text)  retour_language_translate (text)
#define N_(text) text /* translated where it is printed */
