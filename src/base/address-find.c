/* The first address in free text. */
#include "base/address.h"

#include "base/limits.h"
#include "base/script.h"

enum {
  MAX_QUOTED = 256, /* bytes of a quoted local part */
  MAX_LITERAL = 64, /* bytes of "[192.0.2.1]" */
};

static gboolean
is_atext (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-/=?^_`{|}~.", c) != NULL);
}

/* Chinese, Japanese, Korean; Thai, Lao, Burmese, Khmer. */
static gboolean
is_unspaced (gunichar c)
{
  return g_unichar_iswide (c) || retour_script_is_unspaced (c);
}

/* The character of a word in another script that @text ends with: its length, 0 if it is none.
 * In Chinese, Japanese or Thai, words stand next to an address without a blank: they are no part of
 * it, unless it is written in these scripts itself. */
static gsize
letter_len (const char *start, const char *end, gboolean wide)
{
  const char *p = g_utf8_find_prev_char (start, end);
  gunichar c = p != NULL ? g_utf8_get_char_validated (p, end - p) : (gunichar) -1;

  if (c == (gunichar) -1 || c == (gunichar) -2 || (is_unspaced (c) && !wide))
    return 0;
  return g_unichar_isalnum (c) || g_unichar_ismark (c) ? (gsize) (end - p) : 0;
}

static gsize
quoted_start (RetourSlice line, gsize at, gsize floor)
{
  gsize stop = at - floor > MAX_QUOTED ? at - MAX_QUOTED : floor;

  for (gsize i = at - 1; i > stop; i--)
    if (line.data[i - 1] == '"' && (i - 1 == stop || line.data[i - 2] != '\\'))
      return i - 1;
  return at;
}

static gsize
local_start (RetourSlice line, gsize at, gsize floor)
{
  gsize i = at;

  if (i > floor && line.data[i - 1] == '"')
    return quoted_start (line, at, floor);
  while (i > floor && at - i < RETOUR_LIMIT_ADDRESS) {
    gsize n = 1;

    if ((guchar) line.data[i - 1] >= 0x80)
      n = letter_len (line.data + floor, line.data + i, i == at || (guchar) line.data[i] >= 0xE0);
    else if (!is_atext (line.data[i - 1]))
      n = 0;
    if (n == 0)
      break;
    i -= n;
  }
  if (at - i > 2 && line.data[i] == '/' && line.data[i + 1] == '/')
    return at; /* of a URL */
  while (i < at && strchr ("'`.*-|=", line.data[i]) != NULL)
    i++;
  return i;
}

static gsize
literal_end (RetourSlice line, gsize from)
{
  gsize i = from + 1;

  while (i < line.len && i - from < MAX_LITERAL &&
         (g_ascii_isalnum (line.data[i]) || line.data[i] == '.' || line.data[i] == ':'))
    i++;
  return i > from + 1 && i < line.len && line.data[i] == ']' ? i + 1 : from;
}

static gsize
domain_end (RetourSlice line, gsize from)
{
  gsize i = from;

  if (i < line.len && line.data[i] == '[')
    return literal_end (line, from);
  while (i < line.len && i - from < RETOUR_LIMIT_ADDRESS) {
    gunichar c = (guchar) line.data[i];
    gboolean wide = i == from || (guchar) line.data[i - 1] >= 0x80 || line.data[i - 1] == '.';

    if (c >= 0x80)
      c = g_utf8_get_char_validated (line.data + i, (gssize) (line.len - i));
    if (c == (gunichar) -1 || c == (gunichar) -2 || (is_unspaced (c) && !wide))
      break;
    if (!g_unichar_isalnum (c) && c != '.' && c != '-' && c != '_' && !g_unichar_ismark (c))
      break;
    i += c < 0x80 ? 1 : (gsize) g_unichar_to_utf8 (c, NULL);
  }
  while (i > from && strchr (".-_", line.data[i - 1]) != NULL)
    i--;
  return i > from && strchr (".-_", line.data[from]) != NULL ? from : i;
}

/* "root@mail": without a dot in its domain, it counts only in "<>" or alone on its line,
 * of which @text is what is no blank. */
static gboolean
is_believable (RetourSlice line, RetourSlice text, gsize start, gsize at, gsize end)
{
  if (memchr (line.data + at, '.', end - at) != NULL || line.data[at + 1] == '[')
    return TRUE;
  if (start > 0 && line.data[start - 1] == '<' && end < line.len && line.data[end] == '>')
    return TRUE;
  return text.data == line.data + start && text.len == end - start;
}

RetourSlice
retour_address_find (RetourSlice line, gsize from)
{
  RetourSlice text = retour_slice_strip (line);
  gsize floor = from;

  while (from < line.len) {
    const char *hit = memchr (line.data + from, '@', line.len - from);
    gsize at, start, end;

    if (hit == NULL)
      break;
    at = (gsize) (hit - line.data);
    start = local_start (line, at, floor);
    end = domain_end (line, at + 1);
    if (start < at && end > at + 1 && end - start <= RETOUR_LIMIT_ADDRESS &&
        is_believable (line, text, start, at, end))
      return retour_slice (line.data + start, end - start);
    from = at + 1;
  }
  return retour_slice (line.data, 0);
}
