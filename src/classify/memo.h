/* memo: what is known of the values of a long text, so that it is found out once for each. */
#pragma once
#include "base/limits.h"
#include "classify/ruleset.h"

enum {
  RETOUR_MEMO_SLOTS = 2048, /* a power of two */
  RETOUR_MEMO_VALUES = RETOUR_MEMO_SLOTS / 2,
  RETOUR_MEMO_ANCHORS = 8192,
};

typedef struct {
  const RetourAnchor *anchors;
  guint n;
} RetourMemoAnchors;

/* Lives on the stack. Values and anchors that find no room are treated as in a short text. */
typedef struct {
  guint16 slots[RETOUR_MEMO_SLOTS]; /* row of a value by its hash, plus one */
  guint16 values[RETOUR_MEMO_VALUES];
  guint16 counts[RETOUR_MEMO_VALUES]; /* of anchors that are kept */
  guint16 starts[RETOUR_MEMO_VALUES]; /* where; RETOUR_MEMO_ANCHORS: there was no room */
  guint16 rows[RETOUR_LIMIT_TOKENS];  /* of each token; RETOUR_MEMO_VALUES: none */
  guint n_values, n_anchors;
  RetourAnchor anchors[RETOUR_MEMO_ANCHORS];
} RetourMemo;

void retour_memo_init (RetourMemo *self);
/* Returns whether the value is new, or there is no room for it. */
gboolean retour_memo_add (RetourMemo *self, guint token, guint16 value);
/* Keeps those anchors of each value of which the need is noted. */
void retour_memo_choose (RetourMemo *self, const RetourRuleset *rules, const guint8 *noted);

/* What is to be tried at @token, which is of @value. */
static inline RetourMemoAnchors
retour_memo_get (const RetourMemo *self, const RetourRuleset *rules, guint token,
                 const RetourValue *value)
{
  guint row = self->rows[token];

  if (row == RETOUR_MEMO_VALUES || self->starts[row] == RETOUR_MEMO_ANCHORS)
    return (RetourMemoAnchors) { rules->anchors + value->anchors, value->n_anchors };
  return (RetourMemoAnchors) { self->anchors + self->starts[row], self->counts[row] };
}
