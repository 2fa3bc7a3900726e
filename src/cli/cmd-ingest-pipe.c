#include "cli/ingest-pipe.h"

#include "cli/ledger.h"
#include "cli/spool.h"
#include "cli/text.h"

#include <errno.h>
#include <string.h>

enum {
  PATIENCE = 2,         /* seconds that a ledger may take if there is a spool to turn to */
  SPOOLED_AT_ONCE = 20, /* mails that were spooled earlier and are taken along with this one */
};

typedef struct {
  char *db;
  char *spool;
  char *sent_to;
  char *campaign;
  char **rules;
  char **sources;
  RetourPipeOptions pipe;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->db);
  g_free (self->spool);
  g_free (self->sent_to);
  g_free (self->campaign);
  g_strfreev (self->rules);
  g_strfreev (self->sources);
  retour_pipe_options_clear (&self->pipe);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

gboolean
retour_ingest_is_pipe (int argc, char **argv)
{
  gboolean found = FALSE;

  for (int i = 1; i < argc; i++) {
    if (g_str_equal (argv[i], "--follow"))
      return FALSE;
    found = found || g_str_equal (argv[i], "-");
  }
  return found;
}

/* The value of the field that @line starts with, if that is called @name. */
static char *
get_value (const char *line, gsize len, const char *name)
{
  gsize n = strlen (name);
  char *value;

  if (len <= n || g_ascii_strncasecmp (line, name, n) != 0 || line[n] != ':')
    return NULL;
  value = g_strstrip (g_strndup (line + n + 1, len - n - 1));
  if (*value != '\0')
    return value;
  g_free (value);
  return NULL;
}

/* The first field of the mail that tells who it was delivered to. */
static char *
find_in_header (const RetourPipeMail *mail)
{
  static const char *const names[] = { "Delivered-To", "X-Original-To", "Envelope-To" };
  const char *p = mail->data, *end = mail->data + mail->len, *eol;
  char *value = NULL;

  for (; p < end && value == NULL && *p != '\n' && *p != '\r'; p = eol + 1) {
    eol = memchr (p, '\n', (gsize) (end - p));
    eol = eol != NULL ? eol : end - 1;
    for (guint i = 0; value == NULL && i < G_N_ELEMENTS (names); i++)
      value = get_value (p, (gsize) (eol + 1 - p), names[i]);
  }
  return value;
}

/* (transfer full): the address that the mail was sent to, which may tell who it is about. */
static char *
find_sent_to (const Options *self, const RetourPipeMail *mail)
{
  static const char *const names[] = { "ORIGINAL_RECIPIENT", "RECIPIENT" };

  if (self->sent_to != NULL && *self->sent_to != '\0')
    return g_strdup (self->sent_to);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = g_getenv (names[i]);

    if (value != NULL && *value != '\0')
      return g_strdup (value);
  }
  return find_in_header (mail);
}

static gboolean
write_entry (gconstpointer data)
{
  return retour_spool_entry_write (data);
}

static gboolean
do_nothing (G_GNUC_UNUSED gconstpointer data)
{
  return TRUE;
}

static RetourLedger *
open_ledger (const Options *self, GError **error)
{
  RetourLedger *ledger = retour_open_ledger_to_write (self->db, error);

  if (ledger != NULL)
    retour_ledger_set_campaign_field (ledger, self->campaign);
  return ledger;
}

/* What was spooled earlier; the mail that we were run for is safe by now, whatever happens. */
static void
take_spooled (const Options *self, RetourLedger *ledger, const RetourRules *rules)
{
  static const RetourGuardRescue rescue = { .func = do_nothing, .on_time = TRUE };
  g_autoptr (GError) error = NULL;

  if (self->spool == NULL)
    return;
  retour_guard_set_rescue (&rescue);
  if (!retour_spool_take (self->spool, SPOOLED_AT_ONCE, ledger, rules, &error))
    retour_complain (NULL, error->message);
}

static gboolean
record (const Options *self, const RetourPipeMail *mail, const char *sent_to, GError **error)
{
  g_autoptr (RetourRules) rules = NULL;
  g_autoptr (RetourLedger) ledger = NULL;
  g_autoptr (RetourReport) report = NULL;
  int code = 0;

  if (!retour_load_rules (NULL, self->rules, &rules, &code)) {
    g_set_error_literal (error, RETOUR_ERROR, RETOUR_ERROR_DATA, _ ("the rules cannot be used"));
    return FALSE;
  }
  report = retour_pipe_report (mail, rules);
  ledger = open_ledger (self, error);
  if (ledger == NULL || !retour_ledger_add (ledger, report, sent_to, error) ||
      !retour_ledger_commit (ledger, error))
    return FALSE;
  take_spooled (self, ledger, rules);
  return TRUE;
}

/* The ledger does not take it, in time or at all: into the spool. */
static gboolean
record_or_spool (const Options *self, const RetourPipeMail *mail, const char *sent_to,
                 GError **error)
{
  g_auto (RetourSpoolEntry) entry = { 0 };
  const RetourGuardRescue rescue = { .func = write_entry, .data = &entry, .on_time = TRUE };
  gboolean ok;

  retour_spool_entry_init (&entry, self->spool, mail, sent_to);
  retour_guard_set_rescue (&rescue);
  retour_guard_start_clock (MIN (PATIENCE, (guint) self->pipe.timeout));
  ok = record (self, mail, sent_to, error);
  retour_guard_set_rescue (NULL);
  retour_guard_start_clock ((guint) self->pipe.timeout);
  return ok || retour_spool_entry_write (&entry);
}

static gboolean
parse (const RetourCommand *command, Options *options, int argc, char **argv, int *code)
{
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options->db, "", "" },
    { "spool", 0, 0, G_OPTION_ARG_FILENAME, &options->spool, "", "" },
    { "sent-to", 0, 0, G_OPTION_ARG_FILENAME, &options->sent_to, "", "" },
    { "campaign", 0, 0, G_OPTION_ARG_FILENAME, &options->campaign, "", "" },
    RETOUR_PIPE_RULES_ENTRY (options->rules),
    RETOUR_PIPE_ENTRIES (options->pipe),
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->sources, "", "" },
    G_OPTION_ENTRY_NULL,
  };

  if (!retour_parse_options (command, entries, &argc, &argv, code))
    return FALSE;
  if (options->sources != NULL && options->sources[1] == NULL)
    return TRUE;
  *code = RETOUR_EXIT_USAGE;
  retour_complain (command, _ ("standard input is the only source, if it is one"));
  return FALSE;
}

int
retour_ingest_run_pipe (const RetourCommand *command, int argc, char **argv)
{
  g_auto (Options) options = { .pipe = RETOUR_PIPE_OPTIONS_INIT };
  g_auto (RetourPipeMail) mail = RETOUR_PIPE_MAIL_INIT;
  g_autoptr (GError) error = NULL;
  g_autofree char *sent_to = NULL;
  int code = RETOUR_EXIT_OK;
  gboolean ok;

  if (!parse (command, &options, argc, argv, &code))
    return code;
  if (!retour_pipe_read (command, &options.pipe, FALSE, &mail))
    return RETOUR_EXIT_TRY_AGAIN;
  sent_to = find_sent_to (&options, &mail);
  ok = options.spool != NULL ? record_or_spool (&options, &mail, sent_to, &error)
                             : record (&options, &mail, sent_to, &error);
  if (error != NULL)
    retour_complain (command, error->message);
  return ok ? RETOUR_EXIT_OK : RETOUR_EXIT_TRY_AGAIN;
}
