#include "classify/phrase-table-private.h"

#include <stdlib.h>

#include "base/language.h"
#include "base/limits.h"

enum { SEEN = 32 }; /* weight of a word for each time that it was seen */

/* In the order of RetourTokenKind. */
static const char *const kinds[RETOUR_TOKEN_N] = { "", "<addr>", "<ip>", "<host>", "<num>" };

static RetourPhraseWord *
find_word (const RetourPhraseTable *self, const char *text)
{
  guint id = GPOINTER_TO_UINT (g_hash_table_lookup (self->word_ids, text));

  return id > 0 ? g_ptr_array_index (self->words, id - 1) : NULL;
}

/* How often a word is likely to stand in a text: as often as it did in those that were seen. Of
 * words that were not, kinds of tokens stand in most, short ones and those of many phrases in more
 * than others. */
static guint
word_weight (const RetourPhraseWord *word)
{
  guint weight = SEEN * word->seen + MIN (word->uses, SEEN / 4);

  if (*word->text == '<')
    return weight + 1000;
  if (strlen (word->text) <= 3 && (*word->text & 0x80) == 0)
    weight += SEEN / 2;
  return g_str_has_suffix (word->text, "*") ? weight + 2 : weight;
}

static guint
set_weight (const RetourPhraseTable *self, guint16 id)
{
  const RetourPhraseSet *set = g_ptr_array_index (self->sets, id);
  guint weight = 0;

  for (guint i = 0; i < set->words->len; i++)
    weight += word_weight (g_ptr_array_index (self->words, g_array_index (set->words, guint, i)));
  return weight;
}

/* The step whose words are the rarest, those left out that have a set in @taken; -1 if there is
 * none. */
static int
choose_rarest (const RetourPhraseTable *self, const GArray *steps, const guint16 *taken,
               guint n_taken)
{
  int best = -1;
  guint least = G_MAXUINT;

  for (guint i = 0; i < steps->len; i++) {
    const RetourStep *step = &g_array_index (steps, RetourStep, i);
    guint weight = step->kind == RETOUR_STEP_WORD ? set_weight (self, step->set) : G_MAXUINT;

    for (guint k = 0; k < n_taken; k++)
      weight = step->set == taken[k] ? G_MAXUINT : weight;
    if (weight < least) {
      best = (int) i;
      least = weight;
    }
  }
  return best;
}

/* A word behind a gap that may cross the end of a sentence may stand behind it as well. */
static void
append_step (RetourPhraseTable *self, const GArray *steps, guint i, int back)
{
  RetourStep step = g_array_index (steps, RetourStep, i);
  gboolean has_gap = back > 0 ? i > 0 : i + 1 < steps->len;
  const RetourStep *gap =
      has_gap ? &g_array_index (steps, RetourStep, (guint) ((int) i - back)) : NULL;

  if (gap != NULL && gap->kind == RETOUR_STEP_GAP && step.kind != RETOUR_STEP_GAP)
    step.loose = gap->loose;
  g_array_append_val (self->steps, step);
}

/* Single words that forbid rules are no phrases: that they stand in the text is enough. */
static void
make_guards (RetourPhraseTable *self, const RetourPhraseEntry *entry)
{
  const RetourStep *step = &g_array_index (entry->steps, RetourStep, 0);
  GArray *targets = entry->targets;
  guint n = 0;

  if (entry->steps->len > 1)
    return;
  for (guint i = 0; i < targets->len; i++) {
    RetourTarget target = g_array_index (targets, RetourTarget, i);
    RetourGuard guard = { target.index, step->set };

    if (target.role == RETOUR_ROLE_UNLESS)
      g_array_append_val (self->guards, guard);
    else
      g_array_index (targets, RetourTarget, n++) = target;
  }
  if (n < targets->len)
    retour_phrase_note_set (self, step->set);
  g_array_set_size (targets, n);
}

/* The next word that must stand beside the anchor on one side, and how far from it at most. */
typedef struct {
  guint16 set; /* RETOUR_NO_SET: there is none */
  guint distance;
} Neighbour;

static Neighbour
find_neighbour (const GArray *steps, guint anchor, int back)
{
  Neighbour out = { RETOUR_NO_SET, 0 };

  for (int i = (int) anchor + back; i >= 0 && i < (int) steps->len; i += back) {
    const RetourStep *step = &g_array_index (steps, RetourStep, (guint) i);

    out.distance += step->kind == RETOUR_STEP_GAP ? step->set : 1;
    if (step->kind != RETOUR_STEP_WORD)
      continue;
    out.set = step->set;
    return out;
  }
  return out;
}

