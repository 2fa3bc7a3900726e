#include "output/display.h"

#include "output/utf8.h"

#include <string.h>

/* Characters for each column that are looked at: combining marks take no room, yet no heap of
 * them is a text. */
enum { MARKS = 4 };

/* Columns that the character takes, as append_char() writes it. */
static gsize
get_width (gunichar c)
{
  if (c == '\n' || c == '\r' || c == '\t')
    return 1;
  if (retour_utf8_is_control (c))
    return strlen ("\\u0000");
  return g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
}

static void
append_char (GString *out, gunichar c)
{
  if (c == '\n' || c == '\r' || c == '\t')
    g_string_append_c (out, ' ');
  else if (retour_utf8_is_control (c))
    g_string_append_printf (out, "\\u%04x", c);
  else
    g_string_append_unichar (out, c);
}

gsize
retour_display_append (GString *out, const char *text, gsize max)
{
  const char *end = text + strlen (text);
  gsize columns = 0;

  for (gsize i = 0; i / MARKS < max && text < end; i++) {
    guint used = 1;
    gunichar c = retour_utf8_decode (text, (gsize) (end - text), &used);

    if (get_width (c) > max - columns)
      break;
    columns += get_width (c);
    append_char (out, c);
    text += used;
  }
  return columns;
}
