#include "base/language.h"
#include "base/limits.h"
#include "base/slice.h"
#include "input/input-stream.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>

/* A folder on the way down. Only the names of the folders on the way are in memory. */
typedef struct {
  char *path;
  GStringChunk *names;
  GPtrArray *entries; /* of names, each with its type ahead of it: 'f' or 'd' */
  guint next;
} Folder;

/* The way through the files below a folder, in name order: `new` and then `cur` of a Maildir,
 * any other folder recursively. Links to folders are not followed below the source: no loops. */
typedef struct {
  RetourInputStream *stream;
  gboolean in_file;
  GPtrArray *folders; /* of Folder: the way from the source to where we are */
  guint64 n_listed, n_taken;
} Walk;

static void
walk_free (Walk *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->folders);
  retour_input_stream_free (self->stream);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Walk, walk_free)

static void
folder_free (gpointer data)
{
  Folder *folder = data;

  g_free (folder->path);
  g_string_chunk_free (folder->names);
  g_ptr_array_unref (folder->entries);
  g_free (folder);
}

static gboolean
is_folder (const char *path, const char *name)
{
  g_autofree char *full = g_build_filename (path, name, NULL);
  struct stat st;

  return stat (full, &st) == 0 && S_ISDIR (st.st_mode);
}

static gboolean
is_maildir (const char *path)
{
  return is_folder (path, "new") && is_folder (path, "cur");
}

/* 'f' for what is read, 'd' for a folder, 0 for what is passed over: pipes, devices, links to
 * folders. A link that leads nowhere is a file that cannot be read. */
static char
type_of (DIR *dir, const struct dirent *entry)
{
  gboolean is_link = entry->d_type == DT_LNK;
  struct stat st;

  if (entry->d_type == DT_REG)
    return 'f';
  if (entry->d_type == DT_DIR)
    return 'd';
  if (!is_link && entry->d_type != DT_UNKNOWN)
    return '\0';
  if (!is_link && fstatat (dirfd (dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
    is_link = S_ISLNK (st.st_mode);
  if (fstatat (dirfd (dir), entry->d_name, &st, 0) != 0 || S_ISREG (st.st_mode))
    return 'f';
  return S_ISDIR (st.st_mode) && !is_link ? 'd' : '\0';
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const char *const *x = a, *const *y = b;

  return strcmp (*x + 1, *y + 1);
}

static gboolean
list (Folder *folder, DIR *dir, gboolean with_folders)
{
  const struct dirent *entry;
  int saved;

  while (errno = 0, (entry = readdir (dir)) != NULL) {
    char type = type_of (dir, entry);
    char name[sizeof entry->d_name + 1];

    if (entry->d_name[0] == '.' || type == '\0' || (type == 'd' && !with_folders))
      continue;
    g_snprintf (name, sizeof name, "%c%s", type, entry->d_name);
    g_ptr_array_add (folder->entries, g_string_chunk_insert (folder->names, name));
  }
  saved = errno;
  g_ptr_array_sort (folder->entries, compare);
  errno = saved;
  return saved == 0;
}

static gboolean
enter (Walk *self, const char *path, gboolean with_folders, GError **error)
{
  DIR *dir = opendir (path);
  Folder *folder;
  gboolean ok;

  if (dir == NULL) {
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_NO_INPUT, _ ("cannot open '%s': %s"), path,
                 _ (g_strerror (errno)));
    return FALSE;
  }
  folder = g_new0 (Folder, 1);
  folder->path = g_strdup (path);
  folder->names = g_string_chunk_new (4096);
  folder->entries = g_ptr_array_new ();
  g_ptr_array_add (self->folders, folder);
  ok = list (folder, dir, with_folders);
  self->n_listed += folder->entries->len;
  if (!ok)
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_IO, _ ("cannot read '%s': %s"), path,
                 _ (g_strerror (errno)));
  closedir (dir);
  return ok;
}

/* Both are listed before a mail is read: one that is moved from `new` to `cur` meanwhile is an
 * error, not a mail that counts twice. */
static gboolean
enter_maildir (Walk *self, const char *path, GError **error)
{
  g_autofree char *cur = g_build_filename (path, "cur", NULL);
  g_autofree char *new = g_build_filename (path, "new", NULL);

  return enter (self, cur, FALSE, error) && enter (self, new, FALSE, error);
}

static gboolean
enter_any (Walk *self, const char *path, GError **error)
{
  if (self->folders->len >= RETOUR_LIMIT_FOLDER_DEPTH) {
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_NO_INPUT, _ ("cannot open '%s': too deep"),
                 path);
    return FALSE;
  }
  if (is_maildir (path))
    return enter_maildir (self, path, error);
  return enter (self, path, TRUE, error);
}

static gboolean
accepts (G_GNUC_UNUSED const char *path, const struct stat *st)
{
  return st != NULL && S_ISDIR (st->st_mode);
}

static gpointer
open_folder (const char *path, GError **error)
{
  g_autoptr (Walk) self = g_new0 (Walk, 1);

  self->folders = g_ptr_array_new_with_free_func (folder_free);
  self->stream = retour_input_stream_new (error);
  if (self->stream == NULL || !enter_any (self, path, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
close_folder (gpointer state)
{
  walk_free (state);
}

/* The next entry of the innermost folder that has one left; %NULL at the end of all. */
static const char *
next_entry (Walk *self, char **path)
{
  while (self->folders->len > 0) {
    Folder *folder = g_ptr_array_index (self->folders, self->folders->len - 1);

    if (folder->next < folder->entries->len) {
      const char *entry = g_ptr_array_index (folder->entries, folder->next++);

      self->n_taken++;
      *path = g_build_filename (folder->path, entry + 1, NULL);
      return entry;
    }
    g_ptr_array_set_size (self->folders, (int) self->folders->len - 1);
  }
  return NULL;
}

static gboolean
next (gpointer state, RetourInputMail *mail, GError **error)
{
  Walk *self = state;

  for (;;) {
    g_autofree char *path = NULL;
    GError *trouble = NULL;
    const char *entry;

    if (self->in_file && retour_input_stream_next (self->stream, mail, &trouble))
      return TRUE;
    self->in_file = FALSE;
    entry = trouble == NULL ? next_entry (self, &path) : NULL;
    if (entry != NULL && *entry == 'd')
      enter_any (self, path, &trouble);
    else if (entry != NULL)
      self->in_file = retour_input_stream_open (self->stream, path, &trouble);
    if (trouble != NULL)
      g_propagate_error (error, trouble);
    if (trouble != NULL || entry == NULL)
      return FALSE;
  }
}

/* By files; more come up in folders inside. */
static double
share (gpointer state)
{
  const Walk *self = state;

  return self->n_listed > 0 ? (double) self->n_taken / (double) self->n_listed : -1;
}

const RetourInputDriver retour_input_folder = {
  .name = "folder",
  .accepts = accepts,
  .open = open_folder,
  .next = next,
  .close = close_folder,
  .share = share,
};