/* Where the hints of a set are looked for. */
typedef struct {
  guint16 set;
  guint8 number;
} Near;

/* The numbers for tokens that are @distance tokens before or behind the anchor; 0 for what is too
 * far away. */
static guint8
number_of (guint distance, int back)
{
  const guint own = RETOUR_NEAR_BACK * RETOUR_NEAR_TOKEN;

  if (distance == 1)
    return (guint8) (back < 0 ? own - RETOUR_NEAR_TOKEN : own + RETOUR_NEAR_TOKEN);
  if (distance <= RETOUR_NEAR_BACK)
    return (guint8) ((back < 0 ? 0 : own + RETOUR_NEAR_TOKEN) + RETOUR_NEAR_FOUR);
  return 0;
}

/* What tells near the anchor that the phrase may stand there: the nearer, the better. */
static Near
choose_near (const RetourPhraseTable *self, const GArray *steps, guint anchor)
{
  Neighbour left = find_neighbour (steps, anchor, -1), right = find_neighbour (steps, anchor, 1);
  Near before = { left.set, number_of (left.distance, -1) };
  Near behind = { right.set, number_of (right.distance, 1) };
  Near own = { g_array_index (steps, RetourStep, anchor).set,
               RETOUR_NEAR_BACK * RETOUR_NEAR_TOKEN };
  gboolean one_before = left.distance == 1, one_behind = right.distance == 1;

  if (left.set == RETOUR_NO_SET || before.number == 0)
    return right.set == RETOUR_NO_SET || behind.number == 0 ? own : behind;
  if (right.set == RETOUR_NO_SET || behind.number == 0)
    return before;
  if (one_before != one_behind)
    return one_before ? before : behind;
  return set_weight (self, left.set) <= set_weight (self, right.set) ? before : behind;
}

/* The list of a target; those that are about no rule are kept. */
static guint16
list_of (RetourPhraseTable *self, const RetourTarget *target)
{
  if (target->role == RETOUR_ROLE_SAY || target->role == RETOUR_ROLE_UNLESS)
    return (guint16) (2 * target->index + (target->role == RETOUR_ROLE_UNLESS));
  g_array_append_val (self->targets, *target);
  return (guint16) MIN (RETOUR_LIST_TARGETS + self->targets->len - 1, G_MAXUINT16);
}

/* The rarest word that is neither the anchor nor looked for near it, if there is another. */
static guint16
choose_need (const RetourPhraseTable *self, const GArray *steps, guint anchor, guint16 near)
{
  const guint16 taken[] = { g_array_index (steps, RetourStep, anchor).set, near };
  int step = choose_rarest (self, steps, taken, G_N_ELEMENTS (taken));

  if (step < 0)
    step = choose_rarest (self, steps, taken, 1);
  return step < 0 ? RETOUR_NO_SET : g_array_index (steps, RetourStep, step).set;
}

static void
lay_out_entry (RetourPhraseTable *self, const RetourPhraseEntry *entry)
{
  const GArray *steps = entry->steps;
  guint anchor = (guint) choose_rarest (self, steps, NULL, 0);
  guint16 set = g_array_index (steps, RetourStep, anchor).set;
  RetourPhrase phrase = { .steps = self->steps->len,
                          .n_before = (guint8) anchor,
                          .n_after = (guint8) (steps->len - anchor - 1) };
  Near near = choose_near (self, steps, anchor);
  RetourPhraseAnchor at = { choose_need (self, steps, anchor, near.set), near.set, near.number,
                            (guint16) self->phrases->len, 0 };
  GArray *anchors = ((RetourPhraseSet *) g_ptr_array_index (self->sets, set))->anchors;

  retour_phrase_note_set (self, at.need);
  for (guint i = anchor; i > 0; i--)
    append_step (self, steps, i - 1, -1);
  for (guint i = anchor + 1; i < steps->len; i++)
    append_step (self, steps, i, 1);
  g_array_append_val (self->phrases, phrase);
  for (guint i = 0; i < entry->targets->len; i++) {
    at.list = list_of (self, &g_array_index (entry->targets, RetourTarget, i));
    g_array_append_val (anchors, at);
    self->n_anchored++;
  }
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return (int) *(const guint16 *) a - (int) *(const guint16 *) b;
}

