#define _GNU_SOURCE /* O_TMPFILE */
#include <retour/retour.h>

#include "clean/outfiles.h"

#include "base/descriptor.h"
#include "base/language.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
  SPILL = 128 * 1024, /* bytes of one write */
  MAX_NUMBER = 1000,  /* files of one name */
  MODE = 0666,        /* less what umask(2) says */
};

struct _RetourOutfile {
  int fd;
  char *path;
  char *temporary; /* its name on the disk; %NULL: it has none yet */
  gboolean unique;
  gboolean dropped;
  int failure; /* errno of the first write that failed */
  GString *text;
};

struct _RetourOutfiles {
  char *folder;
  GPtrArray *files;
};

static void
file_free (RetourOutfile *file)
{
  if (file->fd >= 0)
    close (file->fd);
  if (file->temporary != NULL)
    unlink (file->temporary);
  g_free (file->temporary);
  g_free (file->path);
  g_string_free (file->text, TRUE);
  g_free (file);
}

RetourOutfiles *
retour_outfiles_new (const char *folder)
{
  RetourOutfiles *self = g_new0 (RetourOutfiles, 1);

  self->folder = g_strdup (folder);
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) file_free);
  return self;
}

void
retour_outfiles_free (RetourOutfiles *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->files);
  g_free (self->folder);
  g_free (self);
}

static gboolean
fail (const char *path, int failure, GError **error)
{
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_IO, _ ("cannot write '%s': %s"), path,
               _ (g_strerror (failure)));
  return FALSE;
}

/* A name beside @path that nobody has. */
static char *
make_temporary_name (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_strdup_printf (".%s.%08x", base, g_random_int ());

  return g_build_filename (folder, name, NULL);
}

/* Without a name, where the file system can do that: nothing is left behind, whatever ends us. */
static void
open_file (RetourOutfile *file)
{
  g_autofree char *folder = g_path_get_dirname (file->path);

  file->fd = open (folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, MODE);
  if (file->fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
    return;
  file->temporary = make_temporary_name (file->path);
  file->fd = open (file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, MODE);
  if (file->fd < 0)
    g_clear_pointer (&file->temporary, g_free);
}

/* Where @path leads: a link stays one. */
static char *
resolve (const char *path)
{
  char *found = realpath (path, NULL);
  char *real = g_strdup (found != NULL ? found : path);

  free (found);
  return real;
}

RetourOutfile *
retour_outfiles_add (RetourOutfiles *self, const char *name, GError **error)
{
  RetourOutfile *file = g_new0 (RetourOutfile, 1);

  file->path =
      strchr (name, '/') != NULL ? resolve (name) : g_build_filename (self->folder, name, NULL);
  file->text = g_string_sized_new (SPILL + SPILL / 4);
  g_ptr_array_add (self->files, file);
  open_file (file);
  if (file->fd >= 0)
    return file;
  fail (file->path, errno, error);
  return NULL;
}

GString *
retour_outfile_get_text (RetourOutfile *file)
{
  return file->text;
}

static void
write_text (RetourOutfile *file)
{
  if (file->failure == 0 && !retour_descriptor_write (file->fd, file->text->str, file->text->len))
    file->failure = errno;
  g_string_truncate (file->text, 0);
}

void
retour_outfile_spill (RetourOutfile *file)
{
  if (file->text->len >= SPILL)
    write_text (file);
}

gboolean
retour_outfiles_has_failed (const RetourOutfiles *self)
{
  for (guint i = 0; i < self->files->len; i++)
    if (((const RetourOutfile *) self->files->pdata[i])->failure != 0)
      return TRUE;
  return FALSE;
}

void
retour_outfile_rename (RetourOutfile *file, const char *name)
{
  g_autofree char *folder = g_path_get_dirname (file->path);

  file->dropped = name == NULL;
  if (name == NULL)
    return;
  g_free (file->path);
  file->path = g_build_filename (folder, name, NULL);
}

void
retour_outfile_set_unique (RetourOutfile *file)
{
  file->unique = TRUE;
}

const char *
retour_outfile_get_path (const RetourOutfile *file)
{
  return file->path;
}

/* All that can go wrong, before any name changes: everything on the disk, no
 * folder or device in the way. */
static gboolean
prepare (RetourOutfile *file, GError **error)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", file->fd);
  struct stat info;

  write_text (file);
  if (file->failure != 0)
    return fail (file->path, file->failure, error);
  if (fsync (file->fd) != 0)
    return fail (file->path, errno, error);
  if (stat (file->path, &info) == 0 && !S_ISREG (info.st_mode))
    return fail (file->path, S_ISDIR (info.st_mode) ? EISDIR : EEXIST, error);
  if (file->temporary != NULL)
    return TRUE;
  file->temporary = make_temporary_name (file->path);
  if (linkat (AT_FDCWD, link, AT_FDCWD, file->temporary, AT_SYMLINK_FOLLOW) == 0)
    return TRUE;
  g_clear_pointer (&file->temporary, g_free);
  return fail (file->path, errno, error);
}

/* `undo.csv`, `undo-2.csv`, … */
static char *
make_numbered (const char *path, guint number)
{
  const char *dot = strrchr (path, '.');
  int stem = dot != NULL ? (int) (dot - path) : (int) strlen (path);

  return number == 1 ? g_strdup (path)
                     : g_strdup_printf ("%.*s-%u%s", stem, path, number, dot != NULL ? dot : "");
}

/* link(2) replaces nothing. */
static gboolean
name_unique (RetourOutfile *file)
{
  for (guint i = 1; i < MAX_NUMBER; i++) {
    g_autofree char *path = make_numbered (file->path, i);

    if (link (file->temporary, path) == 0) {
      unlink (file->temporary);
      g_free (file->path);
      file->path = g_steal_pointer (&path);
      return TRUE;
    }
    if (errno != EEXIST)
      return FALSE;
  }
  return FALSE;
}

static gboolean
give_name (RetourOutfile *file, GError **error)
{
  gboolean ok = file->unique ? name_unique (file) : rename (file->temporary, file->path) == 0;

  if (!ok)
    return fail (file->path, errno, error);
  g_clear_pointer (&file->temporary, g_free);
  return TRUE;
}

/* The names, too, are to survive a power cut. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

gboolean
retour_outfiles_commit (RetourOutfiles *self, GError **error)
{
  for (guint i = 0; i < self->files->len; i++) {
    RetourOutfile *file = self->files->pdata[i];

    if (!file->dropped && !prepare (file, error))
      return FALSE;
  }
  for (guint i = 0; i < self->files->len; i++) {
    RetourOutfile *file = self->files->pdata[i];

    if (!file->dropped && !give_name (file, error))
      return FALSE;
  }
  for (guint i = 0; i < self->files->len; i++)
    sync_folder (((const RetourOutfile *) self->files->pdata[i])->path);
  return TRUE;
}
