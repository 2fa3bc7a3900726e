#include "classify/phrase-variants.h"

static void
clear_item (gpointer data)
{
  RetourPhraseItem *item = data;

  g_clear_pointer (&item->words, g_ptr_array_unref);
}

static GArray *
variant_new (void)
{
  GArray *variant = g_array_new (FALSE, FALSE, sizeof (RetourPhraseItem));

  g_array_set_clear_func (variant, clear_item);
  return variant;
}

static void
variant_add (GArray *variant, const RetourPhraseItem *item)
{
  RetourPhraseItem copy = *item;

  if (copy.words != NULL)
    g_ptr_array_ref (copy.words);
  g_array_append_val (variant, copy);
}

static GArray *
variant_copy (const GArray *from)
{
  GArray *copy = variant_new ();

  for (guint i = 0; i < from->len; i++)
    variant_add (copy, &g_array_index (from, RetourPhraseItem, i));
  return copy;
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_word_once (GPtrArray *words, gpointer word)
{
  if (!g_ptr_array_find (words, word, NULL))
    g_ptr_array_add (words, word);
}

/* One item for all alternatives of one word; %NULL when there are none. */
static GPtrArray *
single_words (GPtrArray *alternatives)
{
  GPtrArray *words = g_ptr_array_new ();

  for (guint i = 0; i < alternatives->len; i++) {
    GPtrArray *alternative = g_ptr_array_index (alternatives, i);

    if (alternative->len == 1)
      add_word_once (words, g_ptr_array_index (alternative, 0));
  }
  if (words->len == 0)
    g_clear_pointer (&words, g_ptr_array_unref);
  else
    g_ptr_array_sort (words, compare_words);
  return words;
}

static GPtrArray *
variants_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
}

/* A sequence of single words as items. */
static GArray *
sequence_new (GPtrArray *words)
{
  GArray *sequence = variant_new ();

  for (guint i = 0; i < words->len; i++) {
    RetourPhraseItem item = { .kind = RETOUR_STEP_WORD, .words = g_ptr_array_new () };

    g_ptr_array_add (item.words, g_ptr_array_index (words, i));
    g_array_append_val (sequence, item);
  }
  return sequence;
}

static gboolean
same_words (const GPtrArray *a, const GPtrArray *b)
{
  return a->len == b->len && memcmp (a->pdata, b->pdata, a->len * sizeof *a->pdata) == 0;
}

/* The only place at which two sequences of the same length differ, or -1. */
static int
only_difference (const GArray *a, const GArray *b)
{
  int place = -1;

  if (a->len != b->len)
    return -1;
  for (guint i = 0; i < a->len; i++) {
    if (same_words (g_array_index (a, RetourPhraseItem, i).words,
                    g_array_index (b, RetourPhraseItem, i).words))
      continue;
    if (place >= 0)
      return -1;
    place = (int) i;
  }
  return place;
}

/* Adds to the words of @a at @place those of @b. */
static void
widen (const GArray *a, const GArray *b, int place)
{
  GPtrArray *words = g_array_index (a, RetourPhraseItem, place).words;
  const GPtrArray *more = g_array_index (b, RetourPhraseItem, place).words;

  for (guint i = 0; i < more->len; i++)
    add_word_once (words, g_ptr_array_index (more, i));
  g_ptr_array_sort (words, compare_words);
}

/* "not found" and "not known" become "not (found|known)": as long as two sequences differ in one
 * place only, they are one. */
static void
merge_sequences (GPtrArray *sequences)
{
  for (guint i = 0; i < sequences->len; i++)
    for (guint k = i + 1; k < sequences->len; k++) {
      const GArray *a = g_ptr_array_index (sequences, i), *b = g_ptr_array_index (sequences, k);
      int place = only_difference (a, b);

      if (place < 0)
        continue;
      widen (a, b, place);
      g_ptr_array_remove_index (sequences, k);
      k = i; /* the wider one may now fit others */
    }
}

/* The alternatives of several words, merged. */
static GPtrArray *
sequences_of (GPtrArray *alternatives)
{
  GPtrArray *sequences = variants_new ();

  for (guint i = 0; alternatives != NULL && i < alternatives->len; i++) {
    GPtrArray *words = g_ptr_array_index (alternatives, i);

    if (words->len > 1)
      g_ptr_array_add (sequences, sequence_new (words));
  }
  merge_sequences (sequences);
  return sequences;
}

/* All ways in which @variant can go on with @element. */
static void
extend_variant (const GArray *variant, const RetourPhraseElement *element, GPtrArray *sequences,
                GPtrArray *out)
{
  g_autoptr (GPtrArray) singles = NULL;
  RetourPhraseItem item = element->item;
  GArray *next;

  if (element->alternatives != NULL) {
    item.kind = element->optional ? RETOUR_STEP_OPTIONAL : RETOUR_STEP_WORD;
    item.words = singles = single_words (element->alternatives);
  }
  if (element->alternatives == NULL || singles != NULL || element->optional) {
    next = variant_copy (variant);
    if (element->alternatives == NULL || singles != NULL)
      variant_add (next, &item);
    g_ptr_array_add (out, next);
  }
  for (guint i = 0; i < sequences->len; i++) {
    const GArray *sequence = g_ptr_array_index (sequences, i);

    next = variant_copy (variant);
    for (guint k = 0; k < sequence->len; k++)
      variant_add (next, &g_array_index (sequence, RetourPhraseItem, k));
    g_ptr_array_add (out, next);
  }
}

GPtrArray *
retour_phrase_variants_new (void)
{
  GPtrArray *variants = variants_new ();

  g_ptr_array_add (variants, variant_new ());
  return variants;
}

GPtrArray *
retour_phrase_variants_extend (const GPtrArray *variants, const RetourPhraseElement *element)
{
  GPtrArray *next = variants_new ();
  g_autoptr (GPtrArray) sequences = sequences_of (element->alternatives);

  for (guint i = 0; i < variants->len && next->len <= RETOUR_PHRASE_MAX_VARIANTS; i++)
    extend_variant (g_ptr_array_index (variants, i), element, sequences, next);
  return next;
}
