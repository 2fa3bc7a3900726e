#include <retour/retour.h>

#include "clean/guess.h"

#include "base/address.h"
#include "base/language.h"
#include "base/limits.h"
#include "clean/csv.h"

enum { MAX_ROWS = 100 }; /* that are looked at */

static const char bom[] = "\xEF\xBB\xBF";

/* What columns of addresses are called, the surest first; in others' programs, and by people. */
static const char *const names[] = {
  "email",          "e-mail",         "email address",  "email_address", "emailaddress",
  "e-mail address", "e-mail-adresse", "e-mail adresse", "emailadresse",  "email-adresse",
  "mail",           "mailadresse",    "mail-adresse",   "recipient",     "empf\u00e4nger",
  "subscriber",     "address",        "adresse",
};

/* The reader of a start: one row at a time. */
typedef struct {
  RetourSlice rest;
  RetourSlice row;
  guint n;
} Rows;

/* What may stand in plain addresses: letters and digits, and more ahead of the '@'. */
enum {
  DOMAIN = 1,
  LOCAL = 2,
};

static const guint8 classes[256] = {
  ['0' ... '9'] = DOMAIN | LOCAL,
  ['A' ... 'Z'] = DOMAIN | LOCAL,
  ['a' ... 'z'] = DOMAIN | LOCAL,
  ['.'] = DOMAIN | LOCAL,
  ['-'] = DOMAIN | LOCAL,
  ['_'] = LOCAL,
  ['+'] = LOCAL,
  ['='] = LOCAL,
  ['!'] = LOCAL,
  ['#'] = LOCAL,
  ['$'] = LOCAL,
  ['%'] = LOCAL,
  ['&'] = LOCAL,
  ['*'] = LOCAL,
  ['/'] = LOCAL,
  ['?'] = LOCAL,
  ['^'] = LOCAL,
  ['{'] = LOCAL,
  ['}'] = LOCAL,
  ['|'] = LOCAL,
  ['~'] = LOCAL,
};

/* Bytes at the start of @s that are of @class. */
static gsize
span (RetourSlice s, guint8 class)
{
  gsize i = 0;

  while (i < s.len && (classes[(guchar) s.data[i]] & class) != 0)
    i++;
  return i;
}

/* By far the most are plain: worth a look before anything is taken off. */
static gboolean
is_plain (RetourSlice s)
{
  gsize at = span (s, LOCAL);
  RetourSlice domain;

  if (at == 0 || at + 1 >= s.len || s.data[at] != '@' || s.len > RETOUR_LIMIT_ADDRESS)
    return FALSE;
  domain = retour_slice_from (s, at + 1);
  return span (domain, DOMAIN) == domain.len && strchr (".-", *domain.data) == NULL &&
         strchr (".-", domain.data[domain.len - 1]) == NULL;
}

RetourSlice
retour_guess_address (RetourSlice cell, GStringChunk *pool)
{
  const char *address;

  cell = retour_slice_strip (cell);
  if (is_plain (cell))
    return cell;
  if (cell.len == 0 || memchr (cell.data, '@', cell.len) == NULL)
    return retour_slice (NULL, 0);
  address = retour_address_normalise (cell, FALSE, pool);
  return retour_slice_of (address);
}

static gboolean
has_address (RetourSlice cell)
{
  g_autoptr (GStringChunk) pool = g_string_chunk_new (64);
  g_autoptr (GString) scratch = g_string_new (NULL);

  return retour_guess_address (retour_csv_unquote (cell, scratch), pool).len > 0;
}

