#include <retour/retour.h>

#include "test.h"

#include "ledger/history.h"

enum { DAY = 24 * 60 * 60 };
#define BEGIN ((gint64) 20000 * DAY)

static void
add (RetourLedger *ledger, const char *address, const char *reason, guint day, guint8 proof)
{
  RetourEntry entry = { .kind = RETOUR_ENTRY_BOUNCE, .kind_name = "bounce", .address = address };

  memcpy (entry.event, &day, sizeof day);
  entry.event[8] = (guint8) address[0];
  entry.date = BEGIN + (gint64) day * DAY;
  entry.proof = proof;
  entry.reason = retour_reason_lookup (reason);
  entry.hard = retour_reason_is_hard (entry.reason);
  entry.diagnostic = "550 no";
  entry.from_domain = proof != 0 ? "example.org" : NULL;
  ck_assert (retour_ledger_add_entry (ledger, &entry, NULL));
}

/* What is said of each address, one line. */
static gboolean
tell (const RetourTrialCase *address, gpointer data)
{
  GString *out = data;

  for (guint i = 0; i < 2; i++) {
    const RetourReason *reason = retour_trial_case_get_reason (address, i);

    g_string_append_printf (out, "%s %s %s %u/%u;", retour_trial_case_get_address (address),
                            retour_verdict_get_name (retour_trial_case_get_verdict (address, i)),
                            retour_trial_case_get_cause (address, i),
                            retour_trial_case_get_n_failures (address, i),
                            retour_trial_case_get_n_days (address, i));
    ck_assert_int_eq (reason != NULL, retour_trial_case_get_n_failures (address, i) > 0);
    ck_assert_int_eq (retour_trial_case_get_first (address, i) > 0, reason != NULL);
    ck_assert_int_le (retour_trial_case_get_first (address, i),
                      retour_trial_case_get_last (address, i));
    ck_assert_str_eq (reason != NULL ? retour_trial_case_get_reply (address, i) : "550 no",
                      "550 no");
  }
  return TRUE;
}

static RetourTrial *
make_trial (void)
{
  RetourTrial *trial = retour_trial_new ();
  g_autoptr (RetourPolicy) one = retour_policy_new ("default", NULL);
  g_autoptr (RetourPolicy) other = retour_policy_new ("gentle", NULL);

  retour_trial_add_policy (trial, one);
  retour_trial_add_policy (trial, other);
  return trial;
}

static RetourLedger *
make_ledger (void)
{
  RetourLedger *ledger = retour_ledger_open (NULL, RETOUR_LEDGER_WRITE, NULL);

  ck_assert_ptr_nonnull (ledger);
  add (ledger, "a@example.com", "user_unknown", 1, 1);
  add (ledger, "b@example.com", "mailbox_full", 1, 1);
  add (ledger, "c@example.com", "user_unknown", 1, 0);
  add (ledger, "a@example.com", "user_unknown", 2, 1);
  add (ledger, "d@example.com", "greylisted", 3, 1);
  return ledger;
}

START_TEST (policies_are_asked_side_by_side)
{
  g_autoptr (RetourTrial) trial = make_trial ();
  g_autoptr (RetourLedger) ledger = make_ledger ();
  g_autoptr (GString) out = g_string_new (NULL);

  ck_assert (retour_trial_run (trial, ledger, tell, out, NULL));
  ck_assert_str_eq (out->str, "a@example.com remove policy 2/2;a@example.com keep nothing 2/2;"
                              "b@example.com keep nothing 1/1;b@example.com keep nothing 1/1;"
                              "c@example.com keep unproven 1/1;c@example.com keep unproven 1/1;");
  ck_assert_uint_eq (retour_trial_get_n_addresses (trial), 4);
  ck_assert_uint_eq (retour_trial_get_n (trial, 0, RETOUR_VERDICT_REMOVE), 1);
  ck_assert_uint_eq (retour_trial_get_n (trial, 0, RETOUR_VERDICT_KEEP), 3);
  ck_assert_uint_eq (retour_trial_get_n (trial, 1, RETOUR_VERDICT_REMOVE), 0);
  ck_assert_uint_eq (retour_trial_get_n_unproven (trial), 1);
  ck_assert_uint_eq (retour_trial_get_n_incidents (trial), 0);
}
END_TEST

START_TEST (a_trial_has_its_own_day)
{
  g_autoptr (RetourTrial) trial = make_trial ();
  g_autoptr (RetourLedger) ledger = make_ledger ();

  retour_trial_set_now (trial, BEGIN);
  ck_assert (retour_trial_run (trial, ledger, NULL, NULL, NULL));
  ck_assert_uint_eq (retour_trial_get_n (trial, 0, RETOUR_VERDICT_KEEP), 4);
}
END_TEST

START_TEST (mail_of_other_domains_proves_nothing)
{
  const char *const ours[] = { "example.net", NULL };
  g_autoptr (RetourTrial) trial = make_trial ();
  g_autoptr (RetourLedger) ledger = make_ledger ();

  retour_trial_set_our_domains (trial, ours);
  ck_assert (retour_trial_run (trial, ledger, NULL, NULL, NULL));
  ck_assert_uint_eq (retour_trial_get_n (trial, 0, RETOUR_VERDICT_KEEP), 4);
  ck_assert_uint_eq (retour_trial_get_n_unproven (trial), 5);
}
END_TEST

static gboolean
tell_failures (const RetourTrialCase *address, gpointer data)
{
  GString *out = data;
  g_autofree char *first = retour_trial_case_describe_failure (address, 0, 0);
  g_autofree char *second = retour_trial_case_describe_failure (address, 0, 1);
  g_autofree char *third = retour_trial_case_describe_failure (address, 0, 2);

  ck_assert_ptr_null (third);
  g_string_append_printf (out, "%s;%s", first, second);
  return FALSE; /* enough */
}

START_TEST (failures_are_told_until_it_is_enough)
{
  g_autoptr (RetourTrial) trial = make_trial ();
  g_autoptr (RetourLedger) ledger = make_ledger ();
  g_autoptr (GString) out = g_string_new (NULL);

  ck_assert (retour_trial_run (trial, ledger, tell_failures, out, NULL));
  ck_assert_str_eq (out->str, "2024-10-05 00:00 user_unknown 550 no;"
                              "2024-10-06 00:00 user_unknown 550 no");
}
END_TEST

RETOUR_TEST_MAIN ("trial", tcase_add_test (tc, policies_are_asked_side_by_side);
                  tcase_add_test (tc, a_trial_has_its_own_day);
                  tcase_add_test (tc, mail_of_other_domains_proves_nothing);
                  tcase_add_test (tc, failures_are_told_until_it_is_enough))
