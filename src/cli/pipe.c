#include "cli/pipe.h"

#include "cli/mails.h"
#include "cli/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
  FIRST_READ = 64 * 1024,
  /* the library's cap, and room for From_ lines, to see that a mail is longer */
  IN_MEMORY = 32 * 1024 * 1024 + 16 * 1024,
};

gboolean
retour_pipe_always (G_GNUC_UNUSED int argc, G_GNUC_UNUSED char **argv)
{
  return TRUE;
}

/* The log is needed before options are parsed. */
static const char *
find_log (char **argv)
{
  const char *log = NULL;

  for (guint i = 1; argv[i] != NULL && !g_str_equal (argv[i], "--"); i++) {
    if (g_str_has_prefix (argv[i], "--log="))
      log = argv[i] + strlen ("--log=");
    else if (g_str_equal (argv[i], "--log") && argv[i + 1] != NULL)
      log = argv[i + 1];
  }
  return log;
}

static gssize
read_some (int fd, char *data, gsize len)
{
  gssize n;

  do
    n = read (fd, data, len);
  while (n < 0 && errno == EINTR);
  return n;
}

/* Whoever writes to us must not see a broken pipe. */
static void
drain (void)
{
  char block[4096];

  if (isatty (STDIN_FILENO) == 1)
    return;
  while (read_some (STDIN_FILENO, block, sizeof (block)) > 0)
    continue;
}

static int
run_command (const RetourCommand *command, const char *language, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (retour_language_use (language, &error))
    return command->run (argc, argv);
  retour_complain (command, error->message);
  return RETOUR_EXIT_TRY_AGAIN;
}

int
retour_pipe_run (const RetourCommand *command, const char *language, int argc, char **argv)
{
  int code;

  retour_guard_start ();
  retour_guard_set_log (find_log (argv));
  code = run_command (command, language, argc, argv);
  retour_guard_end ();
  drain ();
  return code == RETOUR_EXIT_OK || code == RETOUR_EXIT_NO ? code : RETOUR_EXIT_TRY_AGAIN;
}

void
retour_pipe_options_clear (RetourPipeOptions *self)
{
  g_free (self->log);
}

void
retour_pipe_mail_clear (RetourPipeMail *self)
{
  g_free (self->data);
  if (self->rest >= 0)
    close (self->rest);
  *self = (RetourPipeMail) RETOUR_PIPE_MAIL_INIT;
}

static gboolean
write_all (int fd, const char *data, gsize len)
{
  while (len > 0) {
    gssize n = write (fd, data, len);

    if (n < 0 && errno != EINTR)
      return FALSE;
    data += MAX (n, 0);
    len -= (gsize) MAX (n, 0);
  }
  return TRUE;
}

static gboolean
copy_file (int from, int to)
{
  char block[16 * 1024];
  gssize n;

  while ((n = read_some (from, block, sizeof (block))) > 0)
    if (!write_all (to, block, (gsize) n))
      return FALSE;
  return n == 0;
}

gboolean
retour_pipe_write_to (int fd, const RetourPart *parts, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!write_all (fd, parts[i].data, parts[i].len))
      return FALSE;
  return TRUE;
}

gboolean
retour_pipe_write (const RetourPart *parts, guint n, int rest)
{
  return retour_pipe_write_to (STDOUT_FILENO, parts, n) &&
         (rest < 0 || copy_file (rest, STDOUT_FILENO));
}

/* Doubles the memory whenever it is full, up to IN_MEMORY. */
static gboolean
read_beginning (RetourPipeMail *mail)
{
  gsize room = FIRST_READ;
  gssize n;

  mail->data = g_malloc (room);
  do {
    if (mail->len == room) {
      room = MIN (2 * room, IN_MEMORY);
      mail->data = g_realloc (mail->data, room);
    }
    n = read_some (STDIN_FILENO, mail->data + mail->len, room - mail->len);
    mail->len += (gsize) MAX (n, 0);
  } while (n > 0 && mail->len < IN_MEMORY);
  return n >= 0;
}

static gboolean
read_rest (RetourPipeMail *mail)
{
  if (mail->len < IN_MEMORY)
    return TRUE;
  mail->rest = retour_guard_open_on_disk ();
  return mail->rest >= 0 && copy_file (STDIN_FILENO, mail->rest) &&
         lseek (mail->rest, 0, SEEK_SET) == 0;
}

gboolean
retour_pipe_parse (const RetourCommand *command, const GOptionEntry *entries, int argc, char **argv,
                   int *code)
{
  g_autofree char *message = NULL;

  if (!retour_parse_options (command, entries, &argc, &argv, code))
    return FALSE;
  if (argc == 1)
    return TRUE;
  message = g_strdup_printf (_ ("no argument is taken, but '%s' is given"), argv[1]);
  retour_complain (command, message);
  *code = RETOUR_EXIT_USAGE;
  return FALSE;
}

gboolean
retour_pipe_read (const RetourCommand *command, const RetourPipeOptions *options, gboolean whole,
                  RetourPipeMail *mail)
{
  gboolean valid = options->timeout >= 0;
  g_autofree char *message = NULL;

  if (valid && read_beginning (mail) && (!whole || read_rest (mail))) {
    if (!whole)
      drain ();
    retour_guard_start_clock ((guint) options->timeout);
    return TRUE;
  }
  message = valid
                ? g_strdup_printf (_ ("cannot read '%s': %s"), "-", _ (g_strerror (errno)))
                : g_strdup_printf (_ ("the value of option '%s' is missing or wrong"), "--timeout");
  retour_complain (command, message);
  return FALSE;
}

RetourReport *
retour_pipe_report (const RetourPipeMail *mail, const RetourRules *rules)
{
  g_autoptr (RetourInput) input = retour_input_new_from_memory (mail->data, mail->len);

  retour_input_next (input, NULL);
  return retour_read_report (input, rules);
}
