/* cursor: a statement that gives the entries of a run, and where it stands. */
#pragma once
#include "ledger/history.h"
#include "ledger/ledger.h"

typedef struct {
  RetourLedger *ledger;
  sqlite3_stmt *rows;
  int code;            /* of the last step: SQLITE_ROW, or the end */
  const char *address; /* of the row; "": none */
  gint64 date;
} RetourCursor;

/* The entries of a run that @query asks for; @run 0: of all of them, in no order or by date. %FALSE
 * when it cannot be read; clear it in any case. */
gboolean retour_cursor_open (RetourCursor *self, RetourLedger *ledger, gint64 run,
                             const RetourQuery *query, GError **error);
void retour_cursor_clear (RetourCursor *self);
void retour_cursor_step (RetourCursor *self);
/* Comes first by address and date. */
gboolean retour_cursor_is_before (const RetourCursor *self, const RetourCursor *other);
/* The entry that it stands at; its strings hold until the next step. */
void retour_cursor_read (const RetourCursor *self, RetourEntry *entry);
