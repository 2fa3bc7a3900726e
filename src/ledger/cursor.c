#include "ledger/cursor.h"

#include <string.h>

static const char *const orders[] = {
  [RETOUR_ORDER_ADDRESS] = " ORDER BY address, date, event",
  [RETOUR_ORDER_DATE] = " ORDER BY date",
  [RETOUR_ORDER_ANY] = "",
};

static char *
make_statement (gint64 run, const RetourQuery *query)
{
  g_autofree char *columns = retour_schema_list_columns ();
  GString *text = g_string_new ("SELECT ");

  g_string_append_printf (text, "%s FROM entry WHERE ", columns);
  g_string_append (text, run != 0 ? "run = ?1" : "?1 = 0");
  if (query->address != NULL)
    g_string_append (text, " AND address = ?2");
  if (query->since != 0)
    g_string_append_printf (text, " AND date >= %" G_GINT64_FORMAT, query->since);
  if (query->until != 0)
    g_string_append_printf (text, " AND date < %" G_GINT64_FORMAT, query->until);
  g_string_append (text, orders[query->order]);
  return g_string_free (text, FALSE);
}

gboolean
retour_cursor_open (RetourCursor *self, RetourLedger *ledger, gint64 run, const RetourQuery *query,
                    GError **error)
{
  const RetourSqlite *sql = ledger->database->sql;
  g_autofree char *statement = make_statement (run, query);

  *self = (RetourCursor) { .ledger = ledger };
  self->rows = retour_database_prepare (ledger->database, statement, error);
  if (self->rows == NULL)
    return FALSE;
  sql->sqlite3_bind_int64 (self->rows, 1, run);
  if (query->address != NULL)
    sql->sqlite3_bind_text (self->rows, 2, query->address, -1, SQLITE_STATIC);
  retour_cursor_step (self);
  return self->code == SQLITE_ROW || self->code == SQLITE_DONE ||
         retour_database_fail (ledger->database, error);
}

void
retour_cursor_clear (RetourCursor *self)
{
  if (self->rows != NULL)
    self->ledger->database->sql->sqlite3_finalize (self->rows);
}

void
retour_cursor_step (RetourCursor *self)
{
  const RetourSqlite *sql = self->ledger->database->sql;

  self->code = sql->sqlite3_step (self->rows);
  if (self->code != SQLITE_ROW)
    return;
  self->address = (const char *) sql->sqlite3_column_text (self->rows, RETOUR_PLACE_ADDRESS);
  self->address = self->address != NULL ? self->address : "";
  self->date = sql->sqlite3_column_int64 (self->rows, RETOUR_PLACE_DATE);
}

gboolean
retour_cursor_is_before (const RetourCursor *self, const RetourCursor *other)
{
  int order = strcmp (self->address, other->address);

  return order != 0 ? order < 0 : self->date < other->date;
}

/* What has the traits of number @id, and nothing else. */
static const RetourEntry *
find_template (RetourLedger *ledger, gint64 id)
{
  const char *text = retour_vocabulary_get (ledger->traits, id);
  RetourEntry *entry;

  if (text == NULL)
    return NULL;
  if (ledger->templates->len <= id)
    g_array_set_size (ledger->templates, (guint) id + 1);
  entry = &g_array_index (ledger->templates, RetourEntry, id);
  if (entry->kind_name == NULL)
    retour_traits_read (entry, text, retour_vocabulary_get_pool (ledger->traits));
  return entry;
}

static void
read_traits (const RetourCursor *self, RetourEntry *entry)
{
  const RetourSqlite *sql = self->ledger->database->sql;
  const RetourEntry *template = NULL;
  const char *text;

  *entry = (RetourEntry) { .kind = RETOUR_ENTRY_OTHER, .kind_name = "notbounce" };
  if (sql->sqlite3_column_type (self->rows, RETOUR_PLACE_TRAITS) == SQLITE_INTEGER) {
    template =
        find_template (self->ledger, sql->sqlite3_column_int64 (self->rows, RETOUR_PLACE_TRAITS));
    if (template != NULL)
      *entry = *template;
    return;
  }
  text = (const char *) sql->sqlite3_column_text (self->rows, RETOUR_PLACE_TRAITS);
  g_string_chunk_clear (self->ledger->pool);
  if (text != NULL)
    retour_traits_read (entry, text, self->ledger->pool);
}

static const char *
read_text (const RetourCursor *self, int place)
{
  const RetourSqlite *sql = self->ledger->database->sql;

  switch (sql->sqlite3_column_type (self->rows, place)) {
  case SQLITE_INTEGER:
    return retour_vocabulary_get (self->ledger->texts,
                                  sql->sqlite3_column_int64 (self->rows, place));
  case SQLITE_TEXT:
    return (const char *) sql->sqlite3_column_text (self->rows, place);
  default:
    return NULL;
  }
}

void
retour_cursor_read (const RetourCursor *self, RetourEntry *entry)
{
  const RetourSqlite *sql = self->ledger->database->sql;
  const void *event = sql->sqlite3_column_blob (self->rows, RETOUR_PLACE_EVENT);

  read_traits (self, entry);
  if (event != NULL &&
      sql->sqlite3_column_bytes (self->rows, RETOUR_PLACE_EVENT) == RETOUR_EVENT_SIZE)
    memcpy (entry->event, event, RETOUR_EVENT_SIZE);
  entry->address = *self->address != '\0' ? self->address : NULL;
  entry->date = self->date;
  for (int i = RETOUR_TRAITS; i < RETOUR_COLUMNS; i++)
    G_STRUCT_MEMBER (const char *, entry, retour_columns[i].offset) =
        read_text (self, RETOUR_PLACE_TEXTS + i - RETOUR_TRAITS);
}
