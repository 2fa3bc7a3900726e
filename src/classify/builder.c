#include "classify/builder-private.h"

RetourRulesetBuilder *
retour_ruleset_builder_new (const RetourReasonTable *reasons)
{
  RetourRulesetBuilder *self = g_new0 (RetourRulesetBuilder, 1);
  RetourScope everybody = { 0 };

  self->reasons = reasons;
  self->pool = g_string_chunk_new (4096);
  retour_texts_init (&self->texts);
  retour_phrase_reader_init (&self->reader);
  self->phrases = retour_phrase_table_new ();
  self->rules = g_array_new (FALSE, TRUE, sizeof (RetourRule));
  self->conditions = g_array_new (FALSE, TRUE, sizeof (RetourCondition));
  self->pending = g_array_new (FALSE, TRUE, sizeof (RetourCondition));
  self->scopes = g_array_new (FALSE, TRUE, sizeof (RetourScope));
  self->hosts = g_array_new (FALSE, TRUE, sizeof (RetourScopeHost));
  self->bare_rules = g_array_new (FALSE, TRUE, sizeof (guint16));
  self->tests = g_array_new (FALSE, TRUE, sizeof (RetourRuleTest));
  self->labels = g_array_new (FALSE, TRUE, sizeof (RetourLabel));
  g_array_append_val (self->scopes, everybody);
  return self;
}

void
retour_ruleset_builder_free (RetourRulesetBuilder *self)
{
  retour_phrase_table_free (self->phrases);
  retour_phrase_reader_clear (&self->reader);
  g_array_unref (self->rules);
  g_array_unref (self->conditions);
  g_array_unref (self->pending);
  g_array_unref (self->scopes);
  g_array_unref (self->hosts);
  g_array_unref (self->bare_rules);
  g_array_unref (self->tests);
  g_array_unref (self->labels);
  retour_texts_clear (&self->texts);
  g_string_chunk_free (self->pool);
  g_free (self);
}

/* Tells of a mistake at the line that is read. */
static gboolean
report_mistake (RetourRulesetBuilder *self, const GError *mistake, RetourMistakeFunc func,
                gpointer data)
{
  g_autofree char *place = g_strdup_printf ("%s:%u", self->file, self->line);

  return func (place, mistake->message, data);
}

gboolean
retour_ruleset_builder_read (RetourRulesetBuilder *self, const char *file, RetourSlice text,
                             RetourMistakeFunc func, gpointer data)
{
  RetourSlice rest = text, line;
  gboolean ok = TRUE, skip = FALSE, more = TRUE;

  self->file = g_string_chunk_insert_const (self->pool, file);
  self->line = 0;
  self->scope = 0;
  while (more) {
    g_autofree char *copy = NULL;
    g_autoptr (GError) mistake = NULL;

    more = retour_slice_next_line (&rest, &line);
    copy = more ? g_strchomp (g_strndup (line.data, line.len)) : NULL;
    self->line += more ? 1 : 0;
    skip = skip && more && g_ascii_isspace (*copy);
    if (skip || (more ? retour_ruleset_builder_read_line (self, copy, &mistake)
                      : retour_ruleset_builder_close_rule (self, &mistake)))
      continue;
    ok = FALSE;
    skip = more && !g_ascii_isspace (*copy);
    more = report_mistake (self, mistake, func, data) && more;
  }
  return ok;
}

static gboolean
keep_mistake (const char *place, const char *message, gpointer data)
{
  GError **error = data;

  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_DATA, "%s: %s", place, message);
  return FALSE;
}

gboolean
retour_ruleset_builder_add (RetourRulesetBuilder *self, const char *file, const char *text,
                            gsize len, GError **error)
{
  return retour_ruleset_builder_read (self, file, retour_slice (text, len), keep_mistake, error);
}

static int
compare_hosts (gconstpointer a, gconstpointer b, gpointer texts)
{
  return g_ascii_strcasecmp ((const char *) texts + ((const RetourScopeHost *) a)->name,
                             (const char *) texts + ((const RetourScopeHost *) b)->name);
}

/* Tells each rule which of the guards are its own. */
static void
give_guards (RetourRulesetBuilder *self)
{
  for (guint i = 0; i < self->ruleset.n_guards; i++) {
    RetourRule *rule = &g_array_index (self->rules, RetourRule, self->ruleset.guards[i].rule);

    if (rule->n_guards++ == 0)
      rule->guards = (guint16) i;
  }
}

const RetourRuleset *
retour_ruleset_builder_end (RetourRulesetBuilder *self, GError **error)
{
  RetourRuleset *out = &self->ruleset;

  for (guint i = 0; i < self->tests->len; i++)
    retour_phrase_table_see (self->phrases, g_array_index (self->tests, RetourRuleTest, i).text);
  if (!retour_phrase_table_end (self->phrases, out, error))
    return NULL;
  give_guards (self);
  out->texts = self->texts.block->str;
  g_array_sort_with_data (self->hosts, compare_hosts, self->texts.block->str);
  out->rules = (const RetourRule *) (gpointer) self->rules->data;
  out->n_rules = self->rules->len;
  out->conditions = (const RetourCondition *) (gpointer) self->conditions->data;
  out->n_conditions = self->conditions->len;
  out->scopes = (const RetourScope *) (gpointer) self->scopes->data;
  out->n_scopes = self->scopes->len;
  out->hosts = (const RetourScopeHost *) (gpointer) self->hosts->data;
  out->n_hosts = self->hosts->len;
  out->labels = (const RetourLabel *) (gpointer) self->labels->data;
  out->n_labels = self->labels->len;
  out->bare_rules = (const guint16 *) (gpointer) self->bare_rules->data;
  out->n_bare_rules = self->bare_rules->len;
  return out;
}

const RetourTexts *
retour_ruleset_builder_get_texts (const RetourRulesetBuilder *self)
{
  return &self->texts;
}

const RetourRuleTest *
retour_ruleset_builder_get_tests (const RetourRulesetBuilder *self, guint *n)
{
  *n = self->tests->len;
  return (const RetourRuleTest *) (gpointer) self->tests->data;
}
