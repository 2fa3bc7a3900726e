/* explain.h: what a bare reply text means. SPDX-License-Identifier: LGPL-2.1-or-later */
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
 * RetourExplanation:
 *
 * What the words and codes of one SMTP reply (RFC 5321 §4.2, RFC 3463) say. Immutable, and
 * read or made by any number of threads; strings are owned by it, UTF-8, and %NULL where the text
 * does not say.
 */
typedef struct _RetourExplanation RetourExplanation;

/**
 * retour_explanation_new:
 * @text: (array length=len): a reply or diagnostic, one or more lines; a reply code alone
 *   (`550`) or the class or second digit of one (`5xx`, `x5x`); an enhanced status code
 *   (`5.7.26`), its class or subject (`5.x.x`, `5.7.x`). Borrowed for the call
 * @len: number of bytes
 *
 * Returns: (transfer full): the explanation; there is no text that it fails on
 */
RetourExplanation *retour_explanation_new (const char *text, gsize len);

/**
 * retour_explanation_new_with_rules:
 * @text: (array length=len): as of retour_explanation_new()
 * @len: number of bytes
 * @rules: (nullable): rules that are asked before the built-in ones; borrowed for the call
 *
 * Returns: (transfer full): the explanation
 */
RetourExplanation *retour_explanation_new_with_rules (const char *text, gsize len,
                                                      const RetourRules *rules);
void retour_explanation_free (RetourExplanation *self);

/* Why it failed; %NULL when the text tells of no failure (`250 2.0.0 Ok`) or names a whole class of
 * codes (`5xx`). */
const RetourReason *retour_explanation_get_reason (const RetourExplanation *self);
/* As of the reason, but `soft` where the codes say that the failure is transient. */
const char *retour_explanation_get_class (const RetourExplanation *self);
/* What to do; %NULL as the reason. As of the reason, but `count` for a hard reason whose class is
 * soft this time. */
const char *retour_explanation_get_action (const RetourExplanation *self);
/* `true` or `false`: what the codes say, apart from the class. */
const char *retour_explanation_get_permanent (const RetourExplanation *self);
/* RFC 3463 code that stands in the text. */
const char *retour_explanation_get_status (const RetourExplanation *self);
/* SMTP reply code that stands in the text. */
const char *retour_explanation_get_reply_code (const RetourExplanation *self);
/* `file:line` of the rule, `status:5.1.1`, `reply:550` or `default`. */
const char *retour_explanation_get_rule (const RetourExplanation *self);
/* The words that decided. */
const char *retour_explanation_get_evidence (const RetourExplanation *self);
/* `rule`, `status`, `reply` or `default`. */
const char *retour_explanation_get_decided_by (const RetourExplanation *self);
/* Known receiver, by the text: `google`, `microsoft`, … */
const char *retour_explanation_get_provider (const RetourExplanation *self);
/* Seconds after which to try again. */
const char *retour_explanation_get_retry_after (const RetourExplanation *self);
/* Name of the list that is blamed, e.g. `zen.spamhaus.org`. */
const char *retour_explanation_get_blocklist (const RetourExplanation *self);
/* Where the recipient moved to. */
const char *retour_explanation_get_new_address (const RetourExplanation *self);
/* One English sentence: of the reason, where words say it; else of the most specific code. Never
 * %NULL. */
const char *retour_explanation_get_meaning (const RetourExplanation *self);
/* What to do next: English sentences, of the reason or of the class of the codes. */
const char *retour_explanation_get_advice (const RetourExplanation *self);

/**
 * retour_explain_value:
 * @field: `reason`, `class`, `permanent`, `blame`, `action`, `decided_by`, `kind`, `blocklist`,
 *   `reply_code` or `status`
 * @value: one of its values; also a class or subject of codes: `5xx`, `x5x`, `5.x.x`, `x.7.x`
 *
 * Returns: (transfer none) (nullable): what @value means, in English; %NULL if nothing is known of
 *   it
 */
const char *retour_explain_value (RetourField field, const char *value);

/* What is on a blocklist that is known by @name: `ip`, `domain` or `uri`; else %NULL. */
const char *retour_explain_blocklist_kind (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourExplanation, retour_explanation_free)

G_END_DECLS
