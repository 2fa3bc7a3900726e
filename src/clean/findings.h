/* findings: what is to be done about each address of a ledger. Made once, then asked for each
 * address of a list. */
#pragma once
#include "policy/decide.h"

/* What is said of failures is about those behind the verdict: that count, or that were set aside
 * for an incident, an outage, or for want of proof; see RetourDecision. */
typedef struct {
  RetourVerdict verdict;
  RetourCause cause;
  const RetourReason *reason;     /* %NULL: a complaint */
  const RetourIncident *incident; /* or %NULL */
  const char *address;            /* key */
  const char *reply;              /* the last failure's words, the first RETOUR_LIMIT_FINDING_TEXT
                                   * bytes; or %NULL */
  gint64 first, last;             /* dates of the first and the last of the failures */
  guint count;                    /* failures */
} RetourFinding;

/* @address: the key of an address that something speaks against; valid for the call. */
typedef void (*RetourAddressFunc) (const char *address, gpointer data);

typedef struct {
  const RetourPolicy *policy;
  gint64 now;                     /* seconds since 1970; 0: the date of the newest entry, for a
                                   * ledger of what happened some time ago */
  const char *const *our_domains; /* (nullable): %NULL-terminated; then a report that names none of
                                   * them is unproven */
  RetourAddressFunc each;         /* (nullable): called for each address that can be found then */
  gpointer data;                  /* of @each */
} RetourFindingsOptions;

typedef struct _RetourFindings RetourFindings;

/* Reads the whole ledger: guards first, then address by address. Memory grows with addresses that
 * are not simply to be kept. @guards: incidents and outages, filled here, owned by the caller and
 * kept until the findings are freed; the members of domains may be set before. */
RetourFindings *retour_findings_new (RetourLedger *ledger, const RetourFindingsOptions *options,
                                     RetourGuards *guards, GError **error);
void retour_findings_free (RetourFindings *self);
/* The finding for the key of an address; %FALSE: nothing speaks against it. @finding and what it
 * points to live as long as the findings, `address` as long as @key. @error is never set so far. */
gboolean retour_findings_find (RetourFindings *self, const char *key, RetourFinding *finding,
                               GError **error);
/* Failures and complaints that nothing proves, in all. */
guint64 retour_findings_get_n_unproven (const RetourFindings *self);
/* The date for which the findings hold: of the options, or of the newest entry. */
gint64 retour_findings_get_now (const RetourFindings *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourFindings, retour_findings_free)
