/* summary.h: what bounced, why, where. SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#if !defined(RETOUR_INSIDE) && !defined(RETOUR_COMPILATION)
#error "include <retour/retour.h>"
#endif
#include <retour/ledger.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * RetourSummary:
 *
 * What the events of a ledger add up to: totals, the sender's own troubles and the way out of each,
 * incidents, delays, complaints, replies that nobody understood. Its memory does not grow with the
 * number of mails: tables that grow too long give up their smallest rows, which count as "others"
 * from then on. One summary, one thread.
 */
typedef struct _RetourSummary RetourSummary;

/**
 * retour_summary_new:
 * @now: seconds since 1970: what is still waited for, and what is over
 *
 * Returns: (transfer full): a summary of nothing
 */
RetourSummary *retour_summary_new (gint64 now);
void retour_summary_free (RetourSummary *self);

/* Only events from @since on and before @until, seconds since 1970; 0: no limit. As all setters,
 * before retour_summary_add_ledger(). */
void retour_summary_set_period (RetourSummary *self, gint64 since, gint64 until);

/**
 * retour_summary_set_filter:
 * @self: a summary to which nothing was added yet
 * @name: `domain`: recipients there, or in a domain below it; `reason`; `campaign`: the list
 *   (List-Id) or campaign of the returned mail; `our-domain`: reports about mail that names other
 *   senders only are counted apart, once or more than once
 * @value: what is wanted
 * @error: return location for a #GError, or %NULL
 *
 * Returns: %FALSE with %RETOUR_ERROR_USAGE when there is no such filter, or no such reason
 */
gboolean retour_summary_set_filter (RetourSummary *self, const char *name, const char *value,
                                    GError **error);

/**
 * retour_summary_set_groups:
 * @self: a summary to which nothing was added yet
 * @names: some of retour_summary_list_groups(), with commas between them
 * @error: return location for a #GError, or %NULL
 *
 * Counts, and writes, nothing but these groups, each as long as it is.
 *
 * Returns: %FALSE with %RETOUR_ERROR_USAGE when there is no such group
 */
gboolean retour_summary_set_groups (RetourSummary *self, const char *names, GError **error);
/* `kind`, `class`, `reason`, `domain`, …, %NULL-terminated; (transfer none). */
const char *const *retour_summary_list_groups (void);
/* Rows of each table in text; 0, the default, for the first ten, or all of named groups. */
void retour_summary_set_limit (RetourSummary *self, guint rows);
/* For text: columns of the terminal, default 80, and whether it takes colours, default no. Bars
 * are drawn with the characters of LC_CTYPE: call setlocale(3) before. */
void retour_summary_set_width (RetourSummary *self, guint columns);
void retour_summary_set_colour (RetourSummary *self, gboolean colour);

/**
 * retour_summary_add_ledger:
 * @self: a summary to which nothing was added yet
 * @ledger: a ledger
 * @error: return location for a #GError, or %NULL
 *
 * Counts what is in a ledger. Once.
 *
 * Returns: %FALSE with %RETOUR_ERROR_IO or %RETOUR_ERROR_DATA when the ledger cannot be read
 */
gboolean retour_summary_add_ledger (RetourSummary *self, RetourLedger *ledger, GError **error);

/**
 * retour_summary_get_count:
 * @self: a summary
 * @group: one of its groups
 * @key: a row, as in `reason` and `user_unknown`
 *
 * Returns: how many events are in that row; 0 if there is none
 */
guint64 retour_summary_get_count (const RetourSummary *self, const char *group, const char *key);

/**
 * retour_summary_write:
 * @self: a summary
 * @format: `text`, `csv`, `json` (see report.schema.json) or `html`, one page that needs nothing
 *   else
 * @fd: where to write; not closed
 * @error: return location for a #GError, or %NULL
 *
 * Writes the summary. Whatever mails held is escaped as the format wants it.
 *
 * Returns: %FALSE with %RETOUR_ERROR_USAGE when there is no such format, with %RETOUR_ERROR_CLOSED
 *   when the reader of a pipe went away, with %RETOUR_ERROR_IO when it could not be written
 */
gboolean retour_summary_write (RetourSummary *self, const char *format, int fd, GError **error);
/* The formats, %NULL-terminated; (transfer none). */
const char *const *retour_summary_list_formats (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourSummary, retour_summary_free)

G_END_DECLS
