#include "test.h"

#include "classify/builder.h"
#include "classify/decide.h"

/* The rules files of the source tree; tests run at its top. */
#define FOLDER "src/data/rules/"

static RetourRulesetBuilder *builder;
static const RetourRuleset *rules;
static const RetourRuleTest *examples;
static guint n_examples;

static void
add_file (const char *name)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize len = 0;

  if (!g_file_get_contents (path, &text, &len, &error) ||
      !retour_ruleset_builder_add (builder, name, text, len, &error))
    g_error ("%s", error->message);
}

static void
load_files (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) names = NULL;

  builder = retour_ruleset_builder_new (&retour_builtin_reasons);
  if (!g_file_get_contents (FOLDER "ORDER", &text, NULL, NULL))
    g_error ("cannot read '%s'", FOLDER "ORDER");
  names = g_strsplit (text, "\n", -1);
  for (guint i = 0; names[i] != NULL; i++)
    if (*names[i] != '\0' && *names[i] != '#')
      add_file (names[i]);
  rules = retour_ruleset_builder_end (builder, NULL);
  examples = retour_ruleset_builder_get_tests (builder, &n_examples);
}

/* The first value of @kind among the conditions of a rule, or NULL. */
static char *
value_of (const RetourRule *rule, RetourConditionKind kind)
{
  for (guint i = 0; i < rule->n_conditions; i++) {
    const RetourCondition *condition = &rules->conditions[rule->conditions + i];

    if (condition->kind == kind)
      return g_strdup (retour_ruleset_text (rules, condition->value));
  }
  return NULL;
}

/* Says in @wrong what does not hold. */
static void
check_example (const RetourRuleTest *example, const RetourRuleset *with, GString *wrong)
{
  const RetourRule *rule = &rules->rules[example->rule];
  g_autofree char *command = value_of (rule, RETOUR_CONDITION_COMMAND);
  g_autofree char *dialect = value_of (rule, RETOUR_CONDITION_DIALECT);
  gsize len = strlen (example->text);
  g_autofree char *heap = g_memdup2 (example->text, len);
  GStringChunk *pool = g_string_chunk_new (64);
  RetourSymptoms symptoms = { .text = retour_slice (heap, len) };
  RetourDiagnosis out;

  symptoms.command = command;
  symptoms.dialect = dialect;
  symptoms.remote_host = example->host;
  retour_classify_with (with, &symptoms, pool, &out);
  if (g_str_equal (out.rule, retour_ruleset_text (rules, rule->name)) != example->wanted)
    g_string_append_printf (wrong, "\n%s: '%s' is decided by %s (%s, \"%s\")", example->place,
                            example->text, out.rule, retour_reason_get_id (out.reason),
                            out.evidence != NULL ? out.evidence : "");
  g_string_chunk_free (pool);
}

/* All in one process: there are thousands. */
static void
check_examples (const RetourRuleset *with)
{
  g_autoptr (GString) wrong = g_string_new (NULL);

  ck_assert_uint_gt (n_examples, 0);
  for (guint i = 0; i < n_examples; i++)
    check_example (&examples[i], with, wrong);
  ck_assert_msg (wrong->len == 0, "%.4000s", wrong->str);
}

START_TEST (every_example_in_the_rules_files_holds)
{
  check_examples (rules);
}
END_TEST

START_TEST (the_compiled_rules_say_the_same)
{
  check_examples (&retour_builtin_rules);
}
END_TEST

/* Mistakes in a file, and what is said of the first one. */
static const struct {
  const char *text;
  const char *want;
} mistakes[] = {
  { "# fine\n\nviruses\n say virus\n", "f:3: there is no reason 'viruses'" },
  { "virus\n say virus\n says more\n", "f:3: a rule has no 'says'" },
  { "virus\n\n say virus\n", "f:2: the rule above has neither 'say' nor another condition" },
  { " say virus\n", "f:1: 'say' is in no rule" },
  { "virus\n say\n", "f:2: nothing behind 'say'" },
  { "virus\n status 5.a\n", "f:2: '5.a' cannot be a condition of this kind" },
  { "virus\n reply 55y\n", "f:2: '55y' cannot be a condition of this kind" },
  { "virus\n command rcpt\n", "f:2: 'rcpt' cannot be a condition of this kind" },
  { "host example.com\n", "f:1: 'host' before 'provider'" },
  { "mark word\n", "f:1: 'mark' before 'provider'" },
  { "virus now\n", "f:1: 'virus' is no keyword" },
  { "class who\n", "f:1: want NAME = WORDS" },
  { "class who = @you\n", "f:1: there is no class '@you'" },
  { "delay soon\n", "f:1: want a number of seconds, then a phrase" },
  { "virus", "f:1: the rule above has neither 'say' nor another condition" },
};

START_TEST (first_mistake_stops_with_its_line)
{
  RetourRulesetBuilder *mine = retour_ruleset_builder_new (&retour_builtin_reasons);
  gsize len = strlen (mistakes[_i].text);
  g_autofree char *heap = g_memdup2 (mistakes[_i].text, len);
  g_autoptr (GError) error = NULL;

  ck_assert (!retour_ruleset_builder_add (mine, "f", heap, len, &error));
  ck_assert (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_DATA));
  ck_assert_str_eq (error->message, mistakes[_i].want);
  retour_ruleset_builder_free (mine);
}
END_TEST

/* A file of @n times @before, a number, @after. */
static gboolean
can_hold (guint n, const char *before, const char *after)
{
  RetourRulesetBuilder *mine = retour_ruleset_builder_new (&retour_builtin_reasons);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean ok;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%u%s", before, i, after);
  ok = retour_ruleset_builder_add (mine, "f", text->str, text->len, NULL) &&
       retour_ruleset_builder_end (mine, NULL) != NULL;
  retour_ruleset_builder_free (mine);
  return ok;
}

START_TEST (caps_hold_and_one_more_is_refused)
{
  ck_assert (can_hold (RETOUR_RULESET_MAX_RULES, "virus\n status 5.", ".0\n"));
  ck_assert (!can_hold (RETOUR_RULESET_MAX_RULES + 1, "virus\n status 5.", ".0\n"));
  ck_assert (can_hold (RETOUR_RULESET_MAX_SCOPES - 1, "provider p", "\n"));
  ck_assert (!can_hold (RETOUR_RULESET_MAX_SCOPES, "provider p", "\n"));
  ck_assert (can_hold (10000, "blocklist a = word", "\n"));
  ck_assert (!can_hold (RETOUR_RULESET_MAX_PHRASES + 1, "blocklist a = w", "\n"));
}
END_TEST

/* clang-format off */
RETOUR_TEST_MAIN ("rules",
  load_files ();
  tcase_set_timeout (tc, 30);
  tcase_add_test (tc, every_example_in_the_rules_files_holds);
  tcase_add_test (tc, the_compiled_rules_say_the_same);
  tcase_add_loop_test (tc, first_mistake_stops_with_its_line, 0, G_N_ELEMENTS (mistakes));
  tcase_add_test (tc, caps_hold_and_one_more_is_refused))
/* clang-format on */
