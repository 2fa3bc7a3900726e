/* trial.h: what policies would do. SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#if !defined(RETOUR_INSIDE) && !defined(RETOUR_COMPILATION)
#error "include <retour/retour.h>"
#endif
#include <retour/ledger.h>
#include <retour/policy.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * RetourTrial:
 *
 * Asks one policy, or several, about every address of a ledger; nothing is changed. Failures that
 * share a cause are set aside as for a list that is cleaned: incidents, outages, and reports that
 * nothing proves. One trial, one thread; what a getter returns lives as long as the trial, unless
 * it says otherwise.
 */
typedef struct _RetourTrial RetourTrial;

/**
 * RetourTrialCase:
 *
 * An address, and what each policy makes of it. Its strings live as long as itself: for one call of
 * a #RetourTrialFunc.
 */
typedef struct _RetourTrialCase RetourTrialCase;

/* Returns whether to go on. */
typedef gboolean (*RetourTrialFunc) (const RetourTrialCase *address, gpointer data);

RetourTrial *retour_trial_new (void);
void retour_trial_free (RetourTrial *self);
/* Policies are numbered as they come, from 0. */
void retour_trial_add_policy (RetourTrial *self, RetourPolicy *policy);
/* (nullable), %NULL-terminated: domains that we send from; a report about mail that names none of
 * them, nor anything below them, is unproven. */
void retour_trial_set_our_domains (RetourTrial *self, const char *const *domains);
/* Seconds since 1970 for which the policies are asked; 0, as at first: the date of the newest
 * event, for what happened some time ago. */
void retour_trial_set_now (RetourTrial *self, gint64 now);

/**
 * retour_trial_run:
 * @self: a trial with a policy at least; once
 * @ledger: whose addresses
 * @func: (nullable): is called for each address of which any policy has to say anything, in the
 *   order of the addresses
 * @data: for @func
 * @error: return location for a #GError, or %NULL
 *
 * Returns: %FALSE with %RETOUR_ERROR_IO or %RETOUR_ERROR_DATA when the ledger cannot be read
 */
gboolean retour_trial_run (RetourTrial *self, RetourLedger *ledger, RetourTrialFunc func,
                           gpointer data, GError **error);

/* After the run: addresses in all; those for which a policy has that verdict; failures and
 * complaints that nothing proves; incidents and outages, by date. */
guint64 retour_trial_get_n_addresses (const RetourTrial *self);
guint64 retour_trial_get_n (const RetourTrial *self, guint policy, RetourVerdict verdict);
guint64 retour_trial_get_n_unproven (const RetourTrial *self);
guint retour_trial_get_n_incidents (const RetourTrial *self);
/* (transfer full): one line for people, in their language. */
char *retour_trial_describe_incident (const RetourTrial *self, guint i);

const char *retour_trial_case_get_address (const RetourTrialCase *self);
RetourVerdict retour_trial_case_get_verdict (const RetourTrialCase *self, guint policy);
/* Why: `policy`; `incident`, `outage` or `unproven` when failures were set aside; `nothing` when
 * none counts, or not enough of them do. */
const char *retour_trial_case_get_cause (const RetourTrialCase *self, guint policy);
/* Of the failures that this is about: the reason of the last one (%NULL: none, or a complaint), its
 * words, the dates of the first and the last, how many there are, and on how many days. */
const RetourReason *retour_trial_case_get_reason (const RetourTrialCase *self, guint policy);
const char *retour_trial_case_get_reply (const RetourTrialCase *self, guint policy);
gint64 retour_trial_case_get_first (const RetourTrialCase *self, guint policy);
gint64 retour_trial_case_get_last (const RetourTrialCase *self, guint policy);
guint retour_trial_case_get_n_failures (const RetourTrialCase *self, guint policy);
guint retour_trial_case_get_n_days (const RetourTrialCase *self, guint policy);
/* (transfer full) (nullable): one of these failures, below that number, as a line: date, reason,
 * words. */
char *retour_trial_case_describe_failure (const RetourTrialCase *self, guint policy, guint i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourTrial, retour_trial_free)

G_END_DECLS
