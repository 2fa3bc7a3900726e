#include "classify/phrase-table-private.h"

static void
word_free (gpointer data)
{
  RetourPhraseWord *word = data;

  g_free (word->text);
  g_array_unref (word->sets);
  g_free (word);
}

static void
set_free (gpointer data)
{
  RetourPhraseSet *set = data;

  g_array_unref (set->words);
  g_array_unref (set->anchors);
  g_free (set);
}

static void
entry_free (gpointer data)
{
  RetourPhraseEntry *entry = data;

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
  self->lexicon = retour_lexicon_builder_new ();
  self->values = g_array_new (FALSE, TRUE, sizeof (RetourValue));
  /* values without sets and anchors, phrases without steps point into them as well, so they are
   * never %NULL */
  self->set_lists = g_array_sized_new (FALSE, FALSE, sizeof (guint16), 1);
  self->anchors = g_array_sized_new (FALSE, FALSE, sizeof (RetourAnchor), 1);
  self->steps = g_array_sized_new (FALSE, FALSE, sizeof (RetourStep), 1);
  self->phrases = g_array_new (FALSE, FALSE, sizeof (RetourPhrase));
  self->targets = g_array_new (FALSE, FALSE, sizeof (RetourTarget));
  self->guards = g_array_new (FALSE, FALSE, sizeof (RetourGuard));
  self->places = g_array_sized_new (FALSE, TRUE, sizeof (guint16), 1);
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
  retour_lexicon_builder_free (self->lexicon);
  g_array_unref (self->values);
  g_array_unref (self->set_lists);
  g_array_unref (self->anchors);
  g_array_unref (self->steps);
  g_array_unref (self->phrases);
  g_array_unref (self->targets);
  g_array_unref (self->guards);
  g_array_unref (self->places);
  g_free (self);
}

GBytes *
retour_phrase_key (const GArray *array, gsize element)
{
  return g_bytes_new (array->data, array->len * element);
}

guint
retour_phrase_intern (GHashTable *ids, GBytes *key, guint next, gboolean *fresh)
{
  guint id = GPOINTER_TO_UINT (g_hash_table_lookup (ids, key));

  *fresh = id == 0;
  if (*fresh)
    g_hash_table_insert (ids, g_bytes_ref (key), GUINT_TO_POINTER (next + 1));
  return *fresh ? next : id - 1;
}

static guint
intern_word (RetourPhraseTable *self, const char *text)
{
  guint id = GPOINTER_TO_UINT (g_hash_table_lookup (self->word_ids, text));
  RetourPhraseWord *word;

  if (id > 0)
    return id - 1;
  word = g_new0 (RetourPhraseWord, 1);
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
  RetourPhraseSet *set;

  for (guint i = 0; i < texts->len; i++) {
    guint word = intern_word (self, g_ptr_array_index (texts, i));

    g_array_append_val (ids, word);
  }
  key = retour_phrase_key (ids, sizeof (guint));
  id = (guint16) retour_phrase_intern (self->set_ids, key, self->sets->len, &fresh);
  if (!fresh)
    return id;
  set = g_new0 (RetourPhraseSet, 1);
  set->anchors = g_array_new (FALSE, FALSE, sizeof (RetourPhraseAnchor));
  for (guint i = 0; i < ids->len; i++) {
    RetourPhraseWord *word = g_ptr_array_index (self->words, g_array_index (ids, guint, i));

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
    RetourPhraseSet *set;

    if (step->kind != RETOUR_STEP_WORD)
      continue;
    set = g_ptr_array_index (self->sets, step->set);
    for (guint k = 0; k < set->words->len; k++)
      ((RetourPhraseWord *) g_ptr_array_index (self->words, g_array_index (set->words, guint, k)))
          ->uses++;
  }
}

static void
add_variant (RetourPhraseTable *self, const GArray *variant, const RetourTarget *target)
{
  g_autoptr (GArray) steps = make_steps (self, variant);
  g_autoptr (GBytes) key = retour_phrase_key (steps, sizeof (RetourStep));
  gboolean fresh;
  guint id = retour_phrase_intern (self->entry_ids, key, self->entries->len, &fresh);
  RetourPhraseEntry *entry;

  if (fresh) {
    entry = g_new0 (RetourPhraseEntry, 1);
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
