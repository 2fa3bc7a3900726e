#include "ledger/history.h"

#include "ledger/cursor.h"

/* The runs that are read side by side: a heap, the cursor that comes first at its top. */
typedef struct {
  RetourLedger *ledger;
  GArray *cursors; /* of RetourCursor */
} Merge;

static void
cursor_clear (gpointer data)
{
  retour_cursor_clear (data);
}

static RetourCursor *
get_cursor (const Merge *self, guint i)
{
  return &g_array_index (self->cursors, RetourCursor, i);
}

/* The cursor at @i goes down to its place. */
static void
sift (const Merge *self, guint i)
{
  for (;;) {
    guint child = 2 * i + 1;
    RetourCursor moved;

    if (child >= self->cursors->len)
      return;
    if (child + 1 < self->cursors->len &&
        retour_cursor_is_before (get_cursor (self, child + 1), get_cursor (self, child)))
      child++;
    if (!retour_cursor_is_before (get_cursor (self, child), get_cursor (self, i)))
      return;
    moved = *get_cursor (self, i);
    *get_cursor (self, i) = *get_cursor (self, child);
    *get_cursor (self, child) = moved;
    i = child;
  }
}

static gboolean
add_cursor (Merge *self, gint64 run, const RetourQuery *query, GError **error)
{
  RetourCursor cursor;
  gboolean ok = retour_cursor_open (&cursor, self->ledger, run, query, error);

  if (ok && cursor.code == SQLITE_ROW)
    g_array_append_val (self->cursors, cursor);
  else
    retour_cursor_clear (&cursor);
  return ok;
}

static gboolean
add_runs (Merge *self, const RetourQuery *query, GError **error)
{
  RetourDatabase *database = self->ledger->database;
  sqlite3_stmt *runs = retour_database_prepare (database, "SELECT id FROM run", error);
  gboolean ok = runs != NULL;
  int code = SQLITE_DONE;

  while (ok && (code = database->sql->sqlite3_step (runs)) == SQLITE_ROW)
    ok = add_cursor (self, database->sql->sqlite3_column_int64 (runs, 0), query, error);
  if (ok && code != SQLITE_DONE)
    ok = retour_database_fail (database, error);
  database->sql->sqlite3_finalize (runs);
  for (guint i = self->cursors->len / 2; i > 0; i--)
    sift (self, i - 1);
  return ok;
}

static gboolean
give (Merge *self, RetourEntryFunc func, gpointer data, GError **error)
{
  RetourEntry entry;

  while (self->cursors->len > 0) {
    RetourCursor *first = get_cursor (self, 0);

    retour_cursor_read (first, &entry);
    if (!func (&entry, data))
      return TRUE;
    retour_cursor_step (first);
    if (first->code == SQLITE_DONE)
      g_array_remove_index_fast (self->cursors, 0);
    else if (first->code != SQLITE_ROW)
      return retour_database_fail (self->ledger->database, error);
    sift (self, 0);
  }
  return TRUE;
}

gboolean
retour_ledger_each (RetourLedger *self, const RetourQuery *query, RetourEntryFunc func,
                    gpointer data, GError **error)
{
  Merge merge = { .ledger = self };
  gboolean outer, ok;

  if (self->batch != NULL && !retour_ledger_commit (self, error))
    return FALSE;
  /* one transaction: all runs as they were at one time */
  outer = self->database->sql->sqlite3_get_autocommit (self->database->handle) != 0;
  if (outer && !retour_database_run (self->database, "BEGIN", error))
    return FALSE;
  merge.cursors = g_array_new (FALSE, FALSE, sizeof (RetourCursor));
  g_array_set_clear_func (merge.cursors, cursor_clear);
  /* the history of one address is found in each run, in any order */
  ok = query->order == RETOUR_ORDER_ADDRESS || query->address != NULL
           ? add_runs (&merge, query, error)
           : add_cursor (&merge, 0, query, error);
  ok = ok && give (&merge, func, data, error);
  g_array_unref (merge.cursors);
  if (outer)
    retour_database_roll_back (self->database); /* nothing was written */
  return ok;
}
