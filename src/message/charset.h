/* charset: which charset names we let through to GMime, whose cache of them never shrinks. */
#pragma once
#include "base/slice.h"

/* A name that mail is known to use (ASCII case ignored), at most RETOUR_LIMIT_CHARSET_NAME bytes.
 */
gboolean retour_charset_is_known (RetourSlice name);
