/* vocabulary: texts that come again and again, each kept once in the ledger. */
#pragma once
#include "ledger/database.h"
#include "policy/entry.h"

enum { RETOUR_VOCABULARY_MAX = 65536 }; /* they are all in memory when a ledger is read */

/* A text, and what it is where it is a kind or a reason. */
typedef struct {
  const char *value;
  const RetourReason *reason;
  guint8 kind; /* RetourEntryKind */
} RetourTerm;

typedef struct _RetourVocabulary RetourVocabulary;

RetourVocabulary *retour_vocabulary_new (RetourDatabase *database);
void retour_vocabulary_free (RetourVocabulary *self);
/* A transaction begins. */
gboolean retour_vocabulary_begin (RetourVocabulary *self, GError **error);
/* Forgets what it knows: a transaction was rolled back. */
void retour_vocabulary_clear (RetourVocabulary *self);
/* Inside of a transaction: the number of @value, in @id; 0: it is to stand where it is used, since
 * it is no @word, and new, or since there are too many. */
gboolean retour_vocabulary_find (RetourVocabulary *self, const char *value, gboolean word,
                                 gint64 *id, GError **error);
/* Reads them all. */
gboolean retour_vocabulary_load (RetourVocabulary *self, GError **error);
/* After retour_vocabulary_load(); %NULL: there is none of that number. */
const RetourTerm *retour_vocabulary_get (const RetourVocabulary *self, gint64 id);
/* What @value is. */
void retour_term_set (RetourTerm *self, const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourVocabulary, retour_vocabulary_free)
