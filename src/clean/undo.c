#include <retour/retour.h>

#include "base/address.h"
#include "base/language.h"
#include "base/limits.h"
#include "clean/csv.h"
#include "clean/rows.h"
#include "clean/source.h"
#include "ledger/history.h"

#include <unistd.h>

/* An undo file, row by row. */
typedef struct {
  const char *path;
  RetourRows *rows;
  char delimiter;
  gboolean text;   /* the list was no CSV: rows of it stand in a cell of their own */
  guint n_columns; /* of the list */
  GString *scratch;
  GString *address; /* of the row that was read last */
  gint64 date;
  RetourRow row;
} Undo;

static const char own_columns[] = "retour_address%cretour_date";

static gboolean
fail (const Undo *self, GError **error)
{
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_DATA, _ ("'%s' is no undo file"), self->path);
  return FALSE;
}

static gboolean
read_header (Undo *self, GError **error)
{
  static const char delimiters[] = { ',', ';', '\t' };
  RetourRow row;

  if (!retour_rows_rewind (self->rows, error))
    return FALSE;
  if (!retour_rows_next (self->rows, &row, error))
    return (error != NULL && *error != NULL) ? FALSE : fail (self, error);
  for (guint i = 0; !row.broken && i < G_N_ELEMENTS (delimiters); i++) {
    g_autofree char *tail = g_strdup_printf (own_columns, delimiters[i]);
    gsize n = strlen (tail);

    if (row.text.len < n + 2 || memcmp (row.text.data + row.text.len - n, tail, n) != 0)
      continue;
    self->delimiter = delimiters[i];
    self->n_columns = retour_csv_count (row.text, self->delimiter) - 2;
    self->text = retour_slice_starts (row.text, "retour_entry");
    retour_rows_set_kind (self->rows, RETOUR_ROWS_CSV, self->delimiter, '\n');
    return TRUE;
  }
  return fail (self, error);
}

/* The last two cells are ours, however many the row has. */
static gboolean
read_own (Undo *self)
{
  guint n = retour_csv_count (self->row.text, self->delimiter);
  g_autoptr (GDateTime) date = NULL;
  g_autofree char *text = NULL;
  RetourSlice cell;

  if (n < 3 || !retour_csv_get_cell (self->row.text, self->delimiter, n - 1, &cell))
    return FALSE;
  text = g_strndup (cell.data, MIN (cell.len, RETOUR_LIMIT_DATE));
  date = g_date_time_new_from_iso8601 (text, NULL);
  if (date == NULL)
    return FALSE;
  self->date = g_date_time_to_unix (date);
  retour_csv_get_cell (self->row.text, self->delimiter, n - 2, &cell);
  cell = retour_csv_unquote (cell, self->scratch);
  g_string_truncate (self->address, 0);
  g_string_append_len (self->address, cell.data, (gssize) MIN (cell.len, RETOUR_LIMIT_ADDRESS));
  self->n_columns = n - 2;
  return strchr (self->address->str, '@') != NULL;
}

/* %FALSE at the end, or with @error. */
static gboolean
next_row (Undo *self, GError **error)
{
  while (retour_rows_next (self->rows, &self->row, error)) {
    if (!self->row.broken && self->row.text.len == 0)
      continue;
    return !self->row.broken && read_own (self) ? TRUE : fail (self, error);
  }
  return FALSE;
}

typedef struct {
  gint64 date;
  gboolean found;
} Search;

static gboolean
look_at_entry (const RetourEntry *entry, gpointer data)
{
  Search *search = data;

  search->found = entry->kind == RETOUR_ENTRY_PARDON && entry->date == search->date;
  return !search->found;
}

/* First reading: the whole file is sound, or nothing is done. @fresh gets a byte for each row:
 * whether its address is yet to be pardoned. */
static gboolean
check_row (Undo *self, RetourLedger *ledger, GByteArray *fresh, GError **error)
{
  RetourQuery query = { .address = self->address->str };
  Search search = { .date = self->date };
  guint8 is_fresh;

  if (!retour_ledger_each (ledger, &query, look_at_entry, &search, error))
    return FALSE;
  is_fresh = !search.found;
  g_byte_array_append (fresh, &is_fresh, 1);
  return TRUE;
}

/* Second reading. */
static gboolean
pardon_row (Undo *self, RetourLedger *ledger, GError **error)
{
  return retour_ledger_add_pardon (ledger, self->address->str, self->date, error);
}

/* Goes through the file; @fresh: %NULL in the first reading. */
static gboolean
each_row (Undo *self, RetourLedger *ledger, GByteArray *fresh, gboolean checking, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!read_header (self, error))
    return FALSE;
  for (guint i = 0; next_row (self, &failure); i++)
    if (checking ? !check_row (self, ledger, fresh, error)
                 : i < fresh->len && fresh->data[i] && !pardon_row (self, ledger, error))
      return FALSE;
  if (failure == NULL)
    return checking || retour_ledger_commit (ledger, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Stanzas have a blank line behind them. */
static gboolean
tell (Undo *self, RetourUndoFunc func, gpointer data)
{
  RetourSlice row = retour_csv_cut (self->row.text, self->delimiter, self->n_columns);
  g_autofree char *all = NULL;
  const char *end = "\n";

  if (self->text) {
    row = retour_csv_unquote (row, self->scratch);
    end = row.len > 0 && memchr (row.data, '\n', row.len) != NULL ? "\n\n" : "\n";
  }
  if (self->row.end.len == 2)
    end = "\r\n";
  all = g_strdup_printf ("%.*s%s", (int) row.len, row.data, end);
  return func (all, strlen (all), data);
}

static gboolean
tell_all (Undo *self, const GByteArray *fresh, RetourUndoFunc func, gpointer data, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!read_header (self, error))
    return FALSE;
  for (guint i = 0; next_row (self, &failure) && i < fresh->len; i++)
    if (fresh->data[i] && !tell (self, func, data))
      break;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
retour_clean_undo (RetourLedger *ledger, const char *path, RetourUndoFunc func, gpointer data,
                   GError **error)
{
  g_autoptr (RetourRows) rows = NULL;
  g_autoptr (GString) scratch = g_string_new (NULL);
  g_autoptr (GString) address = g_string_new (NULL);
  g_autoptr (GByteArray) fresh = g_byte_array_new ();
  Undo self = { .path = path, .scratch = scratch, .address = address };
  int fd = retour_source_open (path, error);
  gboolean ok;

  if (fd < 0)
    return FALSE;
  rows = retour_rows_new (fd);
  self.rows = rows;
  ok = each_row (&self, ledger, fresh, TRUE, error) &&
       each_row (&self, ledger, fresh, FALSE, error) && tell_all (&self, fresh, func, data, error);
  close (fd);
  return ok;
}
