/* decide: the history of an address in, the verdict out. Pure: no clock, no file, no memory of
 * other addresses. */
#pragma once
#include "policy/entry.h"
#include "policy/guards.h"

/* Why a verdict is what it is. */
typedef enum {
  RETOUR_CAUSE_NOTHING,  /* no failure counts, or not enough of them do */
  RETOUR_CAUSE_POLICY,   /* the policy says so */
  RETOUR_CAUSE_INCIDENT, /* what happened was an incident: it counts for nothing */
  RETOUR_CAUSE_OUTAGE,   /* held: the domain has an outage */
  RETOUR_CAUSE_UNPROVEN, /* held: nothing but reports that anybody could have sent */
} RetourCause;

typedef struct {
  RetourVerdict verdict;
  RetourCause cause;
  const RetourReason *reason;     /* of the last failure that counts; %NULL if none does */
  const RetourEntry *last;        /* that failure, of the history that was given; or %NULL */
  const RetourIncident *incident; /* of the last failure that was set aside for one; or %NULL */
  gint64 first;                   /* date of the first failure since the last delivery or pardon */
  guint n_failures;               /* failures since then, delays left out */
  guint n_days;                   /* different days on which a failure counted */
  GArray *led;                    /* (nullable) of guint: indexes of the entries that led to it */
} RetourDecision;

/**
 * retour_policy_decide:
 * @self: a policy
 * @history: entries of one address, by date
 * @n: how many
 * @guards: (nullable): incidents and outages to set failures aside for
 * @now: seconds since 1970; entries after it are left out
 * @decision: (inout): set `led` to an empty array to be told the entries, or to %NULL
 */
void retour_policy_decide (const RetourPolicy *self, const RetourEntry *history, guint n,
                           const RetourGuards *guards, gint64 now, RetourDecision *decision);
