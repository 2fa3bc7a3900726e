/* utf8: text of unknown origin, code point by code point. */
#pragma once
#include <glib.h>
#include <string.h>

/* How many bytes at the start of @text are printable ASCII other than `"` and `\`: what every
 * format copies as it is. Nearly all text is that, so eight bytes are looked at in one go. */
static inline gsize
retour_utf8_count_plain (const char *text, gsize len)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);
  const guint64 tops = ones << 7;
  gsize i = 0;

  for (; len - i >= sizeof (guint64); i += sizeof (guint64)) {
    guint64 x;
    guint64 quote;
    guint64 backslash;
    guint64 del;

    memcpy (&x, text + i, sizeof (x));
    quote = x ^ (ones * '"');
    backslash = x ^ (ones * '\\');
    del = x ^ (ones * 0x7f);
    /* a top bit is set where a byte is over 0x7f, under 0x20, or one of the three */
    if (((x | (x - ones * ' ') | (quote - ones) | (backslash - ones) | (del - ones)) & tops) != 0)
      break;
  }
  while (i < len && text[i] >= ' ' && text[i] < 0x7f && text[i] != '"' && text[i] != '\\')
    i++;
  return i;
}

/* The code point at the start of the @len > 0 bytes at @text, and how many bytes it takes. Bytes
 * that are no UTF-8 give U+FFFD, one at a time. */
gunichar retour_utf8_decode (const char *text, gsize len, guint *used);
/* Never printed as it is: C0, DEL, C1, line and paragraph separators, and the marks that turn the
 * direction of writing, with which one text can pose as another. */
gboolean retour_utf8_is_control (gunichar c);
