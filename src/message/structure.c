#include "message/structure.h"

#include "base/limits.h"
#include "message/flat.h"
#include "message/gmime.h"
#include "message/stream.h"

static const struct {
  const char *type;
  RetourPartKind kind;
} kinds[] = {
  { "text/plain", RETOUR_PART_TEXT },
  { "text/html", RETOUR_PART_HTML },
  { "message/delivery-status", RETOUR_PART_DELIVERY_STATUS },
  { "message/global-delivery-status", RETOUR_PART_DELIVERY_STATUS },
  { "message/rfc822", RETOUR_PART_MESSAGE },
  { "text/rfc822-headers", RETOUR_PART_HEADERS },
  { "message/feedback-report", RETOUR_PART_FEEDBACK },
  { "message/disposition-notification", RETOUR_PART_DISPOSITION },
  { "message/global-disposition-notification", RETOUR_PART_DISPOSITION },
  { "message/global", RETOUR_PART_MESSAGE },
  { "message/global-headers", RETOUR_PART_HEADERS },
  { "message/partial", RETOUR_PART_HEADERS },
  { "message/xdelivery-status", RETOUR_PART_DELIVERY_STATUS },
  { "message/x-delivery-status", RETOUR_PART_DELIVERY_STATUS },
  { "message/rfc2822", RETOUR_PART_MESSAGE },
  { "message/news", RETOUR_PART_MESSAGE },
  { "text/rfc822", RETOUR_PART_MESSAGE },
  { "text/rfc822-header", RETOUR_PART_HEADERS },
  { "message/rfc822-headers", RETOUR_PART_HEADERS },
};

static RetourPartKind
kind_of (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].type, type))
      return kinds[i].kind;
  return g_str_has_prefix (type, "text/") ? RETOUR_PART_TEXT : RETOUR_PART_OTHER;
}

/* RFC 2045 §5.2: what is no type ("text", "plain text") is taken for text. */
static gboolean
is_type (const char *written)
{
  gsize n = strcspn (written, "/;");

  return n > 0 && written[n] == '/' && g_ascii_isgraph (written[n + 1]);
}

/* "type/subtype" in lower case. @written: the field, where GMime may have made a type of what is
 * none; or %NULL. */
static const char *
type_name (GMimeContentType *type, const char *written, GStringChunk *pool)
{
  const char *major = type != NULL ? g_mime_content_type_get_media_type (type) : NULL;
  const char *minor = type != NULL ? g_mime_content_type_get_media_subtype (type) : NULL;
  char name[RETOUR_LIMIT_CHARSET_NAME * 2];

  if (major == NULL || minor == NULL || (written != NULL && !is_type (written)))
    return "text/plain";
  g_snprintf (name, sizeof name, "%s/%s", major, minor);
  for (char *c = name; *c != '\0'; c++)
    *c = g_ascii_tolower (*c);
  return g_string_chunk_insert_const (pool, name);
}

static void
add_leaf (GArray *leaves, RetourLeaf leaf)
{
  gboolean machine =
      leaf.part.kind == RETOUR_PART_DELIVERY_STATUS || leaf.part.kind == RETOUR_PART_FEEDBACK;

  leaf.part.encoded = leaf.how.encoding == GMIME_CONTENT_ENCODING_BASE64 ||
                      leaf.how.encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
  leaf.how.cap = machine ? RETOUR_LIMIT_STATUS_PART : RETOUR_LIMIT_PART_TEXT;
  g_array_append_val (leaves, leaf);
}

static const char *
charset_of (GMimeContentType *type, GStringChunk *pool)
{
  const char *charset = type != NULL ? g_mime_content_type_get_parameter (type, "charset") : NULL;

  if (charset == NULL || strlen (charset) > RETOUR_LIMIT_CHARSET_NAME)
    return charset != NULL ? "" : NULL;
  return g_string_chunk_insert_const (pool, charset);
}

static void
add_gmime_leaf (GMimeObject *object, guint depth, GArray *leaves, GStringChunk *pool)
{
  GMimeContentType *type = g_mime_object_get_content_type (object);
  GMimeDataWrapper *content;
  RetourLeaf leaf = { .part = { .depth = depth } };
  const char *written = NULL;

  if (!GMIME_IS_PART (object))
    return;
  if (g_mime_content_type_is_type (type, "application", "octet-stream"))
    written = g_mime_object_get_header (object, "Content-Type");
  content = g_mime_part_get_content (GMIME_PART (object));
  leaf.part.type = type_name (type, written, pool);
  leaf.part.kind = kind_of (leaf.part.type);
  leaf.how.encoding = g_mime_part_get_content_encoding (GMIME_PART (object));
  if (leaf.part.kind != RETOUR_PART_OTHER)
    leaf.how.charset = charset_of (type, pool);
  if (content != NULL)
    leaf.part.raw = retour_stream_get_body_slice (g_mime_data_wrapper_get_stream (content));
  add_leaf (leaves, leaf);
}

