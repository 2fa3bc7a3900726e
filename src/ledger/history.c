#include "ledger/history.h"

#include "ledger/columns.h"
#include "ledger/ledger.h"

#include <string.h>

static const char *const orders[] = {
  [RETOUR_ORDER_ADDRESS] = " ORDER BY address, date",
  [RETOUR_ORDER_DATE] = " ORDER BY date",
  [RETOUR_ORDER_ANY] = "",
};

static sqlite3_stmt *
prepare (RetourLedger *self, const RetourQuery *query, GError **error)
{
  g_autofree char *columns = retour_schema_list_columns ();
  g_autoptr (GString) text = g_string_new ("SELECT ");
  const char *glue = " WHERE ";
  sqlite3_stmt *statement;

  g_string_append_printf (text, "%s FROM entry", columns);
  if (query->address != NULL) {
    g_string_append_printf (text, "%saddress = ?", glue);
    glue = " AND ";
  }
  if (query->since != 0) {
    g_string_append_printf (text, "%sdate >= %" G_GINT64_FORMAT, glue, query->since);
    glue = " AND ";
  }
  if (query->until != 0)
    g_string_append_printf (text, "%sdate < %" G_GINT64_FORMAT, glue, query->until);
  g_string_append (text, orders[query->order]);
  statement = retour_database_prepare (self->database, text->str, error);
  if (statement != NULL && query->address != NULL)
    self->database->sql->sqlite3_bind_text (statement, 1, query->address, -1, SQLITE_STATIC);
  return statement;
}

/* %FALSE: it is not said. */
static gboolean
read_text (const RetourLedger *self, sqlite3_stmt *row, int place, RetourTerm *text)
{
  const RetourSqlite *sql = self->database->sql;
  const RetourTerm *known = NULL;

  switch (sql->sqlite3_column_type (row, place)) {
  case SQLITE_INTEGER:
    known = retour_vocabulary_get (self->vocabulary, sql->sqlite3_column_int64 (row, place));
    if (known != NULL)
      *text = *known;
    return known != NULL;
  case SQLITE_TEXT:
    text->value = (const char *) sql->sqlite3_column_text (row, place);
    text->kind = RETOUR_ENTRY_N; /* to be found out where somebody needs it */
    return TRUE;
  default:
    return FALSE;
  }
}

static void
read_texts (const RetourLedger *self, sqlite3_stmt *row, RetourEntry *entry)
{
  RetourTerm text;

  entry->kind = RETOUR_ENTRY_OTHER;
  for (guint i = 0; i < RETOUR_COLUMNS; i++) {
    if (!read_text (self, row, (int) (RETOUR_ENTRY_TEXTS + i), &text))
      continue;
    if (i <= RETOUR_COLUMN_REASON && text.kind == RETOUR_ENTRY_N)
      retour_term_set (&text, text.value);
    if (i == RETOUR_COLUMN_KIND)
      entry->kind = text.kind;
    if (i == RETOUR_COLUMN_REASON) /* a newer version may know more of them */
      entry->reason = text.reason != NULL ? text.reason : retour_reason_lookup ("unknown");
    else
      G_STRUCT_MEMBER (const char *, entry, retour_columns[i].offset) = text.value;
  }
}

static void
read_entry (const RetourLedger *self, sqlite3_stmt *row, RetourEntry *entry)
{
  const RetourSqlite *sql = self->database->sql;
  const char *address = (const char *) sql->sqlite3_column_text (row, RETOUR_ENTRY_ADDRESS);
  const void *event = sql->sqlite3_column_blob (row, RETOUR_ENTRY_EVENT);

  *entry = (RetourEntry) { 0 };
  if (event != NULL && sql->sqlite3_column_bytes (row, RETOUR_ENTRY_EVENT) == RETOUR_EVENT_SIZE)
    memcpy (entry->event, event, RETOUR_EVENT_SIZE);
  entry->address = address != NULL && *address != '\0' ? address : NULL;
  entry->date = sql->sqlite3_column_int64 (row, RETOUR_ENTRY_DATE);
  entry->hard = sql->sqlite3_column_int64 (row, RETOUR_ENTRY_HARD) != 0;
  entry->proof = (guint8) sql->sqlite3_column_int64 (row, RETOUR_ENTRY_PROOF);
  read_texts (self, row, entry);
}

gboolean
retour_ledger_each (RetourLedger *self, const RetourQuery *query, RetourEntryFunc func,
                    gpointer data, GError **error)
{
  const RetourSqlite *sql = self->database->sql;
  sqlite3_stmt *rows;
  RetourEntry entry;
  int code;

  if ((self->batch != NULL && !retour_ledger_commit (self, error)) ||
      (rows = prepare (self, query, error)) == NULL)
    return FALSE;
  /* the first step is ahead of the texts: those that it refers to are there then */
  code = sql->sqlite3_step (rows);
  if (code == SQLITE_ROW && !retour_vocabulary_load (self->vocabulary, error)) {
    sql->sqlite3_finalize (rows);
    return FALSE;
  }
  for (; code == SQLITE_ROW; code = sql->sqlite3_step (rows)) {
    read_entry (self, rows, &entry);
    if (!func (&entry, data))
      break;
  }
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    retour_database_fail (self->database, error);
  sql->sqlite3_finalize (rows);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}
