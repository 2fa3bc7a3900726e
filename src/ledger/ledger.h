/* ledger: what the files of this folder share of an open ledger. */
#pragma once
#include "ledger/batch.h"
#include "ledger/columns.h"
#include "ledger/database.h"
#include "ledger/vocabulary.h"

struct _RetourLedger {
  RetourDatabase *database;
  RetourVocabulary *traits, *texts;
  RetourBatch *batch; /* %NULL: only to be read */
  sqlite3_stmt *insert_seen, *insert_entry, *insert_run, *last_run;
  GArray *templates;  /* of RetourEntry: traits by number, read; without a kind: not yet */
  GString *line;      /* traits that are being written */
  GStringChunk *pool; /* of the report that is being taken in */
  char *campaign;     /* name of a header field, or %NULL */
  gint64 now;         /* seconds since 1970, when it was opened */
  guint64 n_new, n_known;
};

/* The columns of table `entry`. Entries are kept in runs, each in the order of addresses: a file in
 * which every new entry went to its place among all others would be written anew again and again.
 */
enum {
  RETOUR_PLACE_RUN,
  RETOUR_PLACE_ADDRESS,
  RETOUR_PLACE_DATE,
  RETOUR_PLACE_EVENT,
  RETOUR_PLACE_TRAITS,
  RETOUR_PLACE_TEXTS, /* columns that are no traits, in order */
  RETOUR_PLACES = RETOUR_PLACE_TEXTS + RETOUR_COLUMNS - RETOUR_TRAITS
};

/* (transfer full): the statements that make an empty database a ledger. */
char *retour_schema_make (void);
/* (transfer full): "run, address, date, event, …": all columns of table `entry`. */
char *retour_schema_list_columns (void);
