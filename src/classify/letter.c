#include "classify/letter.h"

gboolean
retour_letter_is_ideograph (gunichar c)
{
  return (c >= 0x3041 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) ||
         (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0x20000 && c <= 0x3ffff);
}

gunichar
retour_letter_plain (gunichar c)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];

  if (c >= 0x410 && c <= 0x44f && c % 0x20 != 0x19) /* Cyrillic, but "i kratkoye" has a breve */
    return c < 0x430 ? c + 0x20 : c;
  if (c >= 0xff01 && c <= 0xff5e)
    c -= 0xff01 - '!';
  c = g_unichar_tolower (c);
  if (c < 0x530 || (c >= 0x1e00 && c <= 0x1fff))
    g_unichar_fully_decompose (c, FALSE, parts, G_N_ELEMENTS (parts));
  else
    parts[0] = c;
  return parts[0];
}
