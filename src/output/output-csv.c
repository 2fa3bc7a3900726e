/* Comma-separated values, RFC 4180. */
#include "output/driver.h"
#include "output/utf8.h"

/* Longest output for one byte: `\u001b`, a doubled quote, U+FFFD. */
enum { ESCAPE_MAX = 6 };

static gboolean
needs_quotes (RetourSlice text)
{
  static const guint8 special[256] = { [','] = 1, ['"'] = 1, ['\r'] = 1, ['\n'] = 1 };

  for (gsize i = 0; i < text.len; i++)
    if (special[(guchar) text.data[i]])
      return TRUE;
  return text.len > 0 && (text.data[0] == ' ' || text.data[text.len - 1] == ' ');
}

static gboolean
is_kept (gunichar c)
{
  return !retour_utf8_is_control (c) || c == '\n' || c == '\r';
}

static char *
put_char (char *out, gunichar c)
{
  if (c == '"')
    *out++ = '"';
  if (is_kept (c))
    return out + g_unichar_to_utf8 (c, out);
  return out + g_snprintf (out, ESCAPE_MAX + 1, "\\u%04x", c);
}

static void
add_text (RetourSink *sink, RetourSlice text)
{
  char *out = retour_sink_reserve (sink, text.len * ESCAPE_MAX + 1); /* and the NUL of snprintf */
  gsize i = 0;

  while (i < text.len) {
    gsize run = retour_utf8_count_plain (text.data + i, text.len - i);
    guint used = 0;

    memcpy (out, text.data + i, run);
    out += run;
    i += run;
    if (i < text.len)
      out = put_char (out, retour_utf8_decode (text.data + i, text.len - i, &used));
    i += used;
  }
  sink->len = (gsize) (out - sink->data);
}

static void
add_field (RetourSink *sink, guint i, RetourSlice text)
{
  gsize quotes = needs_quotes (text) ? 1 : 0;

  retour_sink_add (sink, ",", i > 0 ? 1 : 0);
  retour_sink_add (sink, "\"", quotes);
  add_text (sink, text);
  retour_sink_add (sink, "\"", quotes);
}

static void
begin (RetourOutput *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    add_field (&self->sink, i,
               retour_slice_of (g_array_index (self->columns, RetourColumn, i).name));
  retour_sink_add (&self->sink, "\r\n", 2);
}

static void
row (RetourOutput *self, const RetourRow *r)
{
  for (guint i = 0; i < self->columns->len; i++)
    add_field (&self->sink, i, retour_slice_of (r->values[i]));
  retour_sink_add (&self->sink, "\r\n", 2);
}

const RetourOutputDriver retour_output_csv = {
  .name = "csv",
  .begin = begin,
  .row = row,
};
