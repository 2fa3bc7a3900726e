#include "policy/decide.h"

#include "base/limits.h"
#include "policy/policy.h"

#include <string.h>

enum { DAY = 24 * 60 * 60 };

/* What becomes of a failure; RETOUR_CAUSE_POLICY: it counts. */
typedef struct {
  RetourCause cause;
  const RetourPolicyRule *rule;
  const RetourIncident *incident;
} Fate;

/* Failures of one fate. */
typedef struct {
  const RetourEntry *last;
  const RetourIncident *incident; /* of @last */
  gint64 weight;                  /* of @last */
  gint64 first;
  gint64 day; /* of the last one */
  guint n;
  guint n_days;
} Tally;

/* A day on which a failure counted. */
typedef struct {
  gint64 day;
  gint64 weight; /* of the heaviest failure */
  gint64 until;  /* the day from which it counts no more */
  guint over;    /* least number of days since the first one */
} FailingDay;

/* An address in the course of its history. */
typedef struct {
  const RetourPolicy *policy;
  const RetourGuards *guards;
  gint64 reset; /* nothing up to this date counts */
  gint64 now;
  Tally tallies[RETOUR_CAUSE_N];
  FailingDay today;
  gboolean has_today;
  gboolean is_removed;
  gint64 held; /* day on which the score was first, or last, what holds */
  gboolean is_held;
  guint n_days;
  FailingDay days[RETOUR_LIMIT_FAILING_DAYS]; /* those that still count; not initialised */
} Account;

static const char *const names[] = {
  [RETOUR_CAUSE_NOTHING] = "nothing",   [RETOUR_CAUSE_POLICY] = "policy",
  [RETOUR_CAUSE_INCIDENT] = "incident", [RETOUR_CAUSE_OUTAGE] = "outage",
  [RETOUR_CAUSE_UNPROVEN] = "unproven",
};

const char *
retour_cause_get_name (RetourCause cause)
{
  return names[cause];
}

static gint64
day_of (gint64 date)
{
  return date >= 0 ? date / DAY : -((DAY - 1 - date) / DAY);
}

gboolean
retour_entry_is_unproven (const RetourEntry *self)
{
  return (self->kind == RETOUR_ENTRY_BOUNCE || self->kind == RETOUR_ENTRY_FEEDBACK) &&
         self->proof == 0;
}

/* A delivery, or a pardon, makes up for all failures up to its second, in whatever order they
 * stand. */
static gint64
find_reset (const RetourPolicy *policy, const RetourEntry *history, guint n, gint64 now)
{
  gint64 reset = G_MININT64;

  for (guint i = 0; i < n; i++) {
    const RetourEntry *e = &history[i];

    if (e->date <= now && e->date > reset &&
        (e->kind == RETOUR_ENTRY_PARDON || (e->kind == RETOUR_ENTRY_DELIVERED && !policy->keeps)))
      reset = e->date;
  }
  return reset;
}

static Fate
find_fate (const Account *self, const RetourEntry *entry)
{
  Fate fate = { .cause = RETOUR_CAUSE_NOTHING };

  if (entry->date <= self->reset || entry->date > self->now)
    return fate;
  fate.rule = retour_policy_find_rule (self->policy, entry);
  if (fate.rule == NULL)
    return fate;
  if (retour_entry_is_unproven (entry)) {
    fate.cause = fate.rule->weight > 0 ? RETOUR_CAUSE_UNPROVEN : RETOUR_CAUSE_NOTHING;
    return fate;
  }
  if (self->guards != NULL && entry->kind == RETOUR_ENTRY_BOUNCE)
    fate.incident = retour_guards_find (self->guards, entry);
  if (fate.incident != NULL && !fate.incident->outage)
    fate.cause = RETOUR_CAUSE_INCIDENT;
  else if (fate.rule->weight > 0)
    fate.cause = fate.incident != NULL ? RETOUR_CAUSE_OUTAGE : RETOUR_CAUSE_POLICY;
  return fate;
}

/* Of two failures of one second the heavier is the last one. */
static gboolean
is_later (const Tally *tally, const RetourEntry *entry, gint64 weight)
{
  const RetourEntry *last = tally->last;

  if (last == NULL || entry->date != last->date)
    return last == NULL || entry->date > last->date;
  if (weight != tally->weight)
    return weight > tally->weight;
  return memcmp (entry->event, last->event, RETOUR_EVENT_SIZE) > 0;
}

static void
count (Tally *tally, const RetourEntry *entry, const Fate *fate)
{
  gint64 day = day_of (entry->date);

  if (tally->n == 0 || entry->date < tally->first)
    tally->first = entry->date;
  if (tally->n == 0 || day != tally->day)
    tally->n_days++;
  if (is_later (tally, entry, fate->rule->weight)) {
    tally->last = entry;
    tally->weight = fate->rule->weight;
    tally->incident = fate->incident;
  }
  tally->day = day;
  tally->n++;
}

/* Keeps those days that still count on @day; what they weigh together. */
static gint64
sum_days (Account *self, gint64 day)
{
  guint n = 0;
  gint64 sum = 0;

  if (self->policy->forget > 0 && self->n_days > 0 &&
      day - self->days[self->n_days - 1].day > self->policy->forget)
    self->n_days = 0;
  for (guint i = 0; i < self->n_days; i++) {
    if (self->days[i].until <= day)
      continue;
    sum += self->days[i].weight;
    self->days[n++] = self->days[i];
  }
  self->n_days = n;
  return sum;
}

