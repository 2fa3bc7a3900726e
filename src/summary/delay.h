/* delay: what became of messages that were late. A delay and its end have address and Message-ID in
 * common; the entries of one address come one after the other, by date, so only one address is
 * remembered at a time. */
#pragma once
#include "policy/entry.h"

typedef enum {
  RETOUR_DELAY_OPEN,      /* servers may still be trying */
  RETOUR_DELAY_FAILED,    /* it bounced in the end */
  RETOUR_DELAY_DELIVERED, /* a delivery was reported */
  RETOUR_DELAY_SILENT,    /* nothing more was heard for so long that nobody tries any more */
  RETOUR_DELAY_N
} RetourDelayEnd;

typedef struct _RetourDelays RetourDelays;

RetourDelays *retour_delays_new (gint64 now);
void retour_delays_free (RetourDelays *self);
void retour_delays_add (RetourDelays *self, const RetourEntry *entry);
/* The next entry is of another address, or there is none. */
void retour_delays_end_address (RetourDelays *self);
/* How many messages to one recipient came to that end. */
guint64 retour_delays_get_n (const RetourDelays *self, RetourDelayEnd end);
/* `open`, `failed`, … */
const char *retour_delay_end_name (RetourDelayEnd end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourDelays, retour_delays_free)
