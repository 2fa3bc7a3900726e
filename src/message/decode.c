#include "message/decode.h"

#include "base/limits.h"
#include "base/oddity.h"
#include "message/charset-guess.h"
#include "message/transfer.h"

#include <errno.h>

static const char replacement[] = "\xef\xbf\xbd"; /* U+FFFD */

/* So many bad bytes are replaced one by one; a text that has more is not in its charset at all. */
enum { max_bad_bytes = 4096 };

/* Bytes of a line or word in a wide charset that may be there without an ASCII blank or line end.
 */
enum { max_unbroken = 128 };

static const char fallback[] = "WINDOWS-1252";

/* Charsets that are written under a name that iconv does not know, or that hold less than what is
 * really sent under their name. */
static const struct {
  const char *name;
  const char *iconv;
} aliases[] = {
  { "ansi_x3.4-1968", "WINDOWS-1252" },
  { "ascii", "WINDOWS-1252" },
  { "big5", "BIG5-HKSCS" },
  { "gb2312", "GB18030" },
  { "gbk", "GB18030" },
  { "iso-8859-1", "WINDOWS-1252" },
  { "iso-8859-8-i", "ISO-8859-8" },
  { "iso8859-1", "WINDOWS-1252" },
  { "ks_c_5601-1987", "CP949" },
  { "euc-kr", "CP949" },
  { "latin1", "WINDOWS-1252" },
  { "shift_jis", "CP932" },
  { "shift-jis", "CP932" },
  { "sjis", "CP932" },
  { "unicode-1-1-utf-7", "UTF-7" },
  { "us-ascii", "WINDOWS-1252" },
  { "x-sjis", "CP932" },
  { "iso-2022-jp", "ISO-2022-JP-3" },
};

static gboolean
is_utf8_name (const char *charset)
{
  return g_ascii_strcasecmp (charset, "utf-8") == 0 || g_ascii_strcasecmp (charset, "utf8") == 0;
}

/* %NULL: iconv must not even be asked. */
static const char *
iconv_name (const char *charset)
{
  gsize n = strlen (charset);

  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (g_ascii_strcasecmp (aliases[i].name, charset) == 0)
      return aliases[i].iconv;
  if (n == 0 || n > RETOUR_LIMIT_CHARSET_NAME)
    return NULL;
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isalnum (charset[i]) && strchr ("-_.:+", charset[i]) == NULL)
      return NULL;
  return charset;
}

static const guint64 low_bits = G_GUINT64_CONSTANT (0x0101010101010101);
static const guint64 high_bits = G_GUINT64_CONSTANT (0x8080808080808080);

/* Plain 7-bit text without NUL and without escape sequences: most mails. */
static gboolean
is_plain (RetourSlice s)
{
  gsize i = 0;

  /* eight bytes at a time: a byte above 0x7f, or NUL, sets its high bit in one of the two terms */
  for (; i + sizeof (guint64) <= s.len; i += sizeof (guint64)) {
    guint64 word;

    memcpy (&word, s.data + i, sizeof word);
    if (((word | (word - low_bits)) & high_bits) != 0)
      return FALSE;
  }
  for (; i < s.len; i++)
    if ((guchar) s.data[i] == 0 || (guchar) s.data[i] > 0x7f)
      return FALSE;
  return s.len == 0 || memchr (s.data, '\x1b', s.len) == NULL;
}

static gboolean
starts_with_one_of (const char *charset, const char *const *starts)
{
  for (guint i = 0; charset != NULL && starts[i] != NULL; i++)
    if (g_ascii_strncasecmp (charset, starts[i], strlen (starts[i])) == 0)
      return TRUE;
  return FALSE;
}

/* Charsets that write other letters in 7-bit bytes. */
static gboolean
is_shifting (const char *charset)
{
  static const char *const starts[] = { "utf-7", "unicode-", "iso-2022-", NULL };

  return starts_with_one_of (charset, starts);
}

/* Charsets that write ASCII in more than one byte: line ends and blanks of theirs have NUL bytes.
 */
static gboolean
is_wide (const char *charset)
{
  static const char *const starts[] = { "utf-16", "utf-32", NULL };

  return starts_with_one_of (charset, starts);
}

/* Valid UTF-8, but for NUL bytes. */
static gboolean
is_utf8 (RetourSlice s)
{
  const char *end = s.data;

  while (!g_utf8_validate_len (s.data, s.len, &end)) {
    if (*end != '\0')
      return FALSE;
    s = retour_slice_from (s, (gsize) (end - s.data) + 1);
  }
  return TRUE;
}

