#include "test.h"

#include <stdio.h>

#include "base/limits.h"
#include "policy/policy.h"

static RetourPolicy *
read_text (const char *text, gsize len, GError **error)
{
  char *copy = g_memdup2 (text, MAX (len, 1)); /* without a NUL: no read past the end goes unseen */
  g_autoptr (GBytes) bytes = g_bytes_new_take (copy, len);

  return retour_policy_read ("test", "p.conf", bytes, &retour_builtin_reasons, error);
}

/* clang-format off */
static const struct {
  const char *text;
  const char *error; /* beginning of the message; %NULL: none */
} cases[] = {
  { "", NULL },
  { "# nothing\n\n  \n", NULL },
  { "hard at once", NULL },
  { "hard at once\r\nsoft never\r\n", NULL },
  { "hard\tat once", NULL },
  { "\xef\xbb\xbfhard at once", "p.conf:1: '\xef\xbb\xbfhard' is no reason" },
  { "hard at once\nuser_unknown never", NULL },
  { "user_unknown never\nhard at once", "p.conf:2: this undoes line 1" },
  { "count never\nmailbox_full after 3\nsoft never", "p.conf:3: this undoes line 2" },
  { "soft never\nmailbox_full after 3\ncount after 2", "p.conf:3: this undoes line 2" },
  { "hard at once\nhard never", "p.conf:2: this undoes line 1" },
  { "feedback at once\nfeedback never", "p.conf:2: this undoes line 1" },
  { "nonsense never", "p.conf:1: 'nonsense' is no reason, action, class or setting" },
  { "Hard at once", "p.conf:1: 'Hard' is no reason" },
  { "\n\nday days", "p.conf:3: 'day' is no reason" },
  { "hard", "p.conf:1: want 'at once', 'never', 'after' or 'score' at the end" },
  { "hard sometimes", "p.conf:1: want 'at once', 'never', 'after' or 'score', not 'sometimes'" },
  { "hard at", "p.conf:1: want 'once' at the end" },
  { "hard at last", "p.conf:1: want 'once', not 'last'" },
  { "hard at once more", "p.conf:1: 'more' is one word too many" },
  { "hard never ever", "p.conf:1: 'ever' is one word too many" },
  { "hard after 3 days over 10 within 11 days", NULL },
  { "hard after 3 days over 10 days within 10", "p.conf:1: that never happens within 10 days" },
  { "hard after 11 within 10", "p.conf:1: that never happens within 10 days" },
  { "hard after 0", "p.conf:1: want a number from 1 to 1000, not '0'" },
  { "hard after 1000", NULL },
  { "hard after 1001", "p.conf:1: want a number from 1 to 1000, not '1001'" },
  { "hard after -1", "p.conf:1: want a number from 1 to 1000, not '-1'" },
  { "hard after three", "p.conf:1: want a number from 1 to 1000, not 'three'" },
  { "hard after 18446744073709551617", "p.conf:1: want a number" },
  { "hard after 3 within 3650", NULL },
  { "hard after 3 within 3651", "p.conf:1: want a number from 1 to 3650, not '3651'" },
  { "hard after 3 within", "p.conf:1: want a number from 1 to 3650 at the end" },
  { "hard after 3 within 9 over 5", "p.conf:1: 'over' is one word too many" },
  { "hard score 0.5", NULL },
  { "hard score .5", "p.conf:1: want a score from 0.001 to 1000000, not '.5'" },
  { "hard score 0x10", "p.conf:1: want a score" },
  { "hard score inf", "p.conf:1: want a score" },
  { "hard score nan", "p.conf:1: want a score" },
  { "hard score 0", "p.conf:1: want a score" },
  { "hard score 1e9", "p.conf:1: want a score" },
  { "hard score 1,5", "p.conf:1: want a score" },
  { "remove at 1000\nhard score 1", NULL },
  { "remove at 1001\nhard score 1", "p.conf:2: a score is too small beside what removes" },
  { "remove at 5\nhold at 4 for 7 days then keep", NULL },
  { "remove at 5\nhold at 5 for 7 days then keep", "p.conf:1: 'hold at' is not less than 'remove at'" },
  { "remove never", "p.conf:1: the policy neither removes nor holds" },
  { "remove never\nhold at 2 for 3 then remove", NULL },
  { "hold at 0.5 for 3 then sell", "p.conf:1: want 'keep' or 'remove', not 'sell'" },
  { "hold at 0.5 for 3", "p.conf:1: want 'then' at the end" },
  { "remove at 5\nremove at 6", "p.conf:2: 'remove' is given twice" },
  { "forget never", NULL },
  { "forget after 3 days", NULL },
  { "forget after 3 days or so", "p.conf:1: 'or' is one word too many" },
  { "delivery resets", NULL },
  { "delivery counts", "p.conf:1: want 'resets' or 'keeps', not 'counts'" },
  { "unproven held", NULL },
  { "unproven counted", "p.conf:1: want 'ignored' or 'held', not 'counted'" },
  { "outage holds 3 days", NULL },
  { "outage holds 0 days", "p.conf:1: want a number" },
  { "like default\nhard never", NULL },
  { "# mine\n\nlike gentle", NULL },
  { "hard never\nlike default", "p.conf:2: 'like' stands on the first line" },
  { "like nothing", "p.conf:1: want the name of a policy that is built in, not 'nothing'" },
  { "like ./p.conf", "p.conf:1: want the name of a policy that is built in" },
  { "like", "p.conf:1: want the name of a policy that is built in at the end" },
  { "like default mailman", "p.conf:1: 'mailman' is one word too many" },
  { "hard a a a a a a a a a a a a a", "p.conf:1: 'a' is one word too many" },
  { "hard \xff", "p.conf:1: not UTF-8" },
};
/* clang-format on */

