#include "cli/mails.h"
#include "cli/text.h"

#include <stdio.h>

/* What is wanted of the mails. */
typedef struct {
  RetourUnknowns *unknowns;
  const RetourRules *rules; /* the user's own, or %NULL */
} Run;

static gboolean
take_mail (const RetourInput *input, gpointer data)
{
  Run *self = data;
  g_autoptr (RetourReport) report = retour_read_report (input, self->rules);

  retour_unknowns_add (self->unknowns, report);
  return TRUE;
}

/* What is printed is a rules file: all that is no rule is a comment. */
static void
print_group (const RetourUnknowns *unknowns, guint i)
{
  g_autofree char *sample = retour_make_printable (retour_unknowns_get_sample (unknowns, i));
  const char *rule = retour_unknowns_get_rule (unknowns, i);

  printf ("# %" G_GUINT64_FORMAT " x %s\n", retour_unknowns_get_count (unknowns, i), sample);
  printf ("# = %s\n", retour_unknowns_get_shape (unknowns, i));
  if (rule != NULL)
    printf ("%s\n", rule);
  else
    printf ("# %s\n\n", retour_unknowns_get_covering (unknowns, i) >= 0
                            ? _ ("a rule above decides it")
                            : _ ("no words to go by"));
}

/* xgettext reads formats, not the macros in them. */
static unsigned long long
as_number (guint64 n)
{
  return n;
}

static void
print_groups (const RetourUnknowns *unknowns, int limit)
{
  guint n = retour_unknowns_get_n_groups (unknowns);
  guint64 silent = retour_unknowns_get_n_silent (unknowns);
  guint64 lost = retour_unknowns_get_n_lost (unknowns);

  printf (_ ("# %llu failures that no rule decides, in %u groups\n"),
          as_number (retour_unknowns_get_n_records (unknowns)), n);
  if (silent > 0)
    printf (_ ("# %llu of them have no words at all\n"), as_number (silent));
  if (lost > 0)
    printf (_ ("# %llu of them are in rare groups that were given up\n"), as_number (lost));
  printf ("\n");
  for (guint i = 0; i < n && (limit == 0 || i < (guint) limit); i++)
    print_group (unknowns, i);
}

static int
run (int argc, char **argv)
{
  g_auto (GStrv) sources = NULL, paths = NULL;
  g_autoptr (RetourRules) rules = NULL;
  g_autoptr (RetourUnknowns) unknowns = NULL;
  Run self;
  int limit = 0, code = RETOUR_EXIT_OK;
  const GOptionEntry entries[] = {
    { "limit", 'n', 0, G_OPTION_ARG_INT, &limit, N_ ("Only the largest groups"), N_ ("NUMBER") },
    { "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths,
      N_ ("Ask the rules of this file or folder first; more than once"), N_ ("FILE") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &sources, NULL, "[SOURCE...]" },
    G_OPTION_ENTRY_NULL,
  };

  if (!retour_parse_options (&retour_cmd_unknowns, entries, &argc, &argv, &code) ||
      !retour_load_rules (&retour_cmd_unknowns, paths, &rules, &code))
    return code;
  if (limit < 0) {
    retour_complain (&retour_cmd_unknowns, _ ("a limit is at least 0"));
    return RETOUR_EXIT_USAGE;
  }
  unknowns = retour_unknowns_new ();
  self = (Run) { unknowns, rules };
  code = retour_each_mail (&retour_cmd_unknowns, sources, take_mail, &self);
  retour_unknowns_finish (unknowns);
  print_groups (unknowns, limit);
  return retour_end_stdout (&retour_cmd_unknowns, code);
}

const RetourCommand retour_cmd_unknowns = {
  .name = "unknowns",
  .arguments = N_ ("[OPTION...] [SOURCE...]"),
  .summary = N_ ("the replies that no rule decides, in groups, with a proposed rule for each"),
  .run = run,
};