static void
add_sets (GArray *sets, const RetourPhraseWord *word)
{
  if (word != NULL && word->sets->len > 0)
    g_array_append_vals (sets, word->sets->data, word->sets->len);
}

/* Sets of all stems that @text starts with. */
static void
add_stem_sets (const RetourPhraseTable *self, const char *text, gsize len, GArray *sets)
{
  for (gsize i = 1; i <= len; i++) {
    g_autofree char *stem = g_strdup_printf ("%.*s*", (int) i, text);

    add_sets (sets, find_word (self, stem));
  }
}

static void
sort_unique (GArray *ids)
{
  guint n = 0;

  g_array_sort (ids, compare_ids);
  for (guint i = 0; i < ids->len; i++)
    if (n == 0 || g_array_index (ids, guint16, i) != g_array_index (ids, guint16, n - 1))
      g_array_index (ids, guint16, n++) = g_array_index (ids, guint16, i);
  g_array_set_size (ids, n);
}

/* The places of @sets in their order, those that are noted rounded up for RETOUR_NOTE_STEP. */
static void
append_places (RetourPhraseTable *self, const GArray *sets, RetourValue *value)
{
  guint16 any = RETOUR_ANY_SET;

  for (guint i = 0; i < sets->len; i++)
    if (retour_phrase_place_of (self, g_array_index (sets, guint16, i)) < self->n_noted)
      value->n_noted++;
  value->sets = self->set_lists->len;
  for (; value->n_noted % RETOUR_NOTE_STEP != 0; value->n_noted++)
    g_array_append_val (self->set_lists, any);
  for (guint i = 0; i < sets->len; i++) {
    guint16 place = retour_phrase_place_of (self, g_array_index (sets, guint16, i));

    g_array_append_val (self->set_lists, place);
    value->hints.bits[place % RETOUR_HINT_BITS / 64] |= G_GUINT64_CONSTANT (1) << (place % 64);
  }
  value->n_sets = (guint16) (self->set_lists->len - value->sets);
  if (value->n_sets > 0)
    qsort (&g_array_index (self->set_lists, guint16, value->sets), value->n_sets, sizeof (guint16),
           compare_ids);
}

static RetourAnchor
anchor_of (const RetourPhraseTable *self, const RetourPhraseAnchor *from)
{
  guint hint = retour_phrase_place_of (self, from->near) % RETOUR_HINT_BITS;
  guint16 need = RETOUR_ANY_SET;

  if (from->need != RETOUR_NO_SET)
    need = retour_phrase_place_of (self, from->need);
  return (RetourAnchor) { need, (guint16) (from->token * 64u + hint), from->phrase, from->list };
}

static void
append_value (RetourPhraseTable *self, const GArray *sets)
{
  const RetourAnchor none = { (guint16) self->n_noted, 0, 0, 0 };
  RetourValue value = { .anchors = self->anchors->len };

  append_places (self, sets, &value);
  for (guint i = 0; i < sets->len; i++) {
    guint16 id = g_array_index (sets, guint16, i);
    const RetourPhraseSet *set = g_ptr_array_index (self->sets, id);

    for (guint k = 0; k < set->anchors->len; k++) {
      RetourAnchor anchor = anchor_of (self, &g_array_index (set->anchors, RetourPhraseAnchor, k));

      g_array_append_val (self->anchors, anchor);
    }
  }
  while ((self->anchors->len - value.anchors) % RETOUR_ANCHOR_STEP != 0)
    g_array_append_val (self->anchors, none);
  value.n_anchors = (guint16) (self->anchors->len - value.anchors);
  g_array_append_val (self->values, value);
}

static guint16
intern_value (RetourPhraseTable *self, GArray *sets)
{
  g_autoptr (GBytes) key = NULL;
  gboolean fresh;
  guint id;

  sort_unique (sets);
  key = retour_phrase_key (sets, sizeof (guint16));
  id = retour_phrase_intern (self->value_ids, key, self->values->len, &fresh);
  if (fresh)
    append_value (self, sets);
  return (guint16) id;
}

/* Values 0 … RETOUR_TOKEN_N - 1 have fixed places, whatever they hold. */
static void
add_kind_values (RetourPhraseTable *self)
{
  for (guint i = 0; i < RETOUR_TOKEN_N; i++) {
    g_autoptr (GArray) sets = g_array_new (FALSE, FALSE, sizeof (guint16));

    add_sets (sets, find_word (self, kinds[i]));
    sort_unique (sets);
    append_value (self, sets);
  }
}

