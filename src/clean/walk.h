/* walk: goes through the histories of a ledger, address by address. */
#pragma once
#include "ledger/history.h"
#include "policy/guards.h"

/* @entries: all that is known of an address, by date, at most the newest RETOUR_LIMIT_HISTORY; with
 * their proof as seen by `our_domains`. Texts that no verdict needs are left out. Valid for the
 * call. Returns whether to go on. */
typedef gboolean (*RetourHistoryFunc) (const RetourEntry *entries, guint n, gpointer data);

typedef struct {
  const char *const *our_domains; /* (nullable): %NULL-terminated */
  RetourGuards *guards;           /* filled ahead of the first call */
  gint64 newest;                  /* (out): date of the newest entry; 0: there is none */
  guint64 n_unproven;             /* (out): failures that nothing proves */
} RetourWalk;

/* Whether a report is one of ours, as far as it says: takes proof away from @entry where the mail
 * that it brings back names none of @our_domains (may be %NULL) nor anything below them. */
void retour_walk_doubt (const char *const *our_domains, RetourEntry *entry);

/* All entries go to the guards, which are finished then. %FALSE when the ledger cannot be read. */
gboolean retour_walk_guard (RetourWalk *self, RetourLedger *ledger, GError **error);
/* After that: calls @func for each address. */
gboolean retour_walk_each (RetourWalk *self, RetourLedger *ledger, RetourHistoryFunc func,
                           gpointer data, GError **error);
