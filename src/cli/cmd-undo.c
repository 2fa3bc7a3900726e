#include "cli/ledger.h"
#include "cli/text.h"

#include <stdio.h>
#include <string.h>

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
  g_autoptr (GError) error = NULL;
  g_autoptr (RetourLedger) ledger = retour_open_ledger_to_write (db, &error);

  if (ledger == NULL || !retour_clean_undo (ledger, path, print_row, NULL, &error))
    return retour_fail (&retour_cmd_undo, error);
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
