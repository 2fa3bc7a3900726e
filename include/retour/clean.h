/* clean.h: a list without the dead. SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#if !defined(RETOUR_INSIDE) && !defined(RETOUR_COMPILATION)
#error "include <retour/retour.h>"
#endif
#include <retour/ledger.h>
#include <retour/policy.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * RetourClean:
 *
 * Splits a list of addresses into those to keep, to remove and to hold, by what a ledger knows of
 * them. The list may have any size: it is read twice, row by row. One object, one run, one thread.
 */
typedef struct _RetourClean RetourClean;

RetourClean *retour_clean_new (void);
void retour_clean_free (RetourClean *self);

/* What decides; default: the first of retour_policy_list_presets(). */
void retour_clean_set_policy (RetourClean *self, RetourPolicy *policy);
/* Seconds since 1970, 0: the date of the newest event; default: the time of the run. What happened
 * later counts for nothing. */
void retour_clean_set_now (RetourClean *self, gint64 now);
/* The column of addresses, by its name, or by its number from 1 on; default: the one whose name or
 * cells say so. */
void retour_clean_set_column (RetourClean *self, const char *column);
/* Local parts are compared in lower case; default: as they stand. */
void retour_clean_set_fold_case (RetourClean *self, gboolean fold);
/* May be called more than once: a report that names none of these domains proves nothing. */
void retour_clean_add_our_domain (RetourClean *self, const char *domain);
/* Where the files go; default: the current folder. */
void retour_clean_set_folder (RetourClean *self, const char *folder);
/* Goes on whatever number of addresses is to be removed. */
void retour_clean_set_force (RetourClean *self, gboolean force);
/* Counts only: no file is written. */
void retour_clean_set_dry_run (RetourClean *self, gboolean dry_run);

/**
 * retour_clean_set_max_remove:
 * @self: before the run
 * @text: a share of the list, as in `5%` or `0.5%`, or a number of addresses
 * @error: return location for a #GError, or %NULL
 *
 * What a run may remove at most; default: `5%`.
 *
 * Returns: %FALSE with %RETOUR_ERROR_USAGE when it is neither
 */
gboolean retour_clean_set_max_remove (RetourClean *self, const char *text, GError **error);

/**
 * retour_clean_add_export:
 * @self: before the run
 * @text: one of retour_clean_list_exports(), or that with `=` and the path of a file behind it; a
 *   path without a `/` is in the folder of the other files
 * @error: return location for a #GError, or %NULL
 *
 * Also writes the addresses that are to be removed as another program takes them.
 *
 * Returns: %FALSE with %RETOUR_ERROR_USAGE when there is no such export
 */
gboolean retour_clean_add_export (RetourClean *self, const char *text, GError **error);
/* The names of all exports, %NULL-terminated; (transfer none). */
const char *const *retour_clean_list_exports (void);

/**
 * retour_clean_run:
 * @self: an object that has not run yet
 * @ledger: what is known of addresses; committed
 * @list: the list: a file, or `-` for standard input
 * @error: return location for a #GError, or %NULL
 *
 * Writes `keep.csv`, `remove.csv`, `hold.csv`, an undo file and the exports: all of them, or none.
 * When more is to be removed than may be, `remove-proposal.csv` alone is written, and
 * retour_clean_is_refused() says so.
 *
 * Returns: %FALSE with %RETOUR_ERROR_NO_INPUT, %RETOUR_ERROR_DATA or %RETOUR_ERROR_USAGE when the
 *   list cannot be read, or has no column of addresses, %RETOUR_ERROR_IO when something could not
 *   be read or written
 */
gboolean retour_clean_run (RetourClean *self, RetourLedger *ledger, const char *list,
                           GError **error);

/* Getters, after a run. */
gboolean retour_clean_is_refused (const RetourClean *self);
/* Rows of the list with an address; those that are to be kept, removed or held; rows without an
 * address, and rows that could not be read: both are kept. */
guint64 retour_clean_get_n_addresses (const RetourClean *self);
guint64 retour_clean_get_n (const RetourClean *self, RetourVerdict verdict);
guint64 retour_clean_get_n_without_address (const RetourClean *self);
guint64 retour_clean_get_n_unreadable (const RetourClean *self);
/* Failures of which nothing proves that mail of ours was meant. */
guint64 retour_clean_get_n_unproven (const RetourClean *self);
/* Removed addresses whose domain looks mistyped. */
guint64 retour_clean_get_n_typos (const RetourClean *self);
/* (transfer full): all of it for people, in lines, in the language of retour_language_use(). */
char *retour_clean_make_summary (const RetourClean *self);

/**
 * RetourUndoFunc:
 * @row: one row of the list as it stood there, with a line end
 * @len: its length
 * @data: what was given to retour_clean_undo()
 *
 * Returns: whether to go on
 */
typedef gboolean (*RetourUndoFunc) (const char *row, gsize len, gpointer data);

/**
 * retour_clean_undo:
 * @ledger: open for writing
 * @path: an undo file, or `-` for standard input
 * @func: called for each address that was not pardoned before, after all of them are
 * @data: for @func
 * @error: return location for a #GError, or %NULL
 *
 * Takes back what a run has removed: pardons its addresses, commits, and tells the rows, to be
 * added to the list again. What was taken back before, changes nothing and is not told.
 *
 * Returns: %FALSE with %RETOUR_ERROR_NO_INPUT when there is no such file, %RETOUR_ERROR_DATA when
 *   it is no undo file (then nothing is changed), %RETOUR_ERROR_IO
 */
gboolean retour_clean_undo (RetourLedger *ledger, const char *path, RetourUndoFunc func,
                            gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourClean, retour_clean_free)

G_END_DECLS
