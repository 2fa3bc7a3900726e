#include "classify/phrase-table-private.h"

void
retour_phrase_note_set (RetourPhraseTable *self, guint16 set)
{
  if (set != RETOUR_NO_SET)
    g_array_index (self->places, guint16, set) = 1;
}

guint16
retour_phrase_place_of (const RetourPhraseTable *self, guint16 set)
{
  return g_array_index (self->places, guint16, set);
}

/* Gives the sets their places: RETOUR_ANY_SET, those that are noted, the others. */
static void
place_sets (RetourPhraseTable *self)
{
  guint16 *places = &g_array_index (self->places, guint16, 0);
  guint next;

  self->n_noted = 1;
  for (guint i = 0; i < self->sets->len; i++)
    self->n_noted += places[i];
  next = self->n_noted;
  for (guint i = 0, noted = 1; i < self->sets->len; i++)
    places[i] = (guint16) (places[i] != 0 ? noted++ : next++);
}

static int
compare_guards (gconstpointer a, gconstpointer b)
{
  return (int) ((const RetourGuard *) a)->rule - (int) ((const RetourGuard *) b)->rule;
}

void
retour_phrase_use_places (RetourPhraseTable *self)
{
  place_sets (self);
  for (guint i = 0; i < self->steps->len; i++) {
    RetourStep *step = &g_array_index (self->steps, RetourStep, i);

    if (step->kind == RETOUR_STEP_WORD || step->kind == RETOUR_STEP_OPTIONAL)
      step->set = retour_phrase_place_of (self, step->set);
  }
  for (guint i = 0; i < self->guards->len; i++) {
    RetourGuard *guard = &g_array_index (self->guards, RetourGuard, i);

    guard->set = retour_phrase_place_of (self, guard->set);
  }
  g_array_sort (self->guards, compare_guards);
}
