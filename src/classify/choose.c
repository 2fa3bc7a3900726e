#include "classify/case.h"
#include "classify/host.h"

static inline gboolean
condition_holds (const RetourCase *self, const RetourCondition *condition)
{
  const char *fact, *value;

  switch (condition->kind) {
  case RETOUR_CONDITION_STATUS:
    return retour_code_fits (self->status, condition->key);
  case RETOUR_CONDITION_REPLY:
    return retour_code_fits (self->reply, condition->key);
  case RETOUR_CONDITION_COMMAND:
    fact = self->symptoms->command;
    break;
  default:
    fact = self->symptoms->dialect;
  }
  value = retour_ruleset_text (self->rules, condition->value);
  return fact != NULL ? *fact == *value && g_str_equal (fact, value) : g_str_equal (value, "-");
}

/* Of each kind of condition that a rule has, one must hold. */
static gboolean
conditions_hold (const RetourCase *self, const RetourRule *rule)
{
  const RetourCondition *conditions = self->rules->conditions;
  guint i = rule->conditions, end = i + rule->n_conditions;

  while (i < end) {
    guint8 kind = conditions[i].kind;
    gboolean holds = FALSE;

    for (; i < end && conditions[i].kind == kind; i++)
      holds |= condition_holds (self, &conditions[i]);
    if (!holds)
      return FALSE;
  }
  return TRUE;
}

/* Whether none of the words that forbid the rule stands in the text. */
static gboolean
guards_agree (const RetourCase *self, const RetourRule *rule, const RetourMatches *found)
{
  const RetourGuard *guards = self->rules->guards;

  for (guint i = 0; i < rule->n_guards; i++)
    if (found->noted[guards[rule->guards + i].set] != 0)
      return FALSE;
  return TRUE;
}

/* Whether everything holds. What is cheap comes first. */
static gboolean
rule_holds (const RetourCase *self, const RetourRule *rule, const RetourMatches *found)
{
  guint id = (guint) (rule - self->rules->rules);

  return guards_agree (self, rule, found) && conditions_hold (self, rule) &&
         (!rule->says || retour_match_says (found, id)) && !retour_match_forbids (found, id);
}

/* Whether the words for @rule stand in a link behind its host: "https://example.com/no-user". */
static gboolean
is_linked (const RetourCase *self, const RetourRule *rule, const RetourMatches *found)
{
  const RetourToken *first, *last;
  RetourSpan span;

  if (!self->has_link || !rule->says || rule->scope != 0)
    return FALSE;
  span = retour_match_quote (found, (guint) (rule - self->rules->rules));
  first = &self->tokens[span.first];
  last = &self->tokens[span.last];
  return first->kind != RETOUR_TOKEN_HOST &&
         retour_host_is_link (self->text, first->start, last->end);
}

static gboolean
is_hard (const RetourRule *rule)
{
  return retour_reason_is_hard (&retour_builtin_reasons.rows[rule->reason]);
}

/* The name of a page is no verdict: what a general rule finds there calls no address dead, and does
 * not keep the words of the reply from doing so. */
const RetourRule *
retour_case_choose (const RetourCase *self, const RetourMatches *found, RetourAsked asked)
{
  const RetourRuleset *rules = self->rules;
  guint16 scope = self->scope != 0 ? self->scope : found->scope;
  const RetourRule *hint = NULL;

  for (guint word = 0; word < (rules->n_rules + 63) / 64; word++) {
    guint64 bits = found->likely[word];

    for (; bits != 0; bits &= bits - 1) {
      const RetourRule *rule = &rules->rules[word * 64 + (guint) __builtin_ctzll (bits)];

      if (rule->asked != asked || (rule->scope != 0 && rule->scope != scope) ||
          (hint != NULL && !is_hard (rule)) || !rule_holds (self, rule, found))
        continue;
      if (!is_linked (self, rule, found))
        return rule;
      if (!is_hard (rule))
        hint = rule;
    }
  }
  return hint;
}
