/* phrase-variants: multiplies the alternatives of a phrase out into sequences of word sets. */
#pragma once
#include "classify/phrase.h"

/* One element of a phrase: a choice, or an item as it is. */
typedef struct {
  gboolean optional;
  GPtrArray *alternatives; /* of GPtrArray of words; %NULL: @item */
  RetourPhraseItem item;
} RetourPhraseElement;

/* Returns (transfer full): one empty variant. */
GPtrArray *retour_phrase_variants_new (void);
/* Returns (transfer full): @variants, each in all ways in which it can go on with @element; no more
 * than one above RETOUR_PHRASE_MAX_VARIANTS times the alternatives. */
GPtrArray *retour_phrase_variants_extend (const GPtrArray *variants,
                                          const RetourPhraseElement *element);
