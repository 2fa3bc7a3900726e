/* parties: who wrote a report, who got it, and whom the returned mail was for, as headers tell. */
#pragma once
#include "extract/facts.h"
#include "message/fields.h"

/* Whether @address stands in a field of @header that names ... */
gboolean retour_parties_is_writer (const RetourFields *header, const char *address);
gboolean retour_parties_is_reader (const RetourFields *header, const char *address);
/* ... the recipients of the returned mail, whose header this is; it may be empty. */
gboolean retour_parties_is_target (const RetourFields *returned, const char *address);

/* Takes those out of @found (of RetourFacts) that are only the writer's own address. */
void retour_parties_drop_writer (const RetourFields *header, GPtrArray *found);
