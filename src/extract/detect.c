#include "extract/detect.h"

static gboolean
test_holds (const RetourHeaderTest *test, RetourMessage *message)
{
  const RetourFields *header = retour_message_get_header (message);
  RetourSlice value;

  for (guint i = 0; retour_fields_find (header, test->header, i, &value); i++)
    if (retour_pattern_match (&test->value, retour_slice_strip (value), NULL))
      return TRUE;
  return FALSE;
}

static guint
count (RetourHeaderTestList list, RetourMessage *message)
{
  guint n = 0;

  for (guint i = 0; i < list.n; i++)
    n += test_holds (&list.tests[i], message) ? 1 : 0;
  return n;
}

/* How much of a dialect's evidence is there; 0: it is not this one. */
static guint
evidence (const RetourDialect *dialect, RetourMessage *message)
{
  guint n = dialect->need != RETOUR_NEED_NEVER ? count (dialect->when, message) : 0;
  guint need = dialect->need > 0 ? dialect->need : dialect->when.n;

  return n > 0 && n >= need && count (dialect->unless, message) == 0 ? n : 0;
}

guint
retour_detect (RetourMessage *message, const RetourDialectTable *table,
               const RetourDialect **ranked, guint max)
{
  guint weight[16];
  guint n = 0;

  max = MIN (max, G_N_ELEMENTS (weight));
  for (guint i = 0; i < table->n; i++) {
    guint w = evidence (table->dialects[i], message);
    guint at = n;

    if (w == 0)
      continue;
    while (at > 0 && weight[at - 1] < w)
      at--;
    if (at >= max)
      continue;
    n = MIN (n + 1, max);
    for (guint k = n - 1; k > at; k--) {
      weight[k] = weight[k - 1];
      ranked[k] = ranked[k - 1];
    }
    weight[at] = w;
    ranked[at] = table->dialects[i];
  }
  return n;
}
