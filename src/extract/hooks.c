#include "extract/dialect.h"

/* Exim says "has been frozen" once, for every address it then lists, and gives no error text with
 * them: lend the sentence to each. */
static void
exim_frozen (RetourDialectRun *run)
{
  for (guint i = 0; i < run->end_line; i++) {
    if (retour_slice_find (run->lines[i], "has been frozen", 0) < 0)
      continue;
    for (guint k = 0; k < run->found->len; k++)
      retour_facts_append (g_ptr_array_index (run->found, k), RETOUR_FACT_DIAGNOSTIC, run->lines[i],
                           run->pool);
    return;
  }
}

static const struct {
  const char *name;
  RetourHookFunc func;
} hooks[] = {
  { "exim-frozen", exim_frozen },
};

RetourHookFunc
retour_hook_lookup (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (hooks); i++)
    if (g_str_equal (hooks[i].name, name))
      return hooks[i].func;
  return NULL;
}
