#include "cli/ledger.h"
#include "cli/text.h"
#include "cli/when.h"

#include <stdio.h>

/* What the command line says. */
typedef struct {
  char **words; /* verb and its arguments */
  char **paths; /* of --rules */
  char **our_domains;
  char *database;
  char *now;
  gboolean all;
  gboolean events;
} Options;

/* One of the things that `retour policy` does. */
typedef struct {
  const char *name;
  guint n_policies; /* arguments that name one */
  int (*run) (Options *options, char **arguments);
} Verb;

static int
fail (int code, const char *message)
{
  retour_complain (&retour_cmd_policy, message);
  return code;
}

/* ---------------------------------------------------------------------------------- show, check */

static int
show (Options *options, char **arguments)
{
  const char *const *presets = retour_policy_list_presets ();
  int code = RETOUR_EXIT_OK;

  (void) options;
  if (arguments[0] == NULL) {
    for (guint i = 0; presets[i] != NULL; i++)
      puts (presets[i]);
    return code;
  }
  for (guint i = 0; arguments[i] != NULL && code == RETOUR_EXIT_OK; i++) {
    g_autoptr (RetourPolicy) policy = retour_load_policy (&retour_cmd_policy, arguments[i], &code);
    g_autofree char *text = policy != NULL ? retour_policy_print (policy) : NULL;

    if (text != NULL)
      fputs (text, stdout);
  }
  return code;
}

static int
check (Options *options, char **arguments)
{
  int worst = RETOUR_EXIT_OK;

  (void) options;
  for (guint i = 0; arguments[i] != NULL; i++) {
    int code = RETOUR_EXIT_OK;
    g_autoptr (RetourPolicy) policy = retour_load_policy (&retour_cmd_policy, arguments[i], &code);

    worst = MAX (worst, policy != NULL ? RETOUR_EXIT_OK : code);
  }
  return arguments[0] != NULL ? worst : fail (RETOUR_EXIT_USAGE, _ ("no files given"));
}

/* ------------------------------------------------------------------------------------ the ledger
 */

/* Mails that somebody kept are judged as of the newest of them, a ledger as of now. */
static gboolean
set_now (const Options *options, gboolean temporary, RetourTrial *trial)
{
  gint64 now = temporary ? 0 : g_get_real_time () / G_USEC_PER_SEC;

  if (options->now != NULL && !retour_when_parse_now (options->now, &now))
    return FALSE;
  retour_trial_set_now (trial, now);
  return TRUE;
}

/* What is asked, and how it is answered. */
typedef struct {
  Options *options;
  RetourTrial *trial;
  const char *titles; /* of the columns */
  RetourTrialFunc func;
} Question;

static gboolean
ask_ledger (const Question *self, RetourLedger *ledger, int *code)
{
  g_autoptr (GError) error = NULL;

  retour_trial_set_our_domains (self->trial, (const char *const *) self->options->our_domains);
  puts (self->titles);
  if (retour_trial_run (self->trial, ledger, self->func, self->options, &error))
    return TRUE;
  *code = retour_fail (&retour_cmd_policy, error);
  return FALSE;
}

/* @sources: may be empty. %FALSE: there is no answer, and that has been said. @code: what to exit
 * with. */
static gboolean
ask (const Question *self, char **sources, int *code)
{
  Options *options = self->options;
  const RetourLedgerChoice choice = { options->database, sources, options->paths };
  gboolean temporary = sources[0] != NULL;
  g_autoptr (RetourLedger) ledger = NULL;

  *code = RETOUR_EXIT_USAGE;
  if (!set_now (options, temporary, self->trial)) {
    g_autofree char *message = g_strdup_printf (_ ("'%s' is no date"), options->now);

    fail (*code, message);
    return FALSE;
  }
  ledger = retour_open_ledger (&retour_cmd_policy, &choice, code);
  return ledger != NULL && ask_ledger (self, ledger, code);
}

/* ------------------------------------------------------------------------------------- try, diff
 */

