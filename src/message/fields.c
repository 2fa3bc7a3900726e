#include "message/fields.h"

#include "base/limits.h"
#include "message/charset.h"
#include "message/decode.h"
#include "message/encoded-word.h"
#include "message/gmime.h"

/* Where the scan stands. The next LF is kept: a text with bare CRs has few or none, and looking
 * for it at every line would cost the square of the length. */
typedef struct {
  const char *at;
  const char *end;
  const char *lf; /* first LF at or behind @at, or @end */
} Scan;

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static gboolean
is_name (char c)
{
  return c > ' ' && c < 127 && c != ':';
}

/* Length of the field name at the start of [@p, @end), without the blanks before its colon; 0 when
 * there is none. @colon: (out): where the colon stands. */
static gsize
field_name (const char *p, const char *end, const char **colon)
{
  const char *q = p;
  gsize len;

  while (q < end && is_name (*q))
    q++;
  len = (gsize) (q - p);
  while (q < end && is_blank (*q))
    q++;
  if (q == end || *q != ':')
    return 0;
  *colon = q;
  return len;
}

/* A CR in the middle of a line ends it where the rest makes sense as a header line, and is a
 * stray byte of the value elsewhere. */
static gboolean
is_line_start (const char *p, const char *end)
{
  const char *colon;

  return p == end || *p == '\r' || *p == '\n' || is_blank (*p) || field_name (p, end, &colon) > 0;
}

static const char *
find_bare_cr (const char *p, const char *end, const char *lf)
{
  for (const char *cr = p; (cr = memchr (cr, '\r', (gsize) (end - cr))) != NULL; cr++)
    if (cr == p || is_line_start (cr + 1, lf))
      return cr;
  return NULL;
}

static gboolean
next_line (Scan *scan, RetourSlice *line)
{
  const char *start = scan->at;
  const char *end, *cr;

  if (start == scan->end)
    return FALSE;
  if (scan->lf == NULL || scan->lf < start) {
    scan->lf = memchr (start, '\n', (gsize) (scan->end - start));
    if (scan->lf == NULL)
      scan->lf = scan->end;
  }
  end = scan->lf;
  if (end < scan->end)
    while (end > start && end[-1] == '\r') /* CRLF, and the CRCRLF of broken gateways */
      end--;
  cr = end > start ? find_bare_cr (start, end, scan->lf) : NULL;
  *line = retour_slice (start, (gsize) ((cr != NULL ? cr : end) - start));
  if (cr != NULL)
    scan->at = cr + 1;
  else
    scan->at = scan->lf < scan->end ? scan->lf + 1 : scan->end;
  return TRUE;
}

/* "From x@y Mon Jan  1 …" or ">From …" of a mailbox, but not the field "From : x@y". */
static gboolean
is_envelope_line (RetourSlice line)
{
  if (line.len > 0 && *line.data == '>')
    line = retour_slice_from (line, 1);
  if (line.len < 5 || memcmp (line.data, "From ", 5) != 0)
    return FALSE;
  line = retour_slice_strip (retour_slice_from (line, 5));
  return line.len == 0 || *line.data != ':';
}

void
retour_fields_init (RetourFields *self)
{
  self->headers = g_array_sized_new (FALSE, FALSE, sizeof (RetourHeader), 32);
  self->over_limit = FALSE;
}

void
retour_fields_clear (RetourFields *self)
{
  g_clear_pointer (&self->headers, g_array_unref);
}

/* %FALSE when there are as many fields as the cap allows. */
static gboolean
add_field (RetourFields *self, RetourSlice name, RetourSlice value)
{
  RetourHeader header = { .name = name, .value = value };

  if (self->headers->len >= RETOUR_LIMIT_HEADER_FIELDS) {
    self->over_limit = TRUE;
    return FALSE;
  }
  g_array_append_val (self->headers, header);
  return TRUE;
}

