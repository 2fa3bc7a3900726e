#include "base/language.h"
#include "classify/builder-private.h"
#include "classify/decide.h"
#include "classify/rules-private.h"

#include <stdlib.h>
#include <string.h>

/* What stands for "<addr>" and its like in a text that is made of a phrase. */
static const struct {
  const char *word;
  const char *text;
} stand_ins[] = {
  { "<addr>", "someone@example.com" },
  { "<ip>", "192.0.2.1" },
  { "<host>", "mx.example.com" },
  { "<num>", "42" },
};

static const char *const condition_words[] = { "say", "status", "reply", "command", "dialect" };

/* The text of the file that @rule is in, from behind its first line on. */
static RetourSlice
find_rule (const RetourRules *rules, guint rule)
{
  const char *name = retour_rules_get_name (rules, rule);
  const char *colon = strrchr (name, ':');
  gulong line = strtoul (colon + 1, NULL, 10);
  RetourSlice rest = { NULL, 0 }, ignored;

  for (guint i = 0; i < rules->sources->len; i++) {
    const RetourRulesSource *source = &g_array_index (rules->sources, RetourRulesSource, i);

    if (strlen (source->name) == (gsize) (colon - name) &&
        strncmp (source->name, name, (gsize) (colon - name)) == 0)
      rest = retour_slice (source->text, source->len);
  }
  while (line-- > 0 && retour_slice_next_line (&rest, &ignored))
    ;
  return rest;
}

gboolean
retour_rule_walk_next (const RetourRules *rules, guint rule, RetourRuleWalk *walk,
                       RetourSlice *line)
{
  if (!walk->begun)
    walk->rest = find_rule (rules, rule);
  walk->begun = TRUE;
  while (retour_slice_next_line (&walk->rest, line)) {
    gboolean indented = line->len > 0 && g_ascii_isspace (*line->data);

    if (line->len > 0 && *line->data == '#')
      continue;
    *line = retour_slice_strip (*line);
    if (line->len > 0 && *line->data == '#')
      continue;
    return indented && line->len > 0;
  }
  return FALSE;
}

gboolean
retour_rule_line_is (RetourSlice line, const char *word, RetourSlice *value)
{
  gsize len = strlen (word);

  if (line.len <= len || strncmp (line.data, word, len) != 0 || !g_ascii_isspace (line.data[len]))
    return FALSE;
  *value = retour_slice_strip (retour_slice_from (line, len));
  return TRUE;
}

/* Whether the line holds a phrase that makes its rule possible. */
static gboolean
is_phrase (RetourSlice line, RetourSlice *phrase)
{
  return retour_rule_line_is (line, "say", phrase) || retour_rule_line_is (line, "clause", phrase);
}

/* The texts are made when they are asked for: rules are listed seldom, and used often. */
char *
retour_rules_get_condition (const RetourRules *self, guint rule)
{
  RetourRuleWalk walk = { .begun = FALSE };
  RetourSlice line, value, best = { NULL, 0 };

  g_return_val_if_fail (rule < self->ruleset->n_rules, NULL);
  while (retour_rule_walk_next (self, rule, &walk, &line)) {
    if (is_phrase (line, &value))
      return g_strndup (line.data, line.len);
    for (guint i = 1; best.len == 0 && i < G_N_ELEMENTS (condition_words); i++)
      if (retour_rule_line_is (line, condition_words[i], &value))
        best = line;
  }
  return g_strndup (best.data, best.len);
}

/* The first value of @kind among the conditions of a rule, as a code that fits it; or %NULL. */
static char *
value_of (const RetourRuleset *rules, const RetourRule *rule, RetourConditionKind kind)
{
  for (guint i = 0; i < rule->n_conditions; i++) {
    const RetourCondition *condition = &rules->conditions[rule->conditions + i];
    const char *value = retour_ruleset_text (rules, condition->value);

    if (condition->kind != kind || g_str_equal (value, "-"))
      continue;
    return kind == RETOUR_CONDITION_STATUS || kind == RETOUR_CONDITION_REPLY
               ? g_strdelimit (g_strdup (value), "x", '0')
               : g_strdup (value);
  }
  return NULL;
}

