/* policy-read: the reader of policy files, see retour-policy(5). */
#include "policy/policy.h"

#include "base/language.h"
#include "base/limits.h"
#include "base/text.h"

#include <stdarg.h>
#include <string.h>

enum { MAX_WORDS = 12, MAX_DAYS = 3650, MAX_POINTS = 1000000 };

typedef struct {
  RetourPolicy *policy;
  const RetourReasonTable *reasons;
  const char *file;
  guint line;
  GError **error;
  guint n_lines;                    /* that are not empty */
  guint settings;                   /* set of the rows of `settings` that were given */
  guint given[RETOUR_POLICY_RULES]; /* line that gave the rule; 0: none of this file */
  guint rule_line;                  /* a line with `after` or `score`, for the last check */
} Reader;

/* What stands on a line, without words that only make it readable. */
typedef struct {
  const char *words[MAX_WORDS + 1]; /* %NULL behind the last one */
} Line;

static gboolean fail (Reader *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (Reader *self, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (_ (format), args);
  va_end (args);
  return retour_text_fail (self->error, self->file, self->line, "%s", what);
}

static gboolean
fail_word (Reader *self, const char *want, const char *got)
{
  if (got == NULL)
    return fail (self, "want %s at the end of the line", want);
  return fail (self, "want %s, not '%s'", want, got);
}

static gboolean
take_word (Reader *self, const char *word, const char ***rest)
{
  g_autofree char *quoted = g_strdup_printf ("'%s'", word);

  if (g_strcmp0 (**rest, word) != 0)
    return fail_word (self, quoted, **rest);
  (*rest)++;
  return TRUE;
}

static gboolean
take_number (Reader *self, guint max, const char ***rest, guint *n)
{
  guint64 value = 0;
  g_autofree char *want = NULL;

  if (**rest != NULL && g_ascii_string_to_unsigned (**rest, 10, 1, max, &value, NULL)) {
    *n = (guint) value;
    (*rest)++;
    return TRUE;
  }
  want = g_strdup_printf (_ ("a number from 1 to %u"), max);
  return fail_word (self, want, **rest);
}

static gboolean
take_score (Reader *self, const char ***rest, gint64 *score)
{
  char *end = NULL;
  double value = 0;

  if (**rest != NULL && g_ascii_isdigit (***rest) && strpbrk (**rest, "xXeE") == NULL)
    value = g_ascii_strtod (**rest, &end);
  if (end == NULL || *end != '\0' || !(value >= 0.001 && value <= MAX_POINTS))
    return fail_word (self, _ ("a score from 0.001 to 1000000"), **rest);
  *score = (gint64) (value * (double) RETOUR_SCORE_POINT + 0.5);
  (*rest)++;
  return TRUE;
}

/* One of two words. */
static gboolean
take_choice (Reader *self, const char *no, const char *yes, const char ***rest, gboolean *choice)
{
  g_autofree char *want = g_strdup_printf (_ ("'%s' or '%s'"), no, yes);

  *choice = g_strcmp0 (**rest, yes) == 0;
  if (!*choice && g_strcmp0 (**rest, no) != 0)
    return fail_word (self, want, **rest);
  (*rest)++;
  return TRUE;
}

/* ----------------------------------------------------------------------------------- settings */

static gboolean
read_like (Reader *self, const char **rest)
{
  const char *const *presets = retour_policy_list_presets ();
  const char *name = *rest;
  RetourPolicy *base = NULL, old;

  if (self->n_lines > 1)
    return fail (self, "'like' stands on the first line");
  for (guint i = 0; name != NULL && base == NULL && presets[i] != NULL; i++)
    if (g_str_equal (presets[i], name))
      base = retour_policy_new (name, NULL);
  if (base == NULL)
    return fail_word (self, _ ("the name of a policy that is built in"), name);
  old = *self->policy;
  *self->policy = *base;
  self->policy->refs = old.refs;
  self->policy->name = old.name;
  self->policy->text = NULL;
  g_free (old.text);
  retour_policy_unref (base);
  return rest[1] == NULL || fail (self, "'%s' is one word too many", rest[1]);
}

static gboolean
read_remove (Reader *self, const char **rest)
{
  if (g_strcmp0 (*rest, "never") == 0 && rest[1] == NULL) {
    self->policy->remove_at = 0;
    return TRUE;
  }
  return take_word (self, "at", &rest) && take_score (self, &rest, &self->policy->remove_at) &&
         (*rest == NULL || fail (self, "'%s' is one word too many", *rest));
}

static gboolean
read_hold (Reader *self, const char **rest)
{
  RetourPolicy *policy = self->policy;

  return take_word (self, "at", &rest) && take_score (self, &rest, &policy->hold_at) &&
         take_word (self, "for", &rest) &&
         take_number (self, MAX_DAYS, &rest, &policy->hold_days) &&
         take_word (self, "then", &rest) &&
         take_choice (self, "keep", "remove", &rest, &policy->remove_held) &&
         (*rest == NULL || fail (self, "'%s' is one word too many", *rest));
}

static gboolean
read_forget (Reader *self, const char **rest)
{
  if (g_strcmp0 (*rest, "never") == 0 && rest[1] == NULL) {
    self->policy->forget = 0;
    return TRUE;
  }
  return take_word (self, "after", &rest) &&
         take_number (self, MAX_DAYS, &rest, &self->policy->forget) &&
         (*rest == NULL || fail (self, "'%s' is one word too many", *rest));
}

static gboolean
read_delivery (Reader *self, const char **rest)
{
  return take_choice (self, "resets", "keeps", &rest, &self->policy->keeps) &&
         (*rest == NULL || fail (self, "'%s' is one word too many", *rest));
}

static gboolean
read_unproven (Reader *self, const char **rest)
{
  return take_choice (self, "ignored", "held", &rest, &self->policy->holds_unproven) &&
         (*rest == NULL || fail (self, "'%s' is one word too many", *rest));
}

static gboolean
read_outage (Reader *self, const char **rest)
{
  return take_word (self, "holds", &rest) &&
         take_number (self, MAX_DAYS, &rest, &self->policy->outage_days) &&
         (*rest == NULL || fail (self, "'%s' is one word too many", *rest));
}

static const struct {
  const char *word;
  gboolean (*read) (Reader *self, const char **rest);
} settings[] = {
  { "like", read_like },     { "remove", read_remove },     { "hold", read_hold },
  { "forget", read_forget }, { "delivery", read_delivery }, { "unproven", read_unproven },
  { "outage", read_outage },
};

/* -------------------------------------------------------------------------------------- rules */

/* Whether the rule of @i is among those that @name stands for. */
static gboolean
is_named (const Reader *self, guint i, const char *name)
{
  const RetourReason *reason = i < self->reasons->n ? &self->reasons->rows[i] : NULL;
  const char *texts = self->reasons->texts;

  if (i == RETOUR_POLICY_FEEDBACK)
    return g_str_equal (name, "feedback");
  return reason != NULL && (g_str_equal (retour_text_at (texts, reason->id), name) ||
                            g_str_equal (retour_text_at (texts, reason->action), name) ||
                            g_str_equal (retour_reason_get_class (reason), name));
}

static gboolean
read_limits (Reader *self, const char **rest, RetourPolicyRule *rule)
{
  if (g_strcmp0 (*rest, "over") == 0) {
    rest++;
    if (!take_number (self, MAX_DAYS, &rest, &rule->over))
      return FALSE;
  }
  if (g_strcmp0 (*rest, "within") == 0) {
    rest++;
    if (!take_number (self, MAX_DAYS, &rest, &rule->within))
      return FALSE;
  }
  if (*rest != NULL)
    return fail (self, "'%s' is one word too many", *rest);
  if (rule->within > 0 && MAX (rule->n, rule->over + 1) > rule->within)
    return fail (self, "that never happens within %u days", rule->within);
  return TRUE;
}

static gboolean
read_rule (Reader *self, const char **rest, RetourPolicyRule *rule)
{
  const char *word = *rest;

  *rule = (RetourPolicyRule) { .kind = RETOUR_RULE_NEVER };
  if (g_strcmp0 (word, "never") == 0)
    return rest[1] == NULL || fail (self, "'%s' is one word too many", rest[1]);
  if (g_strcmp0 (word, "at") == 0) {
    rule->kind = RETOUR_RULE_ONCE;
    rest++;
    return take_word (self, "once", &rest) &&
           (*rest == NULL || fail (self, "'%s' is one word too many", *rest));
  }
  self->rule_line = self->line;
  if (g_strcmp0 (word, "after") == 0) {
    rule->kind = RETOUR_RULE_AFTER;
    rest++;
    return take_number (self, RETOUR_LIMIT_FAILING_DAYS, &rest, &rule->n) &&
           read_limits (self, rest, rule);
  }
  if (g_strcmp0 (word, "score") == 0) {
    rule->kind = RETOUR_RULE_SCORE;
    rest++;
    return take_score (self, &rest, &rule->weight) && read_limits (self, rest, rule);
  }
  return fail_word (self, _ ("'at once', 'never', 'after' or 'score'"), word);
}

/* What is general goes first; a line that undoes all of an earlier one is a mistake. */
static gboolean
is_undone (const Reader *self, guint line)
{
  for (guint i = 0; i < RETOUR_POLICY_RULES; i++)
    if (self->given[i] == line)
      return FALSE;
  return TRUE;
}

static gboolean
set_rules (Reader *self, const char *name, const RetourPolicyRule *rule)
{
  guint undone[RETOUR_POLICY_RULES] = { 0 }, n = 0;

  for (guint i = 0; i < RETOUR_POLICY_RULES; i++) {
    if (!is_named (self, i, name))
      continue;
    undone[i] = self->given[i];
    self->given[i] = self->line;
    self->policy->rules[i] = *rule;
    n++;
  }
  if (n == 0)
    return fail (self, "'%s' is no reason, action, class or setting", name);
  for (guint i = 0; i < RETOUR_POLICY_RULES; i++)
    if (undone[i] != 0 && is_undone (self, undone[i]))
      return fail (self, "this undoes line %u; what is general goes first", undone[i]);
  return TRUE;
}

static gboolean
read_words (Reader *self, const char **words)
{
  RetourPolicyRule rule;

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    if (!g_str_equal (settings[i].word, words[0]))
      continue;
    if ((self->settings & (1u << i)) != 0)
      return fail (self, "'%s' is given twice", words[0]);
    self->settings |= 1u << i;
    return settings[i].read (self, words + 1);
  }
  return read_rule (self, words + 1, &rule) && set_rules (self, words[0], &rule);
}

