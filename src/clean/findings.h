/* findings: what is to be done about each address of a ledger. Made once, then asked for each
 * address of a list. */
#pragma once
#include "policy/decide.h"

typedef struct {
  RetourVerdict verdict;
  RetourCause cause;
  const RetourReason *reason;
  const RetourIncident *incident; /* or %NULL */
  const char *address;            /* key */
  const char *reply;              /* the last failure's words; or %NULL */
  gint64 first, last;             /* dates of the first and the last failure that count */
  guint count;                    /* failures that count */
} RetourFinding;

typedef struct {
  const RetourPolicy *policy;
  gint64 now;                     /* seconds since 1970 */
  const char *const *our_domains; /* (nullable): %NULL-terminated; then a report that names none of
                                   * them is unproven */
} RetourFindingsOptions;

typedef struct _RetourFindings RetourFindings;

/* Reads the whole ledger: guards first, then address by address. Memory grows with addresses that
 * are not simply to be kept. @guards: incidents and outages, filled here, owned by the caller and
 * kept until the findings are freed; the members of domains may be set before. */
RetourFindings *retour_findings_new (RetourLedger *ledger, const RetourFindingsOptions *options,
                                     RetourGuards *guards, GError **error);
void retour_findings_free (RetourFindings *self);
/* The finding for the key of an address; %FALSE: nothing speaks against it. */
gboolean retour_findings_find (RetourFindings *self, const char *key, RetourFinding *finding,
                               GError **error);
/* Failures of addresses that nothing proves, in all. */
guint64 retour_findings_get_n_unproven (const RetourFindings *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourFindings, retour_findings_free)
