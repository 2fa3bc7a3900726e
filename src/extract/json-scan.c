#include "extract/json-scan.h"

#include "base/limits.h"

/* Length of what Sendmail puts into a line that is too long for SMTP ("!", a line end, a blank),
 * wherever it happens to be; 0: nothing here. */
static gsize
broken_line (RetourSlice s)
{
  gsize n = 1;

  if (s.len < 2 || *s.data != '!' || (s.data[1] != '\n' && s.data[1] != '\r'))
    return 0;
  while (n < s.len && (s.data[n] == '\n' || s.data[n] == '\r'))
    n++;
  return n < s.len && s.data[n] == ' ' ? n + 1 : n;
}

static RetourSlice
skip_blanks (RetourSlice s)
{
  gsize n = 0;

  for (;;) {
    gsize broken = broken_line (retour_slice_from (s, n));

    if (broken > 0)
      n += broken;
    else if (n < s.len && g_ascii_isspace (s.data[n]))
      n++;
    else
      return retour_slice_from (s, n);
  }
}

/* Length of the string that @s starts with, its quotes included. */
static gsize
string_len (RetourSlice s)
{
  for (gsize n = 1; n < s.len; n++) {
    if (s.data[n] == '\\')
      n++;
    else if (s.data[n] == '"')
      return n + 1;
  }
  return s.len;
}

/* Length of the object or array that @s starts with; all of @s when it is nested too deep. */
static gsize
nested_len (RetourSlice s)
{
  guint depth = 0;

  for (gsize n = 0; n < s.len; n++) {
    if (s.data[n] == '"')
      n += string_len (retour_slice_from (s, n)) - 1;
    else if (s.data[n] == '{' || s.data[n] == '[')
      depth++;
    else if (s.data[n] == '}' || s.data[n] == ']')
      depth--;
    if (depth == 0)
      return n + 1;
    if (depth > RETOUR_LIMIT_NESTING)
      break;
  }
  return s.len;
}

/* Length of the value that @s starts with. */
static gsize
value_len (RetourSlice s)
{
  gsize n = 0;

  if (s.len > 0 && *s.data == '"')
    return string_len (s);
  if (s.len > 0 && (*s.data == '{' || *s.data == '['))
    return nested_len (s);
  while (n < s.len && strchr (",]} \t\r\n", s.data[n]) == NULL)
    n++;
  return n;
}

static gboolean
cut_value (RetourSlice *rest, RetourSlice *value)
{
  *value = retour_slice (rest->data, value_len (*rest));
  *rest = skip_blanks (retour_slice_from (*rest, value->len));
  return value->len > 0;
}

/* Cuts the name of a member, with its colon. */
static gboolean
cut_name (RetourSlice *rest, RetourSlice *name)
{
  if (rest->len == 0 || *rest->data != '"' || !cut_value (rest, name) || name->len < 2)
    return FALSE;
  *name = retour_slice (name->data + 1, name->len - 2);
  if (rest->len == 0 || *rest->data != ':')
    return FALSE;
  *rest = skip_blanks (retour_slice_from (*rest, 1));
  return TRUE;
}

gboolean
retour_json_scan_get (RetourSlice object, const char *name, RetourSlice *value)
{
  RetourSlice rest = skip_blanks (object);
  RetourSlice have;
  gsize len = strlen (name);

  while (rest.len > 0 && (*rest.data == '{' || *rest.data == ',')) {
    rest = skip_blanks (retour_slice_from (rest, 1));
    if (!cut_name (&rest, &have) || !cut_value (&rest, value))
      return FALSE;
    if (have.len == len && memcmp (have.data, name, len) == 0)
      return TRUE;
  }
  return FALSE;
}

const char *
retour_json_scan_get_string (RetourSlice object, const char *name, GStringChunk *pool)
{
  RetourSlice value;

  return retour_json_scan_get (object, name, &value) ? retour_json_scan_string (value, pool) : NULL;
}

gboolean
retour_json_scan_next (RetourSlice *array, RetourSlice *element)
{
  RetourSlice rest = skip_blanks (*array);

  if (rest.len == 0 || (*rest.data != '[' && *rest.data != ','))
    return FALSE;
  rest = skip_blanks (retour_slice_from (rest, 1));
  if (!cut_value (&rest, element))
    return FALSE;
  *array = rest;
  return TRUE;
}

/* The four digits behind "\u"; -1: there are none. */
static gint
hex4 (RetourSlice s)
{
  gint code = 0;

  if (s.len < 4)
    return -1;
  for (guint i = 0; i < 4; i++) {
    gint digit = g_ascii_xdigit_value (s.data[i]);

    if (digit < 0)
      return -1;
    code = code * 16 + digit;
  }
  return code;
}

enum {
  replacement = 0xfffd,
  high_surrogate = 0xd800,
  low_surrogate = 0xdc00,
  surrogates_end = 0xe000
};

/* Adds the character of the "\u" escape whose digits @s starts with, and of the second half of a
 * pair; returns the number of bytes used. */
static gsize
add_unicode (GString *out, RetourSlice s)
{
  gint code = hex4 (s), low;

  if (code < 0) {
    g_string_append_unichar (out, replacement);
    return 0;
  }
  low = s.len > 6 && s.data[4] == '\\' && s.data[5] == 'u' ? hex4 (retour_slice_from (s, 6)) : -1;
  if (code >= high_surrogate && code < low_surrogate && low >= low_surrogate &&
      low < surrogates_end) {
    g_string_append_unichar (out, 0x10000 + (((gunichar) code - high_surrogate) << 10) +
                                      ((gunichar) low - low_surrogate));
    return 10;
  }
  if (code < ' ')
    g_string_append_c (out, ' ');
  else
    g_string_append_unichar (
        out, code >= high_surrogate && code < surrogates_end ? replacement : (gunichar) code);
  return 4;
}

/* Adds what the escape that @s starts with stands for; returns the number of bytes used. */
static gsize
add_escape (GString *out, RetourSlice s)
{
  if (s.len < 2)
    return s.len;
  if (s.data[1] == 'u')
    return 2 + add_unicode (out, retour_slice_from (s, 2));
  g_string_append_c (out, strchr ("bfnrt", s.data[1]) != NULL ? ' ' : s.data[1]);
  return 2;
}

const char *
retour_json_scan_string (RetourSlice value, GStringChunk *pool)
{
  g_autoptr (GString) out = NULL;
  gsize i = 1;

  if (value.len < 2 || *value.data != '"')
    return NULL;
  if (value.data[value.len - 1] == '"')
    value.len--;
  out = g_string_sized_new (value.len);
  while (i < value.len) {
    RetourSlice rest = retour_slice_from (value, i);
    gsize broken = broken_line (rest);

    if (broken > 0) {
      i += broken;
    } else if (*rest.data == '\\') {
      i += add_escape (out, rest);
    } else {
      g_string_append_c (out, (guchar) *rest.data < ' ' ? ' ' : *rest.data);
      i++;
    }
  }
  return g_string_chunk_insert_len (pool, out->str, (gssize) out->len);
}
