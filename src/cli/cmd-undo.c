#include "cli/cmd.h"
#include "cli/text.h"

#include <stdio.h>
#include <string.h>

static int
fail (const GError *error)
{
  static const int codes[] = {
    [RETOUR_ERROR_DATA] = RETOUR_EXIT_DATA, [RETOUR_ERROR_NO_INPUT] = RETOUR_EXIT_NO_INPUT,
    [RETOUR_ERROR_IO] = RETOUR_EXIT_IO,     [RETOUR_ERROR_USAGE] = RETOUR_EXIT_USAGE,
    [RETOUR_ERROR_CLOSED] = RETOUR_EXIT_IO, [RETOUR_ERROR_UNAVAILABLE] = RETOUR_EXIT_UNAVAILABLE,
  };

  retour_complain (&retour_cmd_undo, error->message);
  return error->domain == RETOUR_ERROR && (guint) error->code < G_N_ELEMENTS (codes)
             ? codes[error->code]
             : RETOUR_EXIT_SOFTWARE;
}

/* Ready to be added to the list. */
static gboolean
print_row (const char *row, gsize len, gpointer data)
{
  (void) data;
  return fwrite (row, 1, len, stdout) == len;
}

static int
undo (const char *db, const char *path)
{
  g_autofree char *fallback = db == NULL ? retour_ledger_make_default_path () : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RetourLedger) ledger = NULL;

  if (db == NULL && fallback == NULL) {
    retour_complain (&retour_cmd_undo,
                     _ ("there is no home folder for a ledger; say where it is with --db"));
    return RETOUR_EXIT_USAGE;
  }
  ledger = retour_ledger_open (db != NULL ? db : fallback, RETOUR_LEDGER_WRITE, &error);
  if (ledger == NULL || !retour_clean_undo (ledger, path, print_row, NULL, &error))
    return fail (error);
  return retour_end_stdout (&retour_cmd_undo, RETOUR_EXIT_OK);
}

static int
run (int argc, char **argv)
{
  g_autofree char *db = NULL;
  g_auto (GStrv) paths = NULL;
  int code = RETOUR_EXIT_OK;
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &db, N_ ("The ledger (default: the one of retour ingest)"),
      N_ ("FILE") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, "FILE" },
    G_OPTION_ENTRY_NULL,
  };

  if (!retour_parse_options (&retour_cmd_undo, entries, &argc, &argv, &code))
    return code;
  if (paths != NULL && g_strv_length (paths) == 1)
    return undo (db, paths[0]);
  retour_complain (&retour_cmd_undo, _ ("give one undo file"));
  return RETOUR_EXIT_USAGE;
}

const RetourCommand retour_cmd_undo = {
  .name = "undo",
  .arguments = N_ ("[OPTION...] FILE"),
  .summary = N_ ("takes back what 'retour clean' removed, and prints the rows for the list"),
  .run = run,
};
