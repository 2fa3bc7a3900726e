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

guint
retour_detect_evidence (const RetourDialect *dialect, RetourMessage *message)
{
  guint n = count (dialect->when, message);

  return n > 0 && count (dialect->unless, message) == 0 ? n : 0;
}

const RetourDialect *
retour_dialect_lookup (const RetourDialectTable *table, const char *id)
{
  for (guint i = 0; i < table->n; i++)
    if (strcmp (table->dialects[i]->id, id) == 0)
      return table->dialects[i];
  return NULL;
}

/* What counts for its rank; 0: it is not this one. */
static guint
weigh (const RetourDialect *dialect, RetourMessage *message)
{
  guint need = dialect->need > 0 ? dialect->need : dialect->when.n;
  guint n = need != RETOUR_NEED_NEVER ? retour_detect_evidence (dialect, message) : 0;

  return n >= need ? n : 0;
}

guint
retour_detect (RetourMessage *message, const RetourDialectTable *table,
               const RetourDialect **ranked, guint max)
{
  guint weight[16];
  guint n = 0;

  max = MIN (max, G_N_ELEMENTS (weight));
  for (guint i = 0; i < table->n; i++) {
    guint w = weigh (table->dialects[i], message);
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
