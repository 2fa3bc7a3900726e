#include "cli/spool.h"

#include "cli/mails.h"
#include "cli/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define HEAD "retour-spool/1 "
#define END  ".mail"

enum {
  BATCH = 100,         /* mails between two commits */
  MAX_HEAD = 4 * 1024, /* bytes of the line ahead of a mail */
};

/* What is read of the folder, and what became of it. */
typedef struct {
  const char *folder;
  RetourLedger *ledger;
  const RetourRules *rules;
  GPtrArray *taken; /* of char *: files to be removed when all is committed */
} Run;

static char *
make_name (const char *folder, const char *end)
{
  return g_strdup_printf ("%s/%" G_GINT64_FORMAT ".%d.%08x%s", folder, g_get_real_time (),
                          (int) getpid (), g_random_int (), end);
}

void
retour_spool_entry_init (RetourSpoolEntry *self, const char *folder, const RetourPipeMail *mail,
                         const char *sent_to)
{
  g_autofree char *address = retour_make_printable (sent_to != NULL ? sent_to : "");

  g_mkdir_with_parents (folder, 0700);
  if (strlen (address) > MAX_HEAD / 2)
    *address = '\0';
  self->mail = mail;
  self->folder = g_strdup (folder);
  self->head = g_strconcat (HEAD, address, "\n", NULL);
  self->name = make_name (folder, END);
  self->temporary = g_strconcat (self->name, ".tmp", NULL);
}

void
retour_spool_entry_clear (RetourSpoolEntry *self)
{
  g_free (self->folder);
  g_free (self->head);
  g_free (self->temporary);
  g_free (self->name);
}

static gboolean
sync_and_close (int fd)
{
  gboolean ok = fd >= 0 && fsync (fd) == 0;

  return fd >= 0 && close (fd) == 0 && ok;
}

/* A name in a folder is as lasting as the folder. */
static gboolean
sync_folder (const char *folder)
{
  return sync_and_close (open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

gboolean
retour_spool_entry_write (const RetourSpoolEntry *self)
{
  const RetourPart parts[] = {
    { self->head, strlen (self->head) },
    { self->mail->data, self->mail->len },
  };
  int fd = open (self->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  gboolean ok = fd >= 0 && retour_pipe_write_to (fd, parts, G_N_ELEMENTS (parts));

  if (fd >= 0)
    ok = sync_and_close (fd) && ok;
  if (ok && rename (self->temporary, self->name) == 0)
    return sync_folder (self->folder);
  if (fd >= 0)
    unlink (self->temporary);
  return FALSE;
}

/* The mail in @text, behind its head; the address that it was sent to. %FALSE: it is no such file.
 */
static gboolean
parse (char *text, gsize len, RetourPipeMail *mail, const char **sent_to)
{
  char *end = memchr (text, '\n', MIN (len, MAX_HEAD));

  if (end == NULL || !g_str_has_prefix (text, HEAD))
    return FALSE;
  *end = '\0';
  *sent_to = text + strlen (HEAD);
  if (**sent_to == '\0')
    *sent_to = NULL;
  mail->data = end + 1;
  mail->len = len - (gsize) (end + 1 - text);
  return TRUE;
}

static gboolean
take_file (Run *self, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (RetourReport) report = NULL;
  RetourPipeMail mail = RETOUR_PIPE_MAIL_INIT;
  const char *sent_to = NULL;
  gsize len = 0;

  if (!g_file_get_contents (path, &text, &len, NULL))
    return TRUE; /* somebody else took it, or it is for somebody else to read */
  if (!parse (text, len, &mail, &sent_to))
    return TRUE;
  report = retour_pipe_report (&mail, self->rules);
  if (!retour_ledger_add (self->ledger, report, sent_to, error))
    return FALSE;
  g_ptr_array_add (self->taken, g_steal_pointer (&path));
  return TRUE;
}

/* Only what is in the ledger for good is removed. */
static gboolean
commit (Run *self, GError **error)
{
  if (!retour_ledger_commit (self->ledger, error))
    return FALSE;
  for (guint i = 0; i < self->taken->len; i++)
    unlink (g_ptr_array_index (self->taken, i));
  g_ptr_array_set_size (self->taken, 0);
  return TRUE;
}

static GDir *
open_folder (const char *folder, gboolean *ok, GError **error)
{
  GDir *dir;

  *ok = TRUE;
  if (!g_file_test (folder, G_FILE_TEST_EXISTS))
    return NULL;
  dir = g_dir_open (folder, 0, NULL);
  *ok = dir != NULL;
  if (dir == NULL)
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_NO_INPUT, _ ("cannot open '%s': %s"), folder,
                 _ (g_strerror (errno)));
  return dir;
}

gboolean
retour_spool_take (const char *folder, guint max, RetourLedger *ledger, const RetourRules *rules,
                   GError **error)
{
  g_autoptr (GPtrArray) taken = g_ptr_array_new_with_free_func (g_free);
  Run self = { folder, ledger, rules, taken };
  gboolean ok = TRUE;
  g_autoptr (GDir) dir = open_folder (folder, &ok, error);
  const char *name;
  guint n = 0;

  while (dir != NULL && ok && n < max && (name = g_dir_read_name (dir)) != NULL) {
    if (!g_str_has_suffix (name, END))
      continue;
    ok = take_file (&self, name, error) && (++n % BATCH != 0 || commit (&self, error));
  }
  return ok && commit (&self, error);
}
