#include <retour/retour.h>

#include "output/sink.h"

#include "base/language.h"

#include <errno.h>
#include <poll.h>
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

/* One write; 0 when it is worth another try. */
static gssize
write_some (int fd, const char *data, gsize len)
{
  struct pollfd ready = { .fd = fd, .events = POLLOUT };
  gssize n = write (fd, data, len);

  if (n >= 0)
    return n;
  if (errno == EAGAIN) /* somebody gave us a non-blocking terminal or pipe */
    return poll (&ready, 1, -1) >= 0 || errno == EINTR ? 0 : -1;
  return errno == EINTR ? 0 : -1;
}

gboolean
retour_sink_flush (RetourSink *self, GError **error)
{
  gsize done = 0;

  while (done < self->len) {
    gssize n = write_some (self->fd, self->data + done, self->len - done);

    if (n < 0) {
      self->len = 0;
      g_set_error (error, RETOUR_ERROR, errno == EPIPE ? RETOUR_ERROR_CLOSED : RETOUR_ERROR_IO,
                   _ ("cannot write: %s"), _ (g_strerror (errno)));
      return FALSE;
    }
    done += (gsize) n;
  }
  self->len = 0;
  return TRUE;
}

gboolean
retour_sink_spill (RetourSink *self, GError **error)
{
  return self->len < SPILL || retour_sink_flush (self, error);
}
