#include "extract/dialect.h"

#include "base/limits.h"

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

/* A screen name on a line of its own: letters, digits, and nothing else. */
static gboolean
is_screen_name (RetourSlice line)
{
  for (gsize i = 0; i < line.len; i++)
    if (!g_ascii_isalnum (line.data[i]) && line.data[i] != '_' && line.data[i] != '.')
      return FALSE;
  return line.len > 0;
}

/* AOL names those who take no mail from a sender by their screen names, without a domain, below
 * one sentence for all: only here is it known that aol.com belongs to them. */
static void
aol_names (RetourDialectRun *run)
{
  RetourSlice why = { 0 };

  for (guint i = 0; i < run->end_line && run->found->len < RETOUR_LIMIT_RECIPIENTS; i++) {
    RetourSlice line = retour_slice_strip (run->lines[i]);
    g_autofree char *address = NULL;
    RetourFacts *facts;

    if (retour_slice_find (line, "recipients could not be delivered because", 0) >= 0)
      why = line;
    else if (line.len > 0 && !is_screen_name (line))
      why.len = 0;
    else if (line.len > 0 && line.len < RETOUR_LIMIT_WORD && why.len > 0) {
      address = g_strdup_printf ("%.*s@aol.com", (int) line.len, line.data);
      facts = retour_facts_list_add (run->found);
      retour_facts_set (facts, RETOUR_FACT_ADDRESS, retour_slice_of (address), run->pool);
      retour_facts_set (facts, RETOUR_FACT_DIAGNOSTIC, why, run->pool);
    }
  }
}

static const struct {
  const char *name;
  RetourHookFunc func;
} hooks[] = {
  { "aol-names", aol_names },
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
