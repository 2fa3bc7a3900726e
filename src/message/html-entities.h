/* html-entities: character references of HTML. */
#pragma once
#include "base/slice.h"

/* The character that @text starts with a reference to: "&amp;", "&#38;", "&#x26;", without its
 * ';' too. @used: (out): its length. 0 when it is none. */
gunichar retour_html_entity (RetourSlice text, gsize *used);
