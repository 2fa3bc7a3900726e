/* database: an SQLite file that is one of ours, and what can go wrong with it in our words. */
#pragma once
#include "ledger/sqlite.h"

#include <retour/retour.h>

typedef struct {
  const RetourSqlite *sql;
  sqlite3 *handle;
  char *name;  /* for messages */
  int trouble; /* SQLite's code of what was last complained of */
} RetourDatabase;

/* Opens, makes or refuses the file at @path (%NULL: a temporary one) as retour_ledger_open() says.
 * @schema: statements that make an empty file one of ours. */
RetourDatabase *retour_database_open (const char *path, RetourLedgerMode mode, const char *schema,
                                      GError **error);
void retour_database_free (RetourDatabase *self);
/* What has just gone wrong. Returns %FALSE. */
gboolean retour_database_fail (RetourDatabase *self, GError **error);
gboolean retour_database_run (RetourDatabase *self, const char *statements, GError **error);
/* (transfer full): sqlite3_finalize() it; %NULL on failure. */
sqlite3_stmt *retour_database_prepare (RetourDatabase *self, const char *statement, GError **error);
/* Runs @statement to its end, and makes it ready for the next time. */
gboolean retour_database_do (RetourDatabase *self, sqlite3_stmt *statement, GError **error);
/* Begins to write; waits for others who do. */
gboolean retour_database_begin (RetourDatabase *self, GError **error);
/* When it returns %TRUE, it is on the disk. */
gboolean retour_database_commit (RetourDatabase *self, GError **error);
void retour_database_roll_back (RetourDatabase *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourDatabase, retour_database_free)
