#include "test.h"

#include "base/limits.h"
#include "policy/decide.h"
#include "policy/policy.h"

/* Histories in short: `user_unknown@3` is a bounce on day 3, `delayed:mailbox_full@3` a delay,
 * `ok@3` a delivery, `pardon@3`, `complaint@3`, `not-spam@3`; a `?` ahead of it: nothing proves it;
 * behind the day `.5` may say how much of it is over. */
enum { DAY = 24 * 60 * 60, MAX_ENTRIES = 64 };
#define BEGIN ((gint64) 20000 * DAY)

static const struct {
  const char *word;
  guint8 kind;
  const char *feedback;
} words[] = {
  { "ok", RETOUR_ENTRY_DELIVERED, NULL },
  { "pardon", RETOUR_ENTRY_PARDON, NULL },
  { "complaint", RETOUR_ENTRY_FEEDBACK, "abuse" },
  { "untyped", RETOUR_ENTRY_FEEDBACK, NULL },
  { "not-spam", RETOUR_ENTRY_FEEDBACK, "not-spam" },
  { "absence", RETOUR_ENTRY_OTHER, NULL },
};

static RetourEntry
make_entry (const char *text, guint number)
{
  RetourEntry entry = { .kind = RETOUR_ENTRY_BOUNCE, .proof = RETOUR_PROOF_RETURNED };
  g_auto (GStrv) parts = NULL;

  entry.event[0] = (guint8) (number * 37);
  entry.address = "a@example.com";
  if (*text == '?') {
    entry.proof = 0;
    text++;
  }
  if (g_str_has_prefix (text, "delayed:")) {
    entry.kind = RETOUR_ENTRY_DELAYED;
    text += strlen ("delayed:");
  }
  parts = g_strsplit (text, "@", 2);
  entry.date = BEGIN + (gint64) (g_ascii_strtod (parts[1], NULL) * DAY);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].word, parts[0])) {
      entry.kind = words[i].kind;
      entry.feedback_type = words[i].feedback;
      return entry;
    }
  entry.reason = retour_reason_lookup (parts[0]);
  ck_assert_msg (entry.reason != NULL, "%s", text);
  entry.hard = retour_reason_is_hard (entry.reason);
  return entry;
}

static guint
make_history (const char *text, RetourEntry *entries)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", 0);
  guint n = 0;

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      entries[n++] = make_entry (parts[i], i);
  ck_assert_uint_lt (n, MAX_ENTRIES);
  return n;
}

static void
decide_in (const RetourPolicy *policy, const RetourEntry *entries, guint n,
           RetourCircumstances around, RetourDecision *decision)
{
  retour_policy_decide (policy, entries, n, &around, decision);
}

static RetourDecision
decide (const char *policy, const RetourEntry *entries, guint n, double now)
{
  g_autoptr (RetourPolicy) p = retour_policy_new (policy, NULL);
  RetourDecision decision = { .led = NULL };
  g_autofree RetourEntry *copy = g_memdup2 (entries, MAX (n, 1) * sizeof *entries);

  ck_assert_ptr_nonnull (p);
  decide_in (p, copy, n, (RetourCircumstances) { NULL, BEGIN + (gint64) (now * DAY) }, &decision);
  if (decision.last != NULL) /* the copy is gone soon */
    decision.last = &entries[decision.last - copy];
  return decision;
}