/* Literal numbers and hosts are also numbers and hosts. */
static RetourTokenKind
kind_of (const char *text)
{
  if (strspn (text, "0123456789.") == strlen (text))
    return RETOUR_TOKEN_NUMBER;
  return strchr (text, '.') != NULL ? RETOUR_TOKEN_HOST : RETOUR_TOKEN_WORD;
}

static void
enter_word (RetourPhraseTable *self, const RetourPhraseWord *word)
{
  g_autoptr (GArray) sets = g_array_new (FALSE, FALSE, sizeof (guint16));
  gsize len = strlen (word->text);
  gboolean stem = g_str_has_suffix (word->text, "*");
  g_autofree char *plain = g_strndup (word->text, stem ? len - 1 : len);

  if (*word->text == '<')
    return;
  add_stem_sets (self, plain, strlen (plain), sets);
  if (stem)
    retour_lexicon_builder_add (self->lexicon, plain, intern_value (self, sets), TRUE);
  add_sets (sets, find_word (self, plain));
  add_sets (sets, find_word (self, kinds[kind_of (plain)]));
  retour_lexicon_builder_add (self->lexicon, plain, intern_value (self, sets), FALSE);
}

static void
see_word (RetourPhraseTable *self, const char *text)
{
  RetourPhraseWord *word = find_word (self, text);

  if (word != NULL)
    word->seen++;
}

static void
see_token (const RetourToken *token, RetourSlice folded, gpointer data)
{
  char text[RETOUR_LIMIT_WORD + 2];

  see_word (data, kinds[token->kind]);
  for (gsize i = 0; i < folded.len; i++) {
    text[i] = folded.data[i];
    memcpy (text + i + 1, "*", 2);
    see_word (data, text);
  }
  text[folded.len] = '\0';
  see_word (data, text);
}

void
retour_phrase_table_see (RetourPhraseTable *self, const char *text)
{
  retour_tokens_each (retour_slice_of (text), see_token, self);
}

static void
lay_out (RetourPhraseTable *self)
{
  g_array_set_size (self->places, self->sets->len);
  for (guint i = 0; i < self->entries->len; i++) {
    const RetourPhraseEntry *entry = g_ptr_array_index (self->entries, i);

    make_guards (self, entry);
    if (entry->targets->len > 0)
      lay_out_entry (self, entry);
  }
  retour_phrase_use_places (self);
  add_kind_values (self);
}

static gboolean
too_many (GError **error, const char *what)
{
  g_set_error_literal (error, RETOUR_ERROR, RETOUR_ERROR_DATA, _ (what));
  return FALSE;
}

static void
fill (const RetourPhraseTable *self, RetourRuleset *out)
{
  out->values = (const RetourValue *) (gpointer) self->values->data;
  out->n_values = self->values->len;
  out->sets = (const guint16 *) (gpointer) self->set_lists->data;
  out->n_sets = self->set_lists->len;
  out->n_noted = self->n_noted;
  out->anchors = (const RetourAnchor *) (gpointer) self->anchors->data;
  out->n_anchors = self->anchors->len;
  out->steps = (const RetourStep *) (gpointer) self->steps->data;
  out->n_steps = self->steps->len;
  out->phrases = (const RetourPhrase *) (gpointer) self->phrases->data;
  out->n_phrases = self->phrases->len;
  out->targets = (const RetourTarget *) (gpointer) self->targets->data;
  out->n_targets = self->targets->len;
  out->guards = (const RetourGuard *) (gpointer) self->guards->data;
  out->n_guards = self->guards->len;
}

gboolean
retour_phrase_table_end (RetourPhraseTable *self, RetourRuleset *out, GError **error)
{
  if (self->entries->len > RETOUR_RULESET_MAX_PHRASES || self->sets->len > RETOUR_RULESET_MAX_SETS)
    return too_many (error, N_ ("too many phrases"));
  lay_out (self);
  for (guint i = 0; i < self->words->len; i++)
    enter_word (self, g_ptr_array_index (self->words, i));
  if (self->n_anchored > G_MAXUINT16 - RETOUR_ANCHOR_STEP ||
      self->targets->len > G_MAXUINT16 - RETOUR_LIST_TARGETS)
    return too_many (error, N_ ("too many phrases"));
  if (self->values->len > G_MAXUINT16)
    return too_many (error, N_ ("too many different words"));
  if (!retour_lexicon_builder_end (self->lexicon, out, error))
    return FALSE;
  fill (self, out);
  return TRUE;
}
