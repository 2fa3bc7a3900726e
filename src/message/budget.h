/* budget: how much of a multipart GMime gets to see. It makes objects of all that looks like a part
 * and of every field of its header, however many there are. */
#pragma once
#include "base/slice.h"

/* The start of @body, a multipart of @type (Content-Type as written), up to where there are more
 * parts, multiparts or fields in it than any mail needs; what was too much is added to @oddities.
 */
RetourSlice retour_budget_cut (const char *type, RetourSlice body, guint *oddities);