/* "type/subtype" that we know, with nothing behind it but perhaps a plain charset; %FALSE: GMime's.
 */
static gboolean
read_simple_type (const char *written, RetourLeaf *leaf, GStringChunk *pool)
{
  static const char charset[] = "charset=";
  gsize n = strcspn (written, "; \t");
  const char *rest = written + n + strspn (written + n, "; \t");
  gsize i = 0, len;

  while (i < G_N_ELEMENTS (kinds) &&
         (strlen (kinds[i].type) != n || g_ascii_strncasecmp (kinds[i].type, written, n) != 0))
    i++;
  if (i == G_N_ELEMENTS (kinds))
    return FALSE;
  if (*rest != '\0') {
    if (g_ascii_strncasecmp (rest, charset, sizeof charset - 1) != 0)
      return FALSE;
    rest += sizeof charset - 1;
    len = strlen (rest);
    if (len > 2 && rest[0] == '"' && rest[len - 1] == '"') {
      rest++;
      len -= 2;
    }
    for (gsize k = 0; k < len; k++)
      if (!g_ascii_isalnum (rest[k]) && rest[k] != '-' && rest[k] != '_')
        return FALSE;
    if (len == 0 || len > RETOUR_LIMIT_CHARSET_NAME)
      return FALSE;
    leaf->how.charset = g_string_chunk_insert_len (pool, rest, (gssize) len);
  }
  leaf->part.type = kinds[i].type;
  leaf->part.kind = kinds[i].kind;
  return TRUE;
}

/* A leaf out of a part's own header. */
static void
add_flat_leaf (const RetourFlatPart *flat, RetourFields *fields, GArray *leaves, GStringChunk *pool)
{
  RetourLeaf leaf = { .part = { RETOUR_PART_TEXT, 1, "text/plain", flat->body, FALSE } };
  const char *type, *encoding;

  retour_fields_parse (fields, flat->header);
  type = retour_fields_get (fields, "Content-Type", pool);
  encoding = retour_fields_get (fields, "Content-Transfer-Encoding", pool);
  if (type != NULL && !read_simple_type (type, &leaf, pool)) {
    g_autoptr (GMimeContentType) parsed = g_mime_content_type_parse (NULL, type);

    leaf.part.type = type_name (parsed, type, pool);
    leaf.part.kind = kind_of (leaf.part.type);
    if (leaf.part.kind != RETOUR_PART_OTHER)
      leaf.how.charset = charset_of (parsed, pool);
  }
  if (encoding != NULL)
    leaf.how.encoding = g_mime_content_encoding_from_string (encoding);
  add_leaf (leaves, leaf);
}

/* %FALSE: it is no plain multipart, and nothing was added. */
static gboolean
read_flat (const char *boundary, RetourSlice body, GArray *leaves, GStringChunk *pool)
{
  RetourFlatPart parts[RETOUR_FLAT_MAX_PARTS];
  guint n = retour_flat_split (body, boundary, parts);
  RetourFields fields;

  if (n == 0)
    return FALSE;
  retour_fields_init (&fields);
  for (guint i = 0; i < n; i++)
    add_flat_leaf (&parts[i], &fields, leaves, pool);
  retour_fields_clear (&fields);
  return TRUE;
}

typedef struct {
  GMimeMultipart *multipart;
  int next;
} Level;

/* Depth first, without recursion. */
static void
walk (GMimeObject *root, GArray *leaves, GStringChunk *pool, guint *oddities)
{
  Level stack[RETOUR_LIMIT_NESTING];
  guint depth = 0;

  if (!GMIME_IS_MULTIPART (root)) {
    add_gmime_leaf (root, 0, leaves, pool);
    return;
  }
  stack[depth++] = (Level) { GMIME_MULTIPART (root), 0 };
  while (depth > 0) {
    Level *top = &stack[depth - 1];
    GMimeObject *child;

    if (top->next >= g_mime_multipart_get_count (top->multipart)) {
      depth--;
      continue;
    }
    if (leaves->len >= RETOUR_LIMIT_PARTS) {
      *oddities |= RETOUR_ODDITY_MANY_PARTS;
      return;
    }
    child = g_mime_multipart_get_part (top->multipart, top->next++);
    if (!GMIME_IS_MULTIPART (child))
      add_gmime_leaf (child, depth, leaves, pool);
    else if (depth < RETOUR_LIMIT_NESTING)
      stack[depth++] = (Level) { GMIME_MULTIPART (child), 0 };
    else
      *oddities |= RETOUR_ODDITY_DEEP_NESTING;
  }
}

/* GMime makes objects of all that looks like a part and of every field of its header: what it gets
 * to see ends where there are more of them than any mail needs. */