/* The next row that is not blank. The last one may be cut: it is left out unless it is all. */
static gboolean
next_row (Rows *self, const RetourGuess *guess)
{
  gsize end;

  while (self->n < MAX_ROWS && self->rest.len > 0) {
    if (guess->form != RETOUR_FORM_CSV ||
        !retour_csv_find_end (self->rest, guess->delimiter, guess->eol, &end)) {
      const char *p = memchr (self->rest.data, guess->eol, self->rest.len);

      end = p != NULL ? (gsize) (p - self->rest.data) : self->rest.len;
    }
    self->row = retour_slice_strip (retour_slice (self->rest.data, end));
    self->rest = retour_slice_from (self->rest, end + 1);
    self->n++;
    if (self->row.len > 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_name (RetourSlice cell, const char *name)
{
  g_autoptr (GString) scratch = g_string_new (NULL);

  return retour_slice_equal (retour_slice_strip (retour_csv_unquote (cell, scratch)), name);
}

static gboolean
has_name (RetourSlice row, char delimiter)
{
  RetourSlice cell;

  while (retour_csv_next_cell (&row, delimiter, &cell))
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
      if (is_name (cell, names[i]))
        return TRUE;
  return FALSE;
}

/* The one that splits the first row into most cells. */
static char
find_delimiter (RetourSlice row)
{
  static const char delimiters[] = { ',', ';', '\t' };
  char best = ',';
  guint most = 1;

  for (guint i = 0; i < G_N_ELEMENTS (delimiters); i++) {
    guint n = retour_csv_count (row, delimiters[i]);

    if (n > most)
      best = delimiters[i];
    most = MAX (n, most);
  }
  return best;
}

/* Cells of @row that are an address. @first: the first of them. */
static guint
count_addresses (RetourSlice row, char delimiter, guint *first)
{
  RetourSlice cell;
  guint n = 0;

  for (guint i = 0; retour_csv_next_cell (&row, delimiter, &cell); i++) {
    if (!has_address (cell))
      continue;
    *first = n == 0 ? i : *first;
    n++;
  }
  return n;
}

/* Lines: stanzas have "email a@b" among theirs, names have an angle or a blank. */
static RetourForm
find_form_of_lines (RetourSlice start, const RetourGuess *guess)
{
  RetourGuess as_lines = *guess;
  Rows rows = { .rest = start };
  RetourForm form = RETOUR_FORM_LINES;

  as_lines.form = RETOUR_FORM_LINES;
  while (next_row (&rows, &as_lines)) {
    if (retour_slice_starts (rows.row, "email ") || retour_slice_starts (rows.row, "email\t"))
      if (has_address (retour_slice_from (rows.row, strlen ("email "))))
        return RETOUR_FORM_SYMPA;
    if (memchr (rows.row.data, '<', rows.row.len) != NULL && has_address (rows.row))
      form = RETOUR_FORM_NAMES;
  }
  return form;
}

/* CSV: the first row names a column, or some row among the first ones has several cells and one of
 * them is an address and nothing more. */
static gboolean
is_csv (RetourSlice start, RetourGuess *guess)
{
  Rows rows = { .rest = start };
  guint first;

  guess->form = RETOUR_FORM_LINES;
  if (!next_row (&rows, guess))
    return FALSE;
  guess->delimiter = find_delimiter (rows.row);
  if (has_name (rows.row, guess->delimiter))
    return TRUE;
  do {
    if (retour_csv_count (rows.row, guess->delimiter) > 1 &&
        memchr (rows.row.data, '<', rows.row.len) == NULL &&
        count_addresses (rows.row, guess->delimiter, &first) > 0)
      return TRUE;
  } while (next_row (&rows, guess));
  return FALSE;
}

static void
count_own (RetourSlice row, RetourGuess *guess)
{
  RetourSlice cell;

  while (retour_csv_next_cell (&row, guess->delimiter, &cell))
    guess->n_own = retour_slice_starts (cell, "retour_") ? guess->n_own + 1 : 0;
}

/* How many rows have an address in each column. */
static void
count_columns (Rows *rows, const RetourGuess *guess, guint *counts)
{
  while (next_row (rows, guess)) {
    RetourSlice rest = rows->row, cell;

    for (guint i = 0; i < RETOUR_LIMIT_LIST_COLUMNS; i++) {
      if (!retour_csv_next_cell (&rest, guess->delimiter, &cell))
        break;
      counts[i] += has_address (cell) ? 1 : 0;
    }
  }
}

/* A column by its name, or by its number. */
static gboolean
find_named (RetourSlice row, const char *column, const char *path, RetourGuess *guess,
            GError **error)
{
  guint64 number = 0;
  RetourSlice rest = row, cell;

  for (guint i = 0; guess->header && retour_csv_next_cell (&rest, guess->delimiter, &cell); i++)
    if (is_name (cell, column)) {
      guess->column = i;
      return TRUE;
    }
  if (g_ascii_string_to_unsigned (column, 10, 1, guess->n_columns, &number, NULL)) {
    guess->column = (guint) number - 1;
    return TRUE;
  }
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_USAGE, _ ("no column '%s' in '%s'"), column, path);
  return FALSE;
}

/* A name counts when addresses stand below it: "address" may be a street. */
static gboolean
find_column (RetourSlice row, const guint *counts, const char *path, RetourGuess *guess,
             GError **error)
{
  guint best = 0;
  gboolean empty = TRUE;

  for (guint i = 0; i < guess->n_columns; i++) {
    best = counts[i] > counts[best] ? i : best;
    empty = empty && counts[i] == 0;
  }
  for (guint k = 0; guess->header && k < G_N_ELEMENTS (names); k++) {
    RetourSlice rest = row, cell;

    for (guint i = 0; retour_csv_next_cell (&rest, guess->delimiter, &cell); i++)
      if (i < guess->n_columns && is_name (cell, names[k]) && (empty || counts[i] > 0)) {
        guess->column = i;
        return TRUE;
      }
  }
  guess->column = best;
  if (!empty)
    return TRUE;
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_DATA,
               _ ("no column of '%s' holds addresses; say which one with --column"), path);
  return FALSE;
}

static gboolean
guess_csv (RetourSlice start, const char *column, const char *path, RetourGuess *guess,
           GError **error)
{
  g_autofree guint *counts = g_new0 (guint, RETOUR_LIMIT_LIST_COLUMNS);
  Rows rows = { .rest = start };
  RetourSlice row;
  guint first;

  guess->form = RETOUR_FORM_CSV;
  next_row (&rows, guess);
  row = rows.row;
  guess->n_columns = retour_csv_count (row, guess->delimiter);
  if (guess->n_columns > RETOUR_LIMIT_LIST_COLUMNS) {
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_DATA, _ ("'%s' has more than %d columns"), path,
                 RETOUR_LIMIT_LIST_COLUMNS);
    return FALSE;
  }
  guess->header = count_addresses (row, guess->delimiter, &first) == 0;
  if (guess->header)
    count_own (row, guess);
  else
    rows = (Rows) { .rest = start };
  count_columns (&rows, guess, counts);
  return column != NULL ? find_named (row, column, path, guess, error)
                        : find_column (row, counts, path, guess, error);
}

