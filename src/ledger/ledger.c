#include "ledger/ledger.h"

#include "base/address.h"
#include "ledger/history.h"

#include <string.h>

enum { RUN = 65536 }; /* entries in a run: so many are written in one order */

static gboolean
prepare_writing (RetourLedger *self, GError **error)
{
  g_autofree char *columns = retour_schema_list_columns ();
  g_autoptr (GString) text = g_string_new ("INSERT INTO entry (");
  struct {
    sqlite3_stmt **statement;
    const char *text;
  } statements[] = {
    { &self->insert_seen, "INSERT OR IGNORE INTO seen (event) VALUES (?)" },
    { &self->insert_run, "REPLACE INTO run (id, n) VALUES (?, ?)" },
    { &self->last_run, "SELECT id, n FROM run ORDER BY id DESC LIMIT 1" },
    { &self->insert_entry, NULL },
  };

  g_string_append_printf (text, "%s) VALUES (?", columns);
  for (guint i = 1; i < RETOUR_PLACES; i++)
    g_string_append (text, ", ?");
  g_string_append_c (text, ')');
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++) {
    const char *statement = statements[i].text != NULL ? statements[i].text : text->str;

    *statements[i].statement = retour_database_prepare (self->database, statement, error);
    if (*statements[i].statement == NULL)
      return FALSE;
  }
  self->batch = retour_batch_new ();
  return TRUE;
}

