/* compile-rules: the rules files, as one ruleset. */
#include "compile-data.h"

#include <stdio.h>
#include <string.h>

#include "classify/builder.h"

/* Prints numbers, so many in a line. */
static void
print_numbers (const char *name, const guint16 *numbers, guint n)
{
  printf ("\nstatic const guint16 rules_%s[] = {", name);
  for (guint i = 0; i < n; i++)
    printf ("%s%u,", i % 16 == 0 ? "\n  " : " ", numbers[i]);
  printf (n == 0 ? " 0 };\n" : "\n};\n");
}

static void
print_cells (const RetourRuleset *rules)
{
  printf ("\nstatic const RetourTrieCell rules_cells[] = {");
  for (guint i = 0; i < rules->n_cells; i++) {
    const RetourTrieCell *cell = &rules->cells[i];

    printf ("%s{ %u, %u, %u, %u },", i % 4 == 0 ? "\n  " : " ", cell->base, cell->byte, cell->word,
            cell->stem);
  }
  printf ("\n};\n\nstatic const RetourValue rules_values[] = {");
  for (guint i = 0; i < rules->n_values; i++) {
    const RetourValue *value = &rules->values[i];

    printf ("%s{ %" G_GUINT64_FORMAT "u, %u, %u, %u, %u, %u },", i % 4 == 0 ? "\n  " : " ",
            value->hints, value->sets, value->anchors, value->n_sets, value->n_noted,
            value->n_anchors);
  }
  printf ("\n};\n");
}

static void
print_phrases (const RetourRuleset *rules)
{
  printf ("\nstatic const RetourStep rules_steps[] = {");
  for (guint i = 0; i < rules->n_steps; i++)
    printf ("%s{ %u, %u, %u },", i % 8 == 0 ? "\n  " : " ", rules->steps[i].kind,
            rules->steps[i].loose, rules->steps[i].set);
  printf ("\n  { 0, 0, 0 },\n};\n\nstatic const RetourPhrase rules_phrases[] = {");
  for (guint i = 0; i < rules->n_phrases; i++) {
    const RetourPhrase *phrase = &rules->phrases[i];

    printf ("%s{ %u, %u, %u },", i % 8 == 0 ? "\n  " : " ", phrase->steps, phrase->n_before,
            phrase->n_after);
  }
  printf ("\n};\n\nstatic const RetourAnchor rules_anchors[] = {");
  for (guint i = 0; i < rules->n_anchors; i++) {
    const RetourAnchor *anchor = &rules->anchors[i];

    printf ("%s{ { %u, %u }, %u, %u },", i % 6 == 0 ? "\n  " : " ", anchor->needs[0],
            anchor->needs[1], anchor->phrase, anchor->target);
  }
  printf ("\n};\n\nstatic const RetourTarget rules_targets[] = {");
  for (guint i = 0; i < rules->n_targets; i++)
    printf ("%s{ %u, %u, %u },", i % 8 == 0 ? "\n  " : " ", rules->targets[i].role,
            rules->targets[i].index, rules->targets[i].number);
  printf ("\n};\n\nstatic const RetourGuard rules_guards[] = {");
  for (guint i = 0; i < rules->n_guards; i++)
    printf ("%s{ %u, %u },", i % 8 == 0 ? "\n  " : " ", rules->guards[i].rule,
            rules->guards[i].set);
  printf ("\n  { 0, 0 },\n};\n");
}

static void
print_rules (const RetourRuleset *rules)
{
  printf ("\nstatic const RetourRule rules_rules[] = {\n");
  for (guint i = 0; i < rules->n_rules; i++) {
    const RetourRule *rule = &rules->rules[i];

    printf ("  { \"%s\", %u, %u, %u, %u, %u, %u, %u, %u },\n", rule->name, rule->reason, rule->says,
            rule->weak, rule->scope, rule->conditions, rule->n_conditions, rule->guards,
            rule->n_guards);
  }
  printf ("};\n\nstatic const RetourCondition rules_conditions[] = {\n");
  for (guint i = 0; i < rules->n_conditions; i++)
    printf ("  { %u, \"%s\", { %" G_GUINT64_FORMAT "u, %" G_GUINT64_FORMAT "u } },\n",
            rules->conditions[i].kind, rules->conditions[i].value, rules->conditions[i].key.mask,
            rules->conditions[i].key.bits);
  printf ("  { 0, NULL, { 0, 0 } },\n};\n");
}