/* Lets the value of the last field reach up to @end. */
static void
extend_last (RetourFields *self, const char *end)
{
  RetourHeader *last = &g_array_index (self->headers, RetourHeader, self->headers->len - 1);
  gsize len = (gsize) (end - last->value.data);

  last->value.len = MIN (len, RETOUR_LIMIT_HEADER_FIELD);
  if (len > RETOUR_LIMIT_HEADER_FIELD)
    self->over_limit = TRUE;
}

/* Takes one line; %FALSE when it is no part of a header. @kept: the field that this line may
 * belong to is in the list. */
static gboolean
take_line (RetourFields *self, RetourSlice line, gboolean *kept)
{
  const char *end = line.data + line.len;
  const char *colon = NULL;
  gsize name_len;

  if (!is_blank (*line.data)) {
    name_len = field_name (line.data, end, &colon);
    if (name_len == 0)
      return FALSE;
    *kept = add_field (self, retour_slice (line.data, name_len), retour_slice (colon + 1, 0));
  }
  if (self->headers->len == 0)
    return FALSE;
  if (*kept)
    extend_last (self, end);
  return TRUE;
}

gsize
retour_fields_parse (RetourFields *self, RetourSlice text)
{
  gsize len = MIN (text.len, RETOUR_LIMIT_HEADER_BYTES);
  Scan scan = { .at = text.data };
  RetourSlice line;
  const char *start;
  gboolean kept = FALSE;

  g_array_set_size (self->headers, 0);
  self->over_limit = FALSE;
  if (len == 0)
    return 0;
  scan.end = text.data + len;
  for (start = scan.at; next_line (&scan, &line); start = scan.at) {
    if (line.len == 0)
      return (gsize) (scan.at - text.data);
    if (start == text.data && is_envelope_line (line))
      continue;
    if (!take_line (self, line, &kept))
      return (gsize) (start - text.data);
  }
  if (len < text.len)
    self->over_limit = TRUE;
  return len;
}

gboolean
retour_fields_find (const RetourFields *self, const char *name, guint nth, RetourSlice *value)
{
  gsize len = strlen (name);

  for (guint i = 0; i < self->headers->len; i++) {
    const RetourHeader *header = &g_array_index (self->headers, RetourHeader, i);

    if (header->name.len != len || (*header->name.data | 0x20) != (*name | 0x20) ||
        !retour_slice_same (header->name.data, name, len))
      continue;
    if (nth-- > 0)
      continue;
    *value = header->value;
    return TRUE;
  }
  return FALSE;
}

/* Line ends and the blanks around them become one blank. */
static void
append_unfolded (GString *out, RetourSlice raw)
{
  RetourSlice rest = raw;
  RetourSlice line;

  while (retour_slice_next_line (&rest, &line)) {
    line = retour_slice_strip (line);
    if (line.len == 0)
      continue;
    if (out->len > 0)
      g_string_append_c (out, ' ');
    g_string_append_len (out, line.data, (gssize) line.len);
  }
}

static gboolean
is_valid (RetourSlice text)
{
  if (retour_slice_is_ascii (text) && memchr (text.data, '\0', text.len) == NULL)
    return TRUE;
  return g_utf8_validate_len (text.data, text.len, NULL);
}

static const char *
keep_valid (RetourSlice text, GStringChunk *pool)
{
  g_autofree char *valid = NULL;

  if (text.len == 0)
    return NULL;
  if (is_valid (text))
    return retour_slice_keep (text, pool);
  valid = g_utf8_make_valid (text.data, (gssize) text.len);
  return g_string_chunk_insert (pool, valid);
}

static RetourSlice
cap (RetourSlice raw)
{
  return retour_slice_strip (retour_slice (raw.data, MIN (raw.len, RETOUR_LIMIT_HEADER_FIELD)));
}

const char *
retour_fields_unfold (RetourSlice raw, GStringChunk *pool)
{
  g_autoptr (GString) all = NULL;

  raw = cap (raw);
  if (raw.len == 0)
    return NULL;
  if (memchr (raw.data, '\n', raw.len) == NULL && memchr (raw.data, '\r', raw.len) == NULL)
    return keep_valid (raw, pool);
  all = g_string_sized_new (raw.len);
  append_unfolded (all, raw);
  return keep_valid (retour_slice (all->str, all->len), pool);
}

