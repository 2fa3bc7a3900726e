/* loose: recipients in a report whose words no table knows, whatever its language: the addresses
 * in its text, weighed by what stands beside them. */
#pragma once
#include "extract/dialect.h"

typedef struct {
  const RetourDialect *dialect; /* whose `failure` and `contact` lines weigh */
  const RetourSlice *lines;     /* the report's own words */
  guint n_lines;
  const RetourFields *header;   /* of the report: addresses in it are its writer's and reader's */
  const RetourFields *returned; /* header of the returned mail: its recipients weigh more */
  const char *verp;             /* recipient that the report's own address tells, or %NULL */
  GStringChunk *pool;
} RetourLoose;

/* Adds those that the evidence is good enough for to @found (of RetourFacts); none is better than
 * a wrong one. */
void retour_loose_read (const RetourLoose *self, GPtrArray *found);
