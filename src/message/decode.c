#include "message/decode.h"

#include "base/limits.h"
#include "base/oddity.h"

#include <errno.h>

static const char replacement[] = "\xef\xbf\xbd"; /* U+FFFD */

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

/* UTF-8 with the bytes that are none replaced, NUL bytes dropped. */
static void
append_repaired (RetourSlice s, GString *out, guint *oddities)
{
  while (s.len > 0) {
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

/* Through iconv; a byte that it cannot read becomes U+FFFD. %FALSE if there is no such charset. */
static gboolean
append_converted (RetourSlice s, const char *charset, GString *out, guint *oddities)
{
  GIConv cd = g_iconv_open ("UTF-8", charset);
  char buffer[1024];
  char *in = (char *) (guintptr) s.data; /* iconv does not write there */
  gsize in_left = s.len;

  if (cd == (GIConv) -1)
    return FALSE;
  while (in_left > 0) {
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
    in++;
    in_left--;
  }
  g_iconv_close (cd);
  return TRUE;
}

static void
append_utf8 (RetourSlice s, const char *charset, GString *out, guint *oddities)
{
  g_autoptr (GString) wide = NULL;
  const char *name;

  if (charset == NULL || is_utf8_name (charset) || g_utf8_validate_len (s.data, s.len, NULL)) {
    gboolean escapes = charset != NULL && !is_utf8_name (charset) && memchr (s.data, 0x1b, s.len);

    if (!escapes && (charset != NULL || g_utf8_validate_len (s.data, s.len, NULL))) {
      append_repaired (s, out, oddities);
      return;
    }
  }
  name = charset != NULL ? iconv_name (charset) : NULL;
  if (charset == NULL || g_ascii_strcasecmp (charset, "us-ascii") == 0)
    *oddities |= RETOUR_ODDITY_BAD_CHARSET; /* 8-bit text that does not say what it is */
  wide = g_string_sized_new (s.len * 2);
  if (name == NULL || !append_converted (s, name, wide, oddities)) {
    g_string_truncate (wide, 0);
    *oddities |= RETOUR_ODDITY_BAD_CHARSET;
    append_converted (s, "WINDOWS-1252", wide, oddities);
  }
  append_repaired (retour_slice (wide->str, wide->len), out, oddities); /* NUL out of UTF-16 */
}

/* The bytes behind base64 or quoted-printable, at most about @cap of them, in a buffer of @keep. */
static RetourSlice
undo_encoding (RetourSlice raw, const RetourDecoding *how, GPtrArray *keep)
{
  GMimeEncoding state;
  char *out;
  gsize n;

  if (how->encoding != GMIME_CONTENT_ENCODING_BASE64 &&
      how->encoding != GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE)
    return raw;
  raw.len = MIN (raw.len, how->cap * 3 + 4);
  g_mime_encoding_init_decode (&state, how->encoding);
  out = g_malloc (g_mime_encoding_outlen (&state, raw.len) + 1);
  n = g_mime_encoding_flush (&state, raw.data != NULL ? raw.data : "", raw.len, out);
  g_ptr_array_add (keep, out);
  return retour_slice (out, n);
}

RetourSlice
retour_decode_text (RetourSlice raw, const RetourDecoding *how, GPtrArray *keep, guint *oddities)
{
  RetourSlice bytes = undo_encoding (raw, how, keep);
  g_autoptr (GString) out = NULL;
  gsize n;

  if (bytes.len > how->cap) {
    *oddities |= RETOUR_ODDITY_LONG_TEXT;
    bytes.len = how->cap;
  }
  if (is_plain (bytes))
    return bytes;
  out = g_string_sized_new (bytes.len + bytes.len / 2);
  append_utf8 (bytes, how->charset, out, oddities);
  n = out->len;
  g_ptr_array_add (keep, g_string_free (g_steal_pointer (&out), FALSE));
  return retour_slice (g_ptr_array_index (keep, keep->len - 1), n);
}
