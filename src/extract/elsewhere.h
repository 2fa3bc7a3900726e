/* elsewhere: who a report is about where its words do not name anybody in a way that we know. */
#pragma once
#include "extract/dialect.h"

typedef struct {
  RetourMessage *message;
  const RetourDialect *dialect; /* the general one */
  const RetourSlice *lines;     /* the report's own words */
  guint n_lines;
  const RetourFields *returned; /* header of the returned mail */
} RetourElsewhere;

/* The header of the report, the addresses in its text, the address that it was sent to, the
 * returned mail: the first that tells adds to @found (of RetourFacts). */
void retour_elsewhere_read (const RetourElsewhere *self, GPtrArray *found);
/* The recipient that the address in a report's @header (To, Delivered-To, …) names in the manner of
 * VERP; %NULL: none. In @pool. */
const char *retour_elsewhere_find_verp (const RetourFields *header, GStringChunk *pool);