/* Some host of the rule's provider. */
static const char *
host_of (const RetourRuleset *rules, const RetourRule *rule)
{
  for (guint i = 0; rule->scope != 0 && i < rules->n_hosts; i++)
    if (rules->hosts[i].scope == rule->scope)
      return retour_ruleset_text (rules, rules->hosts[i].name);
  return NULL;
}

/* What is being tested. */
typedef struct {
  const RetourRules *rules;
  RetourRulesFunc func;
  gpointer data;
  GStringChunk *pool;
} Trial;

/* Reads @text as a reply that @rule is about. */
static void
try_text (const Trial *self, const RetourRule *rule, const char *text, RetourDiagnosis *out)
{
  const RetourRuleset *rules = self->rules->ruleset;
  g_autofree char *command = value_of (rules, rule, RETOUR_CONDITION_COMMAND);
  g_autofree char *dialect = value_of (rules, rule, RETOUR_CONDITION_DIALECT);
  RetourSymptoms symptoms = { .text = retour_slice_of (text),
                              .command = command,
                              .dialect = dialect,
                              .remote_host = host_of (rules, rule) };

  g_string_chunk_clear (self->pool);
  retour_classify_with (rules, &symptoms, self->pool, out);
}

static void complain (const Trial *self, const char *place, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static void
complain (const Trial *self, const char *place, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list ap;

  va_start (ap, format);
  message = g_strdup_vprintf (format, ap);
  va_end (ap);
  self->func (place, message, self->data);
}

/* Notes in @reached the rules that decide a text of their own. */
static void
run_test (const Trial *self, const RetourRuleTest *test, guint8 *reached)
{
  const RetourRule *rule = &self->rules->ruleset->rules[test->rule];
  const char *name = retour_rules_get_name (self->rules, test->rule);
  RetourDiagnosis out;
  g_autofree char *who = NULL;

  try_text (self, rule, test->text, &out);
  if (g_str_equal (out.rule, name))
    reached[test->rule] = TRUE;
  if (g_str_equal (out.rule, name) == test->wanted)
    return;
  who = g_strdup_printf ("%s (%s)", out.rule, retour_reason_get_id (out.reason));
  if (!test->wanted)
    complain (self, test->place, _ ("the rule decides this text, and must not: '%s'"), test->text);
  else if (out.decided_by == RETOUR_DECIDED_BY_RULE)
    complain (self, test->place, _ ("another rule decides this text: %s"), who);
  else
    complain (self, test->place, _ ("no rule decides this text, but %s"), who);
}

static void
append_word (GString *text, const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (stand_ins); i++)
    if (g_str_equal (word, stand_ins[i].word))
      word = stand_ins[i].text;
  g_string_append_len (text, word, (gssize) strcspn (word, "*"));
  g_string_append_c (text, ' ');
}

/* The codes that a rule asks for, then the words of a variant of one of its phrases: of those that
 * may stand in one place the one number @choice, round and round. */
static char *
make_text (const RetourRuleset *rules, const RetourRule *rule, const GArray *variant, guint choice)
{
  g_autofree char *reply = value_of (rules, rule, RETOUR_CONDITION_REPLY);
  g_autofree char *status = value_of (rules, rule, RETOUR_CONDITION_STATUS);
  GString *text = g_string_new (NULL);

  if (reply != NULL)
    g_string_append_printf (text, "%s ", reply);
  if (status != NULL)
    g_string_append_printf (text, "%s ", status);
  for (guint i = 0; i < variant->len; i++) {
    const RetourPhraseItem *item = &g_array_index (variant, RetourPhraseItem, i);

    if (item->kind == RETOUR_STEP_WORD)
      append_word (text, g_ptr_array_index (item->words, choice % item->words->len));
  }
  return g_string_free (text, FALSE);
}

