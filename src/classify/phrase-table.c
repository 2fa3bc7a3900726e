#include "classify/phrase-table.h"

#include "classify/trie.h"

/* "foo", the stem "foo*", or a kind of token. */
typedef struct {
  char *text;
  GArray *sets; /* of guint16: those that hold it */
  guint uses;   /* phrases in which it stands: the more, the worse an anchor */
} Word;

typedef struct {
  GArray *words;   /* of guint */
  GArray *anchors; /* of RetourAnchor: the phrases that are anchored at it */
  guint uses;
} Set;

/* A phrase in the order of the text. */
typedef struct {
  GArray *steps;   /* of RetourStep; the number of an edge is 1 for the end */
  GArray *targets; /* of RetourTarget */
} Entry;

struct _RetourPhraseTable {
  GHashTable *word_ids; /* text -> id + 1 */
  GPtrArray *words;
  GHashTable *set_ids; /* GBytes of its words -> id + 1 */
  GPtrArray *sets;
  GHashTable *entry_ids; /* GBytes of its steps -> id + 1 */
  GPtrArray *entries;
  GHashTable *value_ids; /* GBytes of its sets -> id + 1 */
  GArray *cells, *values, *set_lists, *anchors, *steps, *phrases, *targets;
};

/* In the order of RetourTokenKind. */
static const char *const kinds[RETOUR_TOKEN_N] = { "", "<addr>", "<ip>", "<host>", "<num>" };

static void
word_free (gpointer data)
{
  Word *word = data;

  g_free (word->text);
  g_array_unref (word->sets);
  g_free (word);
}

static void
set_free (gpointer data)
{
  Set *set = data;

  g_array_unref (set->words);
  g_array_unref (set->anchors);
  g_free (set);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_array_unref (entry->steps);
  g_array_unref (entry->targets);
  g_free (entry);
}

static GHashTable *
bytes_table_new (void)
{
  return g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
}

RetourPhraseTable *
retour_phrase_table_new (void)
{
  RetourPhraseTable *self = g_new0 (RetourPhraseTable, 1);

  self->word_ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->words = g_ptr_array_new_with_free_func (word_free);
  self->set_ids = bytes_table_new ();
  self->sets = g_ptr_array_new_with_free_func (set_free);
  self->entry_ids = bytes_table_new ();
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->value_ids = bytes_table_new ();
  self->values = g_array_new (FALSE, TRUE, sizeof (RetourValue));
  self->set_lists = g_array_new (FALSE, FALSE, sizeof (guint16));
  self->anchors = g_array_new (FALSE, FALSE, sizeof (RetourAnchor));
  self->steps = g_array_new (FALSE, FALSE, sizeof (RetourStep));
  self->phrases = g_array_new (FALSE, FALSE, sizeof (RetourPhrase));
  self->targets = g_array_new (FALSE, FALSE, sizeof (RetourTarget));
  return self;
}

void
retour_phrase_table_free (RetourPhraseTable *self)
{
  g_hash_table_unref (self->word_ids);
  g_hash_table_unref (self->set_ids);
  g_hash_table_unref (self->entry_ids);
  g_hash_table_unref (self->value_ids);
  g_ptr_array_unref (self->words);
  g_ptr_array_unref (self->sets);
  g_ptr_array_unref (self->entries);
  g_clear_pointer (&self->cells, g_array_unref);
  g_array_unref (self->values);
  g_array_unref (self->set_lists);
  g_array_unref (self->anchors);
  g_array_unref (self->steps);
  g_array_unref (self->phrases);
  g_array_unref (self->targets);
  g_free (self);
}

static GBytes *
key_of (const GArray *array, gsize element)
{
  return g_bytes_new (array->data, array->len * element);
}

/* The id of @key in @ids; if it is new, the next one. */
static guint
intern (GHashTable *ids, GBytes *key, guint next, gboolean *fresh)
{
  guint id = GPOINTER_TO_UINT (g_hash_table_lookup (ids, key));

  *fresh = id == 0;
  if (*fresh)
    g_hash_table_insert (ids, g_bytes_ref (key), GUINT_TO_POINTER (next + 1));
  return *fresh ? next : id - 1;
}

static Word *
find_word (const RetourPhraseTable *self, const char *text)
{
  guint id = GPOINTER_TO_UINT (g_hash_table_lookup (self->word_ids, text));

  return id > 0 ? g_ptr_array_index (self->words, id - 1) : NULL;
}

static guint
intern_word (RetourPhraseTable *self, const char *text)
{
  guint id = GPOINTER_TO_UINT (g_hash_table_lookup (self->word_ids, text));
  Word *word;

  if (id > 0)
    return id - 1;
  word = g_new0 (Word, 1);
  word->text = g_strdup (text);
  word->sets = g_array_new (FALSE, FALSE, sizeof (guint16));
  g_ptr_array_add (self->words, word);
  g_hash_table_insert (self->word_ids, word->text, GUINT_TO_POINTER (self->words->len));
  return self->words->len - 1;
}