static gboolean
check_text (RetourSlice start, const char *path, GError **error)
{
  if (memchr (start.data, '\0', MIN (start.len, 4096)) == NULL)
    return TRUE;
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_DATA,
               _ ("'%s' is no text; a spreadsheet is to be saved as CSV in UTF-8"), path);
  return FALSE;
}

gboolean
retour_guess_list (RetourSlice start, const char *column, const char *path, RetourGuess *guess,
                   GError **error)
{
  const char *lf;
  gboolean csv;

  *guess = (RetourGuess) { .form = RETOUR_FORM_LINES, .eol = '\n', .delimiter = ',' };
  if (start.len == 0)
    return TRUE;
  if (!check_text (start, path, error))
    return FALSE;
  guess->bom = start.len >= 3 && memcmp (start.data, bom, 3) == 0;
  start = retour_slice_from (start, guess->bom ? 3 : 0);
  lf = start.len > 0 ? memchr (start.data, '\n', start.len) : NULL;
  guess->crlf = lf != NULL && lf > start.data && lf[-1] == '\r';
  if (lf == NULL && start.len > 0 && memchr (start.data, '\r', start.len) != NULL)
    guess->eol = '\r';
  csv = is_csv (start, guess);
  if (csv || column != NULL)
    return guess_csv (start, column, path, guess, error);
  guess->form = find_form_of_lines (start, guess);
  return TRUE;
}
