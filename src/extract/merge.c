#include "extract/merge.h"

#include "base/limits.h"

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
  const char *own = dsn->fact[RETOUR_FACT_DIAGNOSTIC];

  if (words != NULL && (mode != RETOUR_DSN_PREFER || retour_facts_completes (words, own)))
    dsn->fact[RETOUR_FACT_DIAGNOSTIC] = words;
  if (mode == RETOUR_DSN_IGNORE && text->fact[RETOUR_FACT_STATUS] != NULL)
    dsn->fact[RETOUR_FACT_STATUS] = text->fact[RETOUR_FACT_STATUS];
  fill_gaps (dsn, text);
}

static const RetourFact names[] = { RETOUR_FACT_ADDRESS, RETOUR_FACT_ALIAS };

/* Position, from 1, of the first of @list that goes by each address. */
static GHashTable *
index_of (const GPtrArray *list)
{
  GHashTable *index = retour_facts_index_new ();

  for (guint i = 0; i < list->len; i++) {
    const RetourFacts *facts = g_ptr_array_index (list, i);

    for (guint k = 0; k < G_N_ELEMENTS (names); k++)
      if (facts->fact[names[k]] != NULL && !g_hash_table_contains (index, facts->fact[names[k]]))
        g_hash_table_insert (index, (gpointer) (guintptr) facts->fact[names[k]],
                             GUINT_TO_POINTER (i + 1));
  }
  return index;
}

/* The first in @index that has a name of @facts, from 1; 0: none. */
static guint
lookup (GHashTable *index, const RetourFacts *facts)
{
  guint found = 0;

  for (guint k = 0; k < G_N_ELEMENTS (names); k++) {
    const char *name = facts->fact[names[k]];
    guint at = name != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (index, name)) : 0;

    if (at > 0 && (found == 0 || at < found))
      found = at;
  }
  return found;
}

void
retour_merge_strangers (GPtrArray *dsn, const GPtrArray *text)
{
  g_autoptr (GHashTable) known = index_of (dsn);

  for (guint k = 0; k < text->len && dsn->len < RETOUR_LIMIT_RECIPIENTS; k++)
    if (lookup (known, g_ptr_array_index (text, k)) == 0)
      *retour_facts_list_add (dsn) = *(const RetourFacts *) g_ptr_array_index (text, k);
}

static void
combine_same (GPtrArray *dsn, const GPtrArray *text, RetourDsnMode mode)
{
  g_autoptr (GHashTable) index = index_of (text);

  for (guint i = 0; i < dsn->len; i++) {
    guint at = lookup (index, g_ptr_array_index (dsn, i));

    if (at > 0)
      combine (g_ptr_array_index (dsn, i), g_ptr_array_index (text, at - 1), mode);
  }
}

void
retour_merge_complete_cut (GPtrArray *dsn, const GPtrArray *text)
{
  RetourFacts *last = dsn->len > 0 ? g_ptr_array_index (dsn, dsn->len - 1) : NULL;
  const char *whole = NULL;
  guint n = 0;

  if (last == NULL || last->fact[RETOUR_FACT_ADDRESS] == NULL ||
      last->fact[RETOUR_FACT_ACTION] != NULL || last->fact[RETOUR_FACT_STATUS] != NULL ||
      last->fact[RETOUR_FACT_DIAGNOSTIC] != NULL)
    return;
  for (guint i = 0; i < text->len; i++) {
    const RetourFacts *facts = g_ptr_array_index (text, i);
    const char *address = facts->fact[RETOUR_FACT_ADDRESS];

    if (address == NULL || !g_str_has_prefix (address, last->fact[RETOUR_FACT_ADDRESS]))
      continue;
    whole = address;
    n++;
  }
  if (n == 1)
    last->fact[RETOUR_FACT_ADDRESS] = whole;
}

void
retour_merge (GPtrArray *dsn, const GPtrArray *text, RetourDsnMode mode)
{
  gboolean pair = dsn->len == 1 && text->len == 1;

  if (pair) /* the only one on each side is the same, whatever it is called there */
    combine (g_ptr_array_index (dsn, 0), g_ptr_array_index (text, 0), mode);
  else if (dsn->len > 0 && text->len > 0)
    combine_same (dsn, text, mode);
  if (dsn->len == 0 || (mode == RETOUR_DSN_IGNORE && !pair))
    retour_merge_strangers (dsn, text);
}