/* An `unless` lets some texts pass to the rules behind. */
static gboolean
has_exceptions (const RetourRules *rules, guint rule)
{
  RetourRuleWalk walk = { .begun = FALSE };
  RetourSlice line, value;

  while (retour_rule_walk_next (rules, rule, &walk, &line))
    if (retour_rule_line_is (line, "unless", &value))
      return TRUE;
  return FALSE;
}

/* Who takes the texts of a rule away from it. */
typedef struct {
  guint rule;
  gboolean reached; /* some text arrives, is nobody's, or might arrive */
  const char *winner;
} Reach;

static void
try_choice (const Trial *self, const GArray *variant, guint choice, Reach *reach)
{
  const RetourRuleset *rules = self->rules->ruleset;
  const RetourRule *rule = &rules->rules[reach->rule];
  g_autofree char *text = make_text (rules, rule, variant, choice);
  RetourDiagnosis out;

  try_text (self, rule, text, &out);
  for (guint i = 0; i < reach->rule && out.decided_by == RETOUR_DECIDED_BY_RULE; i++) {
    const char *winner = retour_rules_get_name (self->rules, i);

    if (!g_str_equal (winner, out.rule))
      continue;
    reach->winner = winner;
    reach->reached = has_exceptions (self->rules, i);
    return;
  }
  reach->reached = TRUE;
}

static void
try_variant (const Trial *self, const GArray *variant, Reach *reach)
{
  guint choices = 1;

  for (guint i = 0; i < variant->len; i++) {
    const RetourPhraseItem *item = &g_array_index (variant, RetourPhraseItem, i);

    if (item->kind == RETOUR_STEP_WORD)
      choices = MAX (choices, item->words->len);
  }
  for (guint i = 0; i < choices && !reach->reached; i++)
    try_choice (self, variant, i, reach);
}

static void
try_phrase (const Trial *self, RetourSlice phrase, Reach *reach)
{
  g_autofree char *text = g_strndup (phrase.data, phrase.len);
  g_autoptr (GPtrArray) variants = retour_phrase_read (&self->rules->builder->reader, text, NULL);

  for (guint i = 0; variants != NULL && i < variants->len && !reach->reached; i++)
    try_variant (self, g_ptr_array_index (variants, i), reach);
}

/* Complains of a rule if each text that is made of its phrases is an earlier rule's. */
static void
check_reach (const Trial *self, guint rule)
{
  Reach reach = { .rule = rule };
  RetourRuleWalk walk = { .begun = FALSE };
  RetourSlice line, phrase;

  while (!reach.reached && retour_rule_walk_next (self->rules, rule, &walk, &line))
    if (is_phrase (line, &phrase))
      try_phrase (self, phrase, &reach);
  if (!reach.reached && reach.winner != NULL)
    complain (self, retour_rules_get_name (self->rules, rule),
              _ ("no text reaches this rule, always this one wins: %s"), reach.winner);
}

guint
retour_rules_test (const RetourRules *self, RetourRulesFunc func, gpointer data)
{
  guint n = 0;
  g_autofree guint8 *reached = g_new0 (guint8, self->ruleset->n_rules + 1);
  const RetourRuleTest *tests = retour_ruleset_builder_get_tests (self->builder, &n);
  Trial trial = { self, func, data, g_string_chunk_new (256) };

  for (guint i = 0; i < n; i++)
    run_test (&trial, &tests[i], reached);
  for (guint i = 0; i < self->ruleset->n_rules; i++)
    if (!reached[i] && self->ruleset->rules[i].asked != RETOUR_ASKED_FRAMES)
      check_reach (&trial, i);
  g_string_chunk_free (trial.pool);
  return n;
}
