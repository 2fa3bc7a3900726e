#include "cli/ledger.h"

#include "cli/mails.h"
#include "cli/text.h"

/* Sources on their way into a ledger. */
typedef struct {
  RetourLedger *ledger;
  const RetourRules *rules;
  GError *error;
} Reading;

static RetourLedger *
open_file (const char *db, RetourLedgerMode mode, GError **error)
{
  g_autofree char *path = db != NULL ? g_strdup (db) : retour_ledger_make_default_path ();

  if (path != NULL)
    return retour_ledger_open (path, mode, error);
  g_set_error_literal (error, RETOUR_ERROR, RETOUR_ERROR_USAGE,
                       _ ("there is no home folder: say where with --db"));
  return NULL;
}

RetourLedger *
retour_open_ledger_to_write (const char *db, GError **error)
{
  return open_file (db, RETOUR_LEDGER_WRITE, error);
}

static gboolean
take_mail (const RetourInput *input, gpointer data)
{
  Reading *self = data;
  g_autoptr (RetourReport) report = retour_read_report (input, self->rules);

  return retour_ledger_add (self->ledger, report, NULL, &self->error);
}

/* A source that cannot be read leaves the others. */
static gboolean
read_sources (const RetourCommand *command, const RetourLedgerChoice *choice, RetourLedger *ledger,
              int *code)
{
  g_autoptr (RetourRules) rules = NULL;
  Reading reading = { .ledger = ledger };

  if (!retour_load_rules (command, choice->rules, &rules, code))
    return FALSE;
  reading.rules = rules;
  *code = retour_each_mail (command, choice->sources, take_mail, &reading);
  if (reading.error == NULL)
    retour_ledger_commit (ledger, &reading.error);
  if (reading.error == NULL)
    return TRUE;
  *code = retour_fail (command, reading.error);
  g_clear_error (&reading.error);
  return FALSE;
}

RetourLedger *
retour_open_ledger (const RetourCommand *command, const RetourLedgerChoice *choice, int *code)
{
  gboolean temporary = choice->sources != NULL && choice->sources[0] != NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RetourLedger) ledger = NULL;

  *code = RETOUR_EXIT_OK;
  if (temporary && choice->db != NULL) {
    retour_complain (command, _ ("want either sources or '--db'"));
    *code = RETOUR_EXIT_USAGE;
    return NULL;
  }
  ledger = temporary ? retour_ledger_open (NULL, RETOUR_LEDGER_WRITE, &error)
                     : open_file (choice->db, RETOUR_LEDGER_READ, &error);
  if (ledger == NULL) {
    *code = retour_fail (command, error);
    return NULL;
  }
  if (temporary && !read_sources (command, choice, ledger, code))
    return NULL;
  return g_steal_pointer (&ledger);
}
