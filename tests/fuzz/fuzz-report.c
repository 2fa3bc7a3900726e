#include "fuzz.h"

#include <retour/retour.h>

/* A whole mail, from bytes to records: at least one record, valid UTF-8 in every field. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (RetourReport) report = retour_report_new ((const char *) data, size, "fuzz", 1);

  g_assert_cmpuint (retour_report_get_n_records (report), >, 0);
  for (guint i = 0; i < retour_report_get_n_records (report); i++) {
    for (guint field = 0; field < RETOUR_FIELD_N; field++) {
      const char *value = retour_report_get (report, i, (RetourField) field);

      g_assert_true (value == NULL || g_utf8_validate (value, -1, NULL));
    }
    g_assert_nonnull (retour_report_get (report, i, RETOUR_FIELD_KIND));
  }
  return 0;
}
