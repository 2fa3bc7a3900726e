#include "cli/ledger.h"
#include "cli/text.h"
#include "cli/when.h"

#include <stdio.h>
#include <string.h>

/* What the options say. */
typedef struct {
  char *db;
  char *list;
  char *output;
  char *policy;
  char *column;
  char *max_remove;
  char *now;
  char **our_domains;
  char **exports;
  char **rules;
  char **paths; /* sources, and the list behind them */
  gboolean fold_case;
  gboolean force;
  gboolean dry_run;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->db);
  g_free (self->list);
  g_free (self->output);
  g_free (self->policy);
  g_free (self->column);
  g_free (self->max_remove);
  g_free (self->now);
  g_strfreev (self->our_domains);
  g_strfreev (self->exports);
  g_strfreev (self->rules);
  g_strfreev (self->paths);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static int
complain (const char *message)
{
  retour_complain (&retour_cmd_clean, message);
  return RETOUR_EXIT_USAGE;
}

static gboolean
set_policy (RetourClean *clean, const char *name, int *code)
{
  g_autoptr (RetourPolicy) policy = NULL;

  if (name == NULL)
    return TRUE;
  policy = retour_load_policy (&retour_cmd_clean, name, code);
  if (policy != NULL)
    retour_clean_set_policy (clean, policy);
  return policy != NULL;
}

static gboolean
set_values (RetourClean *clean, const Options *options, int *code)
{
  g_autoptr (GError) error = NULL;
  gint64 now;
  gboolean ok = TRUE;

  if (options->now != NULL && !retour_when_parse_now (options->now, &now)) {
    g_autofree char *message = g_strdup_printf (_ ("'%s' is no date"), options->now);

    *code = complain (message);
    return FALSE;
  }
  if (options->now != NULL)
    retour_clean_set_now (clean, now);
  if (options->max_remove != NULL)
    ok = retour_clean_set_max_remove (clean, options->max_remove, &error);
  for (guint i = 0; ok && options->exports != NULL && options->exports[i] != NULL; i++)
    ok = retour_clean_add_export (clean, options->exports[i], &error);
  if (!ok)
    *code = retour_fail (&retour_cmd_clean, error);
  return ok;
}

static gboolean
set_options (RetourClean *clean, const Options *options, int *code)
{
  for (guint i = 0; options->our_domains != NULL && options->our_domains[i] != NULL; i++)
    retour_clean_add_our_domain (clean, options->our_domains[i]);
  if (options->column != NULL)
    retour_clean_set_column (clean, options->column);
  if (options->output != NULL)
    retour_clean_set_folder (clean, options->output);
  retour_clean_set_fold_case (clean, options->fold_case);
  retour_clean_set_force (clean, options->force);
  retour_clean_set_dry_run (clean, options->dry_run);
  return set_policy (clean, options->policy, code) && set_values (clean, options, code);
}

static int
tell (const RetourClean *clean, const Options *options, int code)
{
  g_autofree char *summary = retour_clean_make_summary (clean);
  g_autofree char *message = NULL;

  fputs (summary, stdout);
  code = retour_end_stdout (&retour_cmd_clean, code);
  if (!retour_clean_is_refused (clean))
    return code;
  message = g_strdup_printf (
      _ ("%llu of %llu addresses would be removed, more than %s: look at them, then say --force"),
      (unsigned long long) retour_clean_get_n (clean, RETOUR_VERDICT_REMOVE),
      (unsigned long long) retour_clean_get_n_addresses (clean),
      options->max_remove != NULL ? options->max_remove : "5%");
  retour_complain (&retour_cmd_clean, message);
  return MAX (code, RETOUR_EXIT_REFUSED);
}

