#include "classify/match.h"

/* One side of an anchor. A cursor is the number of tokens between it and the anchor; bit k of a
 * mask says that the steps so far may end at cursor k. */
typedef struct {
  const RetourMatches *matches;
  int origin; /* token at cursor 0 */
  int direction;
} Side;

static gboolean
is_in_set (const RetourRuleset *rules, guint16 value, guint16 set)
{
  const RetourValue *row = &rules->values[value];
  const guint16 *sets = rules->sets + row->sets;
  guint n = row->n_sets;

  while (n > 4) {
    guint half = n / 2;

    sets = sets[half] <= set ? sets + half : sets;
    n -= half;
  }
  for (guint i = 0; i < n; i++)
    if (sets[i] == set)
      return TRUE;
  return FALSE;
}

/* The cursors in @cursors at which a token of @set stands. */
static guint64
cursors_at (const Side *side, guint64 cursors, guint16 set, gboolean loose)
{
  const RetourMatches *m = side->matches;
  guint64 out = 0;

  for (; cursors != 0; cursors &= cursors - 1) {
    int k = __builtin_ctzll (cursors);
    int at = side->origin + side->direction * k;
    int border = side->direction > 0 ? at : at + 1;

    if (at < (int) m->from || at >= (int) m->n_tokens)
      continue;
    if (!loose && m->tokens[border].opens)
      continue;
    if (set == RETOUR_NO_SET || is_in_set (m->rules, m->tokens[at].value, set))
      out |= G_GUINT64_CONSTANT (1) << k;
  }
  return out;
}

static guint64
cursors_at_edge (const Side *side, guint64 cursors)
{
  const RetourMatches *m = side->matches;
  int at =
      side->direction > 0 ? (int) m->n_tokens - side->origin : side->origin - (int) m->from + 1;

  return at >= 0 && at < 64 ? cursors & G_GUINT64_CONSTANT (1) << at : 0;
}

/* Tokens that the steps take on this side, or -1 if they do not fit. */
static int
match_side (const Side *side, const RetourStep *steps, guint n)
{
  guint64 cursors = 1;

  for (guint i = 0; i < n && cursors != 0; i++) {
    const RetourStep *step = &steps[i];

    switch (step->kind) {
    case RETOUR_STEP_WORD:
      cursors = cursors_at (side, cursors, step->set, step->loose) << 1;
      break;
    case RETOUR_STEP_OPTIONAL:
      cursors |= cursors_at (side, cursors, step->set, step->loose) << 1;
      break;
    case RETOUR_STEP_GAP:
      for (guint k = 0; k < step->set; k++)
        cursors |= cursors_at (side, cursors, RETOUR_NO_SET, step->loose) << 1;
      break;
    default:
      cursors = cursors_at_edge (side, cursors);
    }
  }
  return cursors != 0 ? __builtin_ctzll (cursors) : -1;
}

static void
apply_target (RetourMatches *self, const RetourTarget *target, RetourSpan span)
{
  switch (target->role) {
  case RETOUR_ROLE_SAY:
    if (!retour_bit_get (self->said, target->index))
      self->spans[target->index] = span;
    retour_bit_set (self->said, target->index);
    break;
  case RETOUR_ROLE_UNLESS:
    retour_bit_set (self->forbidden, target->index);
    break;
  case RETOUR_ROLE_MARK:
    if (self->scope == 0)
      self->scope = target->index;
    break;
  case RETOUR_ROLE_BLOCKLIST:
    if (self->blocklist == RETOUR_NO_LABEL)
      self->blocklist = target->index;
    break;
  case RETOUR_ROLE_ZONE:
    if (!self->has_zone)
      self->zone = span;
    self->has_zone = TRUE;
    break;
  default:
    if (self->delay == 0)
      self->delay_span = span;
    self->delay = self->delay == 0 ? target->number : self->delay;
  }
}

/* Most phrases fail here: another word that they need is nowhere in the text. */
static gboolean
may_match (const RetourMatches *self, const RetourAnchor *anchor)
{
  for (guint i = 0; i < G_N_ELEMENTS (anchor->needs); i++)
    if (anchor->needs[i] != RETOUR_NO_SET && !retour_bit_get (self->present, anchor->needs[i]))
      return FALSE;
  return !retour_bit_get (self->found, anchor->phrase);
}

static void
try_phrase (RetourMatches *self, guint16 id, guint anchor)
{
  const RetourPhrase *phrase = &self->rules->phrases[id];
  const RetourStep *steps = self->rules->steps + phrase->steps;
  const Side left = { self, (int) anchor - 1, -1 }, right = { self, (int) anchor + 1, 1 };
  int before, after;

  before = match_side (&left, steps, phrase->n_before);
  if (before < 0)
    return;
  after = match_side (&right, steps + phrase->n_before, phrase->n_after);
  if (after < 0)
    return;
  retour_bit_set (self->found, id);
  for (guint i = 0; i < phrase->n_targets; i++)
    apply_target (
        self, &self->rules->targets[phrase->targets + i],
        (RetourSpan) { (guint16) (anchor - (guint) before), (guint16) (anchor + (guint) after) });
}

/* Only the words that the rules use are cleared. */
static void
clear (RetourMatches *self)
{
  gsize phrases = (self->rules->n_phrases + 63) / 64, rules = (self->rules->n_rules + 63) / 64;

  memset (self->present, 0, (self->rules->n_different_sets + 63) / 64 * sizeof *self->present);
  memset (self->found, 0, phrases * sizeof *self->found);
  memset (self->said, 0, rules * sizeof *self->said);
  memset (self->forbidden, 0, rules * sizeof *self->forbidden);
  self->scope = 0;
  self->blocklist = RETOUR_NO_LABEL;
  self->delay = 0;
  self->has_zone = FALSE;
}

static void
note_sets (RetourMatches *self)
{
  for (guint i = self->from; i < self->n_tokens; i++) {
    const RetourValue *value = &self->rules->values[self->tokens[i].value];
    const guint16 *sets = self->rules->sets + value->sets;

    for (guint k = 0; k < value->n_sets; k++)
      retour_bit_set (self->present, sets[k]);
  }
}

void
retour_match (RetourMatches *self, const RetourRuleset *rules, const RetourToken *tokens,
              guint from, guint n_tokens)
{
  self->rules = rules;
  self->tokens = tokens;
  self->from = from;
  self->n_tokens = n_tokens;
  clear (self);
  note_sets (self);
  for (guint i = from; i < n_tokens; i++) {
    const RetourValue *value = &rules->values[tokens[i].value];

    for (guint k = 0; k < value->n_anchors; k++) {
      const RetourAnchor *anchor = &rules->anchors[value->anchors + k];

      if (may_match (self, anchor))
        try_phrase (self, anchor->phrase, i);
    }
  }
}
