/* encoded-word: the encoded words of a header field (RFC 2047) that are in UTF-8, undone without
 * GMime, whose start costs more than all the rest of a short run. */
#pragma once
#include "base/slice.h"

/* Appends @text, which is ASCII, to @out with its encoded words undone. Returns %FALSE where that
 * takes GMime: another charset, or words that are not as RFC 2047 wants them; @out is of no use
 * then. */
gboolean retour_encoded_words_decode (RetourSlice text, GString *out);
