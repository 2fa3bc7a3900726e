#include "extract/facts.h"

#include "base/address.h"
#include "base/limits.h"

/* clang-format off */
static const char *const names[RETOUR_FACT_N] = {
  [RETOUR_FACT_ADDRESS] = "address",
  [RETOUR_FACT_ALIAS] = "alias",
  [RETOUR_FACT_STATUS] = "status",
  [RETOUR_FACT_REPLY] = "reply",
  [RETOUR_FACT_DIAGNOSTIC] = "diagnostic",
  [RETOUR_FACT_DIAGNOSTIC_TYPE] = "diagnostic_type",
  [RETOUR_FACT_COMMAND] = "command",
  [RETOUR_FACT_REMOTE_HOST] = "remote_host",
  [RETOUR_FACT_LOCAL_HOST] = "local_host",
  [RETOUR_FACT_ACTION] = "action",
  [RETOUR_FACT_DATE] = "date",
  [RETOUR_FACT_RETRY_UNTIL] = "retry_until",
  [RETOUR_FACT_ORIGINAL_FROM] = "original_from",
  [RETOUR_FACT_ORIGINAL_TO] = "original_to",
  [RETOUR_FACT_ORIGINAL_SUBJECT] = "original_subject",
};
/* clang-format on */

GPtrArray *
retour_facts_list_new (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

RetourFacts *
retour_facts_list_add (GPtrArray *list)
{
  RetourFacts *self = g_new0 (RetourFacts, 1);

  g_ptr_array_add (list, self);
  return self;
}

gboolean
retour_facts_set (RetourFacts *self, RetourFact which, RetourSlice text, GStringChunk *pool)
{
  RetourSlice whole = retour_slice_strip (text);

  text = retour_slice_cut (whole, RETOUR_LIMIT_DIAGNOSTIC);
  if (text.len > 0)
    self->fact[which] = retour_slice_keep (text, pool);
  return text.len == whole.len;
}

gboolean
retour_facts_append (RetourFacts *self, RetourFact which, RetourSlice text, GStringChunk *pool)
{
  const char *old = self->fact[which];
  g_autoptr (GString) all = NULL;

  text = retour_slice_strip (text);
  if (text.len == 0)
    return TRUE;
  if (old == NULL)
    return retour_facts_set (self, which, text, pool);
  if (strlen (old) >= RETOUR_LIMIT_DIAGNOSTIC - 1)
    return FALSE;
  all = g_string_new (old);
  g_string_append_c (all, ' ');
  g_string_append_len (all, text.data, (gssize) text.len);
  return retour_facts_set (self, which, retour_slice (all->str, all->len), pool);
}

gboolean
retour_facts_completes (const char *whole, const char *first)
{
  return first != NULL && strspn (first, "0123456789") == 3 && first[3] == '-' &&
         g_str_has_prefix (whole, first);
}

static guint
hash_address (gconstpointer key)
{
  guint hash = 5381;

  for (const char *p = key; *p != '\0'; p++)
    hash = hash * 33 + (guchar) retour_ascii_lower (*p);
  return hash;
}

static gboolean
equal_address (gconstpointer a, gconstpointer b)
{
  return retour_address_equal (a, b);
}

GHashTable *
retour_facts_index_new (void)
{
  return g_hash_table_new (hash_address, equal_address);
}

const char *
retour_fact_name (RetourFact which)
{
  return names[which];
}
