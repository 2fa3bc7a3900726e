/* script: what the scripts of the world have in common. */
#pragma once
#include <glib.h>

/* Thai, Lao, Burmese and Khmer, which are written without blanks between words though their letters
 * are no wider than others: letters, digits and signs of them. */
static inline gboolean
retour_script_is_unspaced (gunichar c)
{
  return (c >= 0xe01 && c <= 0xedf) || (c >= 0x1000 && c <= 0x109f) || (c >= 0x1780 && c <= 0x17d3);
}