/* clang-format off */
static const struct {
  const char *policy;
  const char *history;
  double now;
  RetourVerdict verdict;
  RetourCause cause;
  guint n_failures, n_days;
} cases[] = {
  { "default", "", 9, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 0, 0 },
  /* hard: at once, and for good until a delivery or a pardon */
  { "default", "user_unknown@1", 9, RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 1, 1 },
  { "default", "mailbox_disabled@1", 999, RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 1, 1 },
  { "default", "user_unknown@1 ok@2", 9, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 0, 0 },
  { "default", "user_unknown@1 pardon@2", 9, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 0, 0 },
  { "default", "user_unknown@1 ok@1", 9, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 0, 0 },
  { "default", "ok@1 user_unknown@2", 9, RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 1, 1 },
  { "default", "user_unknown@1 absence@2", 9, RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 1, 1 },
  { "default", "user_unknown@10", 9, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 0, 0 }, /* yet to come */
  { "default", "user_unknown@1 ok@10", 9, RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 1, 1 },
  /* nothing proves it */
  { "default", "?user_unknown@1 ?user_unknown@2", 9, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_UNPROVEN, 2, 2 },
  { "default", "?complaint@1", 9, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_UNPROVEN, 1, 1 },
  { "default", "?user_unknown@1 user_unknown@2", 9, RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 1, 1 },
  { "default", "?user_unknown@1 mailbox_full@2", 9, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 1, 1 },
  { "default", "?greylisted@1", 9, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 0, 0 },
  { "mailman", "?user_unknown@1 ?user_unknown@2 ?user_unknown@3 ?user_unknown@4 ?user_unknown@5", 9,
    RETOUR_VERDICT_KEEP, RETOUR_CAUSE_UNPROVEN, 5, 5 },
  /* delays never count */
  { "default", "delayed:mailbox_full@1 delayed:mailbox_full@2", 9, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 0, 0 },
  { "default", "delayed:user_unknown@1", 9, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 0, 0 },
  /* complaints */
  { "default", "complaint@1", 9, RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 1, 1 },
  { "default", "untyped@1", 9, RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 1, 1 },
  { "default", "not-spam@1", 9, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 0, 0 },
  { "mailman", "complaint@1", 9, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 0, 0 },
  /* a full mailbox: five failing days, thirty days from the first to the last */
  { "default", "mailbox_full@0 mailbox_full@1 mailbox_full@2 mailbox_full@3 mailbox_full@4", 99,
    RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 5, 5 },
  { "default", "mailbox_full@0 mailbox_full@7 mailbox_full@14 mailbox_full@21 mailbox_full@29", 99,
    RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 5, 5 },
  { "default", "mailbox_full@0 mailbox_full@7 mailbox_full@14 mailbox_full@21 mailbox_full@30", 99,
    RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 5, 5 },
  { "default", "mailbox_full@0 mailbox_full@7 mailbox_full@14 mailbox_full@30", 99,
    RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 4, 4 },
  { "default", "mailbox_full@0 mailbox_full@7 ok@8 mailbox_full@14 mailbox_full@21 mailbox_full@30 mailbox_full@38", 99,
    RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 4, 4 },
  /* several on a day are one */
  { "default", "mailbox_full@0 mailbox_full@30.1 mailbox_full@30.2 mailbox_full@30.3 mailbox_full@30.4", 99,
    RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 5, 2 },
  /* forgotten after 60 days without any, or 180 days after it happened */
  { "default", "mailbox_full@0 mailbox_full@1 mailbox_full@2 mailbox_full@3 mailbox_full@63", 99,
    RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 5, 5 },
  { "default", "mailbox_full@0 mailbox_full@1 mailbox_full@2 mailbox_full@3 mailbox_full@64", 99,
    RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 5, 5 },
  { "default", "mailbox_full@0 mailbox_full@45 mailbox_full@90 mailbox_full@135 mailbox_full@179", 999,
    RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 5, 5 },
  { "default", "mailbox_full@0 mailbox_full@45 mailbox_full@90 mailbox_full@135 mailbox_full@180", 999,
    RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 5, 5 },
  /* the sender's own trouble never counts */
  { "default", "ip_blocklisted@0 spam_content@9 auth_failure@20 policy@40 rate_limited@60", 99,
    RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 0, 0 },
  /* Mailman: five days with a bounce hold; three weeks later the member is gone */
  { "mailman", "mailbox_full@1 user_unknown@2 mailbox_full@3 mailbox_full@4 mailbox_full@4.5", 5,
    RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 5, 4 },
  { "mailman", "mailbox_full@1 user_unknown@2 mailbox_full@3 mailbox_full@4 mailbox_full@5", 25.9,
    RETOUR_VERDICT_HOLD, RETOUR_CAUSE_POLICY, 5, 5 },
  { "mailman", "mailbox_full@1 user_unknown@2 mailbox_full@3 mailbox_full@4 mailbox_full@5", 26,
    RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 5, 5 },
  { "mailman", "mailbox_full@1 user_unknown@2 mailbox_full@3 mailbox_full@4 mailbox_full@5 mailbox_full@20", 26,
    RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 6, 6 },
  { "mailman", "mailbox_full@1 mailbox_full@8 mailbox_full@15 mailbox_full@22 mailbox_full@29", 30,
    RETOUR_VERDICT_HOLD, RETOUR_CAUSE_POLICY, 5, 5 },
  { "mailman", "mailbox_full@1 mailbox_full@8 mailbox_full@15 mailbox_full@22 mailbox_full@30", 30,
    RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 5, 5 },
  { "mailman", "user_unknown@1 user_unknown@2 user_unknown@3 user_unknown@4 user_unknown@5 pardon@6", 99,
    RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 0, 0 },
  { "mailman", "user_unknown@1 user_unknown@2 user_unknown@3 user_unknown@4 user_unknown@5 ok@6", 99,
    RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 5, 5 },
  /* Sympa: ten days of hard bounces, twenty of soft ones, no ten days between */
  { "sympa", "user_unknown@0 user_unknown@1 user_unknown@2 user_unknown@3 user_unknown@4 user_unknown@5"
    " user_unknown@6 user_unknown@7 user_unknown@8", 10, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 9, 9 },
  { "sympa", "user_unknown@0 user_unknown@1 user_unknown@2 user_unknown@3 user_unknown@4 user_unknown@5"
    " user_unknown@6 user_unknown@7 user_unknown@8 user_unknown@9", 10, RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 10, 10 },
  { "sympa", "user_unknown@0 user_unknown@1 user_unknown@2 user_unknown@3 user_unknown@4 user_unknown@5"
    " user_unknown@6 user_unknown@7 user_unknown@8 user_unknown@19", 20, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 10, 10 },
  { "sympa", "mailbox_full@0 mailbox_full@1 mailbox_full@2 mailbox_full@3 mailbox_full@4 mailbox_full@5"
    " mailbox_full@6 mailbox_full@7 mailbox_full@8 mailbox_full@9", 10, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 10, 10 },
  /* listmonk: one hard bounce, one complaint; soft ones never */
  { "listmonk", "user_unknown@1", 9, RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 1, 1 },
  { "listmonk", "complaint@1", 9, RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 1, 1 },
  { "listmonk", "mailbox_full@1 mailbox_full@2 mailbox_full@3", 9, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 0, 0 },
  /* Dada Mail: 4, 8, 12; and what gets old */
  { "dada", "user_unknown@0 user_unknown@7", 9, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 2, 2 },
  { "dada", "user_unknown@0 user_unknown@7 user_unknown@14", 20, RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 3, 3 },
  { "dada", "user_unknown@0 user_unknown@14 user_unknown@28", 30, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 3, 3 },
  { "dada", "mailbox_full@0 mailbox_full@7 mailbox_full@14 mailbox_full@21", 30, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 4, 4 },
  { "dada", "user_unknown@0 user_unknown@1 mailbox_full@2 mailbox_full@3", 30, RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 4, 4 },
  /* strict and gentle */
  { "strict", "recipient_refused@1", 9, RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 1, 1 },
  { "strict", "mailbox_full@0 mailbox_full@7 mailbox_full@14", 20, RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 3, 3 },
  { "gentle", "user_unknown@0 user_unknown@7", 9, RETOUR_VERDICT_KEEP, RETOUR_CAUSE_NOTHING, 2, 2 },
  { "gentle", "user_unknown@0 user_unknown@3 user_unknown@7", 9, RETOUR_VERDICT_REMOVE, RETOUR_CAUSE_POLICY, 3, 3 },
};
/* clang-format on */

