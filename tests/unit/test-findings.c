#include "test.h"

#include "base/limits.h"
#include "clean/findings.h"
#include "clean/walk.h"
#include "ledger/history.h"

enum { HOUR = 60 * 60, DAY = 24 * HOUR };
#define BEGIN ((gint64) 20000 * DAY)

/* What went into a ledger. */
typedef struct {
  RetourLedger *ledger;
  guint n;
} Fill;

static void
add (Fill *self, const char *address, const char *reason, double day)
{
  RetourEntry entry = { .kind = RETOUR_ENTRY_BOUNCE, .kind_name = "bounce", .address = address };

  memcpy (entry.event, &self->n, sizeof self->n);
  self->n++;
  entry.date = BEGIN + (gint64) (day * DAY);
  entry.proof = RETOUR_PROOF_RETURNED;
  entry.from_domain = "news.example.org";
  entry.diagnostic = "550 no";
  if (g_str_has_prefix (reason, "?")) {
    entry.proof = 0;
    entry.from_domain = NULL;
    reason++;
  }
  if (g_str_has_prefix (reason, "!")) {
    entry.from_domain = "elsewhere.example.net";
    reason++;
  }
  entry.reason = retour_reason_lookup (reason);
  if (g_str_equal (reason, "ok")) {
    entry.kind = RETOUR_ENTRY_DELIVERED;
    entry.kind_name = "delivered";
  } else {
    ck_assert_msg (entry.reason != NULL, "%s", reason);
    entry.hard = retour_reason_is_hard (entry.reason);
  }
  if (g_str_equal (reason, "ip_blocklisted"))
    entry.blocklist = "zen.example.net";
  ck_assert (retour_ledger_add_entry (self->ledger, &entry, NULL));
}

static Fill
fill_new (void)
{
  GError *error = NULL;
  Fill fill = { .ledger = retour_ledger_open (NULL, RETOUR_LEDGER_WRITE, &error) };

  ck_assert_msg (error == NULL, "%s", error != NULL ? error->message : "");
  return fill;
}

/* What a policy makes of the ledger, which is gone then. */
typedef struct {
  RetourPolicy *policy;
  RetourGuards *guards;
  RetourFindings *findings;
} Result;

static Result
judge (Fill *fill, const char *policy, double now, const char *const *our_domains)
{
  Result result = { retour_policy_new (policy, NULL), retour_guards_new (), NULL };
  RetourFindingsOptions options = { .policy = result.policy, .our_domains = our_domains };
  GError *error = NULL;

  if (now >= 0)
    options.now = BEGIN + (gint64) (now * DAY);
  result.findings = retour_findings_new (fill->ledger, &options, result.guards, &error);
  ck_assert_msg (error == NULL, "%s", error != NULL ? error->message : "");
  retour_ledger_free (fill->ledger);
  return result;
}

static void
result_clear (Result *self)
{
  retour_findings_free (self->findings);
  retour_guards_free (self->guards);
  retour_policy_unref (self->policy);
}

/* "hold outage user_unknown 1", or "nothing". */
static char *
tell (const Result *self, const char *address)
{
  RetourFinding f;

  if (!retour_findings_find (self->findings, address, &f, NULL))
    return g_strdup ("nothing");
  ck_assert_str_eq (f.address, address);
  return g_strdup_printf ("%s %s %s %u", retour_verdict_get_name (f.verdict),
                          retour_cause_get_name (f.cause),
                          f.reason != NULL ? retour_reason_get_id (f.reason) : "-", f.count);
}

static void
expect (const Result *self, const char *address, const char *want)
{
  g_autofree char *got = tell (self, address);

  ck_assert_msg (g_str_equal (got, want), "%s: want %s, got %s", address, want, got);
}

START_TEST (each_address_has_its_finding)
{
  Fill fill = fill_new ();
  Result result;

  add (&fill, "dead@a.example.com", "user_unknown", 1);
  add (&fill, "back@b.example.com", "user_unknown", 1);
  add (&fill, "back@b.example.com", "ok", 2);
  add (&fill, "full@c.example.com", "mailbox_full", 2);
  add (&fill, "forged@d.example.com", "?user_unknown", 2);
  add (&fill, "forged@d.example.com", "?user_unknown", 3);
  add (&fill, "dead@a.example.com", "user_unknown", 4);
  result = judge (&fill, "default", -1, NULL);
  expect (&result, "dead@a.example.com", "remove policy user_unknown 2");
  expect (&result, "back@b.example.com", "nothing");
  expect (&result, "full@c.example.com", "nothing");
  expect (&result, "forged@d.example.com", "keep unproven user_unknown 2");
  expect (&result, "stranger@a.example.com", "nothing");
  ck_assert_uint_eq (retour_findings_get_n_unproven (result.findings), 2);
  ck_assert_int_eq (retour_findings_get_now (result.findings), BEGIN + 4 * DAY);
  result_clear (&result);
}
END_TEST

