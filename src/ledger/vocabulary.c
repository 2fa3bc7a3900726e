#include "ledger/vocabulary.h"

enum { SLOTS = 16384 };

struct _RetourVocabulary {
  RetourDatabase *database;
  sqlite3_stmt *find, *insert, *read, *last;
  GHashTable *ids;  /* value -> id, of those that were asked for */
  GPtrArray *texts; /* by id */
  const char *table;
  gboolean at_once;
  GStringChunk *pool;
  gint64 n;            /* the largest id */
  guint32 seen[SLOTS]; /* hashes of texts that were asked for and are not kept: one of them each */
};

RetourVocabulary *
retour_vocabulary_new (RetourDatabase *database, const char *table, gboolean at_once)
{
  RetourVocabulary *self = g_new0 (RetourVocabulary, 1);

  self->database = database;
  self->table = table;
  self->at_once = at_once;
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->texts = g_ptr_array_new ();
  self->pool = g_string_chunk_new (4096);
  return self;
}

void
retour_vocabulary_free (RetourVocabulary *self)
{
  sqlite3_stmt *statements[] = { self->find, self->insert, self->read, self->last };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    self->database->sql->sqlite3_finalize (statements[i]);
  g_hash_table_unref (self->ids);
  g_ptr_array_unref (self->texts);
  g_string_chunk_free (self->pool);
  g_free (self);
}

void
retour_vocabulary_clear (RetourVocabulary *self)
{
  g_hash_table_remove_all (self->ids);
  g_ptr_array_set_size (self->texts, 0);
  g_string_chunk_clear (self->pool);
}

/* A statement with the name of the table between @ahead and @behind. */
static gboolean
prepare (RetourVocabulary *self, sqlite3_stmt **statement, const char *ahead, const char *behind,
         GError **error)
{
  g_autofree char *text = g_strconcat (ahead, self->table, behind, NULL);

  if (*statement == NULL)
    *statement = retour_database_prepare (self->database, text, error);
  return *statement != NULL;
}

gboolean
retour_vocabulary_begin (RetourVocabulary *self, GError **error)
{
  const RetourSqlite *sql = self->database->sql;
  gboolean ok;

  if (!prepare (self, &self->last, "SELECT max(id) FROM ", "", error) ||
      !prepare (self, &self->find, "SELECT id FROM ", " WHERE value = ?", error) ||
      !prepare (self, &self->insert, "INSERT INTO ", " (value) VALUES (?)", error))
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

/* Most replies come once: a queue ID is in them. The second time they are worth
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
retour_vocabulary_find (RetourVocabulary *self, const char *value, gint64 *id, GError **error)
{
  *id = GPOINTER_TO_INT (g_hash_table_lookup (self->ids, value));
  if (*id != 0 || (!self->at_once && !is_seen (self, value)))
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

static char *
read_text (RetourVocabulary *self, gint64 id)
{
  const RetourSqlite *sql = self->database->sql;
  const char *value = NULL;
  char *kept;

  if (!prepare (self, &self->read, "SELECT value FROM ", " WHERE id = ?", NULL))
    return NULL;
  sql->sqlite3_bind_int64 (self->read, 1, id);
  if (sql->sqlite3_step (self->read) == SQLITE_ROW)
    value = (const char *) sql->sqlite3_column_text (self->read, 0);
  kept = value != NULL ? g_string_chunk_insert (self->pool, value) : NULL;
  sql->sqlite3_reset (self->read);
  return kept;
}

const char *
retour_vocabulary_get (RetourVocabulary *self, gint64 id)
{
  if (id < 1 || id > RETOUR_VOCABULARY_MAX)
    return NULL;
  if (self->texts->len <= id)
    g_ptr_array_set_size (self->texts, (int) id + 1);
  if (self->texts->pdata[id] == NULL)
    self->texts->pdata[id] = read_text (self, id);
  return self->texts->pdata[id];
}

GStringChunk *
retour_vocabulary_get_pool (RetourVocabulary *self)
{
  return self->pool;
}