START_TEST (a_history_has_its_verdict)
{
  RetourEntry entries[MAX_ENTRIES];
  guint n = make_history (cases[_i].history, entries);
  RetourDecision got = decide (cases[_i].policy, entries, n, cases[_i].now);

  ck_assert_str_eq (retour_verdict_get_name (got.verdict),
                    retour_verdict_get_name (cases[_i].verdict));
  ck_assert_str_eq (retour_cause_get_name (got.cause), retour_cause_get_name (cases[_i].cause));
  ck_assert_uint_eq (got.n_failures, cases[_i].n_failures);
  ck_assert_uint_eq (got.n_days, cases[_i].n_days);
  ck_assert_int_eq (got.last == NULL, got.n_failures == 0);
}
END_TEST

/* ------------------------------------------------------------------------------------ properties
 */

static const char *const presets[] = { "default", "mailman", "sympa", "listmonk",
                                       "dada",    "strict",  "gentle" };
static const char *const kinds[] = {
  "user_unknown",  "mailbox_disabled", "mailbox_full",      "network_error", "ip_blocklisted",
  "?user_unknown", "complaint",        "recipient_refused", "unknown",       "ok",
  "pardon",        "absence",          "not-spam",          "mailbox_full",  "mailbox_full",
};
enum { TRIALS = 400, LONGEST = 24 };

