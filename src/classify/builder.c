#include "classify/builder-private.h"

RetourRulesetBuilder *
retour_ruleset_builder_new (const RetourReasonTable *reasons)
{
  RetourRulesetBuilder *self = g_new0 (RetourRulesetBuilder, 1);
  RetourScope everybody = { NULL };

  self->reasons = reasons;
  self->pool = g_string_chunk_new (4096);
  retour_phrase_reader_init (&self->reader);
  self->phrases = retour_phrase_table_new ();
  self->rules = g_array_new (FALSE, TRUE, sizeof (RetourRule));
  self->conditions = g_array_new (FALSE, TRUE, sizeof (RetourCondition));
  self->pending = g_array_new (FALSE, TRUE, sizeof (RetourCondition));
  self->scopes = g_array_new (FALSE, TRUE, sizeof (RetourScope));
  self->hosts = g_array_new (FALSE, TRUE, sizeof (RetourScopeHost));
  self->bare_rules = g_array_new (FALSE, TRUE, sizeof (guint16));
  self->tests = g_array_new (FALSE, TRUE, sizeof (RetourRuleTest));
  self->labels = g_ptr_array_new ();
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
  g_ptr_array_unref (self->labels);
  g_string_chunk_free (self->pool);
  g_free (self);
}

gboolean
retour_ruleset_builder_add (RetourRulesetBuilder *self, const char *file, const char *text,
                            gsize len, GError **error)
{
  RetourSlice rest = retour_slice (text, len), line;

  self->file = g_string_chunk_insert_const (self->pool, file);
  self->line = 0;
  self->scope = 0;
  while (retour_slice_next_line (&rest, &line)) {
    g_autofree char *copy = g_strchomp (g_strndup (line.data, line.len));

    self->line++;
    if (!retour_ruleset_builder_read_line (self, copy, error)) {
      g_prefix_error (error, "%s:%u: ", file, self->line);
      return FALSE;
    }
  }
  if (retour_ruleset_builder_close_rule (self, error))
    return TRUE;
  g_prefix_error (error, "%s:%u: ", file, self->line);
  return FALSE;
}

static int
compare_hosts (gconstpointer a, gconstpointer b)
{
  return g_ascii_strcasecmp (((const RetourScopeHost *) a)->name,
                             ((const RetourScopeHost *) b)->name);
}

const RetourRuleset *
retour_ruleset_builder_end (RetourRulesetBuilder *self, GError **error)
{
  RetourRuleset *out = &self->ruleset;

  if (!retour_phrase_table_end (self->phrases, out, error))
    return NULL;
  g_array_sort (self->hosts, compare_hosts);
  out->rules = (const RetourRule *) (gpointer) self->rules->data;
  out->n_rules = self->rules->len;
  out->conditions = (const RetourCondition *) (gpointer) self->conditions->data;
  out->n_conditions = self->conditions->len;
  out->scopes = (const RetourScope *) (gpointer) self->scopes->data;
  out->n_scopes = self->scopes->len;
  out->hosts = (const RetourScopeHost *) (gpointer) self->hosts->data;
  out->n_hosts = self->hosts->len;
  out->labels = (const char *const *) self->labels->pdata;
  out->n_labels = self->labels->len;
  out->bare_rules = (const guint16 *) (gpointer) self->bare_rules->data;
  out->n_bare_rules = self->bare_rules->len;
  return out;
}

const RetourRuleTest *
retour_ruleset_builder_get_tests (const RetourRulesetBuilder *self, guint *n)
{
  *n = self->tests->len;
  return (const RetourRuleTest *) (gpointer) self->tests->data;
}