/* The last argument is the list unless `--list` says it. */
static gboolean
find_list (Options *options, int *code)
{
  guint n = options->paths != NULL ? g_strv_length (options->paths) : 0;

  if (options->list == NULL && n > 0) {
    options->list = options->paths[n - 1];
    options->paths[--n] = NULL;
  }
  if (options->list == NULL)
    *code = complain (_ ("no list given"));
  else if (options->db != NULL && n > 0)
    *code = complain (_ ("either --db or sources, not both; the list comes last"));
  else
    return TRUE;
  return FALSE;
}

static gboolean
parse (Options *options, int *argc, char ***argv, int *code)
{
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options->db,
      N_ ("The ledger (default: the one of retour ingest)"), N_ ("FILE") },
    { "list", 0, 0, G_OPTION_ARG_FILENAME, &options->list,
      N_ ("The list; then all arguments are sources"), N_ ("FILE") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
      N_ ("Where the files go (default: the current folder)"), N_ ("FOLDER") },
    { "policy", 0, 0, G_OPTION_ARG_FILENAME, &options->policy,
      N_ ("What decides: a preset or a file"), N_ ("NAME") },
    { "column", 0, 0, G_OPTION_ARG_STRING, &options->column,
      N_ ("The column of addresses, by name or number"), N_ ("COLUMN") },
    { "fold-case", 0, 0, G_OPTION_ARG_NONE, &options->fold_case,
      N_ ("Upper and lower case are the same in local parts, too"), NULL },
    { "our-domain", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->our_domains,
      N_ ("A report that names none of our domains proves nothing; more than once"),
      N_ ("DOMAIN") },
    { "max-remove", 0, 0, G_OPTION_ARG_STRING, &options->max_remove,
      N_ ("What a run may remove, a share or a number (default: 5%)"), N_ ("SHARE") },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options->force, N_ ("Remove however many there are"),
      NULL },
    { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &options->dry_run,
      N_ ("Say what would happen, and write nothing"), NULL },
    { "export", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->exports,
      N_ ("Also write the removed addresses for mailman, sympa, listmonk, ses, sendgrid, postmark, "
          "or as plain or sha256; more than once"),
      N_ ("KIND[=FILE]") },
    { "now", 0, 0, G_OPTION_ARG_STRING, &options->now,
      N_ ("Decide as if it were then, as in 2026-01-31 (default: now; of sources, their newest "
          "report)"),
      N_ ("DATE") },
    { "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->rules,
      N_ ("Ask the rules of this file or folder first; more than once"), N_ ("FILE") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->paths, NULL,
      "[SOURCE...] LIST" },
    G_OPTION_ENTRY_NULL,
  };

  return retour_parse_options (&retour_cmd_clean, entries, argc, argv, code);
}

static int
run (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (RetourClean) clean = retour_clean_new ();
  g_autoptr (RetourLedger) ledger = NULL;
  g_autoptr (GError) error = NULL;
  RetourLedgerChoice choice;
  gboolean has_sources;
  int code = RETOUR_EXIT_OK;

  if (!parse (&options, &argc, &argv, &code) || !find_list (&options, &code) ||
      !set_options (clean, &options, &code))
    return code;
  has_sources = options.paths != NULL && options.paths[0] != NULL;
  if (has_sources && options.now == NULL)
    retour_clean_set_now (clean, 0); /* mails of last year are to be judged as of last year */
  choice = (RetourLedgerChoice) { options.db, options.paths, options.rules };
  ledger = retour_open_ledger (&retour_cmd_clean, &choice, &code);
  /* half of the bounces would give half of the truth */
  if (ledger == NULL || (code != RETOUR_EXIT_OK && code != RETOUR_EXIT_DATA))
    return code;
  if (!retour_clean_run (clean, ledger, options.list, &error))
    return retour_fail (&retour_cmd_clean, error);
  return tell (clean, &options, code);
}

const RetourCommand retour_cmd_clean = {
  .name = "clean",
  .arguments = N_ ("[OPTION...] [--db FILE | SOURCE...] LIST"),
  .summary = N_ ("splits a list of addresses into those to keep, to remove and to hold"),
  .run = run,
};
