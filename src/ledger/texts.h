/* texts: texts that come again and again, each kept once in the ledger. */
#pragma once
#include "ledger/database.h"
#include "policy/entry.h"

enum { RETOUR_TEXTS_MAX = 65536 }; /* they are all in memory when a ledger is read */

/* A text, and what it is where it is a kind or a reason. */
typedef struct {
  const char *value;
  const RetourReason *reason;
  guint8 kind; /* RetourEntryKind */
} RetourText;

typedef struct _RetourTexts RetourTexts;

RetourTexts *retour_texts_new (RetourDatabase *database);
void retour_texts_free (RetourTexts *self);
/* A transaction begins. */
gboolean retour_texts_begin (RetourTexts *self, GError **error);
/* Forgets what it knows: a transaction was rolled back. */
void retour_texts_clear (RetourTexts *self);
/* Inside of a transaction: the number of @value, in @id; 0: it is to stand where it is used, since
 * it is no @word, and new, or since there are too many. */
gboolean retour_texts_find (RetourTexts *self, const char *value, gboolean word, gint64 *id,
                            GError **error);
/* Reads them all. */
gboolean retour_texts_load (RetourTexts *self, GError **error);
/* After retour_texts_load(); %NULL: there is none of that number. */
const RetourText *retour_texts_get (const RetourTexts *self, gint64 id);
/* What @value is. */
void retour_text_set (RetourText *self, const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourTexts, retour_texts_free)
