#include "output/json.h"

#include "output/utf8.h"

/* Longest escape of one byte: control characters of one byte and U+FFFD of a bad one. */
enum { ESCAPE_MAX = 6 };

static char *
put_unicode_escape (char *out, gunichar c)
{
  static const char digits[] = "0123456789abcdef";

  *out++ = '\\';
  *out++ = 'u';
  for (int shift = 12; shift >= 0; shift -= 4)
    *out++ = digits[(c >> shift) & 15];
  return out;
}

static char *
put_escape (char *out, guchar c)
{
  static const char names[256] = {
    ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r', ['"'] = '"', ['\\'] = '\\'
  };

  if (names[c] == '\0')
    return put_unicode_escape (out, c);
  *out++ = '\\';
  *out++ = names[c];
  return out;
}

/* One character that is not plain; moves @from behind it. */
static char *
put_special (char *out, const char **from, const char *end)
{
  guint used = 1;
  gunichar c = retour_utf8_decode (*from, (gsize) (end - *from), &used);

  if (c < 0x80)
    out = put_escape (out, (guchar) c);
  else if (retour_utf8_is_control (c))
    out = put_unicode_escape (out, c);
  else
    out += g_unichar_to_utf8 (c, out);
  *from += used;
  return out;
}

void
retour_json_string (RetourSink *sink, RetourSlice text)
{
  char *out = retour_sink_reserve (sink, text.len * ESCAPE_MAX + 2);
  const char *from = text.data;
  const char *end = text.data + text.len;

  *out++ = '"';
  while (from < end) {
    gsize run = retour_utf8_count_plain (from, (gsize) (end - from));

    memcpy (out, from, run);
    out += run;
    from += run;
    if (from < end)
      out = put_special (out, &from, end);
  }
  *out++ = '"';
  sink->len = (gsize) (out - sink->data);
}

void
retour_json_list (RetourSink *sink, RetourSlice text)
{
  const char *before = "[";
  gsize at = 0;

  while (at < text.len) {
    const char *blank = memchr (text.data + at, ' ', text.len - at);
    gsize end = blank != NULL ? (gsize) (blank - text.data) : text.len;

    if (end > at) {
      retour_sink_add (sink, before, 1);
      retour_json_string (sink, retour_slice (text.data + at, end - at));
      before = ",";
    }
    at = end + 1;
  }
  retour_sink_add (sink, before[0] == '[' ? "[]" : "]", before[0] == '[' ? 2 : 1);
}

/* An integer as JSON wants it: digits, no zeros ahead. */
static gboolean
is_integer (RetourSlice text)
{
  for (gsize i = 0; i < text.len; i++)
    if (!g_ascii_isdigit (text.data[i]))
      return FALSE;
  return text.len > 0 && (text.data[0] != '0' || text.len == 1);
}

static gboolean
is_boolean (RetourSlice text)
{
  return (text.len == 4 && memcmp (text.data, "true", 4) == 0) ||
         (text.len == 5 && memcmp (text.data, "false", 5) == 0);
}

void
retour_json_value (RetourSink *sink, RetourFieldType type, RetourSlice text)
{
  if (type == RETOUR_FIELD_TYPE_LIST)
    retour_json_list (sink, text);
  else if ((type == RETOUR_FIELD_TYPE_INTEGER && is_integer (text)) ||
           (type == RETOUR_FIELD_TYPE_BOOLEAN && is_boolean (text)))
    retour_sink_add (sink, text.data, text.len);
  else
    retour_json_string (sink, text);
}
