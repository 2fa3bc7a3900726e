#include "message/stream.h"

typedef struct {
  GMimeStream parent;
  RetourSlice head;
  RetourSlice body;
} RetourStream;

typedef GMimeStreamClass RetourStreamClass;

static GType retour_stream_get_type (void);
G_DEFINE_TYPE (RetourStream, retour_stream, GMIME_TYPE_STREAM)

static RetourStream *
cast (GMimeStream *stream)
{
  return (RetourStream *) (void *) stream;
}

static gint64
end_of (const RetourStream *self)
{
  gint64 whole = (gint64) (self->head.len + self->body.len);

  return self->parent.bound_end < 0 ? whole : MIN (whole, self->parent.bound_end);
}

static ssize_t
stream_read (GMimeStream *stream, char *buf, size_t len)
{
  RetourStream *self = cast (stream);
  gint64 left = end_of (self) - stream->position;
  gsize at = (gsize) stream->position;
  RetourSlice from = at < self->head.len ? retour_slice_from (self->head, at)
                                         : retour_slice_from (self->body, at - self->head.len);
  gsize n = MIN (len, from.len);

  if (left <= 0)
    return 0;
  n = MIN (n, (gsize) left);
  memcpy (buf, from.data, n);
  stream->position += (gint64) n;
  return (ssize_t) n;
}

static ssize_t
stream_write (GMimeStream *stream, const char *buf, size_t len)
{
  (void) stream, (void) buf, (void) len;
  return -1; /* mail is never changed */
}

static int
stream_nothing_to_do (GMimeStream *stream)
{
  (void) stream;
  return 0;
}

static gboolean
stream_eos (GMimeStream *stream)
{
  return stream->position >= end_of (cast (stream));
}

static int
stream_reset (GMimeStream *stream)
{
  stream->position = stream->bound_start;
  return 0;
}

static gint64
stream_seek (GMimeStream *stream, gint64 offset, GMimeSeekWhence whence)
{
  gint64 end = end_of (cast (stream));
  gint64 base = whence == GMIME_STREAM_SEEK_SET   ? 0
                : whence == GMIME_STREAM_SEEK_CUR ? stream->position
                                                  : end;

  if (base + offset < stream->bound_start || base + offset > end)
    return -1;
  stream->position = base + offset;
  return stream->position;
}

static gint64
stream_tell (GMimeStream *stream)
{
  return stream->position;
}

static gint64
stream_length (GMimeStream *stream)
{
  return end_of (cast (stream)) - stream->bound_start;
}

static GMimeStream *
stream_substream (GMimeStream *stream, gint64 start, gint64 end)
{
  RetourStream *self = cast (stream);
  RetourStream *sub = g_object_new (retour_stream_get_type (), NULL);

  sub->head = self->head;
  sub->body = self->body;
  g_mime_stream_construct (&sub->parent, start, end);
  return &sub->parent;
}

static void
retour_stream_class_init (RetourStreamClass *klass)
{
  klass->read = stream_read;
  klass->write = stream_write;
  klass->flush = stream_nothing_to_do;
  klass->close = stream_nothing_to_do;
  klass->eos = stream_eos;
  klass->reset = stream_reset;
  klass->seek = stream_seek;
  klass->tell = stream_tell;
  klass->length = stream_length;
  klass->substream = stream_substream;
}

static void
retour_stream_init (RetourStream *self)
{
  (void) self;
}

GMimeStream *
retour_stream_new (RetourSlice head, RetourSlice body)
{
  RetourStream *self = g_object_new (retour_stream_get_type (), NULL);

  self->head = head;
  self->body = body;
  g_mime_stream_construct (&self->parent, 0, -1);
  return &self->parent;
}

RetourSlice
retour_stream_get_body_slice (GMimeStream *part)
{
  RetourStream *self = cast (part);
  gsize start = MAX ((gsize) part->bound_start, self->head.len);
  gsize end = (gsize) end_of (self);

  if (end <= start)
    return retour_slice (self->body.data, 0);
  return retour_slice (self->body.data + (start - self->head.len), end - start);
}
