#include "message/transfer.h"

/* clang-format off */
static const gint8 digits['z' - '+' + 1] = {
  62, -1, -1, -1, 63, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, -1, -1, -1, -1, -1, -1, -1,
   0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
  24, 25, -1, -1, -1, -1, -1, -1, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41,
  42, 43, 44, 45, 46, 47, 48, 49, 50, 51,
};
/* clang-format on */

/* The whole bytes in @n digits of six bits. */
static gsize
put_bytes (guint32 word, guint n, char *out, gsize room)
{
  gsize bytes = MIN (n * 6 / 8, room);

  word <<= 6 * (4 - n);
  for (gsize i = 0; i < bytes; i++)
    out[i] = (char) (word >> (16 - 8 * i));
  return bytes;
}

gsize
retour_transfer_from_base64 (RetourSlice raw, char *out, gsize cap)
{
  guint32 word = 0;
  guint n = 0; /* digits in @word */
  gsize len = 0;

  for (gsize i = 0; i < raw.len && len < cap; i++) {
    guint at = (guint) (guchar) raw.data[i] - '+';
    gint digit = at < sizeof digits ? digits[at] : -1;

    if (digit >= 0) {
      word = word << 6 | (guint32) digit;
      n++;
    }
    if (n == 4 || (n > 0 && raw.data[i] == '=')) {
      len += put_bytes (word, n, out + len, cap - len);
      word = 0;
      n = 0;
    }
  }
  return len + put_bytes (word, n, out + len, cap - len);
}

/* Length of the line end at the start of @s, blanks ahead of it included; 0 if there is none. */
static gsize
line_end (RetourSlice s)
{
  gsize n = 0;

  while (n < s.len && (s.data[n] == ' ' || s.data[n] == '\t'))
    n++;
  if (n < s.len && s.data[n] == '\n')
    return n + 1;
  if (n < s.len && s.data[n] == '\r')
    return n + (n + 1 < s.len && s.data[n + 1] == '\n' ? 2 : 1);
  return 0;
}

/* What stands at a `=`: its length in @s, and in *byte the one that it means, -1 if none. */
static gsize
read_code (RetourSlice s, gint *byte)
{
  gint high = s.len > 2 ? g_ascii_xdigit_value (s.data[1]) : -1;
  gint low = s.len > 2 ? g_ascii_xdigit_value (s.data[2]) : -1;
  gsize soft;

  *byte = -1;
  if (high >= 0 && low >= 0) {
    *byte = high << 4 | low;
    return 3;
  }
  soft = line_end (retour_slice_from (s, 1));
  if (soft == 0 && s.len > 1)
    *byte = '=';
  return 1 + soft;
}

gsize
retour_transfer_from_quoted (RetourSlice raw, char *out, gsize cap)
{
  gsize len = 0;

  while (raw.len > 0 && len < cap) {
    const char *code = memchr (raw.data, '=', raw.len);
    gsize plain = MIN (code != NULL ? (gsize) (code - raw.data) : raw.len, cap - len);
    gint byte = -1;

    memcpy (out + len, raw.data, plain);
    len += plain;
    raw = retour_slice_from (raw, plain);
    if (len == cap || raw.len == 0)
      break;
    raw = retour_slice_from (raw, read_code (raw, &byte));
    if (byte >= 0)
      out[len++] = (char) byte;
  }
  return len;
}
