#include "cli/mails.h"
#include "cli/text.h"

#include <stdio.h>

/* One of the things that `retour rules` does. */
typedef struct {
  const char *name;
  int (*run) (char **arguments); /* may be %NULL: there are none */
} Verb;

static void
print_place (const char *place, const char *message, gpointer data)
{
  g_autofree char *line = g_strdup_printf ("%s: %s", place, message);
  g_autofree char *text = retour_make_printable (line);
  guint *n = data;

  fprintf (stderr, "%s\n", text);
  (*n)++;
}

static int
code_of (const GError *error)
{
  return g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_NO_INPUT) ? RETOUR_EXIT_NO_INPUT
                                                                      : RETOUR_EXIT_CONFIG;
}

static int
fail_usage (const char *message)
{
  retour_complain (&retour_cmd_rules, message);
  return RETOUR_EXIT_USAGE;
}

static int
check_path (const char *path)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;

  if (retour_rules_check (path, print_place, &n, &error))
    return RETOUR_EXIT_OK;
  if (error == NULL)
    return RETOUR_EXIT_CONFIG;
  retour_complain (&retour_cmd_rules, error->message);
  return code_of (error);
}

static int
check (char **paths)
{
  int worst = RETOUR_EXIT_OK;

  if (paths == NULL)
    return fail_usage (_ ("no files given"));
  for (guint i = 0; paths[i] != NULL; i++) {
    int code = check_path (paths[i]);

    worst = MAX (worst, code);
  }
  return worst;
}

/* Calls @func for the rules of @paths, or for those that are in use: the user's own, then the
 * built-in ones. */
static int
each_ruleset (char **paths, void (*func) (const RetourRules *rules, gpointer data), gpointer data)
{
  g_autoptr (RetourRules) own = NULL, builtin = NULL;
  g_autoptr (GError) error = NULL;
  int code = RETOUR_EXIT_OK;

  if (paths == NULL) {
    if (!retour_load_rules (&retour_cmd_rules, NULL, &own, &code))
      return code;
    builtin = retour_rules_new_builtin ();
  } else {
    own = retour_rules_load ((const char *const *) paths, &error);
    if (own == NULL) {
      retour_complain (&retour_cmd_rules, error->message);
      return code_of (error);
    }
  }
  if (own != NULL)
    func (own, data);
  if (builtin != NULL)
    func (builtin, data);
  return RETOUR_EXIT_OK;
}

typedef struct {
  guint tests;
  guint mistakes;
} Count;

static void
test_rules (const RetourRules *rules, gpointer data)
{
  Count *count = data;

  count->tests += retour_rules_test (rules, print_place, &count->mistakes);
}

static int
test (char **paths)
{
  Count count = { 0, 0 };
  int code = each_ruleset (paths, test_rules, &count);

  if (code != RETOUR_EXIT_OK)
    return code;
  printf (_ ("%u test lines, %u mistakes\n"), count.tests, count.mistakes);
  return count.mistakes == 0 ? RETOUR_EXIT_OK : RETOUR_EXIT_CONFIG;
}

static void
list_rules (const RetourRules *rules, gpointer data)
{
  (void) data;
  for (guint i = 0; i < retour_rules_get_n (rules); i++) {
    g_autofree char *condition = retour_rules_get_condition (rules, i);
    g_autofree char *name = retour_make_printable (retour_rules_get_name (rules, i));
    g_autofree char *text = retour_make_printable (condition);

    printf ("%-24s %-20s %s\n", name, retour_reason_get_id (retour_rules_get_reason (rules, i)),
            text);
  }
}

static int
list (char **paths)
{
  return each_ruleset (paths, list_rules, NULL);
}

/* What a rules file is compared with: the rules that are in use. */
typedef struct {
  const RetourRules *old;
  const RetourRules *new;
} Comparison;

static char *
get_printable (const RetourReport *report, guint record, RetourField field)
{
  const char *value = retour_report_get (report, record, field);

  return retour_make_printable (value != NULL ? value : "-");
}

static void
print_change (const RetourReport *old, const RetourReport *new, guint record)
{
  g_autofree char *who = get_printable (old, record, RETOUR_FIELD_RECIPIENT);
  g_autofree char *old_rule = get_printable (old, record, RETOUR_FIELD_RULE);
  g_autofree char *new_rule = get_printable (new, record, RETOUR_FIELD_RULE);

  printf ("%s\t%s\t%s\t%s\t%s\n", who, retour_report_get (old, record, RETOUR_FIELD_REASON),
          old_rule, retour_report_get (new, record, RETOUR_FIELD_REASON), new_rule);
}

static gboolean
compare_mail (const RetourInput *input, gpointer data)
{
  const Comparison *self = data;
  g_autoptr (RetourReport) old = retour_read_report (input, self->old);
  g_autoptr (RetourReport) new = retour_read_report (input, self->new);

  for (guint i = 0; i < retour_report_get_n_records (old); i++)
    if (retour_report_get_reason (old, i) != retour_report_get_reason (new, i))
      print_change (old, new, i);
  return !ferror (stdout);
}

static int
diff (char **arguments)
{
  g_autoptr (RetourRules) old = NULL, new = NULL;
  char *file[] = { arguments != NULL ? arguments[0] : NULL, NULL };
  Comparison comparison;
  int code = RETOUR_EXIT_OK;

  if (file[0] == NULL)
    return fail_usage (_ ("no files given"));
  if (!retour_load_rules (&retour_cmd_rules, NULL, &old, &code) ||
      !retour_load_rules (&retour_cmd_rules, file, &new, &code))
    return code;
  comparison = (Comparison) { old, new };
  printf ("recipient\told_reason\told_rule\tnew_reason\tnew_rule\n");
  return retour_each_mail (&retour_cmd_rules, arguments[1] != NULL ? arguments + 1 : NULL,
                           compare_mail, &comparison);
}

static const Verb verbs[] = {
  { "list", list },
  { "check", check },
  { "test", test },
  { "diff", diff },
};

static int
run_verb (char **words)
{
  for (guint i = 0; words != NULL && i < G_N_ELEMENTS (verbs); i++)
    if (g_str_equal (verbs[i].name, words[0]))
      return verbs[i].run (words[1] != NULL ? words + 1 : NULL);
  return fail_usage (_ ("want 'list', 'check', 'test' or 'diff'"));
}

static int
run (int argc, char **argv)
{
  g_auto (GStrv) words = NULL;
  int code = RETOUR_EXIT_OK;
  const GOptionEntry entries[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, "list|check|test|diff" },
    G_OPTION_ENTRY_NULL,
  };

  if (!retour_parse_options (&retour_cmd_rules, entries, &argc, &argv, &code))
    return code;
  code = run_verb (words);
  return retour_end_stdout (&retour_cmd_rules, code);
}

const RetourCommand retour_cmd_rules = {
  .name = "rules",
  .arguments = N_ ("list [FILE...] | check FILE... | test [FILE...] | diff FILE [SOURCE...]"),
  .summary = N_ ("rules of your own: list and check them, run their tests, compare verdicts"),
  .run = run,
};
