/* match: finds all phrases of a ruleset in the tokens of a text, in one pass. */
#pragma once
#include "classify/ruleset.h"

enum { RETOUR_NO_LABEL = G_MAXUINT16 };

/* Tokens, the last one included. */
typedef struct {
  guint16 first;
  guint16 last;
} RetourSpan;

/* What was found. Lives on the stack: some 30 KB, of which only what the rules need is touched. */
typedef struct {
  const RetourRuleset *rules;
  const RetourToken *tokens;
  guint from; /* tokens before it do not count */
  guint n_tokens;
  guint16 scope;     /* by marks, 0: none */
  guint16 blocklist; /* label, or RETOUR_NO_LABEL */
  guint32 delay;     /* factor of the number in @delay_span, 0: none */
  gboolean has_zone;
  RetourSpan zone, delay_span;
  guint64 present[RETOUR_RULESET_MAX_SETS / 64]; /* sets of which there is a token */
  guint64 found[RETOUR_RULESET_MAX_PHRASES / 64];
  guint64 said[RETOUR_RULESET_MAX_RULES / 64]; /* rules of which a phrase stands there */
  guint64 forbidden[RETOUR_RULESET_MAX_RULES / 64];
  RetourSpan spans[RETOUR_RULESET_MAX_RULES]; /* of the rules in @said */
} RetourMatches;

/* Looks at tokens @from and after. Time is linear in their number, whatever they are. */
void retour_match (RetourMatches *self, const RetourRuleset *rules, const RetourToken *tokens,
                   guint from, guint n_tokens);

static inline gboolean
retour_bit_get (const guint64 *bits, guint i)
{
  return (bits[i / 64] >> (i % 64) & 1) != 0;
}

static inline void
retour_bit_set (guint64 *bits, guint i)
{
  bits[i / 64] |= G_GUINT64_CONSTANT (1) << (i % 64);
}
