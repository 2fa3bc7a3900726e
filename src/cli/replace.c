#include "cli/replace.h"

#include "cli/text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RIGHTS = 0666 }; /* less what the umask takes away */

static gboolean
fail (const RetourReplace *self, GError **error)
{
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_IO, _ ("cannot write '%s': %s"), self->path,
               _ (g_strerror (errno)));
  return FALSE;
}

static char *
resolve (const char *path)
{
  char *found = realpath (path, NULL);
  char *real = found != NULL ? g_strdup (found) : g_canonicalize_filename (path, NULL);

  free (found);
  return real;
}

gboolean
retour_replace_begin (RetourReplace *self, const char *path, GError **error)
{
  struct stat old;

  *self = (RetourReplace) { .path = g_strdup (path), .real = resolve (path), .fd = -1 };
  if (stat (path, &old) == 0 && !S_ISREG (old.st_mode)) {
    self->fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);
  } else {
    self->draft = g_strconcat (self->real, ".XXXXXX", NULL);
    self->fd = g_mkstemp (self->draft);
  }
  return self->fd >= 0 || fail (self, error);
}

/* Those of the old file, or those that any new one has. */
static mode_t
find_rights (const char *path)
{
  struct stat old;
  mode_t mask;

  if (stat (path, &old) == 0)
    return old.st_mode & 0777;
  mask = umask (0);
  umask (mask);
  return RIGHTS & ~mask;
}

gboolean
retour_replace_commit (RetourReplace *self, GError **error)
{
  int fd = self->fd;

  if (self->draft != NULL && (fchmod (fd, find_rights (self->real)) != 0 || fsync (fd) != 0 ||
                              g_rename (self->draft, self->real) != 0))
    return fail (self, error);
  self->fd = -1;
  return close (fd) == 0 || fail (self, error);
}

void
retour_replace_clear (RetourReplace *self)
{
  if (self->fd >= 0) {
    close (self->fd);
    if (self->draft != NULL)
      g_unlink (self->draft);
  }
  g_free (self->path);
  g_free (self->real);
  g_free (self->draft);
  *self = (RetourReplace) { .fd = -1 };
}
