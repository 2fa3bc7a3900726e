#include "fuzz.h"

#include <retour/retour.h>

/* Every text has an explanation, and it is valid UTF-8. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (RetourExplanation) e = retour_explanation_new ((const char *) data, size);
  const char *const strings[] = {
    retour_explanation_get_class (e),      retour_explanation_get_status (e),
    retour_explanation_get_reply_code (e), retour_explanation_get_rule (e),
    retour_explanation_get_evidence (e),   retour_explanation_get_decided_by (e),
    retour_explanation_get_provider (e),   retour_explanation_get_permanent (e),
    retour_explanation_get_blocklist (e),  retour_explanation_get_retry_after (e),
    retour_explanation_get_advice (e),     retour_explanation_get_new_address (e),
    retour_explanation_get_action (e),
  };

  g_assert_nonnull (retour_explanation_get_meaning (e));
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    g_assert_true (strings[i] == NULL || g_utf8_validate (strings[i], -1, NULL));
  return 0;
}