/* Some history or other; the same for a seed. */
static guint
make_some (GRand *rand, RetourEntry *entries)
{
  guint n = (guint) g_rand_int_range (rand, 0, LONGEST);
  double day = 0;

  for (guint i = 0; i < n; i++) {
    const char *kind = kinds[g_rand_int_range (rand, 0, G_N_ELEMENTS (kinds))];
    g_autofree char *text = NULL;

    day += g_rand_int_range (rand, 0, 4) == 0 ? 0 : g_rand_double_range (rand, 0, 12);
    text = g_strdup_printf ("%s@%.2f", kind, day);
    entries[i] = make_entry (text, i);
  }
  return n;
}

/* Puts @entry into its place. */
static guint
insert (RetourEntry *entries, guint n, RetourEntry entry)
{
  guint at = n;

  for (; at > 0 && entries[at - 1].date > entry.date; at--)
    entries[at] = entries[at - 1];
  entries[at] = entry;
  return n + 1;
}

static void
expect_equal (RetourDecision a, RetourDecision b)
{
  ck_assert_int_eq (a.verdict, b.verdict);
  ck_assert_int_eq (a.cause, b.cause);
  ck_assert_ptr_eq (a.reason, b.reason);
  ck_assert_int_eq (a.first, b.first);
  ck_assert_uint_eq (a.n_failures, b.n_failures);
  ck_assert_uint_eq (a.n_days, b.n_days);
}

START_TEST (a_delivery_after_failures_never_worsens)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) _i + 1);
  RetourEntry entries[MAX_ENTRIES];

  for (guint k = 0; k < TRIALS; k++) {
    guint n = make_some (rand, entries);
    RetourVerdict before = decide (presets[_i], entries, n, 400).verdict;

    entries[n] = make_entry ("ok@399", n);
    ck_assert_int_le (decide (presets[_i], entries, n + 1, 400).verdict, before);
  }
}
END_TEST

START_TEST (a_pardon_keeps)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) _i + 1);
  RetourEntry entries[MAX_ENTRIES];

  for (guint k = 0; k < TRIALS; k++) {
    guint n = make_some (rand, entries);

    entries[n] = make_entry ("pardon@399", n);
    ck_assert_int_eq (decide (presets[_i], entries, n + 1, 400).verdict, RETOUR_VERDICT_KEEP);
  }
}
END_TEST

