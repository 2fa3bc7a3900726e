#include "summary/put.h"

#include "output/display.h"

#include <string.h>

void
retour_put (RetourSink *sink, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list ap;

  va_start (ap, format);
  text = g_strdup_vprintf (format, ap);
  va_end (ap);
  retour_put_text (sink, text);
}

void
retour_put_text (RetourSink *sink, const char *text)
{
  retour_sink_add (sink, text, strlen (text));
}

gsize
retour_put_display (RetourSink *sink, const char *text, gsize columns)
{
  g_autoptr (GString) shown = g_string_new (NULL);
  gsize used = retour_display_append (shown, text, columns);

  retour_sink_add (sink, shown->str, shown->len);
  return used;
}

gsize
retour_put_html (RetourSink *sink, const char *text, gsize columns)
{
  static const char *const escapes[128] = {
    ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;",
  };
  g_autoptr (GString) shown = g_string_new (NULL);
  gsize used = retour_display_append (shown, text, columns);

  for (gsize i = 0; i < shown->len; i++) {
    guchar c = (guchar) shown->str[i];

    if (c < G_N_ELEMENTS (escapes) && escapes[c] != NULL)
      retour_put_text (sink, escapes[c]);
    else
      retour_sink_add (sink, &shown->str[i], 1);
  }
  return used;
}

static char *
make_date (gint64 date, const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (date);

  return time != NULL ? g_date_time_format (time, format) : g_strdup ("-");
}

char *
retour_make_day (gint64 date)
{
  return make_date (date, "%Y-%m-%d");
}

char *
retour_make_time (gint64 date)
{
  return make_date (date, "%Y-%m-%dT%H:%M:%SZ");
}

char *
retour_make_number (guint64 n)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, n);
}

char *
retour_make_figure (guint64 n)
{
  enum { LEAST = 10 * 1000, GROUP = 3 };
  g_autofree char *digits = retour_make_number (n);
  gsize len = strlen (digits);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < len; i++) {
    if (n >= LEAST && i > 0 && (len - i) % GROUP == 0)
      g_string_append (text, "\u202f"); /* narrow no-break space */
    g_string_append_c (text, digits[i]);
  }
  return g_string_free (text, FALSE);
}