static guint16
intern_set (RetourPhraseTable *self, const GPtrArray *texts)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GBytes) key = NULL;
  gboolean fresh;
  guint16 id;
  Set *set;

  for (guint i = 0; i < texts->len; i++) {
    guint word = intern_word (self, g_ptr_array_index (texts, i));

    g_array_append_val (ids, word);
  }
  key = key_of (ids, sizeof (guint));
  id = (guint16) intern (self->set_ids, key, self->sets->len, &fresh);
  if (!fresh)
    return id;
  set = g_new0 (Set, 1);
  set->anchors = g_array_new (FALSE, FALSE, sizeof (RetourAnchor));
  for (guint i = 0; i < ids->len; i++) {
    Word *word = g_ptr_array_index (self->words, g_array_index (ids, guint, i));

    g_array_append_val (word->sets, id);
  }
  set->words = g_steal_pointer (&ids);
  g_ptr_array_add (self->sets, set);
  return id;
}

static GArray *
make_steps (RetourPhraseTable *self, const GArray *variant)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (RetourStep));

  for (guint i = 0; i < variant->len; i++) {
    const RetourPhraseItem *item = &g_array_index (variant, RetourPhraseItem, i);
    RetourStep step = { (guint8) item->kind, (guint8) item->loose, (guint16) item->gap };

    if (item->words != NULL)
      step.set = intern_set (self, item->words);
    else if (item->kind == RETOUR_STEP_EDGE)
      step.set = (guint16) item->at_end;
    g_array_append_val (steps, step);
  }
  return steps;
}

static void
count_uses (RetourPhraseTable *self, const GArray *steps)
{
  for (guint i = 0; i < steps->len; i++) {
    const RetourStep *step = &g_array_index (steps, RetourStep, i);
    Set *set;

    if (step->kind != RETOUR_STEP_WORD)
      continue;
    set = g_ptr_array_index (self->sets, step->set);
    for (guint k = 0; k < set->words->len; k++)
      ((Word *) g_ptr_array_index (self->words, g_array_index (set->words, guint, k)))->uses++;
  }
}

static void
add_variant (RetourPhraseTable *self, const GArray *variant, const RetourTarget *target)
{
  g_autoptr (GArray) steps = make_steps (self, variant);
  g_autoptr (GBytes) key = key_of (steps, sizeof (RetourStep));
  gboolean fresh;
  guint id = intern (self->entry_ids, key, self->entries->len, &fresh);
  Entry *entry;

  if (fresh) {
    entry = g_new0 (Entry, 1);
    count_uses (self, steps);
    entry->steps = g_steal_pointer (&steps);
    entry->targets = g_array_new (FALSE, TRUE, sizeof (RetourTarget));
    g_ptr_array_add (self->entries, entry);
  } else {
    entry = g_ptr_array_index (self->entries, id);
  }
  g_array_append_val (entry->targets, *target);
}

void
retour_phrase_table_add (RetourPhraseTable *self, const GPtrArray *variants,
                         const RetourTarget *target)
{
  for (guint i = 0; i < variants->len; i++)
    add_variant (self, g_ptr_array_index (variants, i), target);
}

/* How often a word is likely to stand in a text: kinds of tokens and short words do in most. */
static guint
word_weight (const Word *word)
{
  guint weight = word->uses;

  if (*word->text == '<')
    return weight + 1000;
  if (strlen (word->text) <= 3 && (*word->text & 0x80) == 0)
    weight += 30;
  return g_str_has_suffix (word->text, "*") ? weight + 2 : weight;
}

