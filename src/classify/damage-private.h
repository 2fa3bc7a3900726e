/* damage-private: the two halves of damage: what can be decoded, and what has to be guessed. */
#pragma once
#include "classify/ruleset.h"

enum { RETOUR_DAMAGE_RUN = 64 /* bytes of one word that are looked at */ };

static inline gboolean
retour_damage_is_letter (char c)
{
  return g_ascii_isalpha (c) || (guchar) c >= 0x80;
}

/* Puts @word in the @len bytes at @place, which are part of a word; nothing where it is longer. */
void retour_damage_put (char *place, gsize len, RetourSlice word);
/* Puts letters in the place of "?" and U+FFFD in @text where that makes words of @rules. */
void retour_damage_guess (char *text, gsize len, const RetourRuleset *rules);
