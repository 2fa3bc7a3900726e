/* unknowns.h: the replies that no rule decides. SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#if !defined(RETOUR_INSIDE) && !defined(RETOUR_COMPILATION)
#error "include <retour/retour.h>"
#endif
#include <retour/report.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * RetourUnknowns:
 *
 * Gathers the failures that no rule decided (`decided_by` is not `rule`), grouped by the shape of
 * their diagnostic: its codes and words, with numbers, addresses, hosts and ids as one. Memory is
 * bounded: when there are too many groups, those that were seen least give way. One thread.
 */
typedef struct _RetourUnknowns RetourUnknowns;

RetourUnknowns *retour_unknowns_new (void);
void retour_unknowns_free (RetourUnknowns *self);

/* Looks at all records of @report. */
void retour_unknowns_add (RetourUnknowns *self, const RetourReport *report);

/* Sorts the groups, the largest first, and makes their rules. Once, after the last report. */
void retour_unknowns_finish (RetourUnknowns *self);

/* Failures that no rule decided; of them, those without any words, and those whose groups gave
 * way. */
guint64 retour_unknowns_get_n_records (const RetourUnknowns *self);
guint64 retour_unknowns_get_n_silent (const RetourUnknowns *self);
guint64 retour_unknowns_get_n_lost (const RetourUnknowns *self);

/* Getters for one of the groups, after retour_unknowns_finish(). */
guint retour_unknowns_get_n_groups (const RetourUnknowns *self);
guint64 retour_unknowns_get_count (const RetourUnknowns *self, guint group);
/* `550 5.7.1 <addr> is not wanted at <host>` */
const char *retour_unknowns_get_shape (const RetourUnknowns *self, guint group);
/* The diagnostic that was seen first, as it stood in the mail, cut at 1 KiB. */
const char *retour_unknowns_get_sample (const RetourUnknowns *self, guint group);

/* A rule in the format of retour-rules(5) that decides the sample: the reason that the codes gave,
 * to be replaced by the right one, a phrase of the words that are rarest among the groups, and a
 * test line, with example addresses. %NULL if the reply has no words to go by, or if the rule of an
 * earlier group decides it as well. */
const char *retour_unknowns_get_rule (const RetourUnknowns *self, guint group);
/* That earlier group, or -1. */
int retour_unknowns_get_covering (const RetourUnknowns *self, guint group);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourUnknowns, retour_unknowns_free)

G_END_DECLS
