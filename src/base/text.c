#include "base/text.h"

#include <retour/retour.h>

#include <stdarg.h>
#include <string.h>

gboolean
retour_text_each_line (const char *file, GBytes *bytes, RetourLineFunc func, gpointer data,
                       GError **error)
{
  gsize size = 0;
  const char *p = g_bytes_get_data (bytes, &size);
  const char *end = p != NULL ? p + size : NULL;

  for (guint line = 1; p < end; line++) {
    const char *lf = memchr (p, '\n', (gsize) (end - p));
    gsize n = (gsize) ((lf != NULL ? lf : end) - p);
    g_autofree char *text = g_strndup (*p == '#' ? "" : p, *p == '#' ? 0 : n);

    if (!g_utf8_validate_len (p, n, NULL))
      return retour_text_fail (error, file, line, "not UTF-8");
    g_strchomp (text);
    if (!func (file, line, text, data, error))
      return FALSE;
    p += n + (lf != NULL ? 1 : 0);
  }
  return TRUE;
}

gboolean
retour_text_fail (GError **error, const char *file, guint line, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_DATA, "%s:%u: %s", file, line, what);
  return FALSE;
}
