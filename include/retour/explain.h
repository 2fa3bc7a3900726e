/* explain.h: what a bare reply text means. SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#if !defined(RETOUR_INSIDE) && !defined(RETOUR_COMPILATION)
#error "include <retour/retour.h>"
#endif
#include <retour/reason.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * RetourExplanation:
 *
 * What the words and codes of one SMTP reply (RFC 5321 §4.2, RFC 3463) say. Immutable;
 * strings are owned by it, UTF-8, and %NULL where the text does not say.
 */
typedef struct _RetourExplanation RetourExplanation;

/**
 * retour_explanation_new:
 * @text: (array length=len): a reply or diagnostic, one or more lines; borrowed for the call
 * @len: number of bytes
 *
 * Returns: (transfer full): the explanation; there is no text that it fails on
 */
RetourExplanation *retour_explanation_new (const char *text, gsize len);
void retour_explanation_free (RetourExplanation *self);

const RetourReason *retour_explanation_get_reason (const RetourExplanation *self);
/* As of the reason, but `soft` where the codes say that the failure is transient. */
const char *retour_explanation_get_class (const RetourExplanation *self);
/* What to do: as of the reason, but `count` for a hard reason whose class is soft this time. */
const char *retour_explanation_get_action (const RetourExplanation *self);
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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourExplanation, retour_explanation_free)

G_END_DECLS
