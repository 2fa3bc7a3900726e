#include "classify/memo.h"

void
retour_memo_init (RetourMemo *self)
{
  memset (self->slots, 0, sizeof self->slots);
  self->n_values = 0;
  self->n_anchors = 0;
}

gboolean
retour_memo_add (RetourMemo *self, guint token, guint16 value)
{
  guint slot = (value * 40503u >> 4) % RETOUR_MEMO_SLOTS;

  self->rows[token] = RETOUR_MEMO_VALUES;
  for (; self->slots[slot] != 0; slot = (slot + 1) % RETOUR_MEMO_SLOTS)
    if (self->values[self->slots[slot] - 1] == value) {
      self->rows[token] = (guint16) (self->slots[slot] - 1);
      return FALSE;
    }
  if (self->n_values == RETOUR_MEMO_VALUES)
    return TRUE;
  self->rows[token] = (guint16) self->n_values;
  self->values[self->n_values++] = value;
  self->slots[slot] = (guint16) self->n_values;
  return TRUE;
}

/* Anchors of which the need is noted, in their order. */
static void
keep_anchors (RetourMemo *self, const RetourAnchor *anchors, guint n, const guint8 *noted)
{
  guint kept = self->n_anchors;

  for (guint i = 0; i < n; i++) {
    self->anchors[kept] = anchors[i];
    kept += noted[anchors[i].need];
  }
  self->n_anchors = kept;
}

void
retour_memo_choose (RetourMemo *self, const RetourRuleset *rules, const guint8 *noted)
{
  const RetourAnchor none = { (guint16) rules->n_noted, 0, 0, 0 };

  for (guint row = 0; row < self->n_values; row++) {
    const RetourValue *value = &rules->values[self->values[row]];
    guint start = self->n_anchors;

    self->starts[row] = RETOUR_MEMO_ANCHORS;
    if (start + value->n_anchors + RETOUR_ANCHOR_STEP > RETOUR_MEMO_ANCHORS)
      continue;
    keep_anchors (self, rules->anchors + value->anchors, value->n_anchors, noted);
    while ((self->n_anchors - start) % RETOUR_ANCHOR_STEP != 0)
      self->anchors[self->n_anchors++] = none;
    self->starts[row] = (guint16) start;
    self->counts[row] = (guint16) (self->n_anchors - start);
  }
}
