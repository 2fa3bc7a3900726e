/* match: finds all phrases of a ruleset in the tokens of a text, in one pass. */
#pragma once
#include "classify/ruleset.h"

enum { RETOUR_NO_LABEL = G_MAXUINT16 };

/* Tokens, the last one included. */
typedef struct {
  guint16 first;
  guint16 last;
} RetourSpan;

/* A place at which a phrase may stand: what is rarest in it does, what should be near it seems to
 * be, and another word is somewhere in the text. */
typedef struct {
  guint16 token;
  guint16 next; /* of the same list in the order of the text; of the last one, the first */
  guint16 phrase;
  guint16 list; /* as in RetourAnchor */
} RetourHit;

enum {
  RETOUR_MATCH_LISTS = RETOUR_LIST_TARGETS, /* two for each rule */
  RETOUR_MATCH_UNSURE = 1024,               /* hits that are kept without a closer look */
  RETOUR_MATCH_HITS = RETOUR_MATCH_UNSURE + RETOUR_MATCH_LISTS,
  RETOUR_MATCH_ROOM = RETOUR_RULESET_MAX_SETS + 32 + RETOUR_MATCH_LISTS * sizeof (guint16) +
                      RETOUR_MATCH_HITS * sizeof (RetourHit), /* bytes */
};

/* What was found. Lives on the stack: some 100 KB, of which only what the rules need is touched, in
 * as few pages as can be. */
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
  guint n_hits;
  guint64 likely[RETOUR_RULESET_MAX_RULES / 64];  /* rules of which the first list has a hit */
  guint64 opposed[RETOUR_RULESET_MAX_RULES / 64]; /* and the second */
  gboolean is_full;                               /* only sure hits are kept from now on */
  guint64 sure[RETOUR_MATCH_LISTS / 64];          /* lists with one, once it is full */
  guint8 *noted;                                  /* sets of which there is a token */
  guint16 *last;                                  /* hit of each list that has one */
  RetourHit *hits;
  guint64 room[RETOUR_MATCH_ROOM / sizeof (guint64)]; /* of the three, one behind the other */
} RetourMatches;

/* Looks at tokens @from and after. Time is linear in their number, whatever they are. Whether a
 * phrase of a rule stands there is seen only when it is asked for. */
void retour_match (RetourMatches *self, const RetourRuleset *rules, const RetourToken *tokens,
                   guint from, guint n_tokens);
/* Whether a phrase of a rule in @likely stands there. */
gboolean retour_match_says (const RetourMatches *self, guint rule);
/* Where, if it does: of several phrases the first, of those that begin there the longest. */
RetourSpan retour_match_quote (const RetourMatches *self, guint rule);
/* Whether a phrase forbids the rule; its guards are for the caller. */
gboolean retour_match_forbids (const RetourMatches *self, guint rule);

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
