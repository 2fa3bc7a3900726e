/* decide: the history of an address in, the verdict out. Pure: no clock, no file, no memory of
 * other addresses.
 *
 * Only what came after the last delivery (if the policy lets deliveries reset) or pardon counts.
 * Each failing day adds what its heaviest failure weighs; delays never do, nor does what is in an
 * incident or an outage, nor a report that nothing proves. What once reached the score that removes
 * stays removed until a delivery or a pardon. */
#pragma once
#include "policy/entry.h"
#include "policy/guards.h"

/* Why a verdict is what it is. */
typedef enum {
  RETOUR_CAUSE_NOTHING,  /* no failure counts, or not enough of them do */
  RETOUR_CAUSE_POLICY,   /* the policy says so */
  RETOUR_CAUSE_INCIDENT, /* kept: all that happened was an incident, which counts for nothing */
  RETOUR_CAUSE_OUTAGE,   /* held: the domain has an outage; or kept: it had one, some days ago */
  RETOUR_CAUSE_UNPROVEN, /* kept, unless the policy holds such addresses: nothing but reports that
                          * anybody could have sent */
  RETOUR_CAUSE_N
} RetourCause;

/* `nothing`, `policy`, `incident`, `outage`, `unproven`. */
const char *retour_cause_get_name (RetourCause cause);

/* Of the failures that the cause is about: those that count, or those that were set aside for the
 * incident, the outage, or for want of proof. None: %NULL and 0. */
typedef struct {
  RetourVerdict verdict;
  RetourCause cause;
  const RetourReason *reason;     /* of the last of them; %NULL if it is a complaint */
  const RetourEntry *last;        /* that failure, of the history that was given */
  const RetourIncident *incident; /* that the last of them was set aside for; or %NULL */
  gint64 first;                   /* date of the first of them */
  guint n_failures;               /* how many, delays left out */
  guint n_days;                   /* on how many different days (UTC) */
  GArray *led;                    /* (nullable) of guint: indexes of these entries */
} RetourDecision;

/* What a decision depends on, besides the history. */
typedef struct {
  const RetourGuards *guards; /* (nullable): incidents and outages to set failures aside for */
  gint64 now;                 /* seconds since 1970; entries after it are left out */
} RetourCircumstances;

/* A bounce or a complaint whose report neither brings the mail back nor came to an address that
 * names the recipient: anybody could have sent it. */
gboolean retour_entry_is_unproven (const RetourEntry *self);

/**
 * retour_policy_decide:
 * @self: a policy
 * @history: entries of one address, by date; in what order those of the same date are does not
 *   matter
 * @n: how many
 * @around: what else there is to know
 * @decision: (inout): set `led` to an empty array to be told the entries, or to %NULL
 */
void retour_policy_decide (const RetourPolicy *self, const RetourEntry *history, guint n,
                           const RetourCircumstances *around, RetourDecision *decision);