RetourLedger *
retour_ledger_open (const char *path, RetourLedgerMode mode, GError **error)
{
  g_autofree char *schema = retour_schema_make ();
  RetourLedgerMode real = path == NULL ? RETOUR_LEDGER_WRITE : mode;
  RetourDatabase *database = retour_database_open (path, real, schema, error);
  g_autoptr (RetourLedger) self = NULL;

  if (database == NULL)
    return NULL;
  self = g_new0 (RetourLedger, 1);
  self->database = database;
  self->traits = retour_vocabulary_new (database, "traits", TRUE);
  self->texts = retour_vocabulary_new (database, "text", FALSE);
  self->templates = g_array_new (FALSE, TRUE, sizeof (RetourEntry));
  self->line = g_string_new (NULL);
  self->pool = g_string_chunk_new (1024);
  self->now = g_get_real_time () / G_USEC_PER_SEC;
  if (real == RETOUR_LEDGER_WRITE && !prepare_writing (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
retour_ledger_free (RetourLedger *self)
{
  sqlite3_stmt *statements[4];

  if (self == NULL)
    return;
  statements[0] = self->insert_seen;
  statements[1] = self->insert_entry;
  statements[2] = self->insert_run;
  statements[3] = self->last_run;
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    self->database->sql->sqlite3_finalize (statements[i]);
  retour_vocabulary_free (self->traits);
  retour_vocabulary_free (self->texts);
  g_array_unref (self->templates);
  g_string_free (self->line, TRUE);
  retour_batch_free (self->batch);
  g_string_chunk_free (self->pool);
  g_free (self->campaign);
  retour_database_free (self->database);
  g_free (self);
}

char *
retour_ledger_make_default_path (void)
{
  const char *data = g_getenv ("XDG_DATA_HOME");
  const char *home = g_getenv ("HOME");

  if (data != NULL && g_path_is_absolute (data))
    return g_build_filename (data, "retour", "ledger.db", NULL);
  if (home == NULL || *home == '\0')
    home = g_get_home_dir ();
  if (home == NULL || !g_path_is_absolute (home))
    return NULL;
  return g_build_filename (home, ".local", "share", "retour", "ledger.db", NULL);
}

/* A number of the vocabulary, or the text itself. */
static gboolean
bind_text (RetourLedger *self, int place, RetourVocabulary *vocabulary, const char *value,
           GError **error)
{
  const RetourSqlite *sql = self->database->sql;
  gint64 id = 0;

  if (value == NULL)
    sql->sqlite3_bind_null (self->insert_entry, place + 1);
  else if (!retour_vocabulary_find (vocabulary, value, &id, error))
    return FALSE;
  else if (id != 0)
    sql->sqlite3_bind_int64 (self->insert_entry, place + 1, id);
  else
    sql->sqlite3_bind_text (self->insert_entry, place + 1, value, -1, SQLITE_STATIC);
  return TRUE;
}

static gboolean
write_entry (RetourLedger *self, gint64 run, const RetourEntry *entry, GError **error)
{
  const RetourSqlite *sql = self->database->sql;
  sqlite3_stmt *insert = self->insert_entry;
  const char *address = entry->address != NULL ? entry->address : "";

  sql->sqlite3_bind_int64 (insert, RETOUR_PLACE_RUN + 1, run);
  sql->sqlite3_bind_text (insert, RETOUR_PLACE_ADDRESS + 1, address, -1, SQLITE_STATIC);
  sql->sqlite3_bind_int64 (insert, RETOUR_PLACE_DATE + 1, entry->date);
  sql->sqlite3_bind_blob (insert, RETOUR_PLACE_EVENT + 1, entry->event, RETOUR_EVENT_SIZE,
                          SQLITE_STATIC);
  retour_traits_write (entry, self->line);
  if (!bind_text (self, RETOUR_PLACE_TRAITS, self->traits, self->line->str, error))
    return FALSE;
  for (int i = RETOUR_TRAITS; i < RETOUR_COLUMNS; i++)
    if (!bind_text (self, RETOUR_PLACE_TEXTS + i - RETOUR_TRAITS, self->texts,
                    retour_column_get (entry, (guint) i), error))
      return FALSE;
  return retour_database_do (self->database, insert, error);
}

/* The run that takes @n more entries: the last one, as long as it is small. */
static gboolean
choose_run (RetourLedger *self, guint n, gint64 *run, GError **error)
{
  const RetourSqlite *sql = self->database->sql;
  int code = sql->sqlite3_step (self->last_run);
  gint64 filled = 0;

  *run = code == SQLITE_ROW ? sql->sqlite3_column_int64 (self->last_run, 0) : 1;
  filled = code == SQLITE_ROW ? sql->sqlite3_column_int64 (self->last_run, 1) : 0;
  sql->sqlite3_reset (self->last_run);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return retour_database_fail (self->database, error);
  if (filled > 0 && filled + n > RUN) {
    (*run)++;
    filled = 0;
  }
  sql->sqlite3_bind_int64 (self->insert_run, 1, *run);
  sql->sqlite3_bind_int64 (self->insert_run, 2, filled + n);
  return retour_database_do (self->database, self->insert_run, error);
}

/* Leaves out of the batch what the ledger knows. */
static gboolean
drop_known (RetourLedger *self, GError **error)
{
  const RetourSqlite *sql = self->database->sql;
  guint n = retour_batch_get_n (self->batch), n_kept = 0;
  g_autofree guint *kept = g_new (guint, n);

  retour_batch_sort (self->batch);
  for (guint i = 0; i < n; i++) {
    sql->sqlite3_bind_blob (self->insert_seen, 1, retour_batch_get_event (self->batch, i),
                            RETOUR_EVENT_SIZE, SQLITE_STATIC);
    if (!retour_database_do (self->database, self->insert_seen, error))
      return FALSE;
    if (sql->sqlite3_changes (self->database->handle) > 0)
      kept[n_kept++] = i;
  }
  retour_batch_keep (self->batch, kept, n_kept);
  self->n_known += n - n_kept;
  return TRUE;
}

static gboolean
write_batch (RetourLedger *self, GError **error)
{
  RetourEntry entry;
  guint n;
  gint64 run = 0;

  if (!retour_vocabulary_begin (self->traits, error) ||
      !retour_vocabulary_begin (self->texts, error) || !drop_known (self, error))
    return FALSE;
  n = retour_batch_get_n (self->batch);
  if (n > 0 && !choose_run (self, n, &run, error))
    return FALSE;
  for (guint i = 0; i < n; i++) {
    retour_batch_get (self->batch, i, &entry);
    if (!write_entry (self, run, &entry, error))
      return FALSE;
  }
  return TRUE;
}

/* A batch that could not be written stays for the next time: a full disk may be made room on. */
gboolean
retour_ledger_commit (RetourLedger *self, GError **error)
{
  g_return_val_if_fail (self->batch != NULL, FALSE);
  if (retour_batch_get_n (self->batch) == 0)
    return TRUE;
  if (retour_database_begin (self->database, error) && write_batch (self, error) &&
      retour_database_commit (self->database, error)) {
    self->n_new += retour_batch_get_n (self->batch);
    retour_batch_clear (self->batch);
    return TRUE;
  }
  retour_database_roll_back (self->database);
  retour_vocabulary_clear (self->traits);
  retour_vocabulary_clear (self->texts);
  g_array_set_size (self->templates, 0);
  return FALSE;
}

gboolean
retour_ledger_add_entry (RetourLedger *self, const RetourEntry *entry, GError **error)
{
  g_return_val_if_fail (self->batch != NULL, FALSE);
  if (retour_batch_is_full (self->batch) && !retour_ledger_commit (self, error))
    return FALSE;
  retour_batch_add (self->batch, entry);
  return TRUE;
}

void
retour_ledger_set_campaign_field (RetourLedger *self, const char *name)
{
  g_free (self->campaign);
  self->campaign = g_strdup (name);
}

gboolean
retour_ledger_add (RetourLedger *self, const RetourReport *report, const char *sent_to,
                   GError **error)
{
  RetourEntry entry;
  gboolean ok = TRUE;

  for (guint i = 0; ok && i < retour_report_get_n_records (report); i++) {
    retour_entry_read (&entry, report, i, self->now, self->pool);
    retour_entry_set_sent_to (&entry, report, sent_to, self->pool);
    if (self->campaign != NULL)
      retour_entry_set_campaign (&entry, report, self->campaign, self->pool);
    ok = retour_ledger_add_entry (self, &entry, error);
  }
  g_string_chunk_clear (self->pool);
  return ok;
}

/* The key of an event that no report tells. */
static void
make_event (RetourEntry *entry, const char *id)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);
  g_autofree char *text = g_strdup_printf ("%s %" G_GINT64_FORMAT " %s %s", entry->kind_name,
                                           entry->date, entry->address, id != NULL ? id : "");
  guint8 digest[20];
  gsize len = sizeof digest;

  g_checksum_update (sum, (const guchar *) text, -1);
  g_checksum_get_digest (sum, digest, &len);
  memcpy (entry->event, digest, sizeof entry->event);
}

/* An event that was not a mail. What is no address is nobody's event. */
static gboolean
add_fact (RetourLedger *self, RetourEntry *entry, const char *address, const char *id,
          GError **error)
{
  gboolean ok = TRUE;

  entry->kind = (guint8) retour_entry_kind_of (entry->kind_name);
  entry->date = MIN (entry->date, self->now);
  entry->address = retour_address_key (retour_slice_of (address), FALSE, self->pool);
  if (entry->address != NULL) {
    make_event (entry, id);
    ok = retour_ledger_add_entry (self, entry, error);
  }
  g_string_chunk_clear (self->pool);
  return ok;
}

gboolean
retour_ledger_add_delivery (RetourLedger *self, const char *address, gint64 date, const char *id,
                            GError **error)
{
  RetourEntry entry = { .kind_name = "delivered", .date = date };

  return add_fact (self, &entry, address, id, error);
}

gboolean
retour_ledger_add_pardon (RetourLedger *self, const char *address, gint64 date, GError **error)
{
  RetourEntry entry = { .kind_name = "pardon", .date = date };

  return add_fact (self, &entry, address, NULL, error);
}

guint64
retour_ledger_get_n_new (const RetourLedger *self)
{
  return self->n_new;
}

guint64
retour_ledger_get_n_known (const RetourLedger *self)
{
  return self->n_known;
}
