#include "base/descriptor.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

/* After a call that failed: whether it is worth another. */
static gboolean
may_try_again (int fd, short event)
{
  struct pollfd wait = { .fd = fd, .events = event };

  if (errno != EAGAIN)
    return errno == EINTR;
  return poll (&wait, 1, -1) >= 0 || errno == EINTR;
}

gssize
retour_descriptor_read (int fd, char *data, gsize len)
{
  gssize n;

  do
    n = read (fd, data, len);
  while (n < 0 && may_try_again (fd, POLLIN));
  return n;
}

gboolean
retour_descriptor_write (int fd, const char *data, gsize len)
{
  while (len > 0) {
    gssize n = write (fd, data, len);

    if (n < 0 && !may_try_again (fd, POLLOUT))
      return FALSE;
    data += MAX (n, 0);
    len -= (gsize) MAX (n, 0);
  }
  return TRUE;
}

gboolean
retour_descriptor_copy (int from, int to)
{
  char block[16 * 1024];
  gssize n;

  while ((n = retour_descriptor_read (from, block, sizeof (block))) > 0)
    if (!retour_descriptor_write (to, block, (gsize) n))
      return FALSE;
  return n == 0;
}
