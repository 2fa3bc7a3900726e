/* guards: failures of many addresses that share a cause are somebody else's trouble: an incident
 * (blocklist, reputation, policy, a receiver that refuses us) or an outage (a domain that says
 * "user unknown" of everybody). Entries of all addresses go in, in any order; after
 * retour_guards_finish() each can be asked for. Memory grows with receivers and hours, not with
 * entries. Reports that nothing proves neither make an incident nor hide in one. */
#pragma once
#include "policy/entry.h"

typedef struct {
  gboolean outage;      /* else an incident */
  const char *receiver; /* provider, or domain; %NULL: of a blocklist or a client, many receivers */
  const RetourReason *reason; /* of the first failure that was seen */
  const char *blocklist;      /* or %NULL */
  const char *client;         /* IP address of ours that is blamed; or %NULL */
  gint64 first, last;         /* seconds since 1970 */
  guint64 count;              /* failures in it */
  guint64 addresses;          /* about how many addresses */
} RetourIncident;

/* (transfer full): one line for people, in their language. */
char *retour_incident_describe (const RetourIncident *self);

typedef struct _RetourGuards RetourGuards;

RetourGuards *retour_guards_new (void);
void retour_guards_free (RetourGuards *self);
/* Copies what it needs of @entry. Deliveries, and mailboxes that are full, tell that a domain knows
 * its users. */
void retour_guards_add (RetourGuards *self, const RetourEntry *entry);
/* Known members of a domain on the list, for "most of a domain at once"; optional. */
void retour_guards_set_members (RetourGuards *self, const char *domain, guint64 members);
void retour_guards_finish (RetourGuards *self);
guint retour_guards_get_n (const RetourGuards *self);
/* By first date. */
const RetourIncident *retour_guards_get_nth (const RetourGuards *self, guint i);
/* The incident or outage that @entry, a failure, is a part of; %NULL: none. */
const RetourIncident *retour_guards_find (const RetourGuards *self, const RetourEntry *entry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourGuards, retour_guards_free)
