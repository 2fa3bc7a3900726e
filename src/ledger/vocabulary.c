#include "ledger/vocabulary.h"

enum { SLOTS = 16384 };

struct _RetourVocabulary {
  RetourDatabase *database;
  sqlite3_stmt *find, *insert, *list, *last;
  GHashTable *ids; /* value -> id, of those that were asked for */
  GArray *texts;   /* of RetourTerm, by id */
  GStringChunk *pool;
  gint64 n;            /* the largest id */
  guint32 seen[SLOTS]; /* hashes of texts that were asked for and are not kept: one of them each */
};

RetourVocabulary *
retour_vocabulary_new (RetourDatabase *database)
{
  RetourVocabulary *self = g_new0 (RetourVocabulary, 1);

  self->database = database;
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->texts = g_array_new (FALSE, TRUE, sizeof (RetourTerm));
  self->pool = g_string_chunk_new (4096);
  return self;
}

void
retour_vocabulary_free (RetourVocabulary *self)
{
  sqlite3_stmt *statements[] = { self->find, self->insert, self->list, self->last };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    self->database->sql->sqlite3_finalize (statements[i]);
  g_hash_table_unref (self->ids);
  g_array_unref (self->texts);
  g_string_chunk_free (self->pool);
  g_free (self);
}

void
retour_vocabulary_clear (RetourVocabulary *self)
{
  g_hash_table_remove_all (self->ids);
  g_array_set_size (self->texts, 0);
  g_string_chunk_clear (self->pool);
}

static gboolean
prepare (RetourVocabulary *self, sqlite3_stmt **statement, const char *text, GError **error)
{
  if (*statement == NULL)
    *statement = retour_database_prepare (self->database, text, error);
  return *statement != NULL;
}

gboolean
retour_vocabulary_begin (RetourVocabulary *self, GError **error)
{
  const RetourSqlite *sql = self->database->sql;
  gboolean ok;

  if (!prepare (self, &self->last, "SELECT max(id) FROM text", error) ||
      !prepare (self, &self->find, "SELECT id FROM text WHERE value = ?", error) ||
      !prepare (self, &self->insert, "INSERT INTO text (value) VALUES (?)", error))
    return FALSE;
  ok = sql->sqlite3_step (self->last) == SQLITE_ROW || retour_database_fail (self->database, error);
  self->n = ok ? sql->sqlite3_column_int64 (self->last, 0) : 0;
  sql->sqlite3_reset (self->last);
  return ok;
}

/* Looks into the ledger: another process may have kept it. */
static gboolean
look_up (RetourVocabulary *self, const char *value, gint64 *id, GError **error)
{
  const RetourSqlite *sql = self->database->sql;
  int code;

  sql->sqlite3_bind_text (self->find, 1, value, -1, SQLITE_STATIC);
  code = sql->sqlite3_step (self->find);
  *id = code == SQLITE_ROW ? sql->sqlite3_column_int64 (self->find, 0) : 0;
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    retour_database_fail (self->database, error);
  sql->sqlite3_reset (self->find);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
keep (RetourVocabulary *self, const char *value, gint64 *id, GError **error)
{
  const RetourSqlite *sql = self->database->sql;

  sql->sqlite3_bind_text (self->insert, 1, value, -1, SQLITE_STATIC);
  if (!retour_database_do (self->database, self->insert, error))
    return FALSE;
  *id = self->n = sql->sqlite3_last_insert_rowid (self->database->handle);
  return TRUE;
}

/* Most texts that are no words come once: a queue ID is in them. The second time they are worth
 * keeping. */
static gboolean
is_seen (RetourVocabulary *self, const char *value)
{
  guint32 hash = g_str_hash (value);
  guint32 *slot = &self->seen[hash % SLOTS];

  if (*slot == hash)
    return TRUE;
  *slot = hash;
  return FALSE;
}

gboolean
retour_vocabulary_find (RetourVocabulary *self, const char *value, gboolean word, gint64 *id,
                        GError **error)
{
  *id = GPOINTER_TO_INT (g_hash_table_lookup (self->ids, value));
  if (*id != 0 || (!word && !is_seen (self, value)))
    return TRUE;
  if (!look_up (self, value, id, error))
    return FALSE;
  if (*id == 0 && self->n < RETOUR_VOCABULARY_MAX && !keep (self, value, id, error))
    return FALSE;
  if (*id != 0)
    g_hash_table_insert (self->ids, g_string_chunk_insert (self->pool, value),
                         GINT_TO_POINTER ((gint) *id));
  return TRUE;
}

void
retour_term_set (RetourTerm *self, const char *value)
{
  self->value = value;
  self->reason = retour_reason_lookup (value);
  self->kind = (guint8) retour_entry_kind_of (value);
}

static void
take_text (RetourVocabulary *self, gint64 id, const char *value)
{
  if (id < 1 || id > RETOUR_VOCABULARY_MAX || value == NULL)
    return;
  if (self->texts->len <= id)
    g_array_set_size (self->texts, (guint) id + 1);
  retour_term_set (&g_array_index (self->texts, RetourTerm, id),
                   g_string_chunk_insert (self->pool, value));
}

gboolean
retour_vocabulary_load (RetourVocabulary *self, GError **error)
{
  const RetourSqlite *sql = self->database->sql;
  int code;

  retour_vocabulary_clear (self);
  if (!prepare (self, &self->list, "SELECT id, value FROM text", error))
    return FALSE;
  while ((code = sql->sqlite3_step (self->list)) == SQLITE_ROW)
    take_text (self, sql->sqlite3_column_int64 (self->list, 0),
               (const char *) sql->sqlite3_column_text (self->list, 1));
  if (code != SQLITE_DONE)
    retour_database_fail (self->database, error);
  sql->sqlite3_reset (self->list);
  return code == SQLITE_DONE;
}

const RetourTerm *
retour_vocabulary_get (const RetourVocabulary *self, gint64 id)
{
  const RetourTerm *text = NULL;

  if (id >= 0 && id < self->texts->len)
    text = &g_array_index (self->texts, RetourTerm, id);
  return text != NULL && text->value != NULL ? text : NULL;
}
