#include "base/address.h"

#include "base/limits.h"

enum {
  MAX_ROUNDS = 8, /* wrappers around one address */
  MAX_TYPE = 16,  /* bytes of "rfc822" in "rfc822;" */
  MAX_XTEXT = 4 * RETOUR_LIMIT_ADDRESS,
  MAX_TEXT = 16 * 1024, /* bytes of an address with all that stands around it */
};

/* White space, also of the kinds that HTML leaves: no-break and zero-width blanks, and a byte
 * order mark. */
static RetourSlice
strip (RetourSlice s)
{
  static const char *const blanks[] = { "\xC2\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF" };
  gsize before;

  do {
    before = s.len;
    s = retour_slice_strip (s);
    for (guint i = 0; i < G_N_ELEMENTS (blanks); i++) {
      gsize n = strlen (blanks[i]);

      if (s.len >= n && memcmp (s.data, blanks[i], n) == 0)
        s = retour_slice_from (s, n);
      if (s.len >= n && memcmp (s.data + s.len - n, blanks[i], n) == 0)
        s.len -= n;
    }
  } while (s.len < before);
  return s;
}

/* Offset of the first of @set that stands outside of quotes and comments; the length, if none
 * does. */
static gsize
find_outside (RetourSlice s, const char *set)
{
  gboolean quoted = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < s.len; i++) {
    char c = s.data[i];

    if (c == '\\' && (quoted || depth > 0))
      i++;
    else if (c == '"' && depth == 0)
      quoted = !quoted;
    else if (!quoted && depth == 0 && c != '\0' && strchr (set, c) != NULL)
      return i;
    else if (!quoted && c == '(')
      depth++;
    else if (!quoted && c == ')' && depth > 0)
      depth--;
  }
  return s.len;
}

/* "rfc822;", "utf-8 ;", "SMTP:", "mailto:" go. */
static RetourSlice
without_type (RetourSlice s)
{
  gsize i = 0;

  while (i < s.len && i < MAX_TYPE && (g_ascii_isalnum (s.data[i]) || s.data[i] == '-'))
    i++;
  if (i == 0)
    return s;
  if (i < s.len && s.data[i] == ':')
    return retour_slice_from (s, i + 1);
  while (i < s.len && (s.data[i] == ' ' || s.data[i] == '\t'))
    i++;
  return i < s.len && s.data[i] == ';' ? retour_slice_from (s, i + 1) : s;
}

static RetourSlice
without_punctuation (RetourSlice s)
{
  while (s.len > 0 && strchr (".,;:", s.data[s.len - 1]) != NULL)
    s.len--;
  return s;
}

/* Length of the comment that @s starts with; 0 if there is none, or it has no end. */
static gsize
comment_len (RetourSlice s)
{
  guint depth = 0;

  if (s.len == 0 || *s.data != '(')
    return 0;
  for (gsize i = 0; i < s.len; i++)
    if (s.data[i] == '\\')
      i++;
    else if (s.data[i] == '(')
      depth++;
    else if (s.data[i] == ')' && --depth == 0)
      return i + 1;
  return 0;
}

/* Comments at either end go; one that is all there is loses its parentheses. */
static RetourSlice
without_comment (RetourSlice s)
{
  gsize start = find_outside (s, "(");
  RetourSlice rest = retour_slice_from (s, start);
  gsize len = comment_len (rest);

  if (len == 0)
    return s;
  if (start == 0)
    return len == s.len ? retour_slice (s.data + 1, s.len - 2) : retour_slice_from (s, len);
  while ((len = comment_len (rest)) > 0)
    rest = strip (retour_slice_from (rest, len));
  return rest.len == 0 ? retour_slice (s.data, start) : s;
}

/* What stands between '<' and '>', if nothing but a comment stands behind it; %FALSE when it is
 * no such thing at all. A missing '<' or '>' was cut off somewhere. */
