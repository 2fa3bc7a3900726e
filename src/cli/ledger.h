/* ledger: the ledger that a command is asked about. */
#pragma once
#include "cli/cmd.h"

typedef struct {
  const char *db; /* of `--db`; %NULL: the user's own */
  char **sources; /* (nullable): instead of it, mails for a ledger of their own */
  char **rules;   /* (nullable): of `--rules`, for the sources */
} RetourLedgerChoice;

/* Opens a ledger for reading, or reads the sources into one that is gone afterwards: there each
 * mail counts once. %NULL: that cannot be, which has been said. @code: what to exit with; not 0
 * beside a ledger when some source could not be read. */
RetourLedger *retour_open_ledger (const RetourCommand *command, const RetourLedgerChoice *choice,
                                  int *code);
/* The ledger at @db, or the user's own, for writing. %NULL with @error. */
RetourLedger *retour_open_ledger_to_write (const char *db, GError **error);
