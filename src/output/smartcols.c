#include "output/smartcols.h"

RETOUR_LIBRARY_DEFINE (RetourSmartcols, RETOUR_SMARTCOLS_FUNCTIONS, "libsmartcols.so.1")

const RetourSmartcols *
retour_smartcols (void)
{
  g_autoptr (GError) error = NULL;
  const RetourSmartcols *table = get_library (&error);

  if (table == NULL)
    g_error ("%s", error->message);
  return table;
}
