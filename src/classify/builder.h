/* builder: reads rules files and makes a ruleset of them. */
#pragma once
#include "classify/ruleset.h"

typedef struct _RetourRulesetBuilder RetourRulesetBuilder;

/* A `test` or `not` line of a rule. */
typedef struct {
  guint rule;
  gboolean wanted; /* must, or must not, be decided by this rule */
  const char *text;
  const char *place; /* "general.rules:12" */
  const char *host;  /* first `host` of the rule's provider, or %NULL */
} RetourRuleTest;

/* @reasons: what the names of reasons refer to; outlives the builder. */
RetourRulesetBuilder *retour_ruleset_builder_new (const RetourReasonTable *reasons);
void retour_ruleset_builder_free (RetourRulesetBuilder *self);

/* Adds a file: its rules come after those of the files before. @file is the name that messages and
 * rules have. Returns %FALSE with %RETOUR_ERROR_DATA (`file:line: …`) at the first mistake. */
gboolean retour_ruleset_builder_add (RetourRulesetBuilder *self, const char *file, const char *text,
                                     gsize len, GError **error);

/* @place: `file:line`. Returns whether to go on behind the mistake. */
typedef gboolean (*RetourMistakeFunc) (const char *place, const char *message, gpointer data);

/* The same, but calls @func for each mistake; what follows from one is not a mistake of its own.
 * Returns %FALSE when there was one. */
gboolean retour_ruleset_builder_read (RetourRulesetBuilder *self, const char *file,
                                      RetourSlice text, RetourMistakeFunc func, gpointer data);

/* Makes the ruleset; once, after all files. Its strings and arrays live as long as the builder.
 * Returns %NULL with %RETOUR_ERROR_DATA when it is too large. */
const RetourRuleset *retour_ruleset_builder_end (RetourRulesetBuilder *self, GError **error);

/* The texts that the ruleset refers to. */
const RetourTexts *retour_ruleset_builder_get_texts (const RetourRulesetBuilder *self);
/* The test lines of all files, in their order. */
const RetourRuleTest *retour_ruleset_builder_get_tests (const RetourRulesetBuilder *self, guint *n);
