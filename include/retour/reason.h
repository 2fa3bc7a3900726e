/* reason.h: the vocabulary of reasons. SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#if !defined(RETOUR_INSIDE) && !defined(RETOUR_COMPILATION)
#error "include <retour/retour.h>"
#endif
#include <glib.h>

G_BEGIN_DECLS

/**
 * RetourReason:
 *
 * Why a delivery failed: one immutable object per row of `reasons.tsv`. Two reasons
 * are equal exactly when the pointers are. All functions here are thread-safe, and
 * every string belongs to the library and lives as long as the process.
 */
typedef struct _RetourReason RetourReason;

/**
 * retour_reason_lookup:
 * @id: `user_unknown`, `mailbox_full`, …
 *
 * Returns: (transfer none) (nullable): the reason, or %NULL if there is none of that name
 */
const RetourReason *retour_reason_lookup (const char *id);

/**
 * retour_reason_get_nth:
 * @i: 0-based row of the table
 *
 * Returns: (transfer none) (nullable): the reason, or %NULL behind the last one
 */
const RetourReason *retour_reason_get_nth (guint i);

const char *retour_reason_get_id (const RetourReason *self);
/* `hard`: the address will not take mail again; `soft`: everything else. */
const char *retour_reason_get_class (const RetourReason *self);
gboolean retour_reason_is_hard (const RetourReason *self);
/* On whose account: address, mailbox, reputation, authentication, content, remote, local, none. */
const char *retour_reason_get_blame (const RetourReason *self);
/* What to do: suppress, count, retry, fix_sender, fix_content, review, keep. */
const char *retour_reason_get_action (const RetourReason *self);
/* The name of the same thing in Sisimai's vocabulary. */
const char *retour_reason_get_sisimai (const RetourReason *self);
/* One English sentence. */
const char *retour_reason_get_meaning (const RetourReason *self);
/* What to do next, for people: one or more English sentences. */
const char *retour_reason_get_advice (const RetourReason *self);

G_END_DECLS
