/* batch: entries that wait to be written, in little memory. */
#pragma once
#include "policy/entry.h"

typedef struct _RetourBatch RetourBatch;

RetourBatch *retour_batch_new (void);
void retour_batch_free (RetourBatch *self);
void retour_batch_add (RetourBatch *self, const RetourEntry *entry);
guint retour_batch_get_n (const RetourBatch *self);
/* There is enough to write. */
gboolean retour_batch_is_full (const RetourBatch *self);
void retour_batch_clear (RetourBatch *self);
/* By event; those of one event in the order in which they came. */
void retour_batch_sort (RetourBatch *self);
const guint8 *retour_batch_get_event (const RetourBatch *self, guint i);
/* Leaves out all but the first @n of @kept, which are indexes in rising order, and sorts them by
 * address and date. */
void retour_batch_keep (RetourBatch *self, const guint *kept, guint n);
/* Strings belong to the batch. */
void retour_batch_get (const RetourBatch *self, guint i, RetourEntry *entry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourBatch, retour_batch_free)
