/* rules-private: a user's rules inside. */
#pragma once
#include "classify/builder.h"

/* A file as it was read; owned. */
typedef struct {
  char *name;
  char *text;
  gsize len;
} RetourRulesSource;

struct _RetourRules {
  RetourRulesetBuilder *builder;
  const RetourRuleset *ruleset;
  GArray *sources; /* of RetourRulesSource */
};

/* Goes through the lines behind the one that opens @rule, in the file. @line: without blanks
 * around. Returns %FALSE behind the last one. Starts with a zeroed @walk. */
typedef struct {
  RetourSlice rest;
  gboolean begun;
} RetourRuleWalk;

gboolean retour_rule_walk_next (const RetourRules *rules, guint rule, RetourRuleWalk *walk,
                                RetourSlice *line);
/* What stands behind the keyword @word in @line; %FALSE if it starts with something else. */
gboolean retour_rule_line_is (RetourSlice line, const char *word, RetourSlice *value);
