/* clean-private: what one run knows. */
#pragma once
#include "clean/export.h"
#include "clean/list.h"
#include "clean/match.h"
#include "clean/outfiles.h"

/* Rows with one verdict for one cause. */
typedef struct {
  RetourVerdict verdict;
  RetourCause cause;
  const RetourReason *reason; /* %NULL: a complaint */
  guint64 n;
} RetourTally;

typedef struct {
  const RetourExportDriver *driver;
  char *path;
  RetourOutfile *file; /* while the run writes */
} RetourExport;

enum { RETOUR_CLEAN_N_VERDICTS = RETOUR_VERDICT_REMOVE + 1 };

struct _RetourClean {
  RetourPolicy *policy;
  gint64 now;
  char *column;
  char *folder;
  GPtrArray *our_domains; /* of char * */
  GArray *exports;        /* of RetourExport */
  double max_share;       /* of the addresses; below 0: max_n holds */
  guint64 max_n;
  gboolean fold;
  gboolean force;
  gboolean dry_run;

  /* what came of it */
  RetourGuards *guards;
  RetourMatcher *matcher;
  RetourFindings *findings;
  GArray *tallies;    /* of RetourTally */
  GPtrArray *written; /* paths of files */
  guint64 n_addresses;
  guint64 n[RETOUR_CLEAN_N_VERDICTS];
  guint64 n_without_address;
  guint64 n_unreadable;
  guint64 n_unproven;
  guint64 n_typos;
  gboolean refused;
};

/* First reading: how many members each domain has, for the guard against outages. */
gboolean retour_clean_count_members (RetourClean *self, RetourList *list, GError **error);
/* Second reading: judges each row, counts, and writes it where it belongs. */
gboolean retour_clean_sort_rows (RetourClean *self, RetourList *list, GError **error);
/* What a finding is called: the id of its reason, or `complaint`. */
const char *retour_clean_get_reason_name (const RetourReason *reason);
