/* compile-rules: the rules files, as one ruleset. */
#include "compile-data.h"

#include <stdio.h>
#include <string.h>

#include "classify/builder.h"
#include "classify/lexicon.h"

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
print_words (const RetourRuleset *rules)
{
  printf ("\nstatic const guint64 rules_slots[] = {");
  for (guint i = 0; i < rules->n_slots; i++)
    printf ("%s0x%" G_GINT64_MODIFIER "x,", i % 4 == 0 ? "\n  " : " ", rules->slots[i]);
  printf ("\n};\n\nstatic const guint32 rules_stems[] = {");
  for (guint i = 0; i < RETOUR_LEXICON_STEMS; i++)
    printf ("%s%u,", i % 16 == 0 ? "\n  " : " ", rules->stems[i]);
  printf ("\n};\n");
  print_numbers ("shifts", rules->shifts, rules->n_shifts);
  printf ("\nstatic const RetourValue rules_values[] = {");
  for (guint i = 0; i < rules->n_values; i++) {
    const RetourValue *value = &rules->values[i];

    printf ("%s{ { { 0x%" G_GINT64_MODIFIER "x, 0x%" G_GINT64_MODIFIER
            "x } }, %u, %u, %u, %u, %u },",
            i % 3 == 0 ? "\n  " : " ", value->hints.bits[0], value->hints.bits[1], value->sets,
            value->anchors, value->n_sets, value->n_noted, value->n_anchors);
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

    printf ("%s{ %u, %u, %u, %u },", i % 6 == 0 ? "\n  " : " ", anchor->need, anchor->near,
            anchor->phrase, anchor->list);
  }
  printf ("\n};\n\nstatic const RetourTarget rules_targets[] = {");
  for (guint i = 0; i < rules->n_targets; i++)
    printf ("%s{ %u, %u, %u },", i % 8 == 0 ? "\n  " : " ", rules->targets[i].role,
            rules->targets[i].index, rules->targets[i].number);
  printf ("\n  { 0, 0, 0 },\n};\n\nstatic const RetourGuard rules_guards[] = {");
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

    printf ("  { %u, %u, %u, %u, %u, %u, %u, %u, %u },\n", rule->name, rule->reason, rule->says,
            rule->asked, rule->scope, rule->conditions, rule->n_conditions, rule->guards,
            rule->n_guards);
  }
  printf ("};\n\nstatic const RetourCondition rules_conditions[] = {\n");
  for (guint i = 0; i < rules->n_conditions; i++)
    printf ("  { { %" G_GUINT64_FORMAT "u, %" G_GUINT64_FORMAT "u }, %u, %u },\n",
            rules->conditions[i].key.mask, rules->conditions[i].key.bits,
            rules->conditions[i].value, rules->conditions[i].kind);
  printf ("  { { 0, 0 }, 0, 0 },\n};\n");
}

static void
print_names (const RetourRuleset *rules)
{
  printf ("\nstatic const RetourScope rules_scopes[] = {\n");
  for (guint i = 0; i < rules->n_scopes; i++)
    printf ("  { %u },\n", rules->scopes[i].provider);
  printf ("};\n\nstatic const RetourScopeHost rules_hosts[] = {\n");
  for (guint i = 0; i < rules->n_hosts; i++)
    printf ("  { %u, %u },\n", rules->hosts[i].name, rules->hosts[i].scope);
  printf ("  { 0, 0 },\n};\n\nstatic const RetourLabel rules_labels[] = {\n");
  for (guint i = 0; i < rules->n_labels; i++)
    printf ("  { %u, %u },\n", rules->labels[i].name, rules->labels[i].kind);
  printf ("  { 0, 0 },\n};\n");
}

static void
print_ruleset (const RetourRuleset *rules, const RetourTexts *texts)
{
  print_words (rules);
  print_numbers ("sets", rules->sets, rules->n_sets);
  print_phrases (rules);
  print_rules (rules);
  print_block ("rules_texts", texts);
  print_names (rules);
  print_numbers ("bare", rules->bare_rules, rules->n_bare_rules);
  printf (
      "\nconst RetourRuleset retour_builtin_rules = {\n"
      "  rules_texts, rules_slots, rules_shifts, rules_stems, rules_values, rules_sets, "
      "rules_anchors, rules_steps, "
      "rules_phrases,\n"
      "  rules_targets, rules_guards, rules_rules, rules_conditions, rules_scopes, rules_hosts,\n"
      "  rules_labels, rules_bare,\n");
  printf ("  %u, %u, %u, %u, %u, %u, %u, %u, %u, %u,\n", rules->n_slots, rules->n_shifts,
          rules->n_values, rules->n_sets, rules->n_anchors, rules->n_steps, rules->n_phrases,
          rules->n_targets, rules->n_guards, rules->n_noted);
  printf ("  %u, %u, %u, %u, %u, %u,\n};\n", rules->n_rules, rules->n_conditions, rules->n_scopes,
          rules->n_hosts, rules->n_labels, rules->n_bare_rules);
}

/* A line of ORDER that is neither empty nor a comment. */
static gboolean
is_file_name (const char *line)
{
  return *line != '\0' && *line != '#';
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

/* The files as they are. */
static gboolean
print_files (const char *folder, char **names, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (RetourRulesFile));
  RetourTexts texts;
  gboolean ok = TRUE;

  retour_texts_init (&texts);
  for (guint i = 0; ok && names[i] != NULL; i++) {
    g_autofree char *path = g_build_filename (folder, "rules", names[i], NULL);
    g_autofree char *text = NULL;
    RetourRulesFile row = { .name = 0 };

    if (!is_file_name (names[i]))
      continue;
    ok = g_file_get_contents (path, &text, NULL, error);
    row.name = retour_texts_add (&texts, names[i]);
    row.text = retour_texts_add (&texts, text);
    g_array_append_val (rows, row);
  }
  print_block ("rules_files_texts", &texts);
  printf ("\nstatic const RetourRulesFile rules_files[] = {\n");
  for (guint i = 0; i < rows->len; i++)
    printf ("  { %u, %u },\n", g_array_index (rows, RetourRulesFile, i).name,
            g_array_index (rows, RetourRulesFile, i).text);
  printf ("};\nconst RetourRulesFileTable retour_builtin_rules_files = {\n"
          "  rules_files_texts, rules_files, %u\n};\n",
          rows->len);
  retour_texts_clear (&texts);
  return ok;
}

gboolean
compile_rules (const char *folder, const RetourReasonTable *reasons, GError **error)
{
  RetourRulesetBuilder *builder = retour_ruleset_builder_new (reasons);
  const RetourRuleset *rules = NULL;
  DataFile order;
  gboolean ok = data_file_read (folder, "rules/ORDER", &order, error);

  for (guint i = 0; ok && order.lines[i] != NULL; i++)
    if (is_file_name (order.lines[i]))
      ok = add_file (folder, order.lines[i], builder, error);
  if (ok)
    rules = retour_ruleset_builder_end (builder, error);
  if (rules != NULL) {
    ok = print_files (folder, order.lines, error); /* apart from what every run looks at */
    print_ruleset (rules, retour_ruleset_builder_get_texts (builder));
  }
  data_file_clear (&order);
  retour_ruleset_builder_free (builder);
  return ok && rules != NULL;
}
