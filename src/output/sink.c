#include <retour/retour.h>

#include "output/sink.h"

#include "base/descriptor.h"
#include "base/language.h"

#include <errno.h>
#include <unistd.h>

enum { SPILL = 64 * 1024 }; /* bytes of one write */

void
retour_sink_init (RetourSink *self, int fd)
{
  *self = (RetourSink) { .fd = fd };
}

void
retour_sink_clear (RetourSink *self)
{
  g_free (self->data);
  *self = (RetourSink) { .fd = -1 };
}

void
retour_sink_grow (RetourSink *self, gsize n)
{
  gsize size = MAX (self->size * 2, 4096);

  while (size - self->len < n)
    size *= 2;
  self->data = g_realloc (self->data, size);
  self->size = size;
}

gboolean
retour_sink_flush (RetourSink *self, GError **error)
{
  gboolean ok = retour_descriptor_write (self->fd, self->data, self->len);

  self->len = 0;
  if (!ok)
    g_set_error (error, RETOUR_ERROR, errno == EPIPE ? RETOUR_ERROR_CLOSED : RETOUR_ERROR_IO,
                 _ ("cannot write: %s"), _ (g_strerror (errno)));
  return ok;
}

gboolean
retour_sink_spill (RetourSink *self, GError **error)
{
  return self->len < SPILL || retour_sink_flush (self, error);
}