static guint
set_weight (const RetourPhraseTable *self, guint16 id)
{
  const Set *set = g_ptr_array_index (self->sets, id);
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

/* Fills @rare with the sets of the rarest steps. Returns the place of the first of them. */
static guint
choose_rare_sets (const RetourPhraseTable *self, const GArray *steps, guint16 rare[3])
{
  int anchor = choose_rarest (self, steps, rare, 0);

  for (guint i = 0; i < 3; i++) {
    int step = choose_rarest (self, steps, rare, i);

    if (step >= 0)
      rare[i] = g_array_index (steps, RetourStep, step).set;
  }
  return (guint) anchor;
}

static void
lay_out_entry (RetourPhraseTable *self, const Entry *entry)
{
  guint16 rare[3] = { RETOUR_NO_SET, RETOUR_NO_SET, RETOUR_NO_SET };
  guint anchor = choose_rare_sets (self, entry->steps, rare);
  RetourPhrase phrase = { .steps = self->steps->len,
                          .n_before = (guint8) anchor,
                          .n_after = (guint8) (entry->steps->len - anchor - 1),
                          .targets = self->targets->len,
                          .n_targets = (guint16) entry->targets->len };
  RetourAnchor at = { (guint16) self->phrases->len, { rare[1], rare[2] } };

  for (guint i = anchor; i > 0; i--)
    append_step (self, entry->steps, i - 1, -1);
  for (guint i = anchor + 1; i < entry->steps->len; i++)
    append_step (self, entry->steps, i, 1);
  g_array_append_vals (self->targets, entry->targets->data, entry->targets->len);
  g_array_append_val (self->phrases, phrase);
  g_array_append_val (((Set *) g_ptr_array_index (self->sets, rare[0]))->anchors, at);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return (int) *(const guint16 *) a - (int) *(const guint16 *) b;
}

static void
add_sets (GArray *sets, const Word *word)
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

static void
append_value (RetourPhraseTable *self, const GArray *sets)
{
  RetourValue value = { .sets = self->set_lists->len, .n_sets = sets->len };

  value.anchors = self->anchors->len;
  g_array_append_vals (self->set_lists, sets->data, sets->len);
  for (guint i = 0; i < sets->len; i++) {
    const Set *set = g_ptr_array_index (self->sets, g_array_index (sets, guint16, i));

    g_array_append_vals (self->anchors, set->anchors->data, set->anchors->len);
  }
  value.n_anchors = self->anchors->len - value.anchors;
  g_array_append_val (self->values, value);
}

static guint16
intern_value (RetourPhraseTable *self, GArray *sets)
{
  g_autoptr (GBytes) key = NULL;
  gboolean fresh;
  guint id;

  sort_unique (sets);
  key = key_of (sets, sizeof (guint16));
  id = intern (self->value_ids, key, self->values->len, &fresh);
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
enter_word (RetourPhraseTable *self, const Word *word, RetourTrieBuilder *trie)
{
  g_autoptr (GArray) sets = g_array_new (FALSE, FALSE, sizeof (guint16));
  gsize len = strlen (word->text);
  gboolean stem = g_str_has_suffix (word->text, "*");
  g_autofree char *plain = g_strndup (word->text, stem ? len - 1 : len);
  guint16 value;

  if (*word->text == '<')
    return;
  add_stem_sets (self, plain, strlen (plain), sets);
  value = stem ? intern_value (self, sets) : 0;
  add_sets (sets, find_word (self, plain));
  add_sets (sets, find_word (self, kinds[kind_of (plain)]));
  retour_trie_builder_add (trie, plain, intern_value (self, sets), value);
}

static gboolean
too_many (GError **error, const char *what)
{
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_DATA, "too many %s", what);
  return FALSE;
}

static void
fill (const RetourPhraseTable *self, RetourRuleset *out)
{
  out->cells = (const RetourTrieCell *) (gpointer) self->cells->data;
  out->n_cells = self->cells->len;
  out->values = (const RetourValue *) (gpointer) self->values->data;
  out->n_values = self->values->len;
  out->sets = (const guint16 *) (gpointer) self->set_lists->data;
  out->n_sets = self->set_lists->len;
  out->n_different_sets = self->sets->len;
  out->anchors = (const RetourAnchor *) (gpointer) self->anchors->data;
  out->n_anchors = self->anchors->len;
  out->steps = (const RetourStep *) (gpointer) self->steps->data;
  out->n_steps = self->steps->len;
  out->phrases = (const RetourPhrase *) (gpointer) self->phrases->data;
  out->n_phrases = self->phrases->len;
  out->targets = (const RetourTarget *) (gpointer) self->targets->data;
  out->n_targets = self->targets->len;
}

gboolean
retour_phrase_table_end (RetourPhraseTable *self, RetourRuleset *out, GError **error)
{
  RetourTrieBuilder *trie = retour_trie_builder_new ();

  if (self->entries->len <= RETOUR_RULESET_MAX_PHRASES)
    for (guint i = 0; i < self->entries->len; i++)
      lay_out_entry (self, g_ptr_array_index (self->entries, i));
  add_kind_values (self);
  for (guint i = 0; i < self->words->len; i++)
    enter_word (self, g_ptr_array_index (self->words, i), trie);
  self->cells = retour_trie_builder_end (trie, error);
  retour_trie_builder_free (trie);
  if (self->cells == NULL)
    return FALSE;
  if (self->entries->len > RETOUR_RULESET_MAX_PHRASES || self->sets->len > RETOUR_RULESET_MAX_SETS)
    return too_many (error, "phrases");
  if (self->values->len > G_MAXUINT16)
    return too_many (error, "different words");
  fill (self, out);
  return TRUE;
}