const char *
retour_fields_get (const RetourFields *self, const char *name, GStringChunk *pool)
{
  RetourSlice value;

  return retour_fields_find (self, name, 0, &value) ? retour_fields_unfold (value, pool) : NULL;
}

/* Every "=?charset?" names a charset that GMime may learn. "=?charset*language?" is RFC 2231. */
static gboolean
has_known_charsets (const char *text)
{
  for (const char *p = text; (p = strstr (p, "=?")) != NULL; p += 2) {
    gsize len = strcspn (p + 2, "?* ");

    if (p[2 + len] == '?' || p[2 + len] == '*')
      if (!retour_charset_is_known (retour_slice (p + 2, len)) && len > 0)
        return FALSE;
  }
  return TRUE;
}

/* GMime 3.2 drops a base64 word behind one that ends in padding ("=?utf-8?B?w7w=?= =?utf-8?B?…"):
 * hands it such words one by one. The blanks between them are no text (RFC 2047 §6.2). */
static char *
decode_words (const char *text)
{
  GString *out = g_string_new (NULL);
  const char *end;

  for (const char *p = text; p != NULL; p = end) {
    g_autofree char *piece = NULL;
    g_autofree char *decoded = NULL;

    for (end = strstr (p, "=?= "); end != NULL; end = strstr (end + 3, "=?= "))
      if (g_str_has_prefix (end + 3 + strspn (end + 3, " \t"), "=?"))
        break;
    if (end != NULL)
      end += strlen ("=?=");
    piece = end != NULL ? g_strndup (p, (gsize) (end - p)) : g_strdup (p);
    decoded = g_mime_utils_header_decode_text (NULL, piece);
    g_string_append (out, decoded);
    if (end != NULL)
      end += strspn (end, " \t");
  }
  return g_string_free (out, FALSE);
}

/* Raw 8-bit text, which is in UTF-8 or some older charset. */
static const char *
decode_bytes (RetourSlice text, GStringChunk *pool)
{
  const RetourDecoding how = { .cap = RETOUR_LIMIT_HEADER_FIELD };
  g_autoptr (GPtrArray) keep = g_ptr_array_new_with_free_func (g_free);
  guint oddities = 0;

  return keep_valid (retour_slice_strip (retour_decode_text (text, &how, keep, &oddities)), pool);
}

static const char *
decode (RetourSlice raw, GStringChunk *pool)
{
  g_autoptr (GString) all = NULL, plain = NULL;
  g_autofree char *decoded = NULL;

  raw = cap (raw);
  all = g_string_sized_new (raw.len);
  append_unfolded (all, raw);
  for (gsize i = 0; i < all->len; i++)
    if (all->str[i] == '\0')
      all->str[i] = ' ';
  if ((retour_slice_is_ascii (retour_slice (all->str, all->len)) &&
       strstr (all->str, "=?") == NULL) ||
      !has_known_charsets (all->str))
    return keep_valid (retour_slice (all->str, all->len), pool);
  if (strstr (all->str, "=?") == NULL)
    return decode_bytes (retour_slice (all->str, all->len), pool);
  plain = g_string_sized_new (all->len);
  if (retour_slice_is_ascii (retour_slice (all->str, all->len)) &&
      retour_encoded_words_decode (retour_slice (all->str, all->len), plain))
    return keep_valid (retour_slice_strip (retour_slice (plain->str, plain->len)), pool);
  retour_gmime_init ();
  decoded = decode_words (all->str);
  return keep_valid (retour_slice_strip (retour_slice_of (decoded)), pool);
}

const char *
retour_fields_get_decoded (const RetourFields *self, const char *name, GStringChunk *pool)
{
  RetourSlice raw;

  return retour_fields_find (self, name, 0, &raw) ? decode (raw, pool) : NULL;
}

RetourSlice
retour_fields_decode (RetourSlice raw, GStringChunk *pool)
{
  raw = cap (raw);
  return retour_slice_find (raw, "=?", 0) >= 0 ? retour_slice_of (decode (raw, pool)) : raw;
}
