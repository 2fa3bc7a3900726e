#include <retour/retour.h>

/* clang-format off */
G_DEFINE_QUARK (retour-error-quark, retour_error)
