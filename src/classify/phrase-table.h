/* phrase-table: gathers phrases and lays them out for matching. */
#pragma once
#include "classify/phrase.h"

typedef struct _RetourPhraseTable RetourPhraseTable;

RetourPhraseTable *retour_phrase_table_new (void);
void retour_phrase_table_free (RetourPhraseTable *self);
/* Adds the variants of a phrase, and what it means where one of them is found. */
void retour_phrase_table_add (RetourPhraseTable *self, const GPtrArray *variants,
                              const RetourTarget *target);
/* Tells what texts are like, by one of them: phrases are looked for where their rarest words stand.
 * After all phrases. */
void retour_phrase_table_see (RetourPhraseTable *self, const char *text);
/* Fills cells, values, sets, anchors, steps, phrases and targets of @out; they live as long as the
 * table. Returns %FALSE with %RETOUR_ERROR_DATA when there are too many. Once, at the end. */
gboolean retour_phrase_table_end (RetourPhraseTable *self, RetourRuleset *out, GError **error);
