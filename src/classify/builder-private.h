/* builder-private: a builder inside, and the lines of rules files. */
#pragma once
#include "classify/builder.h"
#include "classify/phrase-table.h"

struct _RetourRulesetBuilder {
  const RetourReasonTable *reasons;
  GStringChunk *pool; /* of tests and file names */
  RetourTexts texts;  /* of the ruleset */
  RetourPhraseReader reader;
  RetourPhraseTable *phrases;
  GArray *rules, *conditions, *scopes, *hosts, *bare_rules, *tests, *labels;
  GArray *pending; /* conditions of the open rule */
  RetourRuleset ruleset;
  const char *file; /* of the line that is read */
  guint line;
  guint16 scope;
  gboolean open; /* the last of the rules goes on */
};

/* Takes one line without blanks at its end. Returns %FALSE with %RETOUR_ERROR_DATA, without file
 * and line, when it is wrong. */
gboolean retour_ruleset_builder_read_line (RetourRulesetBuilder *self, const char *text,
                                           GError **error);
/* Ends the rule that is open, if one is. */
gboolean retour_ruleset_builder_close_rule (RetourRulesetBuilder *self, GError **error);
