/* sink: one growing buffer before a file descriptor, so that records go out in large writes. */
#pragma once
#include "base/slice.h"

typedef struct {
  char *data;
  gsize len;
  gsize size;
  int fd;
} RetourSink;

/* @fd stays the caller's. */
void retour_sink_init (RetourSink *self, int fd);
void retour_sink_clear (RetourSink *self);
/* Makes room for @n more bytes; slow path of retour_sink_reserve(). */
void retour_sink_grow (RetourSink *self, gsize n);
/* Writes everything; %FALSE with %RETOUR_ERROR_IO or %RETOUR_ERROR_CLOSED, and what was not written
 * is lost. */
gboolean retour_sink_flush (RetourSink *self, GError **error);
/* The same, but only when there is enough for a large write. */
gboolean retour_sink_spill (RetourSink *self, GError **error);

/* Where the next @n bytes may go; whoever fills them adds their number to @len. */
static inline char *
retour_sink_reserve (RetourSink *self, gsize n)
{
  if (self->size - self->len < n)
    retour_sink_grow (self, n);
  return self->data + self->len;
}

static inline void
retour_sink_add (RetourSink *self, const char *bytes, gsize len)
{
  if (len == 0)
    return; /* @bytes may be NULL then, which memcpy() does not take */
  memcpy (retour_sink_reserve (self, len), bytes, len);
  self->len += len;
}