static void
print_field (const char *text)
{
  g_autofree char *printable = retour_make_printable (text != NULL ? text : "-");

  fputs (printable, stdout);
}

static void
print_day (gint64 seconds, gboolean told)
{
  g_autoptr (GDateTime) date = told ? g_date_time_new_from_unix_utc (seconds) : NULL;
  g_autofree char *text = date != NULL ? g_date_time_format (date, "%Y-%m-%d") : NULL;

  printf ("\t%s", text != NULL ? text : "-");
}

static const char *
reason_of (const RetourTrialCase *address, guint policy)
{
  const RetourReason *reason = retour_trial_case_get_reason (address, policy);

  if (reason != NULL)
    return retour_reason_get_id (reason);
  return retour_trial_case_get_n_failures (address, policy) > 0 ? "feedback" : "-";
}

static void
print_verdict (const RetourTrialCase *address, guint policy)
{
  printf ("\t%s\t%s\t%s\t%u",
          retour_verdict_get_name (retour_trial_case_get_verdict (address, policy)),
          retour_trial_case_get_cause (address, policy), reason_of (address, policy),
          retour_trial_case_get_n_failures (address, policy));
}

static void
print_failures (const RetourTrialCase *address, guint policy)
{
  char *line;

  for (guint i = 0; (line = retour_trial_case_describe_failure (address, policy, i)) != NULL; i++) {
    fputs ("  ", stdout);
    print_field (line);
    putchar ('\n');
    g_free (line);
  }
}

static gboolean
print_case (const RetourTrialCase *address, gpointer data)
{
  const Options *options = data;
  gboolean told = retour_trial_case_get_n_failures (address, 0) > 0;

  if (!options->all && retour_trial_case_get_verdict (address, 0) == RETOUR_VERDICT_KEEP)
    return TRUE;
  print_field (retour_trial_case_get_address (address));
  print_verdict (address, 0);
  print_day (retour_trial_case_get_first (address, 0), told);
  print_day (retour_trial_case_get_last (address, 0), told);
  putchar ('\n');
  if (options->events)
    print_failures (address, 0);
  return !ferror (stdout);
}

/* xgettext reads formats, not the macros in them. */
static unsigned long long
as_number (guint64 n)
{
  return n;
}

static void
print_count (const RetourTrial *trial, guint policy, const RetourPolicy *asked)
{
  g_autofree char *name = retour_make_printable (retour_policy_get_name (asked));

  printf (_ ("# %s: %llu to remove, %llu to hold, of %llu addresses that something is known of\n"),
          name, as_number (retour_trial_get_n (trial, policy, RETOUR_VERDICT_REMOVE)),
          as_number (retour_trial_get_n (trial, policy, RETOUR_VERDICT_HOLD)),
          as_number (retour_trial_get_n_addresses (trial)));
}

static void
print_guards (const RetourTrial *trial)
{
  for (guint i = 0; i < retour_trial_get_n_incidents (trial); i++) {
    g_autofree char *text = retour_trial_describe_incident (trial, i);

    fputs ("# ", stdout);
    print_field (text);
    putchar ('\n');
  }
  if (retour_trial_get_n_unproven (trial) > 0)
    printf (_ ("# %llu reports that nothing proves count for nothing\n"),
            as_number (retour_trial_get_n_unproven (trial)));
}

static int
try_policy (Options *options, char **arguments)
{
  g_autoptr (RetourTrial) trial = retour_trial_new ();
  const Question question = { options, trial, "address\tverdict\tcause\treason\tcount\tfirst\tlast",
                              print_case };
  int code = RETOUR_EXIT_OK;
  g_autoptr (RetourPolicy) policy = retour_load_policy (&retour_cmd_policy, arguments[0], &code);

  if (policy == NULL)
    return code;
  retour_trial_add_policy (trial, policy);
  if (!ask (&question, arguments + 1, &code))
    return code;
  print_count (trial, 0, policy);
  print_guards (trial);
  return code;
}

