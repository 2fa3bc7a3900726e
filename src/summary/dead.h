/* dead: how many addresses are dead, which can be told only when all outages are known. What
 * nothing proves counts for nothing. Memory grows with addresses that failed hard. */
#pragma once
#include "policy/guards.h"

typedef struct _RetourDead RetourDead;

RetourDead *retour_dead_new (void);
void retour_dead_free (RetourDead *self);
/* Entries of one address one after the other; retour_dead_end_address() behind them. */
void retour_dead_add (RetourDead *self, const RetourEntry *entry);
void retour_dead_end_address (RetourDead *self);
/* Tells the dead from those of whom only an outage said so. @guards: finished */
void retour_dead_finish (RetourDead *self, const RetourGuards *guards);
guint64 retour_dead_get_n (const RetourDead *self);
guint64 retour_dead_get_n_in_outage (const RetourDead *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourDead, retour_dead_free)
