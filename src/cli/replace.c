#include "cli/replace.h"

#include "cli/text.h"

#include <errno.h>
#include <glib/gstdio.h>
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

gboolean
retour_replace_begin (RetourReplace *self, const char *path, GError **error)
{
  g_autofree char *real = g_canonicalize_filename (path, NULL);

  *self = (RetourReplace) { g_strdup (path), g_strconcat (real, ".XXXXXX", NULL), -1 };
  self->fd = g_mkstemp (self->draft);
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
  if (fchmod (self->fd, find_rights (self->path)) != 0 || fsync (self->fd) != 0 ||
      g_rename (self->draft, self->path) != 0)
    return fail (self, error);
  close (self->fd);
  self->fd = -1;
  return TRUE;
}

void
retour_replace_clear (RetourReplace *self)
{
  if (self->fd >= 0) {
    close (self->fd);
    g_unlink (self->draft);
  }
  g_free (self->path);
  g_free (self->draft);
  *self = (RetourReplace) { .fd = -1 };
}