typedef struct {
  guint boundaries;
  guint multiparts;
  guint fields;    /* lines since the last boundary */
  gsize bytes;     /* of these */
  gsize all_bytes; /* of the headers of all parts */
  gboolean in_header;
} Budget;

static gboolean
spend_field (Budget *b, RetourSlice line, guint *oddities)
{
  b->fields++;
  b->bytes += line.len;
  b->all_bytes += line.len;
  if (retour_slice_starts (line, "content-type") && retour_slice_find (line, "multipart", 12) > 0 &&
      ++b->multiparts > 4 * RETOUR_LIMIT_NESTING) {
    *oddities |= RETOUR_ODDITY_DEEP_NESTING;
    return FALSE;
  }
  if (b->fields <= RETOUR_LIMIT_HEADER_FIELDS && b->bytes <= RETOUR_LIMIT_PART_HEADER &&
      b->all_bytes <= RETOUR_LIMIT_PART_HEADERS)
    return TRUE;
  *oddities |= RETOUR_ODDITY_LONG_FIELD;
  return FALSE;
}

static gboolean
spend (Budget *b, RetourSlice line, guint *oddities)
{
  if (line.len >= 2 && line.data[0] == '-' && line.data[1] == '-') {
    b->in_header = TRUE;
    b->fields = 0;
    b->bytes = 0;
    if (++b->boundaries > 4 * RETOUR_LIMIT_PARTS)
      *oddities |= RETOUR_ODDITY_MANY_PARTS;
    return b->boundaries <= 4 * RETOUR_LIMIT_PARTS;
  }
  if (!b->in_header)
    return TRUE;
  if (line.len == 0 || (line.len == 1 && *line.data == '\r')) {
    b->in_header = FALSE;
    return TRUE;
  }
  return spend_field (b, line, oddities);
}

static RetourSlice
within_budget (RetourSlice body, guint *oddities)
{
  Budget budget = { .in_header = FALSE };
  gsize at = 0;

  while (at < body.len) {
    const char *start = body.data + at;
    const char *lf;
    gsize n;

    /* outside of part headers only lines that start with "--" matter */
    lf = memchr (start, '\n', body.len - at);
    n = lf != NULL ? (gsize) (lf - start) : body.len - at;
    if ((budget.in_header || *start == '-') && !spend (&budget, retour_slice (start, n), oddities))
      return retour_slice (body.data, at);
    at += n + 1;
  }
  return body;
}

void
retour_structure_read_by_gmime (const char *type, RetourSlice body, GArray *leaves,
                                GStringChunk *pool, guint *oddities)
{
  g_autofree char *head = g_strconcat ("Content-Type: ", type, "\n\n", NULL);
  g_autoptr (GMimeStream) stream =
      retour_stream_new (retour_slice_of (head), within_budget (body, oddities));
  g_autoptr (GMimeParser) parser = g_mime_parser_new_with_stream (stream);
  g_autoptr (GMimeObject) root = NULL;

  g_mime_parser_set_persist_stream (parser, TRUE);
  root = g_mime_parser_construct_part (parser, NULL);
  if (root != NULL)
    walk (root, leaves, pool, oddities);
  /* a multipart of which nothing but a preamble is there: read it as text */
  if (leaves->len == 0) {
    RetourLeaf leaf = { .part = { RETOUR_PART_TEXT, 0, "text/plain", body, FALSE } };

    *oddities |= RETOUR_ODDITY_DAMAGED_MIME;
    add_leaf (leaves, leaf);
  }
}

const char *
retour_structure_read (const RetourContentFields *fields, RetourSlice body, GArray *leaves,
                       GStringChunk *pool, GMimeContentType **top, guint *oddities)
{
  RetourLeaf leaf = { .part = { RETOUR_PART_TEXT, 0, "text/plain", body, FALSE } };

  if (fields->type != NULL) {
    retour_gmime_init ();
    *top = g_mime_content_type_parse (NULL, fields->type);
    leaf.part.type = type_name (*top, fields->type, pool);
  }
  if (g_str_has_prefix (leaf.part.type, "multipart/")) {
    const char *boundary = g_mime_content_type_get_parameter (*top, "boundary");

    /* parts of a digest are messages by default, which GMime knows */
    if (g_str_equal (leaf.part.type, "multipart/digest") ||
        !read_flat (boundary, body, leaves, pool))
      retour_structure_read_by_gmime (fields->type, body, leaves, pool, oddities);
    return leaf.part.type;
  }
  leaf.part.kind = kind_of (leaf.part.type);
  leaf.how.charset = charset_of (*top, pool);
  if (fields->encoding != NULL)
    leaf.how.encoding = g_mime_content_encoding_from_string (fields->encoding);
  add_leaf (leaves, leaf);
  return leaf.part.type;
}
