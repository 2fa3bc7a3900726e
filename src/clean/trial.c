#include <retour/retour.h>

#include "clean/walk.h"
#include "policy/decide.h"

enum { VERDICTS = RETOUR_VERDICT_REMOVE + 1 };

/* A policy, and what it said so far. */
typedef struct {
  RetourPolicy *policy;
  guint64 n[VERDICTS];
} Juror;

struct _RetourTrialCase {
  const RetourEntry *entries;
  GArray *decisions; /* of RetourDecision, one a policy */
};

struct _RetourTrial {
  GArray *jury; /* of Juror */
  char **our_domains;
  gint64 now;
  RetourGuards *guards;
  RetourTrialCase at; /* the address that is shown */
  guint64 n_addresses, n_unproven;
  RetourTrialFunc func;
  gpointer data;
};

static void
juror_clear (gpointer p)
{
  retour_policy_unref (((Juror *) p)->policy);
}

static void
decision_clear (gpointer p)
{
  g_array_unref (((RetourDecision *) p)->led);
}

RetourTrial *
retour_trial_new (void)
{
  RetourTrial *self = g_new0 (RetourTrial, 1);

  self->jury = g_array_new (FALSE, FALSE, sizeof (Juror));
  g_array_set_clear_func (self->jury, juror_clear);
  self->at.decisions = g_array_new (FALSE, FALSE, sizeof (RetourDecision));
  g_array_set_clear_func (self->at.decisions, decision_clear);
  self->guards = retour_guards_new ();
  return self;
}

void
retour_trial_free (RetourTrial *self)
{
  g_array_unref (self->jury);
  g_array_unref (self->at.decisions);
  retour_guards_free (self->guards);
  g_strfreev (self->our_domains);
  g_free (self);
}

void
retour_trial_add_policy (RetourTrial *self, RetourPolicy *policy)
{
  Juror juror = { .policy = retour_policy_ref (policy) };
  RetourDecision decision = { .led = g_array_new (FALSE, FALSE, sizeof (guint)) };

  g_array_append_val (self->jury, juror);
  g_array_append_val (self->at.decisions, decision);
}

void
retour_trial_set_our_domains (RetourTrial *self, const char *const *domains)
{
  g_autoptr (GPtrArray) copy = g_ptr_array_new ();

  for (guint i = 0; domains != NULL && domains[i] != NULL; i++)
    g_ptr_array_add (copy, g_strdup (domains[i]));
  g_ptr_array_add (copy, NULL);
  g_strfreev (self->our_domains);
  self->our_domains = (char **) g_ptr_array_steal (copy, NULL);
}

void
retour_trial_set_now (RetourTrial *self, gint64 now)
{
  self->now = now;
}

static gboolean
take_history (const RetourEntry *entries, guint n, gpointer data)
{
  RetourTrial *self = data;
  const RetourCircumstances around = { self->guards, self->now };
  gboolean says = FALSE;

  self->n_addresses++;
  self->at.entries = entries;
  for (guint i = 0; i < self->jury->len; i++) {
    Juror *juror = &g_array_index (self->jury, Juror, i);
    RetourDecision *decision = &g_array_index (self->at.decisions, RetourDecision, i);

    g_array_set_size (decision->led, 0);
    retour_policy_decide (juror->policy, entries, n, &around, decision);
    juror->n[decision->verdict]++;
    says = says || decision->last != NULL;
  }
  return !says || self->func == NULL || self->func (&self->at, self->data);
}

gboolean
retour_trial_run (RetourTrial *self, RetourLedger *ledger, RetourTrialFunc func, gpointer data,
                  GError **error)
{
  RetourWalk walk = { .our_domains = (const char *const *) self->our_domains,
                      .guards = self->guards };

  self->func = func;
  self->data = data;
  if (!retour_walk_guard (&walk, ledger, error))
    return FALSE;
  if (self->now == 0)
    self->now = walk.newest;
  self->n_unproven = walk.n_unproven;
  return retour_walk_each (&walk, ledger, take_history, self, error);
}

guint64
retour_trial_get_n_addresses (const RetourTrial *self)
{
  return self->n_addresses;
}

guint64
retour_trial_get_n (const RetourTrial *self, guint policy, RetourVerdict verdict)
{
  return g_array_index (self->jury, Juror, policy).n[verdict];
}

guint64
retour_trial_get_n_unproven (const RetourTrial *self)
{
  return self->n_unproven;
}

guint
retour_trial_get_n_incidents (const RetourTrial *self)
{
  return retour_guards_get_n (self->guards);
}

char *
retour_trial_describe_incident (const RetourTrial *self, guint i)
{
  return retour_incident_describe (retour_guards_get_nth (self->guards, i));
}

static const RetourDecision *
decision_of (const RetourTrialCase *self, guint policy)
{
  return &g_array_index (self->decisions, RetourDecision, policy);
}

const char *
retour_trial_case_get_address (const RetourTrialCase *self)
{
  return self->entries[0].address;
}

RetourVerdict
retour_trial_case_get_verdict (const RetourTrialCase *self, guint policy)
{
  return decision_of (self, policy)->verdict;
}

const char *
retour_trial_case_get_cause (const RetourTrialCase *self, guint policy)
{
  return retour_cause_get_name (decision_of (self, policy)->cause);
}

const RetourReason *
retour_trial_case_get_reason (const RetourTrialCase *self, guint policy)
{
  return decision_of (self, policy)->reason;
}

const char *
retour_trial_case_get_reply (const RetourTrialCase *self, guint policy)
{
  const RetourEntry *last = decision_of (self, policy)->last;

  return last != NULL ? last->diagnostic : NULL;
}

gint64
retour_trial_case_get_first (const RetourTrialCase *self, guint policy)
{
  return decision_of (self, policy)->first;
}

gint64
retour_trial_case_get_last (const RetourTrialCase *self, guint policy)
{
  const RetourEntry *last = decision_of (self, policy)->last;

  return last != NULL ? last->date : 0;
}

guint
retour_trial_case_get_n_failures (const RetourTrialCase *self, guint policy)
{
  return decision_of (self, policy)->n_failures;
}

guint
retour_trial_case_get_n_days (const RetourTrialCase *self, guint policy)
{
  return decision_of (self, policy)->n_days;
}

char *
retour_trial_case_describe_failure (const RetourTrialCase *self, guint policy, guint i)
{
  const GArray *led = decision_of (self, policy)->led;
  const RetourEntry *entry;
  g_autoptr (GDateTime) date = NULL;
  g_autofree char *when = NULL;

  if (i >= led->len)
    return NULL;
  entry = &self->entries[g_array_index (led, guint, i)];
  date = g_date_time_new_from_unix_utc (entry->date);
  when = date != NULL ? g_date_time_format (date, "%Y-%m-%d %H:%M") : g_strdup ("?");
  return g_strdup_printf ("%s %s %s", when,
                          entry->reason != NULL ? retour_reason_get_id (entry->reason) : "feedback",
                          entry->diagnostic != NULL ? entry->diagnostic : "-");
}
