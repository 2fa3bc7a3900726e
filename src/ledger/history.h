/* history: what is in a ledger, read back. */
#pragma once
#include "policy/entry.h"

typedef enum {
  RETOUR_ORDER_ADDRESS, /* by address, then date: the history of one address stands together */
  RETOUR_ORDER_DATE,
  RETOUR_ORDER_ANY, /* the fastest */
} RetourOrder;

/* What is wanted; zero and %NULL: everything. */
typedef struct {
  RetourOrder order;
  gint64 since;        /* seconds since 1970, included */
  gint64 until;        /* not included */
  const char *address; /* key of one address */
} RetourQuery;

/* @entry and its strings are valid for the call. Returns whether to go on. */
typedef gboolean (*RetourEntryFunc) (const RetourEntry *entry, gpointer data);

/* Calls @func for each entry, in constant memory; it may not use the ledger. What was added and
 * is not committed yet is committed first. A delay and the failure that it ended in are two entries
 * of one address that share their message_id. %FALSE with RETOUR_ERROR_IO or _DATA when the
 * ledger cannot be read. */
gboolean retour_ledger_each (RetourLedger *self, const RetourQuery *query, RetourEntryFunc func,
                             gpointer data, GError **error);
/* As retour_ledger_add(), for an entry; copied. */
gboolean retour_ledger_add_entry (RetourLedger *self, const RetourEntry *entry, GError **error);
