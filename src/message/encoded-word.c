#include "message/encoded-word.h"

#include "message/transfer.h"

/* What stands between the last two question marks of a word. */
typedef struct {
  RetourSlice text;
  char encoding; /* 'b' or 'q' */
} Payload;

/* Takes "=?utf-8?Q?…?=" apart. */
static gboolean
split_word (RetourSlice word, Payload *out)
{
  static const char *const starts[] = { "=?utf-8?", "=?us-ascii?" };
  gsize n = 0, end = strlen ("?=");

  for (guint i = 0; n == 0 && i < G_N_ELEMENTS (starts); i++)
    n = retour_slice_starts (word, starts[i]) ? strlen (starts[i]) : 0;
  if (n == 0 || word.len <= n + strlen ("Q?") + end || word.data[n + 1] != '?' ||
      memcmp (word.data + word.len - end, "?=", end) != 0)
    return FALSE;
  out->encoding = retour_ascii_lower (word.data[n]);
  out->text = retour_slice (word.data + n + 2, word.len - n - 2 - end);
  return memchr (out->text.data, '?', out->text.len) == NULL;
}

/* Both return how many bytes they wrote to @out, which has room for as many as @text has; -1: it is
 * not all of that encoding. */
static gssize
undo_base64 (RetourSlice text, char *out)
{
  gsize n = text.len;

  while (n > 0 && text.len - n < 2 && text.data[n - 1] == '=')
    n--;
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isalnum (text.data[i]) && text.data[i] != '+' && text.data[i] != '/')
      return -1;
  return text.len % 4 == 0 ? (gssize) retour_transfer_from_base64 (text, out, text.len) : -1;
}

static gssize
undo_quoted (RetourSlice text, char *out)
{
  gssize n = 0;

  for (gsize i = 0; i < text.len; i++) {
    gint high = i + 2 < text.len ? g_ascii_xdigit_value (text.data[i + 1]) : -1;
    gint low = i + 2 < text.len ? g_ascii_xdigit_value (text.data[i + 2]) : -1;

    if (text.data[i] != '=') {
      out[n++] = text.data[i] == '_' ? ' ' : text.data[i];
      continue;
    }
    if (high < 0 || low < 0)
      return -1;
    out[n++] = (char) (high << 4 | low);
    i += 2;
  }
  return n;
}

/* Whole characters, none of which means something to a terminal or ends a string. */
static gboolean
is_text (const char *text, gsize len)
{
  for (gsize i = 0; i < len; i++)
    if ((guchar) text[i] < ' ' || text[i] == 127)
      return FALSE;
  return g_utf8_validate_len (text, len, NULL);
}

static gboolean
decode_word (RetourSlice word, GString *out)
{
  gsize before = out->len;
  gssize n = -1;
  Payload payload;

  if (!split_word (word, &payload))
    return FALSE;
  g_string_set_size (out, before + payload.text.len);
  if (payload.encoding == 'b')
    n = undo_base64 (payload.text, out->str + before);
  else if (payload.encoding == 'q')
    n = undo_quoted (payload.text, out->str + before);
  if (n < 0 || !is_text (out->str + before, (gsize) n))
    return FALSE;
  g_string_truncate (out, before + (gsize) n);
  return TRUE;
}

static gsize
count_blanks (RetourSlice s)
{
  gsize n = 0;

  while (n < s.len && (s.data[n] == ' ' || s.data[n] == '\t'))
    n++;
  return n;
}

static gsize
count_others (RetourSlice s)
{
  gsize n = 0;

  while (n < s.len && s.data[n] != ' ' && s.data[n] != '\t')
    n++;
  return n;
}

/* Blanks between two encoded words are no text (RFC 2047 §6.2). */
gboolean
retour_encoded_words_decode (RetourSlice text, GString *out)
{
  gboolean behind_word = FALSE;

  while (text.len > 0) {
    gsize blanks = count_blanks (text);
    RetourSlice word = retour_slice_from (text, blanks);
    gboolean encoded;

    word.len = count_others (word);
    encoded = retour_slice_find (word, "=?", 0) >= 0;
    if (!encoded || !behind_word)
      g_string_append_len (out, text.data, (gssize) blanks);
    if (!encoded)
      g_string_append_len (out, word.data, (gssize) word.len);
    else if (!decode_word (word, out))
      return FALSE;
    behind_word = encoded;
    text = retour_slice_from (text, blanks + word.len);
  }
  return TRUE;
}
