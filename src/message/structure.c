#include "message/structure.h"

#include "base/limits.h"
#include "message/budget.h"
#include "message/content-type.h"
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

/* Of what we undo; GMime's g_mime_content_encoding_from_string() knows the same names. */
static GMimeContentEncoding
encoding_of (const char *text)
{
  while (*text == ' ' || *text == '\t')
    text++;
  if (retour_slice_starts (retour_slice_of (text), "base64"))
    return GMIME_CONTENT_ENCODING_BASE64;
  if (retour_slice_starts (retour_slice_of (text), "quoted-printable"))
    return GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
  return GMIME_CONTENT_ENCODING_DEFAULT;
}

/* A status part under the name of no type: what gateways make of a type that they do not know. */
static gboolean
is_status_in_disguise (const RetourLeaf *leaf)
{
  static const char *const starts[] = { "Reporting-MTA:", "Final-Recipient:", "Original-Recipient:",
                                        "UmVwb3J0aW5nLU1UQT" /* the first one in base64 */ };
  RetourSlice raw = retour_slice_strip (leaf->part.raw);

  if (leaf->part.kind != RETOUR_PART_OTHER || raw.len == 0 || raw.len > RETOUR_LIMIT_STATUS_PART ||
      !g_str_equal (leaf->part.type, "application/octet-stream"))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (retour_slice_starts (raw, starts[i]))
      return TRUE;
  return FALSE;
}

static void
add_leaf (GArray *leaves, RetourLeaf leaf)
{
  gboolean machine;

  if (is_status_in_disguise (&leaf))
    leaf.part.kind = RETOUR_PART_DELIVERY_STATUS;
  machine = leaf.part.kind == RETOUR_PART_DELIVERY_STATUS || leaf.part.kind == RETOUR_PART_FEEDBACK;

  leaf.part.encoded = leaf.how.encoding == GMIME_CONTENT_ENCODING_BASE64 ||
                      leaf.how.encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
  leaf.how.cap = machine ? RETOUR_LIMIT_STATUS_PART : RETOUR_LIMIT_PART_TEXT;
  g_array_append_val (leaves, leaf);
}

/* Type, kind and charset of a part. */
static void
set_type (RetourLeaf *leaf, const RetourContentType *type)
{
  const char *charset = retour_content_type_get (type, "charset");

  leaf->part.type = type->type;
  leaf->part.kind = kind_of (type->type);
  if (charset != NULL && leaf->part.kind != RETOUR_PART_OTHER)
    leaf->how.charset = strlen (charset) <= RETOUR_LIMIT_CHARSET_NAME ? charset : "";
}

static void
add_gmime_leaf (GMimeObject *object, guint depth, GArray *leaves, GStringChunk *pool)
{
  const char *written = g_mime_object_get_header (object, "Content-Type");
  GMimeDataWrapper *content;
  RetourLeaf leaf = { .part = { .depth = depth } };
  RetourContentType type;

  if (!GMIME_IS_PART (object))
    return;
  /* without a field: GMime's default, which in a digest is a message */
  if (written == NULL)
    written = g_mime_content_type_is_type (g_mime_object_get_content_type (object), "message", "*")
                  ? "message/rfc822"
                  : "text/plain";
  retour_content_type_read (&type, written, pool);
  set_type (&leaf, &type);
  content = g_mime_part_get_content (GMIME_PART (object));
  leaf.how.encoding = g_mime_part_get_content_encoding (GMIME_PART (object));
  if (content != NULL)
    leaf.part.raw = retour_stream_get_body_slice (g_mime_data_wrapper_get_stream (content));
  add_leaf (leaves, leaf);
}

/* A leaf out of a part's own header. */
static void
add_flat_leaf (const RetourFlatPart *flat, RetourFields *fields, GArray *leaves, GStringChunk *pool)
{
  RetourLeaf leaf = { .part = { .depth = 1, .raw = flat->body } };
  RetourContentType type;
  const char *encoding;

  retour_fields_parse (fields, flat->header);
  encoding = retour_fields_get (fields, "Content-Transfer-Encoding", pool);
  retour_content_type_read (&type, retour_fields_get (fields, "Content-Type", pool), pool);
  set_type (&leaf, &type);
  if (encoding != NULL)
    leaf.how.encoding = encoding_of (encoding);
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

void
retour_structure_read_by_gmime (const RetourEntity *entity, GArray *leaves, GStringChunk *pool,
                                guint *oddities)
{
  g_autofree char *head = g_strconcat ("Content-Type: ", entity->type, "\n\n", NULL);
  g_autoptr (GMimeStream) stream = NULL;
  g_autoptr (GMimeParser) parser = NULL;
  g_autoptr (GMimeObject) root = NULL;

  retour_gmime_init ();
  stream = retour_stream_new (retour_slice_of (head),
                              retour_budget_cut (entity->type, entity->body, oddities));
  parser = g_mime_parser_new_with_stream (stream);
  g_mime_parser_set_persist_stream (parser, TRUE);
  root = g_mime_parser_construct_part (parser, NULL);
  if (root != NULL)
    walk (root, leaves, pool, oddities);
  /* a multipart of which nothing but a preamble is there: read it as text */
  if (leaves->len == 0) {
    RetourLeaf leaf = { .part = { RETOUR_PART_TEXT, 0, "text/plain", entity->body, FALSE } };

    *oddities |= RETOUR_ODDITY_DAMAGED_MIME;
    add_leaf (leaves, leaf);
  }
}

void
retour_structure_read (const RetourEntity *entity, GArray *leaves, GStringChunk *pool,
                       RetourContentType *top, guint *oddities)
{
  RetourLeaf leaf = { .part = { .raw = entity->body } };

  retour_content_type_read (top, entity->type, pool);
  if (g_str_has_prefix (top->type, "multipart/")) {
    const char *boundary = retour_content_type_get (top, "boundary");

    /* parts of a digest are messages by default, which GMime knows */
    if (g_str_equal (top->type, "multipart/digest") ||
        !read_flat (boundary, entity->body, leaves, pool))
      retour_structure_read_by_gmime (entity, leaves, pool, oddities);
    return;
  }
  set_type (&leaf, top);
  if (entity->encoding != NULL)
    leaf.how.encoding = encoding_of (entity->encoding);
  add_leaf (leaves, leaf);
}
