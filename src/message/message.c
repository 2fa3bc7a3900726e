#include "message/message.h"

#include "base/limits.h"
#include "message/gmime.h"
#include "message/html.h"
#include "message/structure.h"

struct _RetourMessage {
  GBytes *unix_lines; /* owns the bytes of a mail with bare CR, else %NULL */
  RetourFields header;
  RetourSlice body;
  GArray *leaves; /* of RetourLeaf */
  RetourContentType type;
  GStringChunk *pool;
  GPtrArray *buffers; /* of char *: decoded texts */
  guint oddities;
  guint guesses; /* at charsets that are left */
};

/* Old Mac mail: bare CR ends every line, and GMime knows only LF. */
static GBytes *
with_unix_lines (RetourSlice mail)
{
  char *copy = g_memdup2 (mail.data, mail.len);

  for (char *cr = memchr (copy, '\r', mail.len); cr != NULL;
       cr = memchr (cr, '\r', (gsize) (copy + mail.len - cr)))
    *cr = '\n';
  return g_bytes_new_take (copy, mail.len);
}

static RetourSlice
skip_to_header (RetourSlice mail)
{
  RetourSlice rest, line;

  if (retour_slice_starts (mail, "\xef\xbb\xbf"))
    mail = retour_slice_from (mail, 3);
  rest = mail;
  while (retour_slice_next_line (&rest, &line) && retour_slice_strip (line).len == 0)
    mail = rest;
  return mail;
}

static void
read_header (RetourMessage *self, RetourSlice mail)
{
  gsize n;

  mail = skip_to_header (mail);
  n = retour_fields_parse (&self->header, mail);
  self->body = retour_slice_from (mail, n);
  if (self->header.over_limit)
    self->oddities |= RETOUR_ODDITY_LONG_FIELD;
  if (self->header.headers->len == 0)
    self->oddities |= RETOUR_ODDITY_NO_HEADER;
  if (n > 0 && memchr (mail.data, '\0', n) != NULL)
    self->oddities |= RETOUR_ODDITY_NUL_BYTES;
}

RetourMessage *
retour_message_new (const char *data, gsize len)
{
  RetourMessage *self = g_new0 (RetourMessage, 1);
  RetourSlice mail = retour_slice (data, len);
  RetourEntity entity;

  self->leaves = g_array_sized_new (FALSE, FALSE, sizeof (RetourLeaf), 4);
  self->pool = g_string_chunk_new (2048);
  self->buffers = g_ptr_array_new_with_free_func (g_free);
  self->guesses = RETOUR_LIMIT_GUESSES;
  retour_fields_init (&self->header);
  if (len > 0 && memchr (data, '\n', len) == NULL && memchr (data, '\r', len) != NULL) {
    self->unix_lines = with_unix_lines (mail);
    mail.data = g_bytes_get_data (self->unix_lines, NULL);
  }
  read_header (self, mail);
  entity.type = retour_fields_get (&self->header, "Content-Type", self->pool);
  entity.encoding = retour_fields_get (&self->header, "Content-Transfer-Encoding", self->pool);
  entity.body = self->body;
  retour_structure_read (&entity, self->leaves, self->pool, &self->type, &self->oddities);
  return self;
}

void
retour_message_free (RetourMessage *self)
{
  g_clear_pointer (&self->unix_lines, g_bytes_unref);
  retour_fields_clear (&self->header);
  g_array_unref (self->leaves);
  g_clear_pointer (&self->pool, g_string_chunk_free);
  g_ptr_array_unref (self->buffers);
  g_free (self);
}

const RetourFields *
retour_message_get_header (const RetourMessage *self)
{
  return &self->header;
}

RetourSlice
retour_message_get_body (const RetourMessage *self)
{
  return self->body;
}

const char *
retour_message_get_type (const RetourMessage *self)
{
  return self->type.type;
}

const char *
retour_message_get_type_parameter (const RetourMessage *self, const char *name)
{
  return retour_content_type_get (&self->type, name);
}

guint
retour_message_get_n_parts (const RetourMessage *self)
{
  return self->leaves->len;
}

const RetourPart *
retour_message_get_part (const RetourMessage *self, guint i)
{
  g_return_val_if_fail (i < self->leaves->len, NULL);
  return &g_array_index (self->leaves, RetourLeaf, i).part;
}

static RetourSlice
html_lines (RetourMessage *self, RetourSlice html)
{
  GString *out = g_string_sized_new (html.len / 2);
  gsize n;

  retour_html_to_text (html, out);
  n = out->len;
  g_ptr_array_add (self->buffers, g_string_free (out, FALSE));
  return retour_slice (g_ptr_array_index (self->buffers, self->buffers->len - 1), n);
}

RetourSlice
retour_message_get_text (RetourMessage *self, guint i)
{
  RetourLeaf *leaf;

  g_return_val_if_fail (i < self->leaves->len, retour_slice (NULL, 0));
  leaf = &g_array_index (self->leaves, RetourLeaf, i);
  if (leaf->decoded || leaf->part.kind == RETOUR_PART_OTHER)
    return leaf->text;
  leaf->how.guesses = &self->guesses;
  leaf->text = retour_decode_text (leaf->part.raw, &leaf->how, self->buffers, &self->oddities);
  if (leaf->part.kind == RETOUR_PART_HTML)
    leaf->text = html_lines (self, leaf->text);
  leaf->decoded = TRUE;
  return leaf->text;
}

RetourSlice
retour_message_to_text (RetourMessage *self, RetourSlice raw)
{
  RetourDecoding how = { .cap = RETOUR_LIMIT_PART_TEXT, .guesses = &self->guesses };

  return retour_decode_text (raw, &how, self->buffers, &self->oddities);
}

GStringChunk *
retour_message_get_pool (RetourMessage *self)
{
  return self->pool;
}

GStringChunk *
retour_message_steal_pool (RetourMessage *self)
{
  return g_steal_pointer (&self->pool);
}

void
retour_message_add_oddity (RetourMessage *self, RetourOddity oddity)
{
  self->oddities |= oddity;
}

guint
retour_message_get_oddities (const RetourMessage *self)
{
  return self->oddities;
}
