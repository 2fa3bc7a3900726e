#include "message/content-type.h"

#include "base/limits.h"
#include "message/charset.h"
#include "message/gmime.h"

static gboolean
is_token (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$&^_.+-/", c) != NULL);
}

static gsize
token_len (const char *p)
{
  gsize n = 0;

  while (is_token (p[n]))
    n++;
  return n;
}

static const char *
keep_lower (const char *p, gsize n, GStringChunk *pool)
{
  char *kept = g_string_chunk_insert_len (pool, p, (gssize) n);

  for (char *c = kept; *c != '\0'; c++)
    *c = retour_ascii_lower (*c);
  return kept;
}

/* The value at *p, a token or a quoted string without escapes; %FALSE: something else. Moves *p. */
static gboolean
take_value (const char **p, RetourSlice *value)
{
  const char *end;

  if (**p != '"') {
    *value = retour_slice (*p, strcspn (*p, "; \t\"()<>@,\\[]?"));
    *p += value->len;
    return value->len > 0 && (**p == '\0' || strchr ("; \t", **p) != NULL);
  }
  end = strpbrk (*p + 1, "\"\\");
  if (end == NULL || *end != '"')
    return FALSE;
  *value = retour_slice (*p + 1, (gsize) (end - *p) - 1);
  *p = end + 1;
  return TRUE;
}

/* A comment without others inside at *p, which GMime would take into the value. Moves *p. */
static gboolean
skip_comment (const char **p)
{
  gsize n = **p == '(' ? 1 + strcspn (*p + 1, "()\\") : 0;

  if (n == 0 || (*p)[n] != ')')
    return FALSE;
  *p += n + 1;
  return TRUE;
}

/* "; name=value" at *p, or a comment, or the end; %FALSE: something else. Moves *p. */
static gboolean
take_param (RetourContentType *self, const char **p, GStringChunk *pool)
{
  RetourSlice value;
  const char *name;
  gsize n;

  *p += strspn (*p, " \t");
  if (**p == '\0' || skip_comment (p))
    return TRUE;
  if (**p != ';')
    return FALSE;
  *p += strspn (*p, "; \t");
  if (**p == '\0')
    return TRUE;
  n = token_len (*p);
  name = *p;
  *p += n;
  if (n == 0 || **p != '=')
    return FALSE;
  (*p)++;
  if (!take_value (p, &value))
    return FALSE;
  if (self->n_params < RETOUR_CONTENT_TYPE_MAX_PARAMS)
    self->params[self->n_params++] =
        (RetourContentParam) { keep_lower (name, n, pool), retour_slice_keep (value, pool) };
  return TRUE;
}

static gboolean
read_usual (RetourContentType *self, const char *text, GStringChunk *pool)
{
  gsize n = token_len (text);
  const char *slash = memchr (text, '/', n);
  const char *p = text + n;

  if (slash == NULL || slash == text || slash + 1 == p ||
      memchr (slash + 1, '/', (gsize) (p - slash) - 1) != NULL || n > RETOUR_LIMIT_CHARSET_NAME)
    return FALSE;
  self->type = keep_lower (text, n, pool);
  while (*p != '\0')
    if (!take_param (self, &p, pool))
      return FALSE;
  return TRUE;
}

/* RFC 2045 §5.2: what is no type ("text", "plain text") is taken for text. */
static gboolean
is_type (const char *text)
{
  gsize n = strcspn (text, "/;");

  return n > 0 && text[n] == '/' && g_ascii_isgraph (text[n + 1]);
}

static gboolean
is_unknown_charset (const char *name, gsize len)
{
  RetourSlice charset = retour_slice_strip (retour_slice (name, len));

  return charset.len > 0 && !retour_charset_is_known (charset);
}

/* Takes the apostrophes out of values like "charset'language'text" (RFC 2231 §4), and a byte out of
 * words like "=?charset?Q?text?=", where GMime would learn a charset that mail does not use. */
static void
hide_unknown_charsets (char *text)
{
  gboolean extended = strchr (text, '*') != NULL, hide = FALSE;
  const char *start = text; /* of a value, or %NULL behind its first apostrophe */

  for (char *p = text; *p != '\0'; p++) {
    if (p[0] == '=' && p[1] == '?' && is_unknown_charset (p + 2, strcspn (p + 2, "?*")))
      p[1] = '_';
    if (strchr ("\"=;()", *p) != NULL) {
      start = p + 1;
    } else if (*p == '\'' && extended) {
      hide = start != NULL ? is_unknown_charset (start, (gsize) (p - start)) : hide;
      start = NULL;
      *p = hide ? '_' : '\'';
    }
  }
}

static void
read_unusual (RetourContentType *self, const char *text, GStringChunk *pool)
{
  g_autoptr (GMimeContentType) parsed = NULL;
  g_autofree char *safe = g_strdup (text);
  GMimeParamList *params;
  const char *major, *minor;

  retour_gmime_init ();
  hide_unknown_charsets (safe);
  parsed = g_mime_content_type_parse (NULL, safe);
  major = parsed != NULL ? g_mime_content_type_get_media_type (parsed) : NULL;
  minor = parsed != NULL ? g_mime_content_type_get_media_subtype (parsed) : NULL;
  if (major == NULL || minor == NULL)
    return;
  if (is_type (text)) {
    g_autofree char *name = g_strconcat (major, "/", minor, NULL);

    self->type = keep_lower (name, MIN (strlen (name), RETOUR_LIMIT_CHARSET_NAME), pool);
  }
  params = g_mime_content_type_get_parameters (parsed);
  for (int i = 0; i < g_mime_param_list_length (params); i++) {
    GMimeParam *param = g_mime_param_list_get_parameter_at (params, i);
    const char *name = g_mime_param_get_name (param);
    const char *value = g_mime_param_get_value (param);

    if (name != NULL && value != NULL && self->n_params < RETOUR_CONTENT_TYPE_MAX_PARAMS)
      self->params[self->n_params++] =
          (RetourContentParam) { keep_lower (name, strlen (name), pool),
                                 g_string_chunk_insert (pool, value) };
  }
}

void
retour_content_type_read (RetourContentType *self, const char *text, GStringChunk *pool)
{
  *self = (RetourContentType) { .type = "text/plain" };
  if (text == NULL || read_usual (self, text, pool))
    return;
  *self = (RetourContentType) { .type = "text/plain" };
  read_unusual (self, text, pool);
}

const char *
retour_content_type_get (const RetourContentType *self, const char *name)
{
  for (guint i = 0; i < self->n_params; i++)
    if (g_str_equal (self->params[i].name, name))
      return self->params[i].value;
  return NULL;
}
