#include <retour/retour.h>

G_DEFINE_QUARK (retour-error-quark, retour_error)
