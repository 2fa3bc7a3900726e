#include "classify/builder-private.h"

#include "base/language.h"

typedef gboolean (*LineFunc) (RetourRulesetBuilder *self, const char *text, GError **error);

static gboolean fail (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list ap;

  va_start (ap, format);
  message = g_strdup_vprintf (_ (format), ap);
  va_end (ap);
  g_set_error_literal (error, RETOUR_ERROR, RETOUR_ERROR_DATA, message);
  return FALSE;
}

static const char *
keep (RetourRulesetBuilder *self, const char *text)
{
  return g_string_chunk_insert_const (self->pool, text);
}

static RetourText
add_text (RetourRulesetBuilder *self, const char *text)
{
  return retour_texts_add (&self->texts, text);
}

static gboolean
add_reaching_phrase (RetourRulesetBuilder *self, const char *text, const RetourTarget *target,
                     RetourPhraseReach reach, GError **error)
{
  g_autoptr (GPtrArray) variants = retour_phrase_read (&self->reader, text, error);

  if (variants == NULL)
    return FALSE;
  retour_phrase_set_reach (variants, reach);
  retour_phrase_table_add (self->phrases, variants, target);
  return TRUE;
}

static gboolean
add_phrase (RetourRulesetBuilder *self, const char *text, const RetourTarget *target,
            GError **error)
{
  return add_reaching_phrase (self, text, target, RETOUR_PHRASE_FREE, error);
}

static RetourRule *
open_rule (RetourRulesetBuilder *self)
{
  return &g_array_index (self->rules, RetourRule, self->rules->len - 1);
}

static gboolean
add_saying (RetourRulesetBuilder *self, const char *text, RetourPhraseReach reach, GError **error)
{
  RetourTarget target = { RETOUR_ROLE_SAY, (guint16) (self->rules->len - 1), 0 };

  open_rule (self)->says = TRUE;
  return add_reaching_phrase (self, text, &target, reach, error);
}

/* What calls an address dead must not be put together from what is said of two things. */
static gboolean
add_say (RetourRulesetBuilder *self, const char *text, GError **error)
{
  gboolean hard = self->reasons->rows[open_rule (self)->reason].hard;

  return add_saying (self, text, hard ? RETOUR_PHRASE_HELD : RETOUR_PHRASE_FREE, error);
}

static gboolean
add_clause (RetourRulesetBuilder *self, const char *text, GError **error)
{
  return add_saying (self, text, RETOUR_PHRASE_CLOSED, error);
}

static gboolean
add_unless (RetourRulesetBuilder *self, const char *text, GError **error)
{
  RetourTarget target = { RETOUR_ROLE_UNLESS, (guint16) (self->rules->len - 1), 0 };

  return add_phrase (self, text, &target, error);
}

/* Each word of @text is a condition of @kind; they are made of the characters in @allowed. */
static gboolean
add_conditions (RetourRulesetBuilder *self, RetourConditionKind kind, const char *text,
                const char *allowed, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t", -1);

  for (guint i = 0; words[i] != NULL; i++) {
    RetourCondition condition = { .kind = (guint8) kind };

    if (*words[i] == '\0')
      continue;
    if (strspn (words[i], allowed) != strlen (words[i]))
      return fail (error, "'%s' cannot be a condition of this kind", words[i]);
    condition.value = add_text (self, words[i]);
    condition.key = retour_code_key (words[i]);
    g_array_append_val (self->pending, condition);
  }
  return TRUE;
}

static gboolean
add_status (RetourRulesetBuilder *self, const char *text, GError **error)
{
  return add_conditions (self, RETOUR_CONDITION_STATUS, text, "0123456789.x-", error);
}

static gboolean
add_reply (RetourRulesetBuilder *self, const char *text, GError **error)
{
  return add_conditions (self, RETOUR_CONDITION_REPLY, text, "0123456789x-", error);
}

