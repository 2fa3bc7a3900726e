/* vocabulary: texts that come again and again, each kept once, in a table of the ledger. */
#pragma once
#include "ledger/database.h"

enum { RETOUR_VOCABULARY_MAX = 32768 }; /* so many are in memory at most */

typedef struct _RetourVocabulary RetourVocabulary;

/* @table: its table. @at_once: texts are kept from the first time on, else from the second time. */
RetourVocabulary *retour_vocabulary_new (RetourDatabase *database, const char *table,
                                         gboolean at_once);
void retour_vocabulary_free (RetourVocabulary *self);
/* A transaction begins. */
gboolean retour_vocabulary_begin (RetourVocabulary *self, GError **error);
/* Forgets what it knows: a transaction was rolled back. */
void retour_vocabulary_clear (RetourVocabulary *self);
/* Inside of a transaction: the number of @value, in @id; 0: it is to stand where it is used, since
 * it is new, or since there are too many. */
gboolean retour_vocabulary_find (RetourVocabulary *self, const char *value, gint64 *id,
                                 GError **error);
/* The text of that number, which is read when it is first asked for, and kept as long as @self;
 * %NULL: there is none. */
const char *retour_vocabulary_get (RetourVocabulary *self, gint64 id);
/* Where its texts live. */
GStringChunk *retour_vocabulary_get_pool (RetourVocabulary *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourVocabulary, retour_vocabulary_free)