static gboolean
print_difference (const RetourTrialCase *address, gpointer data)
{
  const Options *options = data;

  if (retour_trial_case_get_verdict (address, 0) == retour_trial_case_get_verdict (address, 1))
    return TRUE;
  print_field (retour_trial_case_get_address (address));
  print_verdict (address, 0);
  print_verdict (address, 1);
  putchar ('\n');
  if (options->events)
    print_failures (address, retour_trial_case_get_verdict (address, 0) >
                                     retour_trial_case_get_verdict (address, 1)
                                 ? 0
                                 : 1);
  return !ferror (stdout);
}

static int
diff (Options *options, char **arguments)
{
  g_autoptr (RetourTrial) trial = retour_trial_new ();
  const Question question = { options, trial,
                              "address\told_verdict\told_cause\told_reason\told_count\t"
                              "new_verdict\tnew_cause\tnew_reason\tnew_count",
                              print_difference };
  int code = RETOUR_EXIT_OK;
  g_autoptr (RetourPolicy) old = retour_load_policy (&retour_cmd_policy, arguments[0], &code);
  g_autoptr (RetourPolicy) new =
      old != NULL ? retour_load_policy (&retour_cmd_policy, arguments[1], &code) : NULL;

  if (new == NULL)
    return code;
  retour_trial_add_policy (trial, old);
  retour_trial_add_policy (trial, new);
  if (!ask (&question, arguments + 2, &code))
    return code;
  print_count (trial, 0, old);
  print_count (trial, 1, new);
  print_guards (trial);
  return code;
}

static const Verb verbs[] = {
  { "show", 0, show },
  { "check", 0, check },
  { "try", 1, try_policy },
  { "diff", 2, diff },
};

static int
run_verb (Options *options)
{
  char **words = options->words;

  for (guint i = 0; words != NULL && i < G_N_ELEMENTS (verbs); i++)
    if (g_str_equal (verbs[i].name, words[0]))
      return g_strv_length (words) > verbs[i].n_policies
                 ? verbs[i].run (options, words + 1)
                 : fail (RETOUR_EXIT_USAGE, _ ("want the names of more policies"));
  return fail (RETOUR_EXIT_USAGE, _ ("want 'show', 'check', 'try' or 'diff'"));
}

static void
options_clear (Options *self)
{
  g_strfreev (self->words);
  g_strfreev (self->paths);
  g_strfreev (self->our_domains);
  g_free (self->database);
  g_free (self->now);
}

static int
run (int argc, char **argv)
{
  Options options = { .words = NULL };
  int code = RETOUR_EXIT_OK;
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options.database,
      N_ ("Ask about this ledger, not about sources"), N_ ("FILE") },
    { "our-domain", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.our_domains,
      N_ ("We send from this domain: reports about other mail prove nothing; more than once"),
      N_ ("DOMAIN") },
    { "now", 0, 0, G_OPTION_ARG_STRING, &options.now,
      N_ ("Decide as if it were then, as in 2026-01-31 (default: now; of sources, their newest "
          "report)"),
      N_ ("DATE") },
    { "all", 'a', 0, G_OPTION_ARG_NONE, &options.all,
      N_ ("Show also whom to keep, though something failed"), NULL },
    { "events", 'e', 0, G_OPTION_ARG_NONE, &options.events,
      N_ ("Show the failures that led to each verdict"), NULL },
    { "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.paths,
      N_ ("Ask the rules of this file or folder first; more than once"), N_ ("FILE") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.words, NULL,
      "show|check|try|diff" },
    G_OPTION_ENTRY_NULL,
  };

  if (retour_parse_options (&retour_cmd_policy, entries, &argc, &argv, &code)) {
    code = run_verb (&options);
    code = retour_end_stdout (&retour_cmd_policy, code);
  }
  options_clear (&options);
  return code;
}

const RetourCommand retour_cmd_policy = {
  .name = "policy",
  .arguments = N_ ("show [POLICY...] | check FILE... | try POLICY [SOURCE...] | "
                   "diff POLICY POLICY [SOURCE...]"),
  .summary = N_ ("when addresses are removed: show policies, try and compare them"),
  .run = run,
};
