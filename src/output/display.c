#include "output/display.h"

#include "output/utf8.h"

#include <string.h>

void
retour_display_append (GString *out, const char *text, gsize max)
{
  const char *end = text + strlen (text);

  for (gsize i = 0; i < max && text < end; i++) {
    guint used = 1;
    gunichar c = retour_utf8_decode (text, (gsize) (end - text), &used);

    if (c == '\n' || c == '\r' || c == '\t')
      g_string_append_c (out, ' ');
    else if (retour_utf8_is_control (c))
      g_string_append_printf (out, "\\u%04x", c);
    else
      g_string_append_unichar (out, c);
    text += used;
  }
}
