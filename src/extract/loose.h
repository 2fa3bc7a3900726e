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

/* Takes those out of @found that are only the writer's own address. */
void retour_loose_drop_own (const RetourFields *header, GPtrArray *found);

typedef enum {
  RETOUR_BLOCK_NONE,
  RETOUR_BLOCK_SUMMARY, /* From, To, Subject …: the returned mail, or some words about it */
  RETOUR_BLOCK_MAIL     /* the header of a mail, without doubt */
} RetourBlock;

/* Whether a block of header fields begins at line @at. */
RetourBlock retour_loose_block_at (const RetourSlice *lines, guint n_lines, guint at);
