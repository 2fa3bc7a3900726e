#include "classify/match.h"

#include "base/limits.h"
#include "classify/memo.h"

enum {
  MARGIN = RETOUR_NEAR_BACK, /* tokens without hints at both ends */
  BLOCK = RETOUR_ANCHOR_STEP,
  STRIDE = 8, /* blocks that are made for each token */
  BATCH = 64, /* blocks that are tried at a time */
  LONG = 100, /* tokens of a short text */
};

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
  gboolean found = FALSE;
  guint n;

  if ((row->hints.bits[set % RETOUR_HINT_BITS / 64] >> (set % 64) & 1) == 0)
    return FALSE;
  sets = rules->sets + row->sets;
  for (n = row->n_sets; n > 4;) {
    guint half = n / 2;

    sets = sets[half] <= set ? sets + half : sets;
    n -= half;
  }
  for (guint i = 0; i < n; i++)
    found |= sets[i] == set;
  return found;
}

/* Whether a token stands at cursor @k and opens nothing but what is in @loose; or, to the left, the
 * one behind it. */
static inline gboolean
is_open (const Side *side, int k, guint8 loose)
{
  int border = side->direction > 0 ? k : 1 - k;

  return k < side->n_tokens && (side->first[border].opens & ~loose) == 0;
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

/* Whether the token at cursor @k may stand in a gap. */
static inline gboolean
fills_gap (const Side *side, int k, guint8 loose)
{
  if (!is_open (side, k, loose))
    return FALSE;
  return (loose & RETOUR_STEP_SHUT) == 0 ||
         (side->first[side->direction * k].opens & RETOUR_OPENS_CLAUSE) == 0;
}

/* @cursors, and all that are up to @step->set tokens behind one of them. */
static inline guint64
take_gap (const Side *side, guint64 cursors, const RetourStep *step)
{
  guint64 fresh = cursors;

  for (guint i = 0; i < step->set && fresh != 0; i++) {
    guint64 out = 0;

    for (; fresh != 0; fresh &= fresh - 1)
      if (fills_gap (side, __builtin_ctzll (fresh), step->loose))
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
is_wanted (RetourMatches *self, const RetourHit *hit)
{
  RetourSpan span;

  if (self->n_hits < RETOUR_MATCH_UNSURE || hit->list >= RETOUR_LIST_TARGETS)
    return TRUE;
  if (!self->is_full)
    memset (self->sure, 0, sizeof self->sure);
  self->is_full = TRUE;
  if (retour_bit_get (self->sure, hit->list) || !fits (self, hit->phrase, hit->token, &span))
    return FALSE;
  retour_bit_set (self->sure, hit->list);
  return TRUE;
}

/* Puts a hit at the end of its list. */
static inline void
list_hit (RetourMatches *self, const RetourHit *hit)
{
  guint16 id = (guint16) self->n_hits, last;
  guint list = hit->list % RETOUR_MATCH_LISTS;
  guint64 *listed;
  RetourSpan span;

  if (hit->list >= RETOUR_LIST_TARGETS) {
    if (fits (self, hit->phrase, hit->token, &span))
      apply_target (self, &self->rules->targets[hit->list - RETOUR_LIST_TARGETS], span);
    return;
  }
  listed = list % 2 == 0 ? self->likely : self->opposed;
  last = retour_bit_get (listed, list / 2) ? self->last[list] : id;
  self->hits[id] = *hit;
  self->hits[id].next = id;
  self->hits[id].next = self->hits[last].next;
  self->hits[last].next = id;
  self->last[list] = id;
  retour_bit_set (listed, list / 2);
  self->n_hits++;
}

/* Whether one of the hits of a list is one. */
static gboolean
find_hit (const RetourMatches *self, guint list)
{
  guint last = self->last[list];
  const RetourHit *hit = &self->hits[self->hits[last].next];
  RetourSpan span;

  while (!fits (self, hit->phrase, hit->token, &span)) {
    if (hit == &self->hits[last])
      return FALSE;
    hit = &self->hits[hit->next];
  }
  return TRUE;
}

gboolean
retour_match_says (const RetourMatches *self, guint rule)
{
  return find_hit (self, 2 * rule);
}

gboolean
retour_match_forbids (const RetourMatches *self, guint rule)
{
  return retour_bit_get (self->opposed, rule) && find_hit (self, 2 * rule + 1);
}

static gboolean
is_better (RetourSpan a, RetourSpan b)
{
  return a.first < b.first || (a.first == b.first && a.last > b.last);
}

RetourSpan
retour_match_quote (const RetourMatches *self, guint rule)
{
  guint list = 2 * rule, i = self->last[list];
  RetourSpan best = { G_MAXUINT16, 0 }, span;

  do {
    i = self->hits[i].next;
    if (fits (self, self->hits[i].phrase, self->hits[i].token, &span) && is_better (span, best))
      best = span;
  } while (i != self->last[list]);
  return best;
}

/* In two pieces: what clears a large block at once takes its time to begin. */
static void
clear_noted (guint8 *noted, gsize n)
{
  memset (noted, 0, n / 2);
  memset (noted + n / 2, 0, n - n / 2);
}

static void
share_room (RetourMatches *self)
{
  gsize n_noted =
      self->rules->n_noted / sizeof (guint64) + 1; /* with the set that is never noted */
  gsize n_last = self->rules->n_rules / 4 + 1;

  self->noted = (guint8 *) self->room;
  self->last = (guint16 *) (gpointer) (self->room + n_noted);
  self->hits = (RetourHit *) (gpointer) (self->room + n_noted + 2 * n_last);
}

/* Only what the rules use is cleared. */
static void
clear (RetourMatches *self)
{
  gsize rules = (self->rules->n_rules + 63) / 64 * sizeof *self->likely;

  share_room (self);
  clear_noted (self->noted, self->rules->n_noted + 1u);
  memset (self->likely, 0, rules);
  memset (self->opposed, 0, rules);
  self->is_full = FALSE;
  self->n_hits = 0;
  self->scope = 0;
  self->blocklist = RETOUR_NO_LABEL;
  self->delay = 0;
  self->has_zone = FALSE;
}

/* What is looked at around a token: its hints, and those of it and the three behind it. */
typedef struct {
  RetourHints one, four;
} Around;

/* Anchors of one token that are tried at a time. */
typedef struct {
  const RetourAnchor *anchors;
  guint token;
} Block;

G_STATIC_ASSERT (sizeof (Around) == RETOUR_NEAR_TOKEN * sizeof (guint64));

static inline RetourHints
both (RetourHints a, RetourHints b)
{
  return (RetourHints) { { a.bits[0] | b.bits[0], a.bits[1] | b.bits[1] } };
}

static inline void
note_value (RetourMatches *self, const RetourValue *value)
{
  const guint16 *sets = self->rules->sets + value->sets;

  G_STATIC_ASSERT (RETOUR_NOTE_STEP == 4);
  for (const guint16 *end = sets + value->n_noted; sets < end; sets += RETOUR_NOTE_STEP) {
    self->noted[sets[0]] = 1;
    self->noted[sets[1]] = 1;
    self->noted[sets[2]] = 1;
    self->noted[sets[3]] = 1;
  }
}

/* Notes what is around each token and which sets have one; those of @memo, if any, once. */
static void
note_sets (RetourMatches *self, Around *around, RetourMemo *memo)
{
  const RetourRuleset *rules = self->rules;
  Around *at = around;

  self->noted[RETOUR_ANY_SET] = 1;
  memset (around - MARGIN, 0, MARGIN * sizeof *around);
  for (guint i = self->from; i < self->n_tokens; i++) {
    const RetourValue *value = &rules->values[self->tokens[i].value];

    at++->one = value->hints;
    __builtin_prefetch (rules->anchors + value->anchors);
    if (memo == NULL || retour_memo_add (memo, i, self->tokens[i].value))
      note_value (self, value);
  }
  memset (at, 0, MARGIN * sizeof *at);
  for (Around *fill = around - MARGIN; fill <= at; fill++)
    fill->four = both (both (fill[0].one, fill[1].one), both (fill[2].one, fill[3].one));
}

/* The anchors to try at a token. */
static inline RetourMemoAnchors
anchors_of (const RetourMatches *self, const RetourMemo *memo, guint token)
{
  const RetourValue *value = &self->rules->values[self->tokens[token].value];

  if (memo != NULL)
    return retour_memo_get (memo, self->rules, token, value);
  return (RetourMemoAnchors) { self->rules->anchors + value->anchors, value->n_anchors };
}

/* Cuts the anchors of the tokens from @token on into blocks, those of most tokens without a branch.
 * Returns the first token that had no room. */
static inline guint
make_blocks (const RetourMatches *self, const RetourMemo *memo, guint token, Block blocks[BATCH],
             guint *n_blocks)
{
  guint n = 0;

  for (; token < self->n_tokens && n <= BATCH - STRIDE; token++) {
    RetourMemoAnchors tries = anchors_of (self, memo, token);

    for (guint i = 0; i < STRIDE; i++)
      blocks[n + i] = (Block) { tries.anchors + (gsize) i * BLOCK, token };
    if (tries.n > STRIDE * BLOCK)
      break;
    n += tries.n / BLOCK;
  }
  *n_blocks = n;
  return token;
}

/* Puts a hit at @out. Returns 1 if it may hold, else 0: the next one goes in its place. */
static inline guint
try_anchor (const RetourMatches *self, const RetourAnchor *anchor, guint token, const guint64 *near,
            RetourHit *out)
{
  *out = (RetourHit) { (guint16) token, 0, anchor->phrase, anchor->list };
  return (guint) (near[anchor->near / 64] >> (anchor->near % 64)) & self->noted[anchor->need];
}

/* Appends to @out those of the anchors of a block that may hold. Nearly all do not, and which of
 * them do cannot be foretold: so this has no branches. Returns how many there are. */
static inline guint
try_block (const RetourMatches *self, const Block *block, const Around *around, RetourHit *out)
{
  const RetourAnchor *anchors = block->anchors;
  const guint64 *near = around[(int) (block->token - self->from) - RETOUR_NEAR_BACK].one.bits;
  guint n = try_anchor (self, anchors, block->token, near, out);

  G_STATIC_ASSERT (BLOCK == 4);
  n += try_anchor (self, anchors + 1, block->token, near, out + n);
  n += try_anchor (self, anchors + 2, block->token, near, out + n);
  return n + try_anchor (self, anchors + 3, block->token, near, out + n);
}

static void
try_blocks (RetourMatches *self, const Block *blocks, guint n, const Around *around)
{
  RetourHit hits[BATCH * BLOCK + 1];
  guint found = 0;

  for (guint i = 0; i < n; i++)
    found += try_block (self, &blocks[i], around, hits + found);
  for (guint i = 0; i < found; i++)
    if (is_wanted (self, &hits[i]))
      list_hit (self, &hits[i]);
}

/* A token with so many anchors that they are no few blocks. */
static void
try_token (RetourMatches *self, RetourMemoAnchors tries, guint token, const Around *around)
{
  Block blocks[BATCH];

  for (guint k = 0, n; k < tries.n; k += n * BLOCK) {
    for (n = 0; n < BATCH && k + n * BLOCK < tries.n; n++)
      blocks[n] = (Block) { tries.anchors + k + (gsize) n * BLOCK, token };
    try_blocks (self, blocks, n, around);
  }
}

static inline void
try_tokens (RetourMatches *self, const RetourMemo *memo, const Around *around)
{
  for (guint token = self->from; token < self->n_tokens;) {
    RetourMemoAnchors tries;
    Block blocks[BATCH];
    guint n;

    token = make_blocks (self, memo, token, blocks, &n);
    try_blocks (self, blocks, n, around);
    if (token == self->n_tokens)
      return;
    tries = anchors_of (self, memo, token);
    if (tries.n > STRIDE * BLOCK)
      try_token (self, tries, token++, around);
  }
}

/* In long texts words stand more than once, and a few could stand very often. */
static void
match_long (RetourMatches *self, Around *around)
{
  RetourMemo memo;

  retour_memo_init (&memo);
  note_sets (self, around, &memo);
  retour_memo_choose (&memo, self->rules, self->noted);
  try_tokens (self, &memo, around);
}

void
retour_match (RetourMatches *self, const RetourRuleset *rules, const RetourToken *tokens,
              guint from, guint n_tokens)
{
  Around around[MARGIN + RETOUR_LIMIT_TOKENS + MARGIN];

  self->rules = rules;
  self->tokens = tokens;
  self->from = from;
  self->n_tokens = n_tokens;
  clear (self);
  if (n_tokens - from > LONG) {
    match_long (self, around + MARGIN);
    return;
  }
  note_sets (self, around + MARGIN, NULL);
  try_tokens (self, NULL, around + MARGIN);
}
