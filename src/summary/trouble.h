/* trouble: failures that the sender can do something about: a blocklist that names us, mail that
 * does not prove where it comes from, a bad reputation, too much at once. */
#pragma once
#include "summary/tally.h"

/* In the order in which they should be mended. */
typedef enum {
  RETOUR_TROUBLE_BLOCKLIST,
  RETOUR_TROUBLE_AUTHENTICATION,
  RETOUR_TROUBLE_REPUTATION,
  RETOUR_TROUBLE_RATE,
  RETOUR_TROUBLE_CONTENT,
  RETOUR_TROUBLE_LOCAL,
  RETOUR_TROUBLE_N
} RetourTroubleKind;

typedef struct {
  RetourTroubleKind kind;
  const RetourReason *reason;
  char *blocklist; /* or %NULL */
  char *client;    /* IP address of ours; or %NULL */
  char *provider;  /* who says so; %NULL: many, or nobody that has a name */
  RetourTally tally;
  RetourTallyTable *receivers; /* who refused, the largest first */
} RetourTrouble;

typedef struct _RetourTroubles RetourTroubles;

RetourTroubles *retour_troubles_new (void);
void retour_troubles_free (RetourTroubles *self);
/* Looks whether @entry is one. */
void retour_troubles_add (RetourTroubles *self, const RetourEntry *entry, guint64 serial);
/* (transfer container) of RetourTrouble: the most urgent first. */
GPtrArray *retour_troubles_sort (const RetourTroubles *self);
/* Events that there was no room for. */
guint64 retour_troubles_get_n_lost (const RetourTroubles *self);
/* `blocklist`, `authentication`, … */
const char *retour_trouble_kind_name (RetourTroubleKind kind);
/* English, for people. */
const char *retour_trouble_kind_title (RetourTroubleKind kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourTroubles, retour_troubles_free)
