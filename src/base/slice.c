#include "base/slice.h"

static gboolean
is_blank (char c)
{
  return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
}

RetourSlice
retour_slice_strip (RetourSlice s)
{
  while (s.len > 0 && is_blank (s.data[s.len - 1]))
    s.len--;
  while (s.len > 0 && is_blank (*s.data)) {
    s.data++;
    s.len--;
  }
  return s;
}

gboolean
retour_slice_equal (RetourSlice s, const char *text)
{
  return strlen (text) == s.len && retour_slice_starts (s, text);
}

gboolean
retour_slice_starts (RetourSlice s, const char *prefix)
{
  gsize n = strlen (prefix);

  return s.len >= n && (n == 0 || g_ascii_strncasecmp (s.data, prefix, n) == 0);
}

gssize
retour_slice_find (RetourSlice s, const char *needle, gsize from)
{
  gsize n = strlen (needle);
  char lower = g_ascii_tolower (*needle);

  if (n == 0)
    return from <= s.len ? (gssize) from : -1;
  for (gsize i = from; i + n <= s.len; i++)
    if (g_ascii_tolower (s.data[i]) == lower && g_ascii_strncasecmp (s.data + i, needle, n) == 0)
      return (gssize) i;
  return -1;
}

gboolean
retour_slice_next_line (RetourSlice *rest, RetourSlice *line)
{
  const char *end, *lf;
  gsize skip;

  if (rest->len == 0)
    return FALSE;
  lf = memchr (rest->data, '\n', rest->len);
  end = memchr (rest->data, '\r', lf != NULL ? (gsize) (lf - rest->data) : rest->len);
  if (end == NULL)
    end = lf != NULL ? lf : rest->data + rest->len;
  *line = retour_slice (rest->data, (gsize) (end - rest->data));
  skip = line->len < rest->len ? 1 : 0;
  if (skip == 1 && *end == '\r' && line->len + 1 < rest->len && end[1] == '\n')
    skip = 2;
  *rest = retour_slice_from (*rest, line->len + skip);
  return TRUE;
}
