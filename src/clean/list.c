#include <retour/retour.h>

#include "clean/list.h"

#include "base/limits.h"
#include "clean/csv.h"
#include "clean/guess.h"
#include "clean/source.h"

#include <unistd.h>

struct _RetourList {
  int fd;
  RetourRows *rows;
  RetourGuess guess;
  char *header; /* of CSV: the first row, with our columns left out */
  GStringChunk *pool;
  GString *scratch;
  gboolean pooled; /* something is in @pool */
};

static RetourSlice
address_of_cell (RetourList *self, RetourSlice row)
{
  RetourSlice cell;

  if (!retour_csv_get_cell (row, self->guess.delimiter, self->guess.column, &cell))
    return retour_slice (NULL, 0);
  return retour_csv_unquote (cell, self->scratch);
}

static RetourSlice
address_of_line (RetourList *self, RetourSlice row)
{
  (void) self;
  return row;
}

static RetourSlice
address_of_stanza (RetourList *self, RetourSlice row)
{
  RetourSlice line;

  (void) self;
  while (retour_slice_next_line (&row, &line))
    if (retour_slice_starts (line, "email ") || retour_slice_starts (line, "email\t"))
      return retour_slice_from (line, strlen ("email "));
  return retour_slice (NULL, 0);
}

static const struct {
  const char *name;
  RetourRowsKind rows;
  RetourSlice (*find_address) (RetourList *self, RetourSlice row);
  const char *header;
} forms[RETOUR_FORM_N] = {
  [RETOUR_FORM_CSV] = { "csv", RETOUR_ROWS_CSV, address_of_cell, NULL },
  [RETOUR_FORM_LINES] = { "lines", RETOUR_ROWS_LINES, address_of_line, "email" },
  [RETOUR_FORM_NAMES] = { "names", RETOUR_ROWS_LINES, address_of_line, "email,entry" },
  [RETOUR_FORM_SYMPA] = { "sympa", RETOUR_ROWS_STANZAS, address_of_stanza, "email,entry" },
};

/* The first row of CSV as it stands, with its byte order mark, as far as it is the list's own. */
static gboolean
read_header (RetourList *self, GError **error)
{
  const RetourGuess *guess = &self->guess;
  RetourRow row;
  RetourSlice own;

  if (!retour_rows_rewind (self->rows, error))
    return FALSE;
  if (guess->form != RETOUR_FORM_CSV || !guess->header ||
      !retour_rows_next (self->rows, &row, error))
    return error == NULL || *error == NULL;
  own = retour_csv_cut (row.text, guess->delimiter, guess->n_columns - guess->n_own);
  self->header = g_strndup (own.data, own.len);
  return TRUE;
}

/* A list without a header gets one: the rows behind our columns need names. */
static void
make_header (RetourList *self)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < self->guess.n_columns; i++) {
    if (i > 0)
      g_string_append_c (out, self->guess.delimiter);
    if (i == self->guess.column)
      g_string_append (out, "email");
    else
      g_string_append_printf (out, "column%u", i + 1);
  }
  self->header = g_strdup (out->str);
}

static gboolean
guess_form (RetourList *self, const char *path, const char *column, GError **error)
{
  RetourSlice start;

  if (!retour_rows_peek (self->rows, &start, error) ||
      !retour_guess_list (start, column, path, &self->guess, error))
    return FALSE;
  retour_rows_set_kind (self->rows, forms[self->guess.form].rows, self->guess.delimiter,
                        self->guess.eol);
  if (!read_header (self, error))
    return FALSE;
  if (self->header == NULL && self->guess.form == RETOUR_FORM_CSV)
    make_header (self);
  else if (self->header == NULL)
    self->header = g_strdup (forms[self->guess.form].header);
  return retour_list_rewind (self, error);
}

RetourList *
retour_list_open (const char *path, const char *column, GError **error)
{
  g_autoptr (RetourList) self = g_new0 (RetourList, 1);

  self->fd = -1;
  self->pool = g_string_chunk_new (RETOUR_LIMIT_ADDRESS);
  self->scratch = g_string_new (NULL);
  self->fd = retour_source_open (path, error);
  if (self->fd < 0)
    return NULL;
  self->rows = retour_rows_new (self->fd);
  if (!guess_form (self, path, column, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
retour_list_free (RetourList *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    close (self->fd);
  retour_rows_free (self->rows);
  g_free (self->header);
  g_string_chunk_free (self->pool);
  g_string_free (self->scratch, TRUE);
  g_free (self);
}

gboolean
retour_list_rewind (RetourList *self, GError **error)
{
  RetourRow row;
  g_autoptr (GError) failure = NULL;

  if (!retour_rows_rewind (self->rows, error))
    return FALSE;
  if (!self->guess.header || retour_rows_next (self->rows, &row, &failure) || failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
retour_list_next (RetourList *self, RetourMember *member, GError **error)
{
  RetourRow row;
  RetourSlice where;

  *member = (RetourMember) { 0 };
  if (!retour_rows_next (self->rows, &row, error))
    return FALSE;
  *member = (RetourMember) { row.text, row.end, { NULL, 0 }, row.broken, row.more };
  if (row.broken)
    return TRUE;
  if (self->pooled)
    g_string_chunk_clear (self->pool);
  where = forms[self->guess.form].find_address (self, row.text);
  member->address = retour_guess_address (where, self->pool);
  self->pooled = member->address.len > 0 && (member->address.data < where.data ||
                                             member->address.data >= where.data + where.len);
  return TRUE;
}

const char *
retour_list_get_form (const RetourList *self)
{
  return forms[self->guess.form].name;
}

char
retour_list_get_delimiter (const RetourList *self)
{
  return self->guess.delimiter;
}

const char *
retour_list_get_line_end (const RetourList *self)
{
  return self->guess.crlf ? "\r\n" : "\n";
}

gboolean
retour_list_is_csv (const RetourList *self)
{
  return self->guess.form == RETOUR_FORM_CSV;
}

void
retour_list_append_header (const RetourList *self, GString *out)
{
  g_string_append (out, self->header);
}

/* Rows that are too short get the cells that they lack: what stands behind them is ours. */
static void
append_csv (const RetourList *self, RetourSlice row, GString *out)
{
  guint want = self->guess.n_columns - self->guess.n_own;
  RetourSlice rest = row, cell;
  guint n = 0;

  if (self->guess.n_own > 0)
    row = rest = retour_csv_cut (row, self->guess.delimiter, want);
  g_string_append_len (out, row.data, (gssize) row.len);
  while (n < want && retour_csv_next_cell (&rest, self->guess.delimiter, &cell))
    n++;
  for (; n < want; n++)
    g_string_append_c (out, self->guess.delimiter);
}

void
retour_list_append_row (RetourList *self, const RetourMember *member, GString *out)
{
  const RetourGuess *guess = &self->guess;

  if (guess->form == RETOUR_FORM_CSV) {
    append_csv (self, member->text, out);
    return;
  }
  if (guess->form == RETOUR_FORM_LINES || member->address.len == 0) {
    retour_csv_append (out, member->text, guess->delimiter);
    if (guess->form != RETOUR_FORM_LINES)
      g_string_append_c (out, guess->delimiter);
    return;
  }
  retour_csv_append (out, member->address, guess->delimiter);
  g_string_append_c (out, guess->delimiter);
  retour_csv_append (out, member->text, guess->delimiter);
}