/* Adds the day that is over. */
static void
end_day (Account *self)
{
  const RetourPolicy *policy = self->policy;
  gint64 sum;

  if (!self->has_today)
    return;
  self->has_today = FALSE;
  sum = sum_days (self, self->today.day) + self->today.weight;
  if (self->n_days == RETOUR_LIMIT_FAILING_DAYS) {
    self->n_days--;
    sum -= self->days[0].weight;
    memmove (self->days, self->days + 1, self->n_days * sizeof self->days[0]);
  }
  self->days[self->n_days++] = self->today;
  if (self->today.day - self->days[0].day < self->today.over)
    return;
  if (policy->remove_at > 0 && sum >= policy->remove_at)
    self->is_removed = TRUE;
  if (policy->hold_at == 0 || sum < policy->hold_at || (self->is_held && policy->remove_held))
    return;
  self->is_held = TRUE;
  self->held = self->today.day;
}

static void
add_failure (Account *self, const RetourEntry *entry, const RetourPolicyRule *rule)
{
  gint64 day = day_of (entry->date);
  gint64 until = rule->within > 0 ? day + rule->within : G_MAXINT64;

  if (self->has_today && self->today.day != day)
    end_day (self);
  if (!self->has_today)
    self->today = (FailingDay) { day, 0, G_MININT64, G_MAXUINT };
  self->has_today = TRUE;
  self->today.weight = MAX (self->today.weight, rule->weight);
  self->today.until = MAX (self->today.until, until);
  self->today.over = MIN (self->today.over, rule->over);
}

static void
add_entry (Account *self, const RetourEntry *entry)
{
  Fate fate = find_fate (self, entry);

  if (fate.cause == RETOUR_CAUSE_NOTHING)
    return;
  count (&self->tallies[fate.cause], entry, &fate);
  if (fate.cause == RETOUR_CAUSE_POLICY)
    add_failure (self, entry, fate.rule);
}

static RetourVerdict
end_hold (const Account *self)
{
  const RetourPolicy *policy = self->policy;

  if (!self->is_held)
    return RETOUR_VERDICT_KEEP;
  if (day_of (self->now) - self->held < policy->hold_days)
    return RETOUR_VERDICT_HOLD;
  return policy->remove_held ? RETOUR_VERDICT_REMOVE : RETOUR_VERDICT_KEEP;
}

/* What was set aside, when nothing counts: whatever says most. */
static RetourCause
find_aside (const Account *self)
{
  static const RetourCause order[] = { RETOUR_CAUSE_POLICY, RETOUR_CAUSE_OUTAGE,
                                       RETOUR_CAUSE_INCIDENT, RETOUR_CAUSE_UNPROVEN };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (self->tallies[order[i]].n > 0)
      return order[i];
  return RETOUR_CAUSE_NOTHING;
}

static gboolean
is_out (const Account *self)
{
  const Tally *tally = &self->tallies[RETOUR_CAUSE_OUTAGE];
  gint64 end = tally->n > 0 ? tally->incident->last : 0;

  return tally->n > 0 && self->now - end < (gint64) self->policy->outage_days * DAY;
}

/* Returns which failures the verdict is about. */
static RetourCause
judge (Account *self, RetourDecision *out)
{
  RetourCause aside = find_aside (self);

  out->verdict = self->is_removed ? RETOUR_VERDICT_REMOVE : end_hold (self);
  out->cause = RETOUR_CAUSE_POLICY;
  if (out->verdict != RETOUR_VERDICT_KEEP)
    return RETOUR_CAUSE_POLICY;
  if (is_out (self)) {
    out->verdict = RETOUR_VERDICT_HOLD;
    out->cause = RETOUR_CAUSE_OUTAGE;
    return RETOUR_CAUSE_OUTAGE;
  }
  if (self->policy->holds_unproven && self->tallies[RETOUR_CAUSE_UNPROVEN].n > 0) {
    out->verdict = RETOUR_VERDICT_HOLD;
    out->cause = RETOUR_CAUSE_UNPROVEN;
    return RETOUR_CAUSE_UNPROVEN;
  }
  out->cause = aside != RETOUR_CAUSE_POLICY ? aside : RETOUR_CAUSE_NOTHING;
  return aside;
}

void
retour_policy_decide (const RetourPolicy *self, const RetourEntry *history, guint n,
                      const RetourCircumstances *around, RetourDecision *decision)
{
  GArray *led = decision->led;
  Account account; /* its `days` are large, and mostly unused */
  const Tally *tally;
  RetourCause about;

  memset (&account, 0, G_STRUCT_OFFSET (Account, days));
  account.policy = self;
  account.guards = around->guards;
  account.now = around->now;
  account.reset = find_reset (self, history, n, around->now);
  for (guint i = 0; i < n; i++)
    add_entry (&account, &history[i]);
  end_day (&account);
  *decision = (RetourDecision) { .led = led };
  about = judge (&account, decision);
  tally = &account.tallies[about];
  decision->last = tally->last;
  decision->reason = tally->last != NULL ? tally->last->reason : NULL;
  decision->incident = tally->incident;
  decision->first = tally->first;
  decision->n_failures = tally->n;
  decision->n_days = tally->n_days;
  for (guint i = 0; led != NULL && i < n; i++)
    if (find_fate (&account, &history[i]).cause == about && about != RETOUR_CAUSE_NOTHING)
      g_array_append_val (led, i);
}