static gboolean
split (Reader *self, char *text, Line *line)
{
  guint n = 0;
  char *save = NULL;

  for (char *word = strtok_r (text, " \t", &save); word != NULL;
       word = strtok_r (NULL, " \t", &save)) {
    if (g_str_equal (word, "days") || g_str_equal (word, "day"))
      continue;
    if (n == MAX_WORDS)
      return fail (self, "'%s' is one word too many", word);
    line->words[n++] = word;
  }
  line->words[n] = NULL;
  return TRUE;
}

static gboolean
read_line (const char *file, guint number, char *text, gpointer data, GError **error)
{
  Reader *self = data;
  Line line;

  (void) file;
  self->line = number;
  self->error = error;
  g_strstrip (text);
  if (*text == '\0' || *text == '#')
    return TRUE;
  self->n_lines++;
  return split (self, text, &line) &&
         (line.words[0] != NULL ? read_words (self, line.words)
                                : fail (self, "'%s' is no reason, action, class or setting", text));
}

/* ---------------------------------------------------------------------------------------- end */

/* "After n days" is the n-th part of what removes, rounded so that n of them reach it and fewer do
 * not. */
static gboolean
weigh_rule (RetourPolicyRule *rule, gint64 full)
{
  if (rule->kind == RETOUR_RULE_ONCE)
    rule->weight = full;
  if (rule->kind == RETOUR_RULE_AFTER)
    rule->weight = (full + rule->n - 1) / rule->n;
  return rule->kind != RETOUR_RULE_SCORE || rule->weight >= full / RETOUR_LIMIT_FAILING_DAYS;
}

