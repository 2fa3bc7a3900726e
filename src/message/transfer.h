/* transfer: base64 and quoted-printable undone (RFC 2045 §6), as far as a cap, whatever is broken
 * in them. */
#pragma once
#include "base/slice.h"

/* Both write at most @cap bytes to @out and return how many. Where @out ends before the text does,
 * all @cap bytes are written. */

/* Bytes that are not of the alphabet are skipped; padding may be missing, or stand in the middle,
 * where pieces were put together. */
gsize retour_transfer_from_base64 (RetourSlice raw, char *out, gsize cap);
/* A `=` that is no code stands for itself; one at the end of all is dropped. */
gsize retour_transfer_from_quoted (RetourSlice raw, char *out, gsize cap);
