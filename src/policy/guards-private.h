/* guards-private: what the two halves of the guards share: gathering, and finding incidents. */
#pragma once
#include "policy/guards.h"
#include "policy/sketch.h"

/* What failures can have in common. Each failure has one cause, the most telling that it names. */
typedef enum {
  RETOUR_SHARED_BLOCKLIST, /* a list that names us, whoever asks it */
  RETOUR_SHARED_CLIENT,    /* an address of ours */
  RETOUR_SHARED_SENDER,    /* receiver and reason: our reputation, authentication, content, setup */
  RETOUR_SHARED_REMOTE,    /* domain and reason: its servers are in trouble */
  RETOUR_SHARED_HARD,      /* domain that says that its addresses are dead */
  RETOUR_SHARED_DELIVERED, /* domain that takes mail: no failure, as what follows */
  RETOUR_SHARED_FULL,      /* domain that tells of full mailboxes, and so knows its users */
  RETOUR_SHARED_N
} RetourShared;

/* An hour of a cause. */
typedef struct {
  gint64 hour; /* since 1970 */
  gint64 first, last;
  guint64 count;
  RetourSketch addresses;
} RetourGuardHour;

/* Failures, or deliveries, that share something. */
typedef struct {
  RetourShared shared;
  const RetourReason *reason; /* part of the key where receiver and reason are the cause */
  const char *text;           /* the rest of the key: list, IP address, receiver, domain */
  const RetourReason *sample; /* reason of the first failure */
  const char *receiver;       /* of all failures; "" when they differ */
  const char *client;         /* the same */
  RetourGuardHour *hours;
  guint n_hours;
  guint room;
  gboolean sorted;
  GArray *incidents; /* of RetourIncident, by date; or %NULL */
} RetourGuardCause;

struct _RetourGuards {
  GHashTable *causes;  /* set of RetourGuardCause */
  GHashTable *members; /* domain to number */
  GHashTable *texts;   /* set of texts that live as long as we */
  GPtrArray *all;      /* of RetourIncident, by first date */
  guint max_causes;    /* RETOUR_LIMIT_GUARD_CAUSES; tests have less */
  guint new_causes;    /* since room was last made */
};

RetourGuardCause *retour_guards_lookup (const RetourGuards *self, RetourShared shared,
                                        const RetourReason *reason, const char *text);
/* Looks through the hours of a cause, which are sorted, for incidents or outages. */
void retour_guards_judge (RetourGuards *self, RetourGuardCause *cause);