START_TEST (delays_and_other_mail_change_nothing)
{
  const char *const nothings[] = { "delayed:user_unknown@%.2f", "delayed:mailbox_full@%.2f",
                                   "absence@%.2f", "not-spam@%.2f" };
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) _i + 1);
  RetourEntry entries[MAX_ENTRIES];

  for (guint k = 0; k < TRIALS; k++) {
    guint n = make_some (rand, entries);
    double day = g_rand_double_range (rand, 0, 100);
    g_auto (GStrv) parts = g_strsplit (nothings[k % G_N_ELEMENTS (nothings)], "%", 2);
    g_autofree char *text = g_strdup_printf ("%s%.2f", parts[0], day);
    RetourDecision before = decide (presets[_i], entries, n, 400);

    n = insert (entries, n, make_entry (text, 99));
    expect_equal (decide (presets[_i], entries, n, 400), before);
  }
}
END_TEST

START_TEST (the_order_within_a_second_does_not_matter)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) _i + 1);
  RetourEntry entries[MAX_ENTRIES];
  guint swaps = 0;

  for (guint k = 0; k < TRIALS; k++) {
    guint n = make_some (rand, entries);
    RetourDecision before = decide (presets[_i], entries, n, 400);

    for (guint i = 1; i < n; i++)
      if (entries[i].date == entries[i - 1].date) {
        RetourEntry entry = entries[i];

        entries[i] = entries[i - 1];
        entries[i - 1] = entry;
        swaps++;
      }
    expect_equal (decide (presets[_i], entries, n, 400), before);
  }
  ck_assert_uint_gt (swaps, TRIALS / 4);
}
END_TEST

START_TEST (reports_that_nothing_proves_never_touch_anybody)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) _i + 1);
  RetourEntry entries[MAX_ENTRIES];

  for (guint k = 0; k < TRIALS; k++) {
    guint n = make_some (rand, entries);
    RetourVerdict before = decide (presets[_i], entries, n, 400).verdict;

    for (guint i = 0; i < 20; i++) {
      g_autofree char *text =
          g_strdup_printf ("?%s@%.2f", i % 2 == 0 ? "user_unknown" : "complaint", i * 7.5);

      n = insert (entries, n, make_entry (text, 99));
    }
    ck_assert_int_eq (decide (presets[_i], entries, n, 400).verdict, before);
  }
}
END_TEST

/* What set an incident off counts for nothing, whatever the policy. */
START_TEST (incidents_never_touch_anybody)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) _i + 1);
  RetourEntry entries[MAX_ENTRIES];

  for (guint k = 0; k < TRIALS / 4; k++) {
    g_autoptr (RetourGuards) guards = retour_guards_new ();
    g_autoptr (RetourPolicy) policy = retour_policy_new (presets[_i], NULL);
    guint n = make_some (rand, entries);
    RetourDecision before = { .led = NULL }, after = { .led = NULL };

    decide_in (policy, entries, n, (RetourCircumstances) { NULL, BEGIN + (gint64) 400 * DAY },
               &before);
    for (guint i = 0; i < 20; i++) {
      g_autofree char *text = g_strdup_printf ("spam_content@%.2f", i * 7.5);
      RetourEntry entry = make_entry (text, i);

      for (guint other = 0; other < 5; other++) {
        g_autofree char *address = g_strdup_printf ("u%u@example.com", other);

        entry.address = address;
        retour_guards_add (guards, &entry);
      }
      entry.address = "a@example.com";
      n = insert (entries, n, entry);
    }
    retour_guards_finish (guards);
    decide_in (policy, entries, n, (RetourCircumstances) { guards, BEGIN + (gint64) 400 * DAY },
               &after);
    ck_assert_int_le (after.verdict, before.verdict);
  }
}
END_TEST