static void
print_names (const RetourRuleset *rules)
{
  printf ("\nstatic const RetourScope rules_scopes[] = {\n");
  for (guint i = 0; i < rules->n_scopes; i++) {
    printf ("  { ");
    print_string (rules->scopes[i].provider);
    printf (" },\n");
  }
  printf ("};\n\nstatic const RetourScopeHost rules_hosts[] = {\n");
  for (guint i = 0; i < rules->n_hosts; i++) {
    printf ("  { ");
    print_string (rules->hosts[i].name);
    printf (", %u },\n", rules->hosts[i].scope);
  }
  printf ("  { NULL, 0 },\n};\n\nstatic const RetourLabel rules_labels[] = {\n");
  for (guint i = 0; i < rules->n_labels; i++) {
    printf ("  { ");
    print_string (rules->labels[i].name);
    printf (", ");
    print_string (rules->labels[i].kind);
    printf (" },\n");
  }
  printf ("  { NULL, NULL },\n};\n");
}

static void
print_ruleset (const RetourRuleset *rules)
{
  print_cells (rules);
  print_numbers ("sets", rules->sets, rules->n_sets);
  print_phrases (rules);
  print_rules (rules);
  print_names (rules);
  print_numbers ("bare", rules->bare_rules, rules->n_bare_rules);
  printf (
      "\nconst RetourRuleset retour_builtin_rules = {\n"
      "  rules_cells, rules_values, rules_sets, rules_anchors, rules_steps, rules_phrases,\n"
      "  rules_targets, rules_guards, rules_rules, rules_conditions, rules_scopes, rules_hosts,\n"
      "  rules_labels, rules_bare,\n");
  printf ("  %u, %u, %u, %u, %u, %u, %u, %u, %u,\n", rules->n_cells, rules->n_values, rules->n_sets,
          rules->n_anchors, rules->n_steps, rules->n_phrases, rules->n_targets, rules->n_guards,
          rules->n_noted);
  printf ("  %u, %u, %u, %u, %u, %u,\n};\n", rules->n_rules, rules->n_conditions, rules->n_scopes,
          rules->n_hosts, rules->n_labels, rules->n_bare_rules);
}

static gboolean
add_file (const char *folder, const char *name, RetourRulesetBuilder *builder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "rules", name, NULL);
  g_autofree char *text = NULL;
  gsize len;

  return g_file_get_contents (path, &text, &len, error) &&
         retour_ruleset_builder_add (builder, name, text, len, error);
}

/* The text as it is, one string literal a line. */
static gboolean
print_text (const char *folder, const char *name, guint i, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "rules", name, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  printf ("\nstatic const char rules_text_%u[] =", i);
  for (guint k = 0; lines[k] != NULL; k++) {
    g_autofree char *line = g_strconcat (lines[k], lines[k + 1] != NULL ? "\n" : "", NULL);

    printf ("\n  ");
    print_string (line);
  }
  printf (";\n");
  return TRUE;
}

static gboolean
print_texts (const char *folder, char **names, GError **error)
{
  guint n = 0;

  for (guint i = 0; names[i] != NULL; i++)
    if (*names[i] != '\0' && *names[i] != '#' && !print_text (folder, names[i], i, error))
      return FALSE;
  printf ("\nstatic const RetourRulesFile rules_files[] = {\n");
  for (guint i = 0; names[i] != NULL; i++) {
    if (*names[i] == '\0' || *names[i] == '#')
      continue;
    printf ("  { \"%s\", rules_text_%u, sizeof rules_text_%u - 1 },\n", names[i], i, i);
    n++;
  }
  printf ("};\nconst RetourRulesFileTable retour_builtin_rules_files = { rules_files, %u };\n", n);
  return TRUE;
}

gboolean
compile_rules (const char *folder, const RetourReasonTable *reasons, GError **error)
{
  RetourRulesetBuilder *builder = retour_ruleset_builder_new (reasons);
  const RetourRuleset *rules = NULL;
  DataFile order;
  gboolean ok = data_file_read (folder, "rules/ORDER", &order, error);

  for (guint i = 0; ok && order.lines[i] != NULL; i++)
    if (*order.lines[i] != '\0' && *order.lines[i] != '#')
      ok = add_file (folder, order.lines[i], builder, error);
  if (ok)
    rules = retour_ruleset_builder_end (builder, error);
  if (rules != NULL) {
    print_ruleset (rules);
    ok = print_texts (folder, order.lines, error);
  }
  data_file_clear (&order);
  retour_ruleset_builder_free (builder);
  return ok && rules != NULL;
}
