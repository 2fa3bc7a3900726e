/* detect: which dialects a mail may be written in, by the evidence of its header. */
#pragma once
#include "extract/dialect.h"

enum { RETOUR_EVIDENCE_MAX = 64, RETOUR_EVIDENCE_BUCKETS = 32, RETOUR_EVIDENCE_ANSWERS = 128 };

/* A header field that conditions may be about. */
typedef struct {
  guint32 hash;       /* of its name */
  gint16 next;        /* in the same bucket; -1: none */
  gboolean looked_at; /* most fields are in no condition */
  RetourSlice value;  /* raw; decoded once it was looked at */
  RetourBigrams have; /* of @value, once it was looked at */
} RetourEvidenceField;

/* The first RETOUR_EVIDENCE_MAX fields of a header, found by name. */
typedef struct {
  RetourEvidenceField fields[RETOUR_EVIDENCE_MAX];
  gint16 bucket[RETOUR_EVIDENCE_BUCKETS]; /* first field, -1: none */
  /* What was asked of a field last, as several dialects ask the same: the key of the test and of
   * the field, its last bit the answer; 0: nothing yet. */
  guint32 answer[RETOUR_EVIDENCE_ANSWERS];
  GStringChunk *pool; /* of decoded values */
} RetourEvidence;

/* Of a field's name, ASCII case ignored; of a test of it. */
guint32 retour_detect_hash (RetourSlice name);
guint32 retour_detect_key (guint32 hash, const char *pattern);
/* @self is of use as long as @message lives. */
void retour_evidence_read (RetourEvidence *self, RetourMessage *message);

/* Fills @ranked with those of @table whose conditions hold, the one with most evidence first, at
 * most @max. Returns how many. */
guint retour_detect (RetourEvidence *evidence, const RetourDialectTable *table,
                     const RetourDialect **ranked, guint max);

/* How many of the `if` conditions of @dialect hold; 0 when an `unless` does. */
guint retour_detect_weigh (RetourEvidence *evidence, const RetourDialect *dialect);
/* The dialect called @id, or %NULL. */
const RetourDialect *retour_dialect_lookup (const RetourDialectTable *table, const char *id);
/* The dialect whose words @dialect writes: itself, or the one that it extends when it has no
 * `recipient` lines. */
const RetourDialect *retour_dialect_words (const RetourDialectTable *table,
                                           const RetourDialect *dialect);
