/* ingest: what the files of this command share. */
#pragma once
#include "cli/pipe.h"

typedef struct {
  char *db;      /* %NULL: the default */
  char *archive; /* a folder, or %NULL */
  gboolean remove, leave, follow;
  char **delivered;
  char *campaign;
  char *spool;   /* a folder of mails that could not be recorded when they came, or %NULL */
  char *sent_to; /* for standard input, as the next */
  RetourPipeOptions pipe;
  char **rules;
  char **sources;
} RetourIngestOptions;

typedef struct {
  const RetourIngestOptions *options;
  const RetourRules *rules; /* the user's own, or %NULL */
  RetourLedger *ledger;
  GPtrArray *read; /* of paths: files that go, as soon as the ledger has them */
  int worst;       /* exit code so far */
  gboolean broken; /* the ledger takes no more */
} RetourIngest;

/* Takes in a mail. %FALSE: the ledger cannot take it, that has been said, and `worst` is what to
 * exit with. */
gboolean retour_ingest_mail (RetourIngest *self, const RetourInput *input);
/* When it returns %TRUE, all that was taken in is safe, and the files it came from are gone where
 * the options say so. */
gboolean retour_ingest_commit (RetourIngest *self);
/* Says what went wrong with the ledger. Returns %FALSE. */
gboolean retour_ingest_fail (RetourIngest *self, const GError *error);

/* Notes that the file of the mail at @input goes, if it is one that may. */
void retour_ingest_note_file (RetourIngest *self, const RetourInput *input);
/* Archives or deletes the files that were noted. */
void retour_ingest_dispose (RetourIngest *self);
/* Makes the folder that files go to. */
gboolean retour_ingest_prepare_archive (RetourIngest *self);

/* Takes in the mails of Maildirs as they come, until a signal says to end. */
void retour_ingest_follow (RetourIngest *self);
