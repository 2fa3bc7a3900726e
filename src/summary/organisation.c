#include "summary/organisation.h"

#include "base/library.h"

#include <libpsl.h>

/* clang-format off */
#define RETOUR_PSL_FUNCTIONS(X)                                                                    \
  X (psl_builtin)                                                                                  \
  X (psl_registrable_domain)
/* clang-format on */

RETOUR_LIBRARY_TYPE (RetourPsl, RETOUR_PSL_FUNCTIONS);
RETOUR_LIBRARY_DEFINE (RetourPsl, RETOUR_PSL_FUNCTIONS, "libpsl.so.5")

const char *
retour_organisation_of (const char *domain)
{
  const RetourPsl *psl = get_library (NULL);
  const psl_ctx_t *list = psl != NULL ? psl->psl_builtin () : NULL;
  const char *found = list != NULL ? psl->psl_registrable_domain (list, domain) : NULL;

  return found != NULL ? found : domain;
}
