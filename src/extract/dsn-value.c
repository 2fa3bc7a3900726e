#include "extract/dsn-value.h"

#define MAX_TYPE 64 /* longer than any registered address, MTA-name or diagnostic type */

static gboolean
is_token (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_' || c == '.' || c == '/';
}

static gsize
skip_blanks (RetourSlice value, gsize at)
{
  while (at < value.len && (value.data[at] == ' ' || value.data[at] == '\t'))
    at++;
  return at;
}

/* Behind blanks and comments without others inside: "rfc822 (as given);". */
static gsize
skip_comments (RetourSlice value, gsize at)
{
  at = skip_blanks (value, at);
  while (at < value.len && value.data[at] == '(') {
    const char *close = memchr (value.data + at, ')', MIN (value.len - at, MAX_TYPE));

    if (close == NULL)
      return at;
    at = skip_blanks (value, (gsize) (close - value.data) + 1);
  }
  return at;
}

/* Length of the type at the start of @value with its semicolon, 0 if there is none. "550; no" has
 * none: a type has a letter in it. */
static gsize
type_len (RetourSlice value, RetourSlice *type)
{
  gsize n = 0, end;
  gboolean letter = FALSE;

  for (; n < value.len && n < MAX_TYPE && is_token (value.data[n]); n++)
    letter = letter || g_ascii_isalpha (value.data[n]);
  end = skip_comments (value, n);
  if (!letter || end == value.len || value.data[end] != ';')
    return 0;
  *type = retour_slice (value.data, n);
  return end + 1;
}

RetourSlice
retour_dsn_untyped (RetourSlice value, RetourSlice *type)
{
  RetourSlice first = { .data = value.data };
  RetourSlice again = { 0 };
  gsize n;

  value = retour_slice_strip (value);
  n = type_len (value, &first);
  value = retour_slice_strip (retour_slice_from (value, n));
  n = n > 0 ? type_len (value, &again) : 0;
  if (n > 0 && again.len == first.len && retour_slice_same (again.data, first.data, first.len))
    value = retour_slice_strip (retour_slice_from (value, n));
  if (type != NULL)
    *type = first;
  return value;
}

static gboolean
ends_host (char c)
{
  return (guchar) c <= ' ' || c == '(' || c == ')' || c == ',' || c == ';' || c == '<' ||
         c == '>' || c == '[' || c == ']' || c == '"';
}

RetourSlice
retour_dsn_host (RetourSlice value)
{
  gsize len = 0;

  value = retour_dsn_untyped (value, NULL);
  while (value.len > 0 && ends_host (*value.data))
    value = retour_slice_from (value, 1);
  while (len < value.len && !ends_host (value.data[len]))
    len++;
  while (len > 0 && value.data[len - 1] == '.')
    len--;
  return retour_slice (value.data, len);
}

RetourSlice
retour_dsn_comment (RetourSlice value)
{
  gsize from = 0;

  value = retour_slice_strip (value);
  while (from < value.len && value.data[from] != ' ' && value.data[from] != '\t' &&
         value.data[from] != '(')
    from++;
  value = retour_slice_strip (retour_slice_from (value, from));
  if (value.len > 1 && *value.data == '(' && value.data[value.len - 1] == ')')
    value = retour_slice_strip (retour_slice (value.data + 1, value.len - 2));
  return value;
}

/* Rows with the same action say what its writers also call it. */
static const struct {
  const char *word, *action;
} actions[] = {
  { "failed", "failed" },         { "delayed", "delayed" },   { "delivered", "delivered" },
  { "relayed", "relayed" },       { "expanded", "expanded" }, { "failure", "failed" },
  { "fail", "failed" },           { "error", "failed" },      { "expired", "failed" },
  { "bounced", "failed" },        { "rejected", "failed" },   { "undeliverable", "failed" },
  { "undelivered", "failed" },    { "delay", "delayed" },     { "deferred", "delayed" },
  { "deliverable", "delivered" }, { "deliver", "delivered" }, { "success", "delivered" },
  { "relay", "relayed" },         { "expand", "expanded" },
};

const char *
retour_dsn_action (RetourSlice value)
{
  RetourSlice word = retour_slice_strip (value);
  gsize len = 0;

  while (len < word.len && g_ascii_isalpha (word.data[len]))
    len++;
  word.len = len;
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (retour_slice_equal (word, actions[i].word))
      return actions[i].action;
  return NULL;
}

/* RFC 3461: "+" and two upper-case hex digits for a byte; only printable ASCII is undone. */
static int
xtext_char (const char *p)
{
  int high, low, c;

  if (*p != '+' || g_ascii_islower (p[1]) || p[1] == '\0' || g_ascii_islower (p[2]))
    return -1;
  high = g_ascii_xdigit_value (p[1]);
  low = g_ascii_xdigit_value (p[2]);
  c = high * 16 + low;
  return high < 0 || low < 0 || c < 0x20 || c > 0x7e ? -1 : c;
}

const char *
retour_dsn_from_xtext (const char *text, GStringChunk *pool)
{
  g_autoptr (GString) out = NULL;

  if (strchr (text, '+') == NULL)
    return text;
  out = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p++) {
    int c = xtext_char (p);

    if (*p == '+' && c < 0)
      return text;
    g_string_append_c (out, c < 0 ? *p : (char) c);
    p += c < 0 ? 0 : 2;
  }
  return g_string_chunk_insert_len (pool, out->str, (gssize) out->len);
}