static gboolean
unwrap_angle (RetourSlice *s)
{
  gsize open = find_outside (*s, "<>");
  RetourSlice inner, rest;
  gsize close;

  if (open == s->len)
    return TRUE;
  inner = s->data[open] == '<' ? retour_slice_from (*s, open + 1) : retour_slice (s->data, open);
  rest = s->data[open] == '<' ? *s : retour_slice_from (*s, open + 1);
  if (s->data[open] == '<') {
    close = find_outside (inner, ">");
    rest = retour_slice_from (inner, close + 1);
    inner.len = close;
  }
  while (rest.len > 0 && *rest.data == '>') /* "<<a@b>>" */
    rest = retour_slice_from (rest, 1);
  rest = without_punctuation (strip (rest));
  if (comment_len (rest) != rest.len)
    return FALSE;
  *s = inner;
  return TRUE;
}

/* "[a@b]", "'a@b'"; but "[" may be a display name's, and '"' a local part's. */
static RetourSlice
unwrap_quotes (RetourSlice s)
{
  static const char *const pairs[] = { "[]", "{}", "\"\"", "''", "`'", "``" };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (s.len > 2 && *s.data == pairs[i][0] && s.data[s.len - 1] == pairs[i][1])
      return retour_slice (s.data + 1, s.len - 2);
  return s;
}

static RetourSlice
without_route (RetourSlice s)
{
  const char *colon = s.len > 0 && *s.data == '@' ? memchr (s.data, ':', s.len) : NULL;

  return colon != NULL ? retour_slice_from (s, (gsize) (colon - s.data) + 1) : s;
}

/* Takes off all that is around the address; %FALSE when text is around it. */
static gboolean
unwrap (RetourSlice *s)
{
  for (guint i = 0; i < MAX_ROUNDS; i++) {
    gsize before = s->len;

    *s = without_type (without_punctuation (strip (*s)));
    *s = without_comment (strip (*s));
    *s = unwrap_quotes (strip (*s));
    if (!unwrap_angle (s))
      return FALSE;
    *s = without_route (strip (*s));
    if (s->len == before)
      return TRUE;
  }
  return FALSE;
}