/* Without the character that the end of @s cuts, if it is UTF-8. */
static RetourSlice
whole_characters (RetourSlice s)
{
  gsize n = s.len;

  while (n > 0 && s.len - n < 3 && ((guchar) s.data[n - 1] & 0xc0) == 0x80)
    n--;
  if (n > 0 && (guchar) s.data[n - 1] >= 0xc0) /* what starts here is not all there */
    if (!g_utf8_validate_len (s.data + n - 1, s.len - n + 1, NULL))
      return retour_slice (s.data, n - 1);
  return s;
}

/* UTF-8 with the bytes that are none replaced, NUL bytes dropped. */
static void
append_repaired (RetourSlice s, gsize cap, GString *out, guint *oddities)
{
  while (s.len > 0 && out->len <= cap) {
    const char *end = NULL;

    g_utf8_validate_len (s.data, s.len, &end);
    g_string_append_len (out, s.data, end - s.data);
    s = retour_slice_from (s, (gsize) (end - s.data));
    if (s.len == 0)
      return;
    if (*s.data == '\0') {
      *oddities |= RETOUR_ODDITY_NUL_BYTES;
    } else {
      *oddities |= RETOUR_ODDITY_BAD_CHARSET;
      g_string_append (out, replacement);
    }
    s = retour_slice_from (s, 1);
  }
}

/* By hand, as most 8-bit text is written in it, and all that cannot be read is read by it. */
static void
append_windows_1252 (RetourSlice s, gsize cap, GString *out, guint *oddities)
{
  /* clang-format off */
  static const guint16 upper[32] = {
    0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
    0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
  };
  /* clang-format on */

  for (gsize i = 0; i < s.len && out->len <= cap; i++) {
    guchar c = (guchar) s.data[i];
    gunichar u = c >= 0x80 && c < 0xa0 ? upper[c - 0x80] : c;

    if (u == 0xfffd)
      *oddities |= RETOUR_ODDITY_BAD_CHARSET;
    if (u < 0x80)
      g_string_append_c (out, (char) c);
    else
      g_string_append_unichar (out, u);
  }
}

/* The last letter, which waits for an accent behind it in Hebrew and others. */
static void
append_held (GIConv cd, GString *out)
{
  char buffer[16], *to = buffer;
  gsize to_left = sizeof buffer;

  if (g_iconv (cd, NULL, NULL, &to, &to_left) != (gsize) -1)
    g_string_append_len (out, buffer, to - buffer);
}

/* Through iconv; a byte that it cannot read becomes U+FFFD. %FALSE if there is no such charset. */
static gboolean
append_converted (RetourSlice s, const char *charset, gsize cap, GString *out, guint *oddities)
{
  GIConv cd = g_iconv_open ("UTF-8", charset);
  char buffer[1024];
  char *in = (char *) (guintptr) s.data; /* iconv does not write there */
  gsize in_left = s.len;
  guint bad = 0;

  if (cd == (GIConv) -1)
    return FALSE;
  while (in_left > 0 && out->len <= cap && bad <= max_bad_bytes) {
    char *to = buffer;
    gsize to_left = sizeof buffer;
    gsize done = g_iconv (cd, &in, &in_left, &to, &to_left);
    int why = errno;

    g_string_append_len (out, buffer, to - buffer);
    if (done != (gsize) -1 || why == E2BIG)
      continue;
    if (why == EINVAL)
      break; /* cut inside a character: the cap, or a broken end */
    g_string_append (out, replacement);
    *oddities |= RETOUR_ODDITY_BAD_CHARSET;
    bad++;
    in++;
    in_left--;
  }
  if (in_left == 0)
    append_held (cd, out);
  g_iconv_close (cd);
  if (bad > max_bad_bytes)
    append_windows_1252 (retour_slice (in, in_left), cap, out, oddities);
  return TRUE;
}

/* %NULL: nothing can be told, or no more may be guessed. */
static const char *
guess_once (RetourSlice s, const RetourDecoding *how)
{
  if (how->guesses != NULL && *how->guesses == 0)
    return NULL;
  if (how->guesses != NULL)
    --*how->guesses;
  return retour_charset_guess (s);
}

/* Text in a charset that iconv does not have. */
static void
append_guessed (RetourSlice s, const RetourDecoding *how, GString *out, guint *oddities)
{
  const char *guess = guess_once (s, how);

  *oddities |= RETOUR_ODDITY_BAD_CHARSET;
  if (guess == NULL || !append_converted (s, guess, how->cap, out, oddities))
    append_windows_1252 (s, how->cap, out, oddities);
}

/* Whether the first byte that is not ASCII begins no character of UTF-8: the text is not UTF-8 that
 * was damaged later on. */
