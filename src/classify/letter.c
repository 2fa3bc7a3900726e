#include "classify/letter.h"

#include "base/script.h"

/* Arabic letters that are written in more than one way, and those of Persian. */
static gunichar
plain_arabic (gunichar c)
{
  switch (c) {
  case 0x622:
  case 0x623:
  case 0x625:
  case 0x671:
    return 0x627; /* alef */
  case 0x624:
    return 0x648; /* waw */
  case 0x626:
  case 0x649:
  case 0x6cc:
    return 0x64a; /* yeh */
  case 0x629:
  case 0x6c0:
  case 0x6c1:
    return 0x647; /* heh */
  case 0x6a9:
    return 0x643; /* kaf */
  default:
    return c;
  }
}

gboolean
retour_letter_is_ideograph (gunichar c)
{
  if (retour_script_is_unspaced (c)) /* signs above and below letters do not count */
    return !g_unichar_ismark (c) && !g_unichar_isdigit (c);
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
  if (c >= 0x620 && c <= 0x6d3)
    return plain_arabic (c);
  c = g_unichar_tolower (c);
  if (c < 0x530 || (c >= 0x1e00 && c <= 0x1fff))
    g_unichar_fully_decompose (c, FALSE, parts, G_N_ELEMENTS (parts));
  else
    parts[0] = c;
  return parts[0];
}
