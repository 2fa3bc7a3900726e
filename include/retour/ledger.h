/* ledger.h: the history of addresses. SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#if !defined(RETOUR_INSIDE) && !defined(RETOUR_COMPILATION)
#error "include <retour/retour.h>"
#endif
#include <retour/report.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * RetourLedger:
 *
 * Every event once, in one SQLite file. What retour_ledger_commit() has acknowledged survives a
 * crash at any moment; the same report, wherever it is read from and however often, counts once.
 * Several processes may write at a time; one #RetourLedger, one thread.
 */
typedef struct _RetourLedger RetourLedger;

/**
 * RetourLedgerMode:
 * @RETOUR_LEDGER_READ: the file must be there
 * @RETOUR_LEDGER_WRITE: made where it is not there, with its folder
 */
typedef enum {
  RETOUR_LEDGER_READ,
  RETOUR_LEDGER_WRITE,
} RetourLedgerMode;

/**
 * retour_ledger_open:
 * @path: (nullable): a file; %NULL: a temporary one that nobody else sees and that is gone when the
 *   ledger is freed
 * @mode: whether it is to be written to
 * @error: return location for a #GError, or %NULL
 *
 * Returns: (transfer full) (nullable): the ledger, or %NULL with %RETOUR_ERROR_NO_INPUT when there
 *   is no such file, %RETOUR_ERROR_DATA when it is no ledger, is damaged or was made by a newer
 *   version, %RETOUR_ERROR_IO when it cannot be written to or stays locked,
 *   %RETOUR_ERROR_UNAVAILABLE when SQLite is not installed
 */
RetourLedger *retour_ledger_open (const char *path, RetourLedgerMode mode, GError **error);
/* What is not committed is lost. */
void retour_ledger_free (RetourLedger *self);
/* (transfer full): `$XDG_DATA_HOME/retour/ledger.db`, or the same under `~/.local/share`; %NULL
 * when there is no home. */
char *retour_ledger_make_default_path (void);

/**
 * retour_ledger_add:
 * @self: a ledger open for writing
 * @report: a report; all of its records are taken
 * @sent_to: (nullable): the address that the report was sent to, for VERP
 * @error: return location for a #GError, or %NULL
 *
 * Takes in a report; commits now and then when there is much.
 *
 * Returns: %FALSE with %RETOUR_ERROR_IO or %RETOUR_ERROR_DATA when it could not be written; nothing
 *   since the last commit is in the ledger then, @report was not taken, and what was taken before
 * is kept: retour_ledger_commit() can be tried again
 */
gboolean retour_ledger_add (RetourLedger *self, const RetourReport *report, const char *sent_to,
                            GError **error);
/* As retour_ledger_add(), for a delivery to @address at @date (seconds since 1970). The same
 * address, date and @id (a queue ID, or %NULL) count once. */
gboolean retour_ledger_add_delivery (RetourLedger *self, const char *address, gint64 date,
                                     const char *id, GError **error);

/**
 * retour_ledger_add_deliveries:
 * @self: a ledger open for writing
 * @path: a file: a log of Postfix, the main log of Exim, or addresses, one a line, each perhaps
 * with a date behind a comma or a tab; without one, the date of the file is taken
 * @error: return location for a #GError, or %NULL
 *
 * As retour_ledger_add(), for all deliveries that the file tells of. Other lines are passed over.
 *
 * Returns: %FALSE with %RETOUR_ERROR_NO_INPUT when there is no such file, %RETOUR_ERROR_DATA when
 *   it is not what is wanted, %RETOUR_ERROR_IO when it cannot be read or the ledger cannot be
 *   written
 */
gboolean retour_ledger_add_deliveries (RetourLedger *self, const char *path, GError **error);
/* Which header field of returned mail names the campaign, `X-Campaign` or so; %NULL: none. */
void retour_ledger_set_campaign_field (RetourLedger *self, const char *name);
/* As retour_ledger_add(): what happened to @address before @date counts no more. */
gboolean retour_ledger_add_pardon (RetourLedger *self, const char *address, gint64 date,
                                   GError **error);
/* When it returns %TRUE, all that was added is on the disk. When it fails, nothing of it is in the
 * ledger, and it can be tried again. */
gboolean retour_ledger_commit (RetourLedger *self, GError **error);
/* Events that this ledger object took in and had not, and those that it knew already. */
guint64 retour_ledger_get_n_new (const RetourLedger *self);
guint64 retour_ledger_get_n_known (const RetourLedger *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourLedger, retour_ledger_free)

G_END_DECLS