START_TEST (the_failures_that_led_to_it_are_told)
{
  const char *text = "user_unknown@1 ok@2 ?user_unknown@3 mailbox_full@4 user_unknown@5 absence@6";
  RetourEntry entries[MAX_ENTRIES];
  guint n = make_history (text, entries);
  g_autoptr (RetourPolicy) policy = retour_policy_new ("default", NULL);
  g_autoptr (GArray) led = g_array_new (FALSE, FALSE, sizeof (guint));
  RetourDecision decision = { .led = led };

  decide_in (policy, entries, n, (RetourCircumstances) { NULL, BEGIN + 9 * DAY }, &decision);
  ck_assert_uint_eq (led->len, 2);
  ck_assert_uint_eq (g_array_index (led, guint, 0), 3);
  ck_assert_uint_eq (g_array_index (led, guint, 1), 4);
  ck_assert_ptr_eq (decision.last, &entries[4]);
  ck_assert_int_eq (decision.first, entries[3].date);
}
END_TEST

/* ------------------------------------------------------------------------------------------ caps
 */

/* A policy out of a text. */
static RetourPolicy *
read_policy (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  RetourPolicy *policy =
      retour_policy_read ("test", "test.conf", bytes, &retour_builtin_reasons, &error);

  ck_assert_msg (policy != NULL, "%s", error != NULL ? error->message : "");
  return policy;
}

/* So many failing days in a row. */
static RetourVerdict
decide_days (const char *text, guint days)
{
  g_autoptr (RetourPolicy) policy = read_policy (text);
  g_autofree RetourEntry *entries = g_new0 (RetourEntry, days);
  RetourDecision decision = { .led = NULL };

  for (guint i = 0; i < days; i++) {
    g_autofree char *word = g_strdup_printf ("mailbox_full@%u", i);

    entries[i] = make_entry (word, i);
  }
  decide_in (policy, entries, days, (RetourCircumstances) { NULL, G_MAXINT64 }, &decision);
  ck_assert_uint_eq (decision.n_days, days);
  return decision.verdict;
}

/* RETOUR_LIMIT_FAILING_DAYS are enough for every policy that can be written; past it, the oldest
 * ones go. */
START_TEST (failing_days_have_a_cap)
{
  g_autofree char *most = g_strdup_printf ("mailbox_full after %u days", RETOUR_LIMIT_FAILING_DAYS);
  g_autofree char *over =
      g_strdup_printf ("mailbox_full after 2 days over %u", RETOUR_LIMIT_FAILING_DAYS - 1);
  g_autofree char *never =
      g_strdup_printf ("mailbox_full after 2 days over %u", RETOUR_LIMIT_FAILING_DAYS);

  ck_assert_int_eq (decide_days (most, RETOUR_LIMIT_FAILING_DAYS - 1), RETOUR_VERDICT_KEEP);
  ck_assert_int_eq (decide_days (most, RETOUR_LIMIT_FAILING_DAYS), RETOUR_VERDICT_REMOVE);
  ck_assert_int_eq (decide_days (over, RETOUR_LIMIT_FAILING_DAYS - 1), RETOUR_VERDICT_KEEP);
  ck_assert_int_eq (decide_days (over, RETOUR_LIMIT_FAILING_DAYS), RETOUR_VERDICT_REMOVE);
  ck_assert_int_eq (decide_days (never, RETOUR_LIMIT_FAILING_DAYS + 1), RETOUR_VERDICT_KEEP);
}
END_TEST

RETOUR_TEST_MAIN ("decide",
                  tcase_add_loop_test (tc, a_history_has_its_verdict, 0, G_N_ELEMENTS (cases));
                  tcase_add_loop_test (tc, a_delivery_after_failures_never_worsens, 0, 7);
                  tcase_add_loop_test (tc, a_pardon_keeps, 0, 7);
                  tcase_add_loop_test (tc, delays_and_other_mail_change_nothing, 0, 7);
                  tcase_add_loop_test (tc, the_order_within_a_second_does_not_matter, 0, 7);
                  tcase_add_loop_test (tc, reports_that_nothing_proves_never_touch_anybody, 0, 7);
                  tcase_add_loop_test (tc, incidents_never_touch_anybody, 0, 7);
                  tcase_add_test (tc, the_failures_that_led_to_it_are_told);
                  tcase_add_test (tc, failing_days_have_a_cap))
