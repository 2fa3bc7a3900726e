/* ingest-pipe: `retour ingest -`, the end of a pipe: one mail into the ledger, or 75. */
#pragma once
#include "cli/pipe.h"

/* These arguments of `ingest` name standard input as the source. */
gboolean retour_ingest_is_pipe (int argc, char **argv);
/* Parses the arguments itself. */
int retour_ingest_run_pipe (const RetourCommand *command, int argc, char **argv);
