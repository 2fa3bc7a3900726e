#include "input/input-buffer.h"

#include <retour/retour.h>

#include "base/descriptor.h"
#include "base/language.h"
#include "base/limits.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
  READ_SIZE = 256 * 1024,
  KEPT = 1024 * 1024, /* memory that is not given back between mails */
  RELEASE_AT = 2 * KEPT,
  /* the longest mail, what is read ahead of it, and room to do so without moving it */
  CAPACITY = RETOUR_LIMIT_MESSAGE + RETOUR_LIMIT_LOOKAHEAD + 8 * READ_SIZE,
};

gboolean
retour_input_buffer_init (RetourInputBuffer *self, GError **error)
{
  void *range = mmap (NULL, CAPACITY, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

  if (range == MAP_FAILED) {
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_IO, _ ("cannot reserve memory: %s"),
                 _ (g_strerror (errno)));
    return FALSE;
  }
#ifdef MADV_NOHUGEPAGE
  /* a mail of 5 kB must not cost the zeroing of 2 MiB */
  (void) madvise (range, CAPACITY, MADV_NOHUGEPAGE);
#endif
  *self = (RetourInputBuffer) { .base = range, .fd = -1, .eof = TRUE };
  return TRUE;
}

void
retour_input_buffer_clear (RetourInputBuffer *self)
{
  if (self->base != NULL)
    munmap (self->base, CAPACITY);
  *self = (RetourInputBuffer) { .fd = -1, .eof = TRUE };
}

void
retour_input_buffer_attach (RetourInputBuffer *self, int fd)
{
  self->start = 0;
  self->end = 0;
  self->fd = fd;
  self->eof = FALSE;
}

/* Moves the window to the front when that costs no more than what was taken off it since, or
 * when there is no other room. */
static void
make_room (RetourInputBuffer *self)
{
  gsize len = self->end - self->start;

  if (self->start >= len || CAPACITY - self->end < READ_SIZE) {
    memmove (self->base, self->base + self->start, len);
    self->start = 0;
    self->end = len;
  }
  if (self->high > RELEASE_AT && self->end + READ_SIZE <= KEPT) {
    (void) madvise (self->base + KEPT, self->high - KEPT, MADV_DONTNEED);
    self->high = KEPT;
  }
}

gboolean
retour_input_buffer_fill (RetourInputBuffer *self)
{
  gssize n;

  if (self->eof)
    return TRUE;
  make_room (self);
  g_return_val_if_fail (CAPACITY - self->end >= READ_SIZE, FALSE);
  n = retour_descriptor_read (self->fd, self->base + self->end, READ_SIZE);
  if (n < 0)
    return FALSE;
  self->eof = n == 0;
  self->end += (gsize) n;
  self->high = MAX (self->high, self->end);
  return TRUE;
}

gboolean
retour_input_buffer_ensure (RetourInputBuffer *self, gsize len)
{
  while (!self->eof && self->end - self->start < len)
    if (!retour_input_buffer_fill (self))
      return FALSE;
  return TRUE;
}

void
retour_input_buffer_take (RetourInputBuffer *self, gsize len)
{
  g_return_if_fail (len <= self->end - self->start);
  self->start += len;
}

void
retour_input_buffer_cut (RetourInputBuffer *self, gsize from, gsize to)
{
  char *data = retour_input_buffer_data (self);

  g_return_if_fail (from <= to && to <= self->end - self->start);
  memmove (data + from, data + to, retour_input_buffer_len (self) - to);
  self->end -= to - from;
}
