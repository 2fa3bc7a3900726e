#include "cli/ingest.h"

#include "cli/ingest-pipe.h"
#include "cli/ledger.h"
#include "cli/mails.h"
#include "cli/spool.h"
#include "cli/terminal.h"
#include "cli/text.h"

#include <stdio.h>
#include <unistd.h>

enum { COMMIT_MAILS = 1000 }; /* files that wait for a commit to go */

static void
options_clear (RetourIngestOptions *self)
{
  g_free (self->db);
  g_free (self->archive);
  g_free (self->campaign);
  g_free (self->spool);
  g_free (self->sent_to);
  retour_pipe_options_clear (&self->pipe);
  g_strfreev (self->delivered);
  g_strfreev (self->rules);
  g_strfreev (self->sources);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RetourIngestOptions, options_clear)

gboolean
retour_ingest_fail (RetourIngest *self, const GError *error)
{
  int code = retour_fail (&retour_cmd_ingest, error);

  self->worst = MAX (self->worst, code);
  return FALSE;
}

gboolean
retour_ingest_commit (RetourIngest *self)
{
  g_autoptr (GError) error = NULL;

  if (!retour_ledger_commit (self->ledger, &error)) {
    self->broken = TRUE;
    return retour_ingest_fail (self, error);
  }
  retour_ingest_dispose (self);
  return TRUE;
}

gboolean
retour_ingest_mail (RetourIngest *self, const RetourInput *input)
{
  g_autoptr (RetourReport) report = retour_read_report (input, self->rules);
  g_autoptr (GError) error = NULL;

  if (!retour_ledger_add (self->ledger, report, NULL, &error)) {
    self->broken = TRUE;
    return retour_ingest_fail (self, error);
  }
  retour_ingest_note_file (self, input);
  return TRUE;
}

static gboolean
take_mail (const RetourInput *input, gpointer data)
{
  RetourIngest *self = data;

  return retour_ingest_mail (self, input) &&
         (self->read->len < COMMIT_MAILS || retour_ingest_commit (self));
}

/* A file of deliveries that cannot be read does not keep the others from it. */
static gboolean
take_deliveries (RetourIngest *self)
{
  char **files = self->options->delivered;

  for (guint i = 0; files != NULL && files[i] != NULL; i++) {
    g_autoptr (GError) error = NULL;

    if (!retour_ledger_add_deliveries (self->ledger, files[i], &error) &&
        !retour_ingest_fail (self, error) && g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_IO))
      return FALSE;
  }
  return TRUE;
}

static void
take_sources (RetourIngest *self)
{
  if (self->options->sources != NULL) {
    int code = retour_each_mail (&retour_cmd_ingest, self->options->sources, take_mail, self);

    self->worst = MAX (self->worst, code);
  }
}

static void
print_counts (const RetourIngest *self)
{
  guint64 new = retour_ledger_get_n_new (self->ledger);
  guint64 all = new + retour_ledger_get_n_known (self->ledger);

  if (!retour_terminal_is_one (STDERR_FILENO))
    return;
  fprintf (stderr, _ ("%llu events, %llu of them new\n"), (unsigned long long) all,
           (unsigned long long) new);
}

