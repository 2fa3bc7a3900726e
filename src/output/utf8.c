#include "output/utf8.h"

gunichar
retour_utf8_decode (const char *text, gsize len, guint *used)
{
  guchar first = (guchar) text[0];
  gunichar c;

  *used = 1;
  if (first < 0x80)
    return first;
  c = g_utf8_get_char_validated (text, (gssize) MIN (len, 4));
  if (c >= 0x110000) /* the two negative answers */
    return 0xfffd;
  *used = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  return c;
}

gboolean
retour_utf8_is_control (gunichar c)
{
  if (c < 0xa0)
    return c < 0x20 || c >= 0x7f;
  return c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}
