/* report.h: what one mail says. SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#if !defined(RETOUR_INSIDE) && !defined(RETOUR_COMPILATION)
#error "include <retour/retour.h>"
#endif
#include <retour/field.h>
#include <retour/reason.h>
#include <retour/rules.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * RetourReport:
 *
 * What one mail says: one record for each recipient that it speaks of, or one record
 * without a recipient. Immutable. A report may be read from any thread; making one is
 * thread-safe too, with one #RetourReport a thread at a time.
 */
typedef struct _RetourReport RetourReport;

/**
 * retour_report_new:
 * @mail: (array length=len): one message as it came off the wire; borrowed for the call
 * @len: number of bytes
 * @origin: (nullable): where it came from, for field `origin`
 * @number: its 1-based number there, for field `message`
 *
 * Reads one mail. There is no mail that it fails on: one that is no report gives a single
 * record of kind `notbounce`, and whatever was broken stands in `oddities`.
 *
 * Returns: (transfer full): the report
 */
RetourReport *retour_report_new (const char *mail, gsize len, const char *origin, guint64 number);

/**
 * retour_report_new_with_rules:
 * @mail: (array length=len): as of retour_report_new()
 * @len: number of bytes
 * @origin: (nullable): where it came from
 * @number: its 1-based number there
 * @rules: (nullable): rules that are asked before the built-in ones; borrowed for the call
 *
 * Returns: (transfer full): the report
 */
RetourReport *retour_report_new_with_rules (const char *mail, gsize len, const char *origin,
                                            guint64 number, const RetourRules *rules);
RetourReport *retour_report_ref (RetourReport *self);
void retour_report_unref (RetourReport *self);

/* Adds `truncated` to the oddities: the mail was longer than what was given. Only before the
 * report is shared. */
void retour_report_set_truncated (RetourReport *self);

/* Number of records, at least 1. */
guint retour_report_get_n_records (const RetourReport *self);

/**
 * retour_report_get:
 * @self: a report
 * @record: index below retour_report_get_n_records()
 * @field: which field
 *
 * Returns: (transfer none) (nullable): valid UTF-8, owned by @self; %NULL when the mail does
 *   not say. Control characters are as they stood in the mail.
 */
const char *retour_report_get (const RetourReport *self, guint record, RetourField field);

/* The reason of a record; %NULL unless its kind is `bounce` or `delayed`. */
const RetourReason *retour_report_get_reason (const RetourReport *self, guint record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourReport, retour_report_unref)

G_END_DECLS