START_TEST (a_mistake_is_told_with_its_line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RetourPolicy) policy = read_text (cases[_i].text, strlen (cases[_i].text), &error);

  ck_assert_msg ((policy == NULL) == (cases[_i].error != NULL), "%s: %s", cases[_i].text,
                 error != NULL ? error->message : "no error");
  if (cases[_i].error == NULL)
    return;
  ck_assert (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_DATA));
  ck_assert_msg (g_str_has_prefix (error->message, cases[_i].error), "want %s, got %s",
                 cases[_i].error, error->message);
}
END_TEST

START_TEST (a_file_has_a_cap)
{
  /* RETOUR_LIMIT_RULES_FILE, and one byte more */
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *path = g_build_filename (folder, "policy.conf", NULL);
  const gsize size = (gsize) RETOUR_LIMIT_RULES_FILE + (gsize) _i;
  g_autofree char *text = g_strnfill (size, '\n');
  g_autoptr (GError) error = NULL;
  g_autoptr (RetourPolicy) policy = NULL;

  ck_assert (g_file_set_contents (path, text, (gssize) size, NULL));
  policy = retour_policy_new (path, &error);
  ck_assert_int_eq (policy != NULL, _i == 0);
  ck_assert_int_eq (error != NULL, _i == 1);
  ck_assert_int_eq (remove (path), 0);
  ck_assert_int_eq (remove (folder), 0);
}
END_TEST

static const struct {
  const char *name;
  RetourError code;
} missing[] = {
  { "no-such-policy", RETOUR_ERROR_USAGE },
  { "", RETOUR_ERROR_USAGE },
  { "no-such-file.conf", RETOUR_ERROR_NO_INPUT },
  { "./default", RETOUR_ERROR_NO_INPUT },
  { "/", RETOUR_ERROR_NO_INPUT },
};

START_TEST (what_is_not_there_is_said)
{
  g_autoptr (GError) error = NULL;

  ck_assert_ptr_null (retour_policy_new (missing[_i].name, &error));
  ck_assert (g_error_matches (error, RETOUR_ERROR, (int) missing[_i].code));
}
END_TEST

static void
expect_same (const RetourPolicy *a, const RetourPolicy *b)
{
  ck_assert_int_eq (a->remove_at, b->remove_at);
  ck_assert_int_eq (a->hold_at, b->hold_at);
  ck_assert_uint_eq (a->hold_days, b->hold_days);
  ck_assert_int_eq (a->remove_held, b->remove_held);
  ck_assert_uint_eq (a->forget, b->forget);
  ck_assert_uint_eq (a->outage_days, b->outage_days);
  ck_assert_int_eq (a->keeps, b->keeps);
  ck_assert_int_eq (a->holds_unproven, b->holds_unproven);
  for (guint i = 0; i < RETOUR_POLICY_RULES; i++) {
    ck_assert_int_eq (a->rules[i].kind, b->rules[i].kind);
    ck_assert_int_eq (a->rules[i].weight, b->rules[i].weight);
    ck_assert_uint_eq (a->rules[i].over, b->rules[i].over);
    ck_assert_uint_eq (a->rules[i].within, b->rules[i].within);
  }
}

