#include "input/gio.h"

RETOUR_LIBRARY_DEFINE_SHARED (RetourGio, RETOUR_GIO_FUNCTIONS, "libgio-2.0.so.0")

const RetourGio *
retour_gio (void)
{
  return get_library (NULL);
}
