/* filter.h: a mail with its verdict in its header. SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#if !defined(RETOUR_INSIDE) && !defined(RETOUR_COMPILATION)
#error "include <retour/retour.h>"
#endif
#include <retour/report.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * retour_filter_make_head:
 * @mail: (array length=len): a message as it came, with or without an mbox `From ` line
 * @len: number of bytes
 * @report: (nullable): what it says; %NULL: it could not be read
 * @used: (out): how many bytes of @mail the head stands for
 *
 * Makes the beginning of a copy of @mail that has its verdict on top; what follows it is @mail from
 * byte @used on, unchanged. The head is the `From ` line, if there is one; then, for each record of
 * @report in order, those of the fields `X-Retour-Kind`, `-Class`, `-Reason`, `-Action`,
 * `-Recipient`, `-Status` and `-Rule` that the record has (`X-Retour-Kind: unreadable` alone
 * without a report); then as much of the mail's own header as had to be changed: fields that are
 * called `X-Retour-…` already become `X-Old-Retour-…`, so that nobody can forge a verdict.
 *
 * Lines end as in the mail. Values are encoded words (RFC 2047) where they are not ASCII, unless
 * the mail's header is UTF-8 already. Long fields are folded.
 *
 * Returns: (transfer full): the head
 */
GBytes *retour_filter_make_head (const char *mail, gsize len, const RetourReport *report,
                                 gsize *used);

G_END_DECLS
