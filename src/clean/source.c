#include <retour/retour.h>

#include "clean/source.h"

#include "base/descriptor.h"
#include "base/language.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int
fail (int fd, const char *path, GError **error)
{
  g_set_error (error, RETOUR_ERROR, fd < 0 ? RETOUR_ERROR_NO_INPUT : RETOUR_ERROR_IO,
               fd < 0 ? _ ("cannot open '%s': %s") : _ ("cannot read '%s': %s"), path,
               _ (g_strerror (errno)));
  if (fd >= 0)
    close (fd);
  return -1;
}

/* A pipe is read once only: a file that nobody else sees holds what came out of it. */
static int
spool (int pipe, const char *path, GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr (GError) failure = NULL;
  int fd = g_file_open_tmp ("retour-XXXXXX", &name, &failure);

  if (fd < 0) {
    g_set_error_literal (error, RETOUR_ERROR, RETOUR_ERROR_IO, failure->message);
    close (pipe);
    return -1;
  }
  unlink (name);
  if (!retour_descriptor_copy (pipe, fd) || lseek (fd, 0, SEEK_SET) != 0) {
    close (pipe);
    return fail (fd, path, error);
  }
  close (pipe);
  return fd;
}

int
retour_source_open (const char *path, GError **error)
{
  gboolean is_stdin = g_str_equal (path, "-");
  struct stat info;
  int fd = is_stdin ? fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                    : open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

  if (fd < 0 || fstat (fd, &info) != 0)
    return fail (-1, path, error);
  if (S_ISDIR (info.st_mode)) {
    close (fd);
    errno = EISDIR;
    return fail (-1, path, error);
  }
  return S_ISREG (info.st_mode) && lseek (fd, 0, SEEK_SET) == 0 ? fd : spool (fd, path, error);
}
