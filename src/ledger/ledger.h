/* ledger: what the files of this folder share of an open ledger. */
#pragma once
#include "ledger/batch.h"
#include "ledger/database.h"
#include "ledger/vocabulary.h"

struct _RetourLedger {
  RetourDatabase *database;
  RetourVocabulary *vocabulary;
  RetourBatch *batch; /* %NULL: only to be read */
  sqlite3_stmt *insert_seen, *insert_entry;
  GStringChunk *pool; /* of the report that is being taken in */
  char *campaign;     /* name of a header field, or %NULL */
  gint64 now;         /* seconds since 1970, when it was opened */
  guint64 n_new, n_known;
};

/* The columns of table `entry` ahead of those of columns.h. */
enum {
  RETOUR_ENTRY_ADDRESS,
  RETOUR_ENTRY_DATE,
  RETOUR_ENTRY_EVENT,
  RETOUR_ENTRY_HARD,
  RETOUR_ENTRY_PROOF,
  RETOUR_ENTRY_TEXTS
};

/* (transfer full): the statements that make an empty database a ledger. */
char *retour_schema_make (void);
/* (transfer full): "address, date, event, …": all columns of table `entry`. */
char *retour_schema_list_columns (void);