static gboolean
add_command (RetourRulesetBuilder *self, const char *text, GError **error)
{
  return add_conditions (self, RETOUR_CONDITION_COMMAND, text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", error);
}

static gboolean
add_dialect (RetourRulesetBuilder *self, const char *text, GError **error)
{
  return add_conditions (self, RETOUR_CONDITION_DIALECT, text,
                         "abcdefghijklmnopqrstuvwxyz0123456789-_", error);
}

static gboolean
set_weak (RetourRulesetBuilder *self, const char *text, GError **error)
{
  open_rule (self)->asked = RETOUR_ASKED_WEAKLY;
  return *text == '\0' || fail (error, "'weak' stands alone");
}

static gboolean
set_frame (RetourRulesetBuilder *self, const char *text, GError **error)
{
  open_rule (self)->asked = RETOUR_ASKED_FRAMES;
  return *text == '\0' || fail (error, "'frame' stands alone");
}

static const char *
first_host (const RetourRulesetBuilder *self, guint16 scope)
{
  for (guint i = 0; scope != 0 && i < self->hosts->len; i++)
    if (g_array_index (self->hosts, RetourScopeHost, i).scope == scope)
      return retour_text_at (self->texts.block->str,
                             g_array_index (self->hosts, RetourScopeHost, i).name);
  return NULL;
}

static gboolean
add_example (RetourRulesetBuilder *self, const char *text, gboolean wanted)
{
  g_autofree char *place = g_strdup_printf ("%s:%u", self->file, self->line);
  const char *host = first_host (self, self->scope);
  RetourRuleTest test = { self->rules->len - 1, wanted, keep (self, text), keep (self, place),
                          host != NULL ? keep (self, host) : NULL };

  g_array_append_val (self->tests, test);
  return TRUE;
}

static gboolean
add_test (RetourRulesetBuilder *self, const char *text, GError **error)
{
  (void) error;
  return add_example (self, text, TRUE);
}

static gboolean
add_not (RetourRulesetBuilder *self, const char *text, GError **error)
{
  (void) error;
  return add_example (self, text, FALSE);
}

static gboolean
add_provider (RetourRulesetBuilder *self, const char *text, GError **error)
{
  RetourScope scope = { add_text (self, text) };

  for (guint i = 1; i < self->scopes->len; i++)
    if (g_array_index (self->scopes, RetourScope, i).provider == scope.provider) {
      self->scope = (guint16) i;
      return TRUE;
    }
  if (self->scopes->len >= RETOUR_RULESET_MAX_SCOPES)
    return fail (error, "too many providers");
  self->scope = (guint16) self->scopes->len;
  g_array_append_val (self->scopes, scope);
  return TRUE;
}

static gboolean
add_hosts (RetourRulesetBuilder *self, const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t", -1);

  if (self->scope == 0)
    return fail (error, "'host' before 'provider'");
  for (guint i = 0; words[i] != NULL; i++) {
    RetourScopeHost host = { add_text (self, words[i]), self->scope };

    if (*words[i] != '\0')
      g_array_append_val (self->hosts, host);
  }
  return TRUE;
}

static gboolean
add_mark (RetourRulesetBuilder *self, const char *text, GError **error)
{
  RetourTarget target = { RETOUR_ROLE_MARK, self->scope, 0 };

  if (self->scope == 0)
    return fail (error, "'mark' before 'provider'");
  return add_phrase (self, text, &target, error);
}

/* Cuts "NAME = ALTERNATIVES". */
static gboolean
split_definition (const char *text, char **name, const char **value, GError **error)
{
  const char *equals = strchr (text, '=');

  if (equals == NULL) {
    fail (error, "want NAME = WORDS");
    return FALSE;
  }
  *name = g_strchomp (g_strndup (text, (gsize) (equals - text)));
  *value = equals + 1;
  return TRUE;
}

static gboolean
add_class (RetourRulesetBuilder *self, const char *text, GError **error)
{
  g_autofree char *name = NULL;
  const char *value = NULL;

  return split_definition (text, &name, &value, error) &&
         retour_phrase_define (&self->reader, name, value, error);
}

static const char *const list_kinds[] = { "ip", "domain", "uri", NULL };

/* "NAME KIND" or "NAME". */
static gboolean
add_label (RetourRulesetBuilder *self, char *text, GError **error)
{
  gsize len = strcspn (text, " \t");
  const char *kind = text + len + strspn (text + len, " \t");
  RetourLabel label = { 0, 0 };

  if (*kind != '\0' && !g_strv_contains (list_kinds, kind))
    return fail (error, "'%s' is no kind of list", kind);
  label.kind = *kind != '\0' ? add_text (self, kind) : 0;
  text[len] = '\0';
  label.name = add_text (self, text);
  g_array_append_val (self->labels, label);
  return TRUE;
}

/* The words are members of `@blocklist` as well. */
static gboolean
add_blocklist (RetourRulesetBuilder *self, const char *text, GError **error)
{
  RetourTarget target = { RETOUR_ROLE_BLOCKLIST, (guint16) self->labels->len, 0 };
  g_autofree char *name = NULL, *phrase = NULL;
  const char *value = NULL;

  if (!split_definition (text, &name, &value, error) || !add_label (self, name, error))
    return FALSE;
  phrase = g_strconcat ("(", value, ")", NULL);
  return retour_phrase_define (&self->reader, "blocklist", value, error) &&
         add_phrase (self, phrase, &target, error);
}

static gboolean
add_zone (RetourRulesetBuilder *self, const char *text, GError **error)
{
  RetourTarget target = { RETOUR_ROLE_ZONE, 0, 0 };

  return add_phrase (self, text, &target, error);
}

static gboolean
add_delay (RetourRulesetBuilder *self, const char *text, GError **error)
{
  RetourTarget target = { RETOUR_ROLE_DELAY, 0, 0 };
  char *rest = NULL;
  guint64 seconds = g_ascii_strtoull (text, &rest, 10);

  if (rest == text || seconds == 0 || seconds > G_MAXUINT16 * 2)
    return fail (error, "want a number of seconds, then a phrase");
  target.number = (guint32) seconds;
  return add_phrase (self, rest, &target, error);
}

typedef struct {
  const char *word;
  LineFunc func;
  gboolean alone; /* nothing stands behind the word */
} Keyword;

static const Keyword file_words[] = {
  { "provider", add_provider, FALSE },   { "host", add_hosts, FALSE },
  { "mark", add_mark, FALSE },           { "class", add_class, FALSE },
  { "zone", add_zone, FALSE },           { "delay", add_delay, FALSE },
  { "blocklist", add_blocklist, FALSE },
};

static const Keyword rule_words[] = {
  { "say", add_say, FALSE },         { "unless", add_unless, FALSE },
  { "status", add_status, FALSE },   { "reply", add_reply, FALSE },
  { "command", add_command, FALSE }, { "dialect", add_dialect, FALSE },
  { "test", add_test, FALSE },       { "not", add_not, FALSE },
  { "weak", set_weak, TRUE },        { "frame", set_frame, TRUE },
  { "clause", add_clause, TRUE },
};

static int
compare_conditions (gconstpointer a, gconstpointer b)
{
  return (int) ((const RetourCondition *) a)->kind - (int) ((const RetourCondition *) b)->kind;
}

gboolean
retour_ruleset_builder_close_rule (RetourRulesetBuilder *self, GError **error)
{
  RetourRule *rule;
  guint16 id = (guint16) (self->rules->len - 1);

  if (!self->open)
    return TRUE;
  self->open = FALSE;
  rule = open_rule (self);
  if (!rule->says && self->pending->len == 0)
    return fail (error, "the rule above has neither 'say' nor another condition");
  if (!rule->says)
    g_array_append_val (self->bare_rules, id);
  g_array_sort (self->pending, compare_conditions);
  rule->conditions = (guint16) self->conditions->len;
  rule->n_conditions = (guint16) self->pending->len;
  if (self->pending->len > 0)
    g_array_append_vals (self->conditions, self->pending->data, self->pending->len);
  g_array_set_size (self->pending, 0);
  if (self->conditions->len > G_MAXUINT16)
    return fail (error, "too many conditions");
  return TRUE;
}

static gboolean
start_rule (RetourRulesetBuilder *self, const char *reason, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s:%u", self->file, self->line);
  RetourRule rule = { .name = add_text (self, name), .scope = self->scope };

  for (guint i = 0; i < self->reasons->n; i++) {
    if (!g_str_equal (self->reasons->texts + self->reasons->rows[i].id, reason))
      continue;
    if (self->rules->len >= RETOUR_RULESET_MAX_RULES)
      return fail (error, "too many rules");
    rule.reason = (guint8) i;
    g_array_append_val (self->rules, rule);
    self->open = TRUE;
    return TRUE;
  }
  return fail (error, "there is no reason '%s'", reason);
}

/* The line of @word with what stands behind it. */
static gboolean
read_word_line (RetourRulesetBuilder *self, const Keyword *keyword, const char *value,
                GError **error)
{
  if (*value == '\0' && !keyword->alone)
    return fail (error, "nothing behind '%s'", keyword->word);
  return keyword->func (self, value, error);
}

static gboolean
read_rule_line (RetourRulesetBuilder *self, const char *word, const char *value, GError **error)
{
  for (guint i = 0; self->open && i < G_N_ELEMENTS (rule_words); i++)
    if (g_str_equal (word, rule_words[i].word))
      return read_word_line (self, &rule_words[i], value, error);
  return self->open ? fail (error, "a rule has no '%s'", word)
                    : fail (error, "'%s' is in no rule", word);
}

static gboolean
read_file_line (RetourRulesetBuilder *self, const char *word, const char *value, GError **error)
{
  if (!retour_ruleset_builder_close_rule (self, error))
    return FALSE;
  if (*word == '\0')
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (file_words); i++)
    if (g_str_equal (word, file_words[i].word))
      return read_word_line (self, &file_words[i], value, error);
  return *value == '\0' ? start_rule (self, word, error) : fail (error, "'%s' is no keyword", word);
}

gboolean
retour_ruleset_builder_read_line (RetourRulesetBuilder *self, const char *text, GError **error)
{
  const char *start = text + strspn (text, " \t");
  gsize len = strcspn (start, " \t");
  g_autofree char *word = g_strndup (start, len);
  const char *value = start + len + strspn (start + len, " \t");

  if (*start == '#')
    return TRUE;
  if (start > text && *start != '\0')
    return read_rule_line (self, word, value, error);
  return read_file_line (self, word, value, error);
}
