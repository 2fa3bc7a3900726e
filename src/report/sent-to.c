#include "report/sent-to.h"

#include "base/address.h"
#include "base/limits.h"
#include "extract/verp.h"

const char *
retour_sent_to_recipient (const char *sent_to, GStringChunk *pool)
{
  RetourSlice text = retour_slice_of (sent_to);
  const char *own = text.len > 0 && text.len <= RETOUR_LIMIT_ADDRESS
                        ? retour_address_normalise (text, FALSE, pool)
                        : NULL;

  return own != NULL ? retour_verp_recipient (retour_slice_of (own), pool) : NULL;
}
