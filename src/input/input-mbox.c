#include "input/input-mbox.h"

#include "base/limits.h"
#include "input/input-fromline.h"

static const char from[] = "From ";
enum { FROM_LEN = sizeof from - 1 };

static inline gboolean
ends_line (char c, gboolean cr)
{
  return c == '\n' || (cr && c == '\r');
}

gsize
retour_input_mbox_line (RetourSlice data, gsize start, gboolean cr, gboolean eof)
{
  gsize end = MIN (data.len, start + RETOUR_LIMIT_FROM_LINE);
  gsize i = start;

  while (i < end && !ends_line (data.data[i], cr))
    i++;
  if (i == end)
    return eof && end == data.len ? end - start : 0;
  if (data.data[i] == '\r' && i + 1 == data.len && !eof)
    return 0; /* an LF may follow */
  if (data.data[i] == '\r' && i + 1 < data.len && data.data[i + 1] == '\n')
    i++;
  return i + 1 - start;
}

/* The line ahead of @pos, where a line starts, is empty, holds nothing but blanks, or is not
 * there. */
static gboolean
follows_empty_line (const char *data, gsize pos, gboolean cr)
{
  gsize floor = pos > RETOUR_INPUT_LOOKBACK ? pos - RETOUR_INPUT_LOOKBACK : 0;
  gsize i = pos - 1;

  if (i > floor && data[i] == '\n' && data[i - 1] == '\r')
    i--;
  while (i > floor && (data[i - 1] == ' ' || data[i - 1] == '\t' || (!cr && data[i - 1] == '\r')))
    i--;
  return i == 0 || (i > floor && ends_line (data[i - 1], cr));
}

/* @pos is "From " at the start of a line: 1 for a separator, 0 for text, -1: more bytes needed. */
static int
is_separator (RetourSlice data, gsize pos, gboolean cr, gboolean eof)
{
  gsize len;

  if (!follows_empty_line (data.data, pos, cr))
    return 0;
  len = retour_input_mbox_line (data, pos, cr, eof);
  if (len == 0)
    return data.len - pos < RETOUR_LIMIT_FROM_LINE && !eof ? -1 : 0;
  return retour_input_is_from_line (retour_slice (data.data + pos, len)) ? 1 : 0;
}

/* @pos is "From " behind a '>': those start a line. */
static gboolean
is_quoted (const char *data, gsize pos, gsize floor, gboolean cr)
{
  while (pos > floor && data[pos - 1] == '>')
    pos--;
  return pos == 0 || (pos > floor && ends_line (data[pos - 1], cr));
}

/* The next "From " at or behind @pos; the end of @data, if there is none. */
static gsize
find_from (RetourSlice data, gsize pos)
{
  while (pos + FROM_LEN <= data.len) {
    const char *hit = memchr (data.data + pos, *from, data.len - pos - FROM_LEN + 1);

    if (hit == NULL)
      break;
    if (memcmp (hit, from, FROM_LEN) == 0)
      return (gsize) (hit - data.data);
    pos = (gsize) (hit - data.data) + 1;
  }
  return data.len;
}

RetourInputScanResult
retour_input_mbox_scan (RetourInputScan *scan, RetourSlice data, gboolean eof)
{
  gsize floor = scan->pos > RETOUR_INPUT_LOOKBACK ? scan->pos - RETOUR_INPUT_LOOKBACK : 0;
  gsize pos = scan->pos;

  for (; (pos = find_from (data, pos)) < data.len; pos++) {
    int found = 0;

    if (pos > 0 && ends_line (data.data[pos - 1], scan->cr))
      found = is_separator (data, pos, scan->cr, eof);
    else if (!scan->has_quote && pos > 0 && data.data[pos - 1] == '>' &&
             is_quoted (data.data, pos, floor, scan->cr)) {
      scan->has_quote = TRUE;
      scan->quote = pos;
    }
    if (found != 0) {
      scan->pos = pos;
      return found > 0 ? RETOUR_INPUT_SCAN_NEXT : RETOUR_INPUT_SCAN_MORE;
    }
  }
  /* a "From " may be cut in two by the end of what is there */
  scan->pos = MAX (scan->pos, data.len >= FROM_LEN ? data.len - FROM_LEN + 1 : 0);
  return RETOUR_INPUT_SCAN_MORE;
}

static gboolean
parse_length (RetourSlice value, gsize *length)
{
  *length = 0;
  value = retour_slice_strip (value);
  for (gsize i = 0; i < value.len; i++) {
    if (!g_ascii_isdigit (value.data[i]) || *length > RETOUR_LIMIT_MESSAGE)
      return FALSE;
    *length = *length * 10 + (gsize) (value.data[i] - '0');
  }
  return value.len > 0;
}

gsize
retour_input_mbox_length (RetourSlice data, gboolean cr)
{
  gsize pos = 0, length = 0, end = MIN (data.len, RETOUR_LIMIT_HEADER_BYTES);
  gboolean found = FALSE;

  while (pos < end) {
    const char *eol = memchr (data.data + pos, cr ? '\r' : '\n', end - pos);
    RetourSlice line;

    if (eol == NULL)
      break;
    line = retour_slice (data.data + pos, (gsize) (eol - data.data) - pos);
    pos += line.len + 1;
    if (line.len == 0 || (line.len == 1 && *line.data == '\r'))
      return found && length <= RETOUR_LIMIT_MESSAGE ? pos + length : 0;
    if ((*line.data | 0x20) == 'c' && retour_slice_starts (line, "Content-Length:"))
      found = parse_length (retour_slice_from (line, strlen ("Content-Length:")), &length);
  }
  return 0;
}

gsize
retour_input_mbox_ends_at (RetourSlice data, gsize end, gboolean cr, gboolean eof)
{
  gsize empty = 0;

  if (end > data.len)
    return 0;
  if (end < data.len && (ends_line (data.data[end], cr) || data.data[end] == '\r'))
    empty = retour_input_mbox_line (data, end, cr, eof);
  if (empty > 2 || (empty == 2 && data.data[end] != '\r'))
    return 0;
  end += empty;
  if (end == data.len)
    return eof ? end : 0;
  if (empty == 0 && !follows_empty_line (data.data, end, cr))
    return 0;
  empty = retour_input_mbox_line (data, end, cr, eof);
  return retour_input_is_from_line (retour_slice (data.data + end, empty)) ? end : 0;
}

gsize
retour_input_mbox_trim (RetourSlice data, gsize end, gboolean cr)
{
  gsize e = end;

  if (e == 0 || !ends_line (data.data[e - 1], cr))
    return end;
  e--;
  if (e > 0 && data.data[e] == '\n' && data.data[e - 1] == '\r')
    e--;
  return e == 0 || ends_line (data.data[e - 1], cr) ? e : end;
}

gsize
retour_input_mbox_unquote (char *data, gsize len, gsize first, gboolean cr)
{
  gsize pos = first, done = 0, out = 0;

  for (; (pos = find_from (retour_slice (data, len), pos)) < len; pos++) {
    gsize n = pos - 1 - done;

    if (pos == 0 || data[pos - 1] != '>' || !is_quoted (data, pos, done, cr))
      continue;
    /* all up to the last '>', which goes */
    memmove (data + out, data + done, n);
    out += n;
    done = pos;
  }
  memmove (data + out, data + done, len - done);
  return out + len - done;
}