/* Printable characters other than blanks, in UTF-8. */
static gboolean
is_printable (RetourSlice s)
{
  const char *end = s.data + s.len;

  if (!g_utf8_validate_len (s.data, s.len, NULL))
    return FALSE;
  for (const char *p = s.data; p < end; p = g_utf8_next_char (p))
    if (!g_unichar_isgraph (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

static gboolean
is_quoted (RetourSlice local)
{
  if (local.len < 2 || *local.data != '"' || local.data[local.len - 1] != '"')
    return FALSE;
  for (gsize i = 1; i + 1 < local.len; i++) {
    if (local.data[i] == '\\')
      i++;
    else if (local.data[i] == '"')
      return FALSE;
    if (i + 1 >= local.len || g_ascii_iscntrl (local.data[i]))
      return FALSE;
  }
  return g_utf8_validate_len (local.data, local.len, NULL);
}

static gboolean
has_none_of (RetourSlice s, const char *set)
{
  for (gsize i = 0; i < s.len; i++)
    if (s.data[i] == '\0' || strchr (set, s.data[i]) != NULL)
      return FALSE;
  return TRUE;
}

static gboolean
is_domain (RetourSlice s)
{
  if (s.len > 2 && *s.data == '[')
    return s.data[s.len - 1] == ']' &&
           has_none_of (retour_slice (s.data + 1, s.len - 2), "()<>[],;\"\\@ ") && is_printable (s);
  return s.len > 0 && strchr (".-", *s.data) == NULL && has_none_of (s, "()<>[]{},;:\"\\@|'/") &&
         is_printable (s);
}

/* Length of the local part of @s; 0 when @s is no address. */
static gsize
local_len (RetourSlice s)
{
  RetourSlice domain = retour_address_domain (s);
  RetourSlice local;

  if (s.len > RETOUR_LIMIT_ADDRESS || domain.len == 0 || !is_domain (domain))
    return 0;
  local = retour_slice (s.data, s.len - domain.len - 1);
  if (is_quoted (local) || (has_none_of (local, "()<>[],;:\"@") && is_printable (local)))
    return local.len;
  return 0;
}

/* The character of "+2B" or "\x{1F408}" at the start of @s, and their length; 0 for others. An
 * encoder has no reason to encode letters and digits: "joe+20@" and "joe+45@" are tags. */
static gsize
decode_one (RetourSlice s, char out[6], gint *n)
{
  gsize i = 3;
  gunichar c = 0;

  if (s.len >= 3 && *s.data == '+') {
    int high = g_ascii_isupper (s.data[1]) || g_ascii_isdigit (s.data[1])
                   ? g_ascii_xdigit_value (s.data[1])
                   : -1;
    int low = g_ascii_isupper (s.data[2]) || g_ascii_isdigit (s.data[2])
                  ? g_ascii_xdigit_value (s.data[2])
                  : -1;

    out[0] = (char) (high * 16 + low);
    *n = 1;
    return high >= 0 && low >= 0 && (high >= 8 || g_ascii_ispunct (out[0])) ? 3 : 0;
  }
  if (s.len < 5 || memcmp (s.data, "\\x{", 3) != 0)
    return 0;
  for (; i < s.len && i < 9 && g_ascii_isxdigit (s.data[i]); i++)
    c = c * 16 + (gunichar) g_ascii_xdigit_value (s.data[i]);
  if (i == 3 || i == s.len || s.data[i] != '}' || !g_unichar_validate (c) || !g_unichar_isgraph (c))
    return 0;
  *n = g_unichar_to_utf8 (c, out);
  return i + 1;
}

static void
decode_xtext (RetourSlice s, GString *out)
{
  for (gsize i = 0; i < s.len;) {
    char bytes[6] = { 0 };
    gint n = 1;
    gsize used = decode_one (retour_slice_from (s, i), bytes, &n);

    g_string_append_len (out, used > 0 ? bytes : s.data + i, used > 0 ? n : 1);
    i += MAX (used, 1);
  }
}

/* Most addresses: nothing but letters, digits and the commonest signs, once perhaps in "<>".
 * Returns the length of the local part, 0 when the address needs more care. */
static gsize
plain_local_len (RetourSlice *text)
{
  RetourSlice s = *text;
  gsize local = 0;

  if (s.len > 2 && *s.data == '<' && s.data[s.len - 1] == '>')
    s = retour_slice (s.data + 1, s.len - 2);
  if (s.len > RETOUR_LIMIT_ADDRESS || !g_ascii_isalnum (*s.data) ||
      !g_ascii_isalnum (s.data[s.len - 1]))
    return 0;
  for (gsize i = 1; i < s.len; i++) {
    char c = s.data[i];

    if (c == '@' && local == 0 && g_ascii_isalnum (s.data[i + 1]))
      local = i;
    else if (!g_ascii_isalnum (c) && c != '.' && c != '-' && (local > 0 || c != '_'))
      return 0;
  }
  *text = s;
  return local;
}

const char *
retour_address_normalise (RetourSlice text, gboolean xtext, GStringChunk *pool)
{
  g_autoptr (GString) decoded = NULL;
  gsize local = 0;
  char *kept;

  text = retour_slice_strip (text);
  if (text.len > MAX_TEXT || text.len == 0 || memchr (text.data, '@', text.len) == NULL)
    return NULL;
  local = plain_local_len (&text);
  if (local == 0 && !unwrap (&text))
    return NULL;
  if (local == 0 && xtext && text.len <= MAX_XTEXT) {
    decoded = g_string_sized_new (text.len);
    decode_xtext (text, decoded);
    local = local_len (retour_slice (decoded->str, decoded->len));
  }
  if (local > 0 && decoded != NULL)
    text = retour_slice (decoded->str, decoded->len);
  else if (local == 0)
    local = local_len (text);
  if (local == 0)
    return NULL;
  kept = g_string_chunk_insert_len (pool, text.data, (gssize) text.len);
  for (gsize i = local; i < text.len; i++)
    kept[i] = retour_ascii_lower (kept[i]);
  return kept;
}

RetourSlice
retour_address_domain (RetourSlice address)
{
  for (gsize i = address.len; i > 0; i--)
    if (address.data[i - 1] == '@')
      return retour_slice_from (address, i);
  return retour_slice (address.data, 0);
}

gboolean
retour_address_equal (const char *a, const char *b)
{
  return a != NULL && b != NULL && g_ascii_strcasecmp (a, b) == 0;
}
