/* top: the addresses that failed most. */
#pragma once
#include "summary/tally.h"

typedef struct _RetourTop RetourTop;

/* @limit: how many are kept */
RetourTop *retour_top_new (guint limit);
void retour_top_free (RetourTop *self);
/* Takes what @row holds, and leaves it empty. */
void retour_top_take (RetourTop *self, RetourTally *row);
/* (transfer container): the rows, the largest first. */
GPtrArray *retour_top_sort (const RetourTop *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourTop, retour_top_free)
