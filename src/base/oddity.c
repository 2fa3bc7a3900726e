#include "base/oddity.h"

/* clang-format off */
static const char *const names[RETOUR_ODDITY_N] = {
  "truncated",       "long-field",      "bad-charset",     "deep-nesting", "many-parts",
  "long-text",       "many-recipients", "long-diagnostic", "no-header",    "damaged-mime",
  "nested-report",   "code-conflict",   "nul-bytes",       "bad-status-part",
};
/* clang-format on */

const char *
retour_oddity_name (guint bit)
{
  g_return_val_if_fail (bit < RETOUR_ODDITY_N, NULL);
  return names[bit];
}