START_TEST (an_empty_ledger_has_no_findings)
{
  Fill fill = fill_new ();
  Result result = judge (&fill, "default", -1, NULL);

  expect (&result, "a@example.com", "nothing");
  ck_assert_uint_eq (retour_findings_get_n_unproven (result.findings), 0);
  result_clear (&result);
}
END_TEST

START_TEST (a_report_about_mail_that_is_not_ours_proves_nothing)
{
  const char *const ours[] = { "example.org", NULL };
  Fill fill = fill_new ();
  Result result;

  add (&fill, "ours@a.example.com", "user_unknown", 1);
  add (&fill, "theirs@a.example.com", "!user_unknown", 1);
  result = judge (&fill, "default", 2, ours);
  expect (&result, "ours@a.example.com", "remove policy user_unknown 1");
  expect (&result, "theirs@a.example.com", "keep unproven user_unknown 1");
  result_clear (&result);
}
END_TEST

static const struct {
  const char *from, *returned; /* domains; or NULL */
  guint8 proof, want;
} doubts[] = {
  { "example.org", NULL, RETOUR_PROOF_RETURNED, RETOUR_PROOF_RETURNED },
  { "News.Example.ORG", NULL, RETOUR_PROOF_RETURNED, RETOUR_PROOF_RETURNED },
  { NULL, "lists.example.org", RETOUR_PROOF_RETURNED, RETOUR_PROOF_RETURNED },
  { "elsewhere.example.net", "example.org", RETOUR_PROOF_RETURNED, RETOUR_PROOF_RETURNED },
  { "notexample.org", NULL, RETOUR_PROOF_RETURNED, 0 },
  { "org", NULL, RETOUR_PROOF_RETURNED, 0 },
  { NULL, NULL, RETOUR_PROOF_RETURNED, 0 },
  { NULL, NULL, RETOUR_PROOF_VERP, RETOUR_PROOF_VERP },
  { "elsewhere.example.net", NULL, RETOUR_PROOF_RETURNED | RETOUR_PROOF_VERP, 0 },
};

START_TEST (proof_needs_a_domain_of_ours)
{
  const char *const ours[] = { "other.example.com", "example.org", NULL }, *const none[] = { NULL };
  RetourEntry entry = { .proof = doubts[_i].proof,
                        .from_domain = doubts[_i].from,
                        .return_domain = doubts[_i].returned };

  retour_walk_doubt (NULL, &entry);
  retour_walk_doubt (none, &entry);
  ck_assert_uint_eq (entry.proof, doubts[_i].proof);
  retour_walk_doubt (ours, &entry);
  ck_assert_uint_eq (entry.proof, doubts[_i].want);
}
END_TEST

static const char *const policies[] = { "default", "mailman", "sympa", "listmonk",
                                        "dada",    "strict",  "gentle" };

/* Every policy, over a month of it. */
START_TEST (a_blocklisting_touches_nobody)
{
  Fill fill = fill_new ();
  const guint n = TEST_IS_SLOW ? 2000 : 20000;
  Result result;

  for (guint i = 0; i < n; i++) {
    g_autofree char *address = g_strdup_printf ("u%u@d%u.example.com", i, i % 40);

    for (guint day = 0; day < 3; day++)
      add (&fill, address, "ip_blocklisted", day + i % 1000 / 4000.0);
  }
  result = judge (&fill, policies[_i], -1, NULL);
  for (guint i = 0; i < n; i++) {
    g_autofree char *address = g_strdup_printf ("u%u@d%u.example.com", i, i % 40);

    expect (&result, address, "keep incident ip_blocklisted 3");
  }
  result_clear (&result);
}
END_TEST

START_TEST (an_outage_holds_until_it_is_over)
{
  const double nows[] = { 1, 14, 15 };
  const char *const wants[] = { "hold outage user_unknown 1", "hold outage user_unknown 1",
                                "keep outage user_unknown 1" };

  for (guint k = 0; k < G_N_ELEMENTS (nows); k++) {
    Fill fill = fill_new ();
    Result result;

    for (guint i = 0; i < 60; i++) {
      g_autofree char *address = g_strdup_printf ("u%u@d.example.com", i);

      add (&fill, address, "user_unknown", 0.5 + i / 1000.0);
    }
    add (&fill, "u3@d.example.com", "user_unknown", 0.99); /* dead, as it turns out */
    add (&fill, "u4@d.example.com", "ok", 0.98);
    result = judge (&fill, "default", nows[k], NULL);
    expect (&result, "u1@d.example.com", wants[k]);
    expect (&result, "u3@d.example.com", "remove policy user_unknown 1");
    expect (&result, "u4@d.example.com", "nothing");
    result_clear (&result);
  }
}
END_TEST

