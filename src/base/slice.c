#include "base/slice.h"

static gboolean
is_blank (char c)
{
  return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
}

gboolean
retour_slice_same (const char *a, const char *b, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (a[i] != b[i] && retour_ascii_lower (a[i]) != retour_ascii_lower (b[i]))
      return FALSE;
  return TRUE;
}

gboolean
retour_slice_is_ascii (RetourSlice text)
{
  guint64 bytes, all = 0;
  gsize i = 0;

  for (; i + sizeof bytes <= text.len; i += sizeof bytes) {
    memcpy (&bytes, text.data + i, sizeof bytes);
    all |= bytes;
  }
  for (; i < text.len; i++)
    all |= text.data[i] & 0x80;
  return (all & G_GUINT64_CONSTANT (0x8080808080808080)) == 0;
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

/* The first @c in @s at or behind @from; the length of @s if there is none. */
static gsize
find_byte (RetourSlice s, char c, gsize from)
{
  const char *hit = from < s.len ? memchr (s.data + from, c, s.len - from) : NULL;

  return hit != NULL ? (gsize) (hit - s.data) : s.len;
}

gssize
retour_slice_find (RetourSlice s, const char *needle, gsize from)
{
  gsize n = strlen (needle), lower, upper;
  RetourSlice starts;

  if (n == 0)
    return from <= s.len ? (gssize) from : -1;
  if (n > s.len || from > s.len - n)
    return -1;
  starts = retour_slice (s.data, s.len - n + 1);
  /* each of the two moves on only when it was passed: every byte is looked at twice at most */
  lower = find_byte (starts, retour_ascii_lower (*needle), from);
  upper = starts.len;
  if (g_ascii_isalpha (*needle))
    upper = find_byte (starts, (char) (*needle & ~0x20), from);
  while (lower < starts.len || upper < starts.len) {
    gsize at = MIN (lower, upper);

    if (retour_slice_same (s.data + at + 1, needle + 1, n - 1))
      return (gssize) at;
    if (lower == at)
      lower = find_byte (starts, s.data[at], at + 1);
    else
      upper = find_byte (starts, s.data[at], at + 1);
  }
  return -1;
}

/* The first LF or CR; the end of @s, if there is none. In steps, as a text that has only one
 * of them must not be searched to its end for the other, line by line. */
static gsize
find_line_end (RetourSlice s)
{
  gsize from = 0;

  for (gsize step = 128; from < s.len; step *= 2) {
    RetourSlice part = retour_slice (s.data, MIN (s.len, from + step));
    gsize lf = find_byte (part, '\n', from);
    gsize cr = find_byte (retour_slice (s.data, lf), '\r', from);

    if (cr < part.len)
      return cr;
    from = part.len;
  }
  return s.len;
}

/* CR CR LF is one end: somebody has converted CRLF to CRLF once more. */
static gsize
line_end_length (RetourSlice end)
{
  if (end.len < 2 || *end.data == '\n')
    return MIN (end.len, 1);
  if (end.data[1] == '\n')
    return 2;
  return end.len > 2 && end.data[1] == '\r' && end.data[2] == '\n' ? 3 : 1;
}

gboolean
retour_slice_next_line (RetourSlice *rest, RetourSlice *line)
{
  gsize end;

  if (rest->len == 0)
    return FALSE;
  end = find_line_end (*rest);
  *line = retour_slice (rest->data, end);
  *rest = retour_slice_from (*rest, end);
  *rest = retour_slice_from (*rest, line_end_length (*rest));
  return TRUE;
}
