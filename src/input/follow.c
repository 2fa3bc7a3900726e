#include "base/language.h"
#include "input/gio.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

/* `new` or `cur` of one of the Maildirs. */
typedef struct {
  char *path;
  GFileMonitor *monitor; /* %NULL: there is none; looking through it has to do */
} Folder;

struct _RetourFollow {
  GPtrArray *folders;  /* of Folder */
  GQueue *waiting;     /* of paths */
  GHashTable *known;   /* unique names of mails that were given or wait -> generation */
  guint generation;    /* of the last look */
  gint64 rescan, last; /* microseconds */
};

static void
folder_free (gpointer data)
{
  Folder *folder = data;

  if (folder->monitor != NULL) {
    retour_gio ()->g_file_monitor_cancel (folder->monitor);
    retour_gio ()->g_object_unref (folder->monitor);
  }
  g_free (folder->path);
  g_free (folder);
}

/* "1700000000.M1P2.host:2,S": what stands ahead of the flags is the mail's own. */
static char *
unique_name (const char *name)
{
  return g_strndup (name, strcspn (name, ":"));
}

static void
take_note (RetourFollow *self, const char *folder, const char *name)
{
  g_autofree char *unique = unique_name (name);
  gpointer generation = GUINT_TO_POINTER (self->generation);

  if (*name == '.')
    return;
  if (!g_hash_table_contains (self->known, unique))
    g_queue_push_tail (self->waiting, g_build_filename (folder, name, NULL));
  g_hash_table_replace (self->known, g_steal_pointer (&unique), generation);
}

static gboolean
look_through (RetourFollow *self, const char *folder)
{
  DIR *dir = opendir (folder);
  const struct dirent *entry;

  if (dir == NULL)
    return FALSE;
  while ((entry = readdir (dir)) != NULL)
    take_note (self, folder, entry->d_name);
  closedir (dir);
  return TRUE;
}

static gboolean
is_gone (G_GNUC_UNUSED gpointer name, gpointer generation, gpointer data)
{
  return GPOINTER_TO_UINT (generation) != GPOINTER_TO_UINT (data);
}

/* Looks through all folders, and forgets the mails that are no longer there. */
static void
rescan (RetourFollow *self)
{
  gboolean all = TRUE;

  self->generation++;
  for (guint i = 0; i < self->folders->len; i++)
    all &= look_through (self, ((const Folder *) g_ptr_array_index (self->folders, i))->path);
  if (all)
    g_hash_table_foreach_remove (self->known, is_gone, GUINT_TO_POINTER (self->generation));
  self->last = g_get_monotonic_time ();
}

static void
note_change (G_GNUC_UNUSED GFileMonitor *monitor, GFile *file, GFile *other,
             GFileMonitorEvent event, RetourFollow *self)
{
  GFile *arrived = event == G_FILE_MONITOR_EVENT_RENAMED ? other : file;
  g_autofree char *path = NULL, *folder = NULL, *name = NULL;

  if (arrived == NULL ||
      (event != G_FILE_MONITOR_EVENT_CREATED && event != G_FILE_MONITOR_EVENT_MOVED_IN &&
       event != G_FILE_MONITOR_EVENT_RENAMED))
    return;
  path = retour_gio ()->g_file_get_path (arrived);
  folder = g_path_get_dirname (path);
  name = g_path_get_basename (path);
  take_note (self, folder, name);
}

static void
watch (RetourFollow *self, Folder *folder)
{
  const RetourGio *gio = retour_gio ();
  GFile *file;

  if (gio == NULL)
    return;
  file = gio->g_file_new_for_path (folder->path);
  folder->monitor = gio->g_file_monitor_directory (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (folder->monitor != NULL)
    gio->g_signal_connect_data (folder->monitor, "changed", G_CALLBACK (note_change), self, NULL,
                                0);
  gio->g_object_unref (file);
}

/* Watched first, looked through then: what comes in between is seen twice and given once. */
static gboolean
add_folder (RetourFollow *self, const char *maildir, const char *name, GError **error)
{
  Folder *folder = g_new0 (Folder, 1);

  folder->path = g_build_filename (maildir, name, NULL);
  g_ptr_array_add (self->folders, folder);
  watch (self, folder);
  if (access (folder->path, R_OK | X_OK) == 0 && look_through (self, folder->path))
    return TRUE;
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_NO_INPUT, _ ("cannot open '%s': %s"), folder->path,
               _ (g_strerror (errno)));
  return FALSE;
}

RetourFollow *
retour_follow_new (const char *const *folders, guint seconds, GError **error)
{
  g_autoptr (RetourFollow) self = g_new0 (RetourFollow, 1);

  self->folders = g_ptr_array_new_with_free_func (folder_free);
  self->waiting = g_queue_new ();
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->rescan = (gint64) seconds * G_USEC_PER_SEC;
  self->last = g_get_monotonic_time ();
  for (guint i = 0; folders[i] != NULL; i++)
    if (!add_folder (self, folders[i], "new", error) ||
        !add_folder (self, folders[i], "cur", error))
      return NULL;
  return g_steal_pointer (&self);
}

void
retour_follow_free (RetourFollow *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->folders);
  g_queue_free_full (self->waiting, g_free);
  g_hash_table_unref (self->known);
  g_free (self);
}

char *
retour_follow_take (RetourFollow *self)
{
  if (g_get_monotonic_time () - self->last >= self->rescan)
    rescan (self);
  return g_queue_pop_head (self->waiting);
}

static gboolean
end_wait (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
retour_follow_wait (RetourFollow *self, guint milliseconds)
{
  gint64 due = (self->last + self->rescan - g_get_monotonic_time ()) / 1000;
  gboolean over = FALSE;
  guint timer;

  if (!g_queue_is_empty (self->waiting) || due <= 0)
    return;
  timer = g_timeout_add ((guint) MIN (due + 1, milliseconds), end_wait, &over);
  g_main_context_iteration (NULL, TRUE);
  if (!over)
    g_source_remove (timer);
}

void
retour_follow_put_back (RetourFollow *self, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *unique = unique_name (name);

  g_hash_table_remove (self->known, unique);
  self->last = 0; /* to be looked for now */
}
