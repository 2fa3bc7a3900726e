#include "classify/match.h"

/* One side of an anchor. A cursor is the number of tokens between it and the anchor; bit k of a
 * mask says that the steps so far may end at cursor k. */
typedef struct {
  const RetourRuleset *rules;
  const RetourToken *first; /* token at cursor 0, if there is one */
  int n_tokens;             /* on this side */
  gssize direction;         /* 1 or -1 */
} Side;

static inline gboolean
is_in_set (const RetourRuleset *rules, guint16 value, guint16 set)
{
  const RetourValue *row = &rules->values[value];
  const guint16 *sets;
  guint n;

  if ((row->hints >> (set % 64) & 1) == 0)
    return FALSE;
  sets = rules->sets + row->sets;
  for (n = row->n_sets; n > 4;) {
    guint half = n / 2;

    sets = sets[half] <= set ? sets + half : sets;
    n -= half;
  }
  for (guint i = 0; i < n; i++)
    if (sets[i] == set)
      return TRUE;
  return FALSE;
}

/* Whether a token stands at cursor @k and, unless @loose, in the sentence of the one before it. */
static inline gboolean
is_open (const Side *side, int k, gboolean loose)
{
  int border = side->direction > 0 ? k : 1 - k;

  return k < side->n_tokens && (loose || !side->first[border].opens);
}

/* Behind those of @cursors at which a token of the set stands. */
static inline guint64
take_word (const Side *side, guint64 cursors, const RetourStep *step)
{
  guint64 out = 0;

  for (; cursors != 0; cursors &= cursors - 1) {
    int k = __builtin_ctzll (cursors);

    if (is_open (side, k, step->loose) &&
        is_in_set (side->rules, side->first[side->direction * k].value, step->set))
      out |= G_GUINT64_CONSTANT (2) << k;
  }
  return out;
}

/* @cursors, and all that are up to @step->set tokens behind one of them. */
static inline guint64
take_gap (const Side *side, guint64 cursors, const RetourStep *step)
{
  guint64 fresh = cursors;

  for (guint i = 0; i < step->set && fresh != 0; i++) {
    guint64 out = 0;

    for (; fresh != 0; fresh &= fresh - 1)
      if (is_open (side, __builtin_ctzll (fresh), step->loose))
        out |= (fresh & -fresh) << 1;
    fresh = out & ~cursors;
    cursors |= out;
  }
  return cursors;
}

static inline guint64
take_edge (const Side *side, guint64 cursors)
{
  return side->n_tokens < 64 ? cursors & G_GUINT64_CONSTANT (1) << side->n_tokens : 0;
}

/* Tokens that the steps take on this side, or -1 if they do not fit. */
static inline int
match_side (const Side *side, const RetourStep *steps, guint n)
{
  guint64 cursors = 1;

  for (guint i = 0; i < n && cursors != 0; i++) {
    const RetourStep *step = &steps[i];

    switch (step->kind) {
    case RETOUR_STEP_WORD:
      cursors = take_word (side, cursors, step);
      break;
    case RETOUR_STEP_OPTIONAL:
      cursors |= take_word (side, cursors, step);
      break;
    case RETOUR_STEP_GAP:
      cursors = take_gap (side, cursors, step);
      break;
    default:
      cursors = take_edge (side, cursors);
    }
  }
  return cursors != 0 ? __builtin_ctzll (cursors) : -1;
}

/* Whether a phrase stands around the token @anchor; @span: where. */
static gboolean
fits (const RetourMatches *self, guint16 id, guint anchor, RetourSpan *span)
{
  const RetourRuleset *rules = self->rules;
  const RetourPhrase *phrase = &rules->phrases[id];
  const RetourStep *steps = rules->steps + phrase->steps;
  const RetourToken *at = self->tokens + anchor;
  const Side left = { rules, at - 1, (int) (anchor - self->from), -1 };
  const Side right = { rules, at + 1, (int) (self->n_tokens - anchor) - 1, 1 };
  int before = match_side (&left, steps, phrase->n_before), after;

  if (before < 0)
    return FALSE;
  after = match_side (&right, steps + phrase->n_before, phrase->n_after);
  *span = (RetourSpan) { (guint16) (anchor - (guint) before), (guint16) (anchor + (guint) after) };
  return after >= 0;
}