static gboolean
starts_no_utf8 (RetourSlice s)
{
  gsize i = 0;

  while (i < s.len && (guchar) s.data[i] < 0x80)
    i++;
  return i + 1 < s.len &&
         g_utf8_get_char_validated (s.data + i, (gssize) (s.len - i)) == (gunichar) -1;
}

/* 8-bit text that says nothing, or what programs say that know no better. */
static const char *
guess_charset (RetourSlice s, const RetourDecoding *how, const char *name, guint *oddities)
{
  const char *guess;

  if (name != NULL && g_ascii_strcasecmp (name, fallback) != 0)
    return name;
  guess = guess_once (s, how);
  if (guess != NULL)
    *oddities |= RETOUR_ODDITY_BAD_CHARSET;
  return guess != NULL ? guess : name;
}

/* What @s is converted from; %NULL: it is UTF-8, or should be. */
static const char *
source_charset (RetourSlice s, const RetourDecoding *how, guint *oddities)
{
  const char *charset = how->charset;
  gboolean declared = charset != NULL && g_ascii_strcasecmp (charset, "us-ascii") != 0;
  const char *name = charset != NULL ? iconv_name (charset) : NULL;

  if (declared && is_utf8_name (charset))
    return starts_no_utf8 (s) ? guess_charset (s, how, NULL, oddities) : NULL;
  if (!declared && retour_slice_find (s, "\x1b$", 0) >= 0)
    name = "ISO-2022-JP-3"; /* old mail in Japanese does not say it */
  else if (!is_shifting (charset) && !is_wide (charset) && is_utf8 (s))
    return NULL;
  if (!declared || name == NULL)
    *oddities |= RETOUR_ODDITY_BAD_CHARSET; /* 8-bit text that does not say what it is */
  name = guess_charset (s, how, name, oddities);
  return name != NULL ? name : fallback;
}

static void
append_utf8 (RetourSlice s, const RetourDecoding *how, GString *out, guint *oddities)
{
  g_autoptr (GString) wide = NULL;
  const char *charset = source_charset (s, how, oddities);

  if (charset == NULL) {
    append_repaired (s, how->cap, out, oddities);
    return;
  }
  wide = g_string_sized_new (MIN (s.len + s.len / 2, how->cap + 1));
  if (strcmp (charset, fallback) == 0) {
    append_windows_1252 (s, how->cap, wide, oddities);
  } else if (!append_converted (s, charset, how->cap, wide, oddities)) {
    append_guessed (s, how, wide, oddities);
  }
  append_repaired (retour_slice (wide->str, wide->len), how->cap, out, oddities);
}

/* The bytes behind base64 or quoted-printable, as many as are wanted and one more, in @buffer (out,
 * transfer full). */
static RetourSlice
undo_encoding (RetourSlice raw, const RetourDecoding *how, char **buffer)
{
  gboolean base64 = how->encoding == GMIME_CONTENT_ENCODING_BASE64;
  gsize room = MIN (how->cap + 1, raw.len);
  gsize n;

  if (!base64 && how->encoding != GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE)
    return raw;
  *buffer = g_malloc (room + 1);
  n = base64 ? retour_transfer_from_base64 (raw, *buffer, room)
             : retour_transfer_from_quoted (raw, *buffer, room);
  return retour_slice (*buffer, n);
}

static RetourSlice
cut_at_cap (RetourSlice s, gsize cap, guint *oddities)
{
  if (s.len <= cap)
    return s;
  *oddities |= RETOUR_ODDITY_LONG_TEXT;
  return whole_characters (retour_slice (s.data, cap));
}

RetourSlice
retour_decode_text (RetourSlice raw, const RetourDecoding *how, GPtrArray *keep, guint *oddities)
{
  g_autofree char *buffer = NULL;
  RetourSlice bytes = cut_at_cap (undo_encoding (raw, how, &buffer), how->cap, oddities);
  GString *out;
  gsize n;

  if (is_plain (bytes) && !is_shifting (how->charset) &&
      (!is_wide (how->charset) || bytes.len == 0 || bytes.len > max_unbroken)) {
    if (is_wide (how->charset) && bytes.len > 0)
      *oddities |= RETOUR_ODDITY_BAD_CHARSET; /* declared, but not written */
    if (buffer != NULL)
      g_ptr_array_add (keep, g_steal_pointer (&buffer));
    return bytes;
  }
  out = g_string_sized_new (bytes.len + bytes.len / 8);
  append_utf8 (bytes, how, out, oddities);
  n = out->len;
  g_ptr_array_add (keep, g_string_free (out, FALSE));
  return cut_at_cap (retour_slice (g_ptr_array_index (keep, keep->len - 1), n), how->cap, oddities);
}