static gboolean
weigh (Reader *self)
{
  RetourPolicy *policy = self->policy;
  gint64 full = policy->remove_at > 0 ? policy->remove_at : policy->hold_at;

  self->line = self->rule_line;
  if (full == 0)
    return fail (self, "the policy neither removes nor holds");
  if (policy->remove_at > 0 && policy->hold_at >= policy->remove_at)
    return fail (self, "'hold at' is not less than 'remove at'");
  for (guint i = 0; i < RETOUR_POLICY_RULES; i++)
    if (!weigh_rule (&policy->rules[i], full))
      return fail (self, "a score is too small beside what removes");
  return TRUE;
}

RetourPolicy *
retour_policy_read (const char *name, const char *file, GBytes *text,
                    const RetourReasonTable *reasons, GError **error)
{
  g_autoptr (RetourPolicy) policy = g_new0 (RetourPolicy, 1);
  Reader reader = { .policy = policy, .reasons = reasons, .file = file, .rule_line = 1 };
  gsize len = 0;
  const char *bytes = g_bytes_get_data (text, &len);

  g_atomic_ref_count_init (&policy->refs);
  policy->name = g_strdup (name);
  policy->text = g_strndup (bytes, len);
  policy->remove_at = RETOUR_SCORE_POINT;
  policy->outage_days = 14;
  if (!retour_text_each_line (file, text, read_line, &reader, error))
    return NULL;
  reader.error = error;
  return weigh (&reader) ? g_steal_pointer (&policy) : NULL;
}
