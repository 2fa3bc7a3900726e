/* tally: rows that count events, one a key. A table that grows too long gives up its smallest rows;
 * what they counted is told as "others". */
#pragma once
#include "policy/entry.h"

typedef enum {
  RETOUR_TALLY_HARD, /* failures of these two classes */
  RETOUR_TALLY_SOFT,
  RETOUR_TALLY_DELAYED,
  RETOUR_TALLY_COMPLAINTS,
  RETOUR_TALLY_DELIVERED,
  RETOUR_TALLY_OTHER, /* automatic replies and all that is no report */
  RETOUR_TALLY_N
} RetourTallyCount;

typedef struct {
  char *key;
  guint64 n[RETOUR_TALLY_N];
  guint64 addresses;          /* different ones that failed */
  guint64 serial;             /* of the last of them */
  gint64 first, last;         /* seconds since 1970 */
  const RetourReason *reason; /* of the last failure, where the table keeps samples; or %NULL */
  gint64 sampled;             /* when that was */
  char *sample;               /* its diagnostic */
  guint32 *reasons;           /* failures by row of the reasons, where the table keeps them */
} RetourTally;

enum {
  RETOUR_TALLY_KEEP_SAMPLES = 1,
  RETOUR_TALLY_KEEP_REASONS = 2,
  RETOUR_TALLY_BY_KEY = 4, /* rows in the order of their keys, else the largest first */
};

typedef struct _RetourTallyTable RetourTallyTable;

/* How many; all events; failures. */
const char *retour_tally_count_name (RetourTallyCount which);
guint64 retour_tally_sum (const RetourTally *self);
guint64 retour_tally_failures (const RetourTally *self);
/* @serial: a number of the address, above 0; entries of one address come one after the other. */
void retour_tally_add (RetourTally *self, const RetourEntry *entry, guint64 serial, guint keep);
void retour_tally_clear (RetourTally *self);
/* The reason of most failures, or of the last one; %NULL: the table keeps neither. */
const RetourReason *retour_tally_get_reason (const RetourTally *self);
/* The largest first: failures, then delays, complaints, all; then by key. */
int retour_tally_compare (const RetourTally *a, const RetourTally *b);

/* @keep: a set of RETOUR_TALLY_…; @limit: rows, at least 4 */
RetourTallyTable *retour_tally_table_new (guint keep, guint limit);
void retour_tally_table_free (RetourTallyTable *self);
/* Counts @entry in the row @key, which is made where it is not there. Rows that were seen least
 * make room. */
void retour_tally_table_add (RetourTallyTable *self, const char *key, const RetourEntry *entry,
                             guint64 serial);
/* %NULL if there is none. */
const RetourTally *retour_tally_table_lookup (const RetourTallyTable *self, const char *key);
/* (transfer container): its rows, sorted. */
GPtrArray *retour_tally_table_sort (const RetourTallyTable *self);
/* (transfer container): the values of @rows, in the order of @compare, as of g_ptr_array_sort(). */
GPtrArray *retour_rows_sort (GHashTable *rows, GCompareFunc compare);
/* What had to make room, all together, and how many rows that were. */
const RetourTally *retour_tally_table_get_others (const RetourTallyTable *self);
guint64 retour_tally_table_get_n_lost (const RetourTallyTable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourTallyTable, retour_tally_table_free)