START_TEST (members_decide_what_most_of_a_domain_is)
{
  const guint64 members[] = { 5, 50 };
  const char *const wants[] = { "hold outage user_unknown 1", "remove policy user_unknown 1" };
  Fill fill = fill_new ();
  g_autoptr (RetourPolicy) policy = retour_policy_new ("default", NULL);
  RetourFindingsOptions options = { .policy = policy };

  for (guint i = 0; i < 4; i++) {
    g_autofree char *address = g_strdup_printf ("u%u@d.example.com", i);

    add (&fill, address, "user_unknown", 1);
  }
  for (guint k = 0; k < G_N_ELEMENTS (members); k++) {
    Result result = { NULL, retour_guards_new (), NULL };

    retour_guards_set_members (result.guards, "d.example.com", members[k]);
    result.findings = retour_findings_new (fill.ledger, &options, result.guards, NULL);
    expect (&result, "u1@d.example.com", wants[k]);
    retour_findings_free (result.findings);
    retour_guards_free (result.guards);
  }
  retour_ledger_free (fill.ledger);
}
END_TEST

/* RETOUR_LIMIT_HISTORY: the newest count, the older ones are left out. */
START_TEST (a_history_has_a_cap)
{
  const guint sizes[] = { RETOUR_LIMIT_HISTORY, RETOUR_LIMIT_HISTORY + 1,
                          2 * RETOUR_LIMIT_HISTORY + 1 };
  const guint counts[] = { RETOUR_LIMIT_HISTORY - 1, RETOUR_LIMIT_HISTORY, RETOUR_LIMIT_HISTORY };
  Fill fill = fill_new ();
  RetourFinding finding;
  Result result;

  add (&fill, "a@d.example.com", "ok", -1); /* goes with the older ones, and is missed by none */
  for (guint i = 1; i < sizes[_i]; i++)
    add (&fill, "a@d.example.com", "user_unknown", i / 1000.0);
  result = judge (&fill, "default", -1, NULL);
  ck_assert (retour_findings_find (result.findings, "a@d.example.com", &finding, NULL));
  ck_assert_uint_eq (finding.count, counts[_i]);
  ck_assert_str_eq (finding.reply, "550 no");
  ck_assert_int_eq (finding.last, BEGIN + (gint64) ((sizes[_i] - 1) / 1000.0 * DAY));
  result_clear (&result);
}
END_TEST

/* RETOUR_LIMIT_FINDING_TEXT, at the cap and past it, and not inside a character. */
START_TEST (a_reply_has_a_cap)
{
  const guint sizes[] = { RETOUR_LIMIT_FINDING_TEXT, RETOUR_LIMIT_FINDING_TEXT + 1 };
  g_autofree char *text = g_strnfill (sizes[_i] - 2, 'x');
  g_autofree char *reply = g_strconcat (text, "\xc3\xa4", NULL);
  RetourEntry entry = { .kind = RETOUR_ENTRY_BOUNCE, .kind_name = "bounce", .proof = 1 };
  Fill fill = fill_new ();
  RetourFinding finding;
  Result result;

  entry.address = "a@example.com";
  entry.reason = retour_reason_lookup ("user_unknown");
  entry.diagnostic = reply;
  entry.date = BEGIN;
  ck_assert (retour_ledger_add_entry (fill.ledger, &entry, NULL));
  result = judge (&fill, "default", -1, NULL);
  ck_assert (retour_findings_find (result.findings, "a@example.com", &finding, NULL));
  ck_assert_str_eq (finding.reply, _i == 0 ? reply : text);
  result_clear (&result);
}
END_TEST

RETOUR_TEST_MAIN ("findings", tcase_add_test (tc, each_address_has_its_finding);
                  tcase_add_test (tc, an_empty_ledger_has_no_findings);
                  tcase_add_test (tc, a_report_about_mail_that_is_not_ours_proves_nothing);
                  tcase_add_loop_test (tc, proof_needs_a_domain_of_ours, 0, G_N_ELEMENTS (doubts));
                  tcase_add_loop_test (tc, a_blocklisting_touches_nobody, 0,
                                       G_N_ELEMENTS (policies));
                  tcase_add_test (tc, an_outage_holds_until_it_is_over);
                  tcase_add_test (tc, members_decide_what_most_of_a_domain_is);
                  tcase_add_loop_test (tc, a_history_has_a_cap, 0, 3);
                  tcase_add_loop_test (tc, a_reply_has_a_cap, 0, 2))
