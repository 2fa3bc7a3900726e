#include "fuzz.h"

#include "base/limits.h"
#include "extract/dsn.h"

/* A delivery-status part that was written to hurt: as many recipients as the cap, and valid
 * UTF-8 in every fact. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (RetourMessage) message = retour_message_new ("", 0);
  g_autoptr (GPtrArray) found = retour_facts_list_new ();
  RetourSlice text = retour_message_to_text (message, retour_slice ((const char *) data, size));
  const char *envelope_id = NULL;
  const char *arrival = NULL;

  retour_dsn_read_text (message, text, found, &envelope_id, &arrival);
  g_assert_cmpuint (found->len, <=, RETOUR_LIMIT_RECIPIENTS);
  for (guint i = 0; i < found->len; i++) {
    const RetourFacts *facts = g_ptr_array_index (found, i);

    for (guint k = 0; k < RETOUR_FACT_N; k++)
      g_assert_true (facts->fact[k] == NULL || g_utf8_validate (facts->fact[k], -1, NULL));
  }
  return 0;
}