static gboolean
parse (RetourIngestOptions *options, int *argc, char ***argv, int *code)
{
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options->db,
      N_ ("The ledger (default: retour/ledger.db among the user's data)"), N_ ("FILE") },
    { "archive", 0, 0, G_OPTION_ARG_FILENAME, &options->archive,
      N_ ("Move mails of a Maildir or folder to this Maildir when they are recorded"),
      N_ ("FOLDER") },
    { "delete", 0, 0, G_OPTION_ARG_NONE, &options->remove,
      N_ ("Delete mails of a Maildir or folder when they are recorded"), NULL },
    { "leave", 0, 0, G_OPTION_ARG_NONE, &options->leave,
      N_ ("Leave mails where they are (default)"), NULL },
    { "follow", 0, 0, G_OPTION_ARG_NONE, &options->follow,
      N_ ("Go on with the mails that come into the Maildir, until SIGTERM"), NULL },
    { "delivered", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->delivered,
      N_ ("Deliveries: addresses, or a log of Postfix or Exim; more than once"), N_ ("FILE") },
    { "campaign", 0, 0, G_OPTION_ARG_STRING, &options->campaign,
      N_ ("Header field of the returned mail that names the campaign"), N_ ("HEADER") },
    { "spool", 0, 0, G_OPTION_ARG_FILENAME, &options->spool,
      N_ ("Folder for mails of '-' while the ledger takes none; what is there is taken in"),
      N_ ("FOLDER") },
    { "sent-to", 0, 0, G_OPTION_ARG_STRING, &options->sent_to,
      N_ ("The address that the mail of '-' was sent to (default: by environment or header)"),
      N_ ("ADDRESS") },
    RETOUR_PIPE_RULES_ENTRY (options->rules),
    RETOUR_PIPE_ENTRIES (options->pipe),
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->sources, NULL,
      "[SOURCE...]" },
    G_OPTION_ENTRY_NULL,
  };

  return retour_parse_options (&retour_cmd_ingest, entries, argc, argv, code);
}

static const char *
find_mistake (const RetourIngestOptions *options)
{
  if ((options->archive != NULL) + options->remove + options->leave > 1)
    return _ ("only one of --archive, --delete and --leave");
  if (options->follow && options->sources == NULL)
    return _ ("--follow needs a Maildir");
  if (options->sent_to != NULL || options->pipe.log != NULL)
    return _ ("--sent-to and --log are for standard input: '-'");
  if (options->sources == NULL && options->delivered == NULL && options->spool == NULL)
    return _ ("no sources given");
  return NULL;
}

/* Opens the ledger; the exit code is in `worst`. */
static gboolean
open_ledger (RetourIngest *self)
{
  g_autoptr (GError) error = NULL;

  self->ledger = retour_open_ledger_to_write (self->options->db, &error);
  if (self->ledger == NULL)
    return retour_ingest_fail (self, error);
  retour_ledger_set_campaign_field (self->ledger, self->options->campaign);
  return TRUE;
}

static gboolean
take_spool (RetourIngest *self)
{
  g_autoptr (GError) error = NULL;

  return self->options->spool == NULL ||
         retour_spool_take (self->options->spool, G_MAXUINT, self->ledger, self->rules, &error) ||
         retour_ingest_fail (self, error);
}

static void
ingest (RetourIngest *self)
{
  if (take_spool (self) && take_deliveries (self)) {
    if (self->options->follow)
      retour_ingest_follow (self);
    else
      take_sources (self);
  }
  if (!self->broken)
    retour_ingest_commit (self);
  print_counts (self);
}

static int
run (int argc, char **argv)
{
  g_auto (RetourIngestOptions) options = { .pipe = RETOUR_PIPE_OPTIONS_INIT };
  g_autoptr (RetourRules) rules = NULL;
  g_autoptr (GPtrArray) read = g_ptr_array_new_with_free_func (g_free);
  RetourIngest self = { .options = &options, .read = read };
  int code = RETOUR_EXIT_OK;
  const char *mistake;

  if (retour_ingest_is_pipe (argc, argv))
    return retour_ingest_run_pipe (&retour_cmd_ingest, argc, argv);
  if (!parse (&options, &argc, &argv, &code))
    return code;
  if ((mistake = find_mistake (&options)) != NULL) {
    retour_complain (&retour_cmd_ingest, mistake);
    return RETOUR_EXIT_USAGE;
  }
  if (!retour_load_rules (&retour_cmd_ingest, options.rules, &rules, &code))
    return code;
  self.rules = rules;
  if (open_ledger (&self) && retour_ingest_prepare_archive (&self))
    ingest (&self);
  g_clear_pointer (&self.ledger, retour_ledger_free);
  return self.worst;
}

const RetourCommand retour_cmd_ingest = {
  .name = "ingest",
  .arguments = N_ ("[OPTION...] SOURCE..."),
  .summary = N_ ("records what returned mail says, each event once"),
  .is_pipe = retour_ingest_is_pipe,
  .run = run,
};