START_TEST (every_preset_reads_what_it_prints)
{
  const char *name = retour_policy_list_presets ()[_i];
  g_autoptr (RetourPolicy) policy = retour_policy_new (name, NULL);
  g_autofree char *text = retour_policy_print (policy);
  g_autoptr (RetourPolicy) again = read_text (text, strlen (text), NULL);
  g_autofree char *like = g_strdup_printf ("like %s", name);
  g_autoptr (RetourPolicy) copy = read_text (like, strlen (like), NULL);
  g_autofree char *long_text = retour_policy_print (copy);
  g_autoptr (RetourPolicy) long_again = read_text (long_text, strlen (long_text), NULL);

  ck_assert_str_eq (retour_policy_get_name (policy), name);
  ck_assert_str_eq (retour_policy_get_name (copy), "test");
  ck_assert_ptr_nonnull (again);
  ck_assert_ptr_nonnull (copy);
  ck_assert_ptr_nonnull (long_again);
  expect_same (policy, again);
  expect_same (policy, copy);
  expect_same (policy, long_again);
}
END_TEST

START_TEST (the_presets_are_these)
{
  const char *const want[] = {
    "default", "dada", "gentle", "listmonk", "mailman", "strict", "sympa"
  };
  const char *const *got = retour_policy_list_presets ();

  for (guint i = 0; i < G_N_ELEMENTS (want); i++)
    ck_assert_str_eq (got[i], want[i]);
  ck_assert_ptr_null (got[G_N_ELEMENTS (want)]);
}
END_TEST

/* No policy that we ship removes anybody for what is not about the address, or lets an unproven
 * report count. */
START_TEST (a_preset_of_our_own_is_careful)
{
  const char *const own[] = { "default", "strict", "gentle" };
  const char *const never[] = { "keep", "retry", "fix_sender", "fix_content" };
  g_autoptr (RetourPolicy) policy = retour_policy_new (own[_i], NULL);

  ck_assert (!policy->keeps && !policy->holds_unproven);
  for (guint i = 0; i < retour_builtin_reasons.n; i++) {
    const char *action = retour_reason_get_action (retour_reason_get_nth (i));

    for (guint k = 0; k < G_N_ELEMENTS (never); k++)
      if (g_str_equal (action, never[k]))
        ck_assert_int_eq (policy->rules[i].weight, 0);
    if (g_str_equal (action, "suppress"))
      ck_assert_int_gt (policy->rules[i].weight, 0);
  }
}
END_TEST

START_TEST (a_policy_builds_on_another)
{
  const char *text = "like default\nmailbox_full never\nforget never\nremove at 2\n";
  g_autoptr (RetourPolicy) base = retour_policy_new ("default", NULL);
  g_autoptr (RetourPolicy) policy = read_text (text, strlen (text), NULL);
  const guint full = (guint) (retour_reason_lookup ("mailbox_full") - retour_builtin_reasons.rows);
  const guint unknown =
      (guint) (retour_reason_lookup ("user_unknown") - retour_builtin_reasons.rows);

  ck_assert_int_eq (policy->rules[full].weight, 0);
  ck_assert_uint_eq (policy->forget, 0);
  ck_assert_uint_eq (policy->outage_days, base->outage_days);
  /* still at once, and still the same number of days */
  ck_assert_int_eq (policy->rules[unknown].weight, 2 * RETOUR_SCORE_POINT);
}
END_TEST

START_TEST (verdicts_have_names)
{
  ck_assert_str_eq (retour_verdict_get_name (RETOUR_VERDICT_KEEP), "keep");
  ck_assert_str_eq (retour_verdict_get_name (RETOUR_VERDICT_HOLD), "hold");
  ck_assert_str_eq (retour_verdict_get_name (RETOUR_VERDICT_REMOVE), "remove");
  ck_assert_ptr_null (retour_verdict_get_name (RETOUR_VERDICT_REMOVE + 1));
}
END_TEST

RETOUR_TEST_MAIN ("policy", tcase_add_loop_test (tc, a_mistake_is_told_with_its_line, 0,
                                                 G_N_ELEMENTS (cases));
                  tcase_add_loop_test (tc, a_file_has_a_cap, 0, 2);
                  tcase_add_loop_test (tc, what_is_not_there_is_said, 0, G_N_ELEMENTS (missing));
                  tcase_add_loop_test (tc, every_preset_reads_what_it_prints, 0, 7);
                  tcase_add_test (tc, the_presets_are_these);
                  tcase_add_loop_test (tc, a_preset_of_our_own_is_careful, 0, 3);
                  tcase_add_test (tc, a_policy_builds_on_another);
                  tcase_add_test (tc, verdicts_have_names))
