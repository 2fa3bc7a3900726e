#include "fuzz.h"

#include "classify/builder.h"
#include "classify/decide.h"

/* A hostile rules file either makes a ruleset, and then a fixed text is judged by it, or says what
 * is wrong with it. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  RetourRulesetBuilder *builder = retour_ruleset_builder_new (&retour_builtin_reasons);
  g_autoptr (GError) error = NULL;
  g_autoptr (GStringChunk) pool = g_string_chunk_new (1024);
  const RetourRuleset *rules = NULL;
  RetourSymptoms symptoms = { .text = RETOUR_SLICE ("550 5.1.1 User unknown, over quota") };
  RetourDiagnosis diagnosis;

  if (retour_ruleset_builder_add (builder, "fuzz.rules", (const char *) data, size, &error))
    rules = retour_ruleset_builder_end (builder, &error);
  g_assert_true ((rules == NULL) == (error != NULL));
  if (rules != NULL)
    retour_classify_with (rules, &symptoms, pool, &diagnosis);
  retour_ruleset_builder_free (builder);
  return 0;
}
