#include "clean/csv.h"

/* Offset behind the quoted cell that @s starts with; 0 when its quote is never closed. What stands
 * between the quote and the delimiter belongs to the cell: others write so. */
static gsize
skip_quotes (RetourSlice s)
{
  gsize i = 1;

  while (i < s.len) {
    const char *quote = memchr (s.data + i, '"', s.len - i);

    if (quote == NULL)
      return 0;
    i = (gsize) (quote - s.data) + 1;
    if (i == s.len || s.data[i] != '"')
      return i;
    i++;
  }
  return 0;
}

gboolean
retour_csv_find_end (RetourSlice s, char delimiter, char eol, gsize *end)
{
  const char *quote = s.data;
  const char *stop = s.data + s.len;
  const char *line = s.len > 0 ? memchr (s.data, eol, s.len) : NULL;

  line = line != NULL ? line : stop;
  /* a quote counts at the start of a cell; what is quoted may hold line ends */
  while (quote < line && (quote = memchr (quote, '"', (gsize) (line - quote))) != NULL) {
    gsize n = 1;

    if (quote == s.data || quote[-1] == delimiter) {
      n = skip_quotes (retour_slice (quote, (gsize) (stop - quote)));
      if (n == 0)
        return FALSE;
    }
    quote += n;
    if (quote > line) {
      line = memchr (quote, eol, (gsize) (stop - quote));
      line = line != NULL ? line : stop;
    }
  }
  *end = (gsize) (line - s.data);
  return TRUE;
}

gboolean
retour_csv_next_cell (RetourSlice *rest, char delimiter, RetourSlice *cell)
{
  const char *p = NULL;
  gsize quoted;

  if (rest->data == NULL)
    return FALSE;
  quoted = rest->len > 0 && *rest->data == '"' ? skip_quotes (*rest) : 0;
  if (quoted < rest->len)
    p = memchr (rest->data + quoted, delimiter, rest->len - quoted);
  *cell = retour_slice (rest->data, p != NULL ? (gsize) (p - rest->data) : rest->len);
  *rest = p != NULL ? retour_slice (p + 1, rest->len - cell->len - 1) : retour_slice (NULL, 0);
  return TRUE;
}

guint
retour_csv_count (RetourSlice row, char delimiter)
{
  RetourSlice cell;
  guint n = 0;

  while (retour_csv_next_cell (&row, delimiter, &cell))
    n++;
  return n;
}

gboolean
retour_csv_get_cell (RetourSlice row, char delimiter, guint i, RetourSlice *cell)
{
  *cell = retour_slice (NULL, 0);
  while (retour_csv_next_cell (&row, delimiter, cell))
    if (i-- == 0)
      return TRUE;
  return FALSE;
}

RetourSlice
retour_csv_cut (RetourSlice row, char delimiter, guint n)
{
  RetourSlice rest = row;
  RetourSlice cell = retour_slice (row.data, 0);

  while (n > 0 && retour_csv_next_cell (&rest, delimiter, &cell))
    n--;
  return retour_slice (row.data, (gsize) (cell.data - row.data) + cell.len);
}

RetourSlice
retour_csv_unquote (RetourSlice cell, GString *scratch)
{
  gsize end;

  if (cell.len < 2 || *cell.data != '"' || (end = skip_quotes (cell)) == 0)
    return cell;
  if (end == cell.len && memchr (cell.data + 1, '"', cell.len - 2) == NULL)
    return retour_slice (cell.data + 1, cell.len - 2);
  g_string_truncate (scratch, 0);
  for (gsize i = 1; i + 1 < end; i++) {
    g_string_append_c (scratch, cell.data[i]);
    if (cell.data[i] == '"')
      i++;
  }
  g_string_append_len (scratch, cell.data + end, (gssize) (cell.len - end));
  return retour_slice (scratch->str, scratch->len);
}

void
retour_csv_append (GString *out, RetourSlice value, char delimiter)
{
  gboolean quote = FALSE;

  for (gsize i = 0; !quote && i < value.len; i++)
    quote = value.data[i] == '"' || value.data[i] == delimiter || value.data[i] == '\n' ||
            value.data[i] == '\r';
  if (!quote) {
    g_string_append_len (out, value.data, (gssize) value.len);
    return;
  }
  g_string_append_c (out, '"');
  for (gsize i = 0; i < value.len; i++) {
    if (value.data[i] == '"')
      g_string_append_c (out, '"');
    g_string_append_c (out, value.data[i]);
  }
  g_string_append_c (out, '"');
}

void
retour_csv_append_safe (GString *out, RetourSlice value, char delimiter)
{
  g_autofree char *safe = NULL;

  if (value.len == 0 || strchr ("=+-@\t\r", *value.data) == NULL || *value.data == '\0') {
    retour_csv_append (out, value, delimiter);
    return;
  }
  safe = g_strdup_printf ("'%.*s", (int) value.len, value.data);
  retour_csv_append (out, retour_slice_of (safe), delimiter);
}
