#include "cli/ingest.h"
#include "cli/pipe.h"
#include "cli/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
  FROM_LINE = 4096, /* bytes of a file of one message that are none of the message: "From " line */
  MAX_NAMES = 1000  /* tries to find a free name in the archive */
};

static void
complain_of_file (RetourIngest *self, const char *format, const char *path)
{
  g_autofree char *what = g_strdup_printf ("'%s': %s", path, _ (g_strerror (errno)));
  g_autofree char *message = g_strconcat (format, " ", what, NULL);

  retour_complain (&retour_cmd_ingest, message);
  self->worst = MAX (self->worst, RETOUR_EXIT_IO);
}

/* Only what a folder holds goes, and only files that hold nothing but this mail: others may be
 * read half-way, or somebody's mbox. */
static gboolean
may_go (const RetourIngest *self, const RetourInput *input)
{
  const char *path = retour_input_get_origin (input);
  gsize len = 0;
  struct stat st;

  if ((self->options->archive == NULL && !self->options->remove) ||
      retour_input_get_number (input) != 1 || g_str_equal (path, "-") ||
      (!self->options->follow &&
       g_strv_contains ((const char *const *) self->options->sources, path)))
    return FALSE;
  retour_input_get_mail (input, &len);
  return stat (path, &st) == 0 && S_ISREG (st.st_mode) &&
         (retour_input_is_truncated (input) || (guint64) st.st_size <= (guint64) len + FROM_LINE);
}

void
retour_ingest_note_file (RetourIngest *self, const RetourInput *input)
{
  const char *path = retour_input_get_origin (input);
  guint last = self->read->len;

  if (last > 0 && g_str_equal (g_ptr_array_index (self->read, last - 1), path))
    g_ptr_array_set_size (self->read, (int) last - 1); /* there is more in it than one mail */
  else if (may_go (self, input))
    g_ptr_array_add (self->read, g_strdup (path));
}

/* (transfer full): the name that a mail has in the archive: read, and with its flags. */
static char *
name_in_archive (const char *path, guint try)
{
  g_autofree char *name = g_path_get_basename (path);
  const char *flags = strchr (name, ':');
  g_autofree char *unique =
      g_strndup (name, flags != NULL ? (gsize) (flags - name) : strlen (name));

  if (try == 0)
    return g_strconcat (unique, flags != NULL ? flags : ":2,S", NULL);
  return g_strdup_printf ("%s_%u%s", unique, try, flags != NULL ? flags : ":2,S");
}

/* Makes sure that a new name in @folder is on the disk. */
static gboolean
sync_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean ok = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return ok;
}

/* On another file system: a copy that is on the disk. */
static gboolean
copy_file (const char *from, const char *to, const char *temporary)
{
  g_autofree char *text = NULL, *folder = NULL;
  RetourPart part = { NULL, 0 };
  int fd = -1;
  gboolean ok = FALSE;

  if (!g_file_get_contents (from, &text, &part.len, NULL))
    return FALSE;
  part.data = text;
  fd = open (temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  ok = fd >= 0 && retour_pipe_write_to (fd, &part, 1) && fsync (fd) == 0;
  if (fd >= 0)
    ok = close (fd) == 0 && ok;
  folder = g_path_get_dirname (to);
  ok = ok && link (temporary, to) == 0 && sync_folder (folder);
  if (fd >= 0) {
    int saved = errno;

    unlink (temporary);
    errno = saved;
  }
  return ok;
}

/* A link first: no file of that name is ever overwritten, and the mail is somewhere at any time. */
static gboolean
archive_file (const char *path, const char *folder)
{
  for (guint try = 0; try < MAX_NAMES; try++) {
    g_autofree char *name = name_in_archive (path, try);
    g_autofree char *target = g_build_filename (folder, "cur", name, NULL);
    g_autofree char *temporary = g_build_filename (folder, "tmp", name, NULL);

    if (link (path, target) == 0)
      return unlink (path) == 0;
    if ((errno == EXDEV || errno == EPERM) && copy_file (path, target, temporary))
      return unlink (path) == 0;
    if (errno != EEXIST)
      return FALSE;
  }
  return FALSE;
}

/* Somebody else may have moved it since: no trouble. */
void
retour_ingest_dispose (RetourIngest *self)
{
  const char *archive = self->options->archive;

  for (guint i = 0; i < self->read->len; i++) {
    const char *path = g_ptr_array_index (self->read, i);

    if (archive != NULL && !archive_file (path, archive) && errno != ENOENT)
      complain_of_file (self, _ ("cannot archive"), path);
    else if (archive == NULL && unlink (path) != 0 && errno != ENOENT)
      complain_of_file (self, _ ("cannot delete"), path);
  }
  g_ptr_array_set_size (self->read, 0);
}

gboolean
retour_ingest_prepare_archive (RetourIngest *self)
{
  static const char *const folders[] = { "tmp", "new", "cur" };
  const char *archive = self->options->archive;

  for (guint i = 0; archive != NULL && i < G_N_ELEMENTS (folders); i++) {
    g_autofree char *path = g_build_filename (archive, folders[i], NULL);

    if (g_mkdir_with_parents (path, 0700) == 0)
      continue;
    complain_of_file (self, _ ("cannot make"), path);
    return FALSE;
  }
  return TRUE;
}
