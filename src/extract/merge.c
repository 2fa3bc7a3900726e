#include "extract/merge.h"

#include "base/address.h"
#include "base/limits.h"

static gboolean
same_recipient (const RetourFacts *a, const RetourFacts *b)
{
  const char *const of_a[] = { a->fact[RETOUR_FACT_ADDRESS], a->fact[RETOUR_FACT_ALIAS] };
  const char *const of_b[] = { b->fact[RETOUR_FACT_ADDRESS], b->fact[RETOUR_FACT_ALIAS] };

  for (guint i = 0; i < G_N_ELEMENTS (of_a); i++)
    for (guint k = 0; k < G_N_ELEMENTS (of_b); k++)
      if (of_a[i] != NULL && of_b[k] != NULL && retour_address_equal (of_a[i], of_b[k]))
        return TRUE;
  return FALSE;
}

static void
fill_gaps (RetourFacts *to, const RetourFacts *from)
{
  for (guint i = 0; i < RETOUR_FACT_N; i++)
    if (to->fact[i] == NULL)
      to->fact[i] = from->fact[i];
}

static void
combine (RetourFacts *dsn, const RetourFacts *text, RetourDsnMode mode)
{
  const char *words = text->fact[RETOUR_FACT_DIAGNOSTIC];

  if (mode != RETOUR_DSN_PREFER && words != NULL)
    dsn->fact[RETOUR_FACT_DIAGNOSTIC] = words;
  if (mode == RETOUR_DSN_IGNORE && text->fact[RETOUR_FACT_STATUS] != NULL)
    dsn->fact[RETOUR_FACT_STATUS] = text->fact[RETOUR_FACT_STATUS];
  fill_gaps (dsn, text);
}

/* The only one on each side is the same, whatever it is called there (an alias, a forward). */
static gboolean
are_partners (const GPtrArray *dsn, const GPtrArray *text, guint i, guint k)
{
  return (dsn->len == 1 && text->len == 1) ||
         same_recipient (g_ptr_array_index (dsn, i), g_ptr_array_index (text, k));
}

/* Moves those of @text that @dsn does not know to @dsn. */
static void
take_strangers (GPtrArray *dsn, const GPtrArray *text)
{
  guint n = dsn->len;

  for (guint k = 0; k < text->len; k++) {
    RetourFacts *facts = g_ptr_array_index (text, k);
    gboolean known = FALSE;

    for (guint i = 0; i < n && !known; i++)
      known = same_recipient (g_ptr_array_index (dsn, i), facts);
    if (!known)
      *retour_facts_list_add (dsn) = *facts;
  }
}

void
retour_merge (GPtrArray *dsn, const GPtrArray *text, RetourDsnMode mode)
{
  guint64 pairs = (guint64) dsn->len * text->len;

  for (guint i = 0; i < dsn->len && pairs <= RETOUR_LIMIT_MERGE_PAIRS; i++)
    for (guint k = 0; k < text->len; k++) {
      if (!are_partners (dsn, text, i, k))
        continue;
      combine (g_ptr_array_index (dsn, i), g_ptr_array_index (text, k), mode);
      break;
    }
  if (dsn->len == 0 || mode == RETOUR_DSN_IGNORE)
    take_strangers (dsn, text);
}