/* What is no matter of rules: few phrases, so that they are looked at at once. */
static void
apply_target (RetourMatches *self, const RetourTarget *target, RetourSpan span)
{
  switch (target->role) {
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

/* After many hits only sure ones are kept, one in a list: the first one is all that is asked for.
 */
static gboolean
is_wanted (RetourMatches *self, const RetourAnchor *anchor, guint token)
{
  const RetourTarget *target = &self->rules->targets[anchor->target];
  guint list = target->index + (target->role == RETOUR_ROLE_SAY ? 0 : RETOUR_RULESET_MAX_RULES);
  RetourSpan span;

  if (self->n_hits < RETOUR_MATCH_UNSURE)
    return TRUE;
  if (self->n_hits == RETOUR_MATCH_UNSURE)
    memset (self->sure, 0, sizeof self->sure);
  if (retour_bit_get (self->sure, list) || !fits (self, anchor->phrase, token, &span))
    return FALSE;
  retour_bit_set (self->sure, list);
  return TRUE;
}

static void
add_hit (RetourMatches *self, const RetourAnchor *anchor, guint token)
{
  const RetourTarget *target = &self->rules->targets[anchor->target];
  gboolean says = target->role == RETOUR_ROLE_SAY;
  guint64 *listed = says ? self->likely : self->opposed;
  RetourHitList *list = says ? &self->says[target->index] : &self->forbids[target->index];
  RetourSpan span;

  if (!says && target->role != RETOUR_ROLE_UNLESS) {
    if (fits (self, anchor->phrase, token, &span))
      apply_target (self, target, span);
    return;
  }
  if (!is_wanted (self, anchor, token))
    return;
  if (!retour_bit_get (listed, target->index))
    list->first = (guint16) self->n_hits;
  else
    self->hits[list->last].next = (guint16) self->n_hits;
  retour_bit_set (listed, target->index);
  list->last = (guint16) self->n_hits;
  self->hits[self->n_hits++] = (RetourHit) { anchor->phrase, (guint16) token, 0 };
}

/* Whether one of the hits is one. */
static gboolean
find_hit (const RetourMatches *self, RetourHitList list, RetourSpan *span)
{
  const RetourHit *hit = &self->hits[list.first];

  while (!fits (self, hit->phrase, hit->token, span)) {
    if (hit == &self->hits[list.last])
      return FALSE;
    hit = &self->hits[hit->next];
  }
  return TRUE;
}

gboolean
retour_match_says (const RetourMatches *self, guint rule, RetourSpan *span)
{
  return find_hit (self, self->says[rule], span);
}

gboolean
retour_match_forbids (const RetourMatches *self, guint rule)
{
  RetourSpan span;

  return retour_bit_get (self->opposed, rule) && find_hit (self, self->forbids[rule], &span);
}

static void
share_room (RetourMatches *self)
{
  gsize n_noted = (self->rules->n_noted + sizeof (guint64)) / sizeof (guint64);

  self->noted = (guint8 *) self->room;
  self->says = (RetourHitList *) (gpointer) (self->room + n_noted);
  self->forbids = self->says + self->rules->n_rules;
  self->hits = (RetourHit *) (gpointer) (self->forbids + self->rules->n_rules);
}

/* Only what the rules use is cleared. */
static void
clear (RetourMatches *self)
{
  gsize rules = (self->rules->n_rules + 63) / 64;

  share_room (self);
  memset (self->noted, 0, self->rules->n_noted);
  memset (self->likely, 0, rules * sizeof *self->likely);
  memset (self->opposed, 0, rules * sizeof *self->opposed);
  self->n_hits = 0;
  self->scope = 0;
  self->blocklist = RETOUR_NO_LABEL;
  self->delay = 0;
  self->has_zone = FALSE;
}

static void
note_sets (RetourMatches *self)
{
  const RetourRuleset *rules = self->rules;

  self->noted[RETOUR_ANY_SET] = 1;
  for (guint i = self->from; i < self->n_tokens; i++) {
    const RetourValue *value = &rules->values[self->tokens[i].value];
    const guint16 *sets = rules->sets + value->sets;

    __builtin_prefetch (rules->anchors + value->anchors);
    for (guint k = 0; k < value->n_noted; k += RETOUR_NOTE_STEP)
      for (guint n = 0; n < RETOUR_NOTE_STEP; n++)
        self->noted[sets[k + n]] = 1;
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
    const RetourAnchor *anchors = rules->anchors + value->anchors;

    /* most phrases fail here: another word that they need is nowhere in the text */
    for (guint k = 0; k < value->n_anchors; k++)
      if ((self->noted[anchors[k].needs[0]] & self->noted[anchors[k].needs[1]]) != 0)
        add_hit (self, &anchors[k], i);
  }
}
