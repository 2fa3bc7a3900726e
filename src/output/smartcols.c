#include "output/smartcols.h"

RETOUR_LIBRARY_DEFINE_SHARED (RetourSmartcols, RETOUR_SMARTCOLS_FUNCTIONS, "libsmartcols.so.1")

const RetourSmartcols *
retour_smartcols (void)
{
  g_autoptr (GError) error = NULL;
  const RetourSmartcols *table = get_library (&error);

  if (table == NULL)
    g_error ("%s", error->message);
  return table;
}

gboolean
retour_smartcols_load (GError **error)
{
  return get_library (error) != NULL;
}
