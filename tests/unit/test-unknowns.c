#include "test.h"

#include <retour/retour.h>

#include "base/limits.h"

/* What no rule decides, in groups; and the rules that are proposed for them. */

static void
add (RetourUnknowns *unknowns, const char *diagnostic)
{
  g_autofree char *mail = g_strconcat (
      "From: MAILER-DAEMON@example.com\nSubject: failed\n"
      "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
      "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\n"
      "Final-Recipient: rfc822; a@example.com\nAction: failed\nStatus: 5.0.0\n",
      *diagnostic != '\0' ? "Diagnostic-Code: smtp; " : "", diagnostic,
      *diagnostic != '\0' ? "\n" : "", "\n--b--\n", NULL);
  g_autoptr (RetourReport) report = retour_report_new (mail, strlen (mail), NULL, 1);

  retour_unknowns_add (unknowns, report);
}

/* Two replies, and whether they are of one group. */
static const struct {
  const char *a, *b;
  gboolean same;
} pairs[] = {
  { "550 zorple 17 blub", "550 zorple 4711 blub", TRUE },
  { "550 zorple <a@example.com> blub", "550 zorple <b.c@example.net> blub", TRUE },
  { "550 zorple mx1.example.com blub", "550 zorple mail.example.net blub", TRUE },
  { "550 zorple 192.0.2.1 blub", "550 zorple 198.51.100.77 blub", TRUE },
  { "550 zorple blub 4FxQ12abc", "550 zorple blub 9zz8y77", TRUE },
  { "550 zorple blub", "550 Zorple Blub.", TRUE },
  { "550 zorple blub", "554 zorple blub", FALSE },
  { "550 5.7.1 zorple blub", "550 5.7.2 zorple blub", FALSE },
  { "550 zorple blub", "550 zorple blab", FALSE },
};

START_TEST (replies_of_one_shape_are_one_group)
{
  g_autoptr (RetourUnknowns) unknowns = retour_unknowns_new ();

  add (unknowns, pairs[_i].a);
  add (unknowns, pairs[_i].b);
  retour_unknowns_finish (unknowns);
  ck_assert_uint_eq (retour_unknowns_get_n_records (unknowns), 2);
  ck_assert_uint_eq (retour_unknowns_get_n_groups (unknowns), pairs[_i].same ? 1 : 2);
  ck_assert_uint_eq (retour_unknowns_get_count (unknowns, 0), pairs[_i].same ? 2 : 1);
  ck_assert_str_eq (retour_unknowns_get_sample (unknowns, 0), pairs[_i].a);
}
END_TEST

START_TEST (what_a_rule_decides_is_not_counted)
{
  g_autoptr (RetourUnknowns) unknowns = retour_unknowns_new ();

  add (unknowns, "550 5.1.1 user unknown");
  retour_unknowns_finish (unknowns);
  ck_assert_uint_eq (retour_unknowns_get_n_records (unknowns), 0);
  ck_assert_uint_eq (retour_unknowns_get_n_groups (unknowns), 0);
}
END_TEST

START_TEST (a_failure_without_words_is_counted_apart)
{
  g_autoptr (RetourUnknowns) unknowns = retour_unknowns_new ();

  add (unknowns, "");
  retour_unknowns_finish (unknowns);
  ck_assert_uint_eq (retour_unknowns_get_n_records (unknowns), 1);
  ck_assert_uint_eq (retour_unknowns_get_n_silent (unknowns), 1);
  ck_assert_uint_eq (retour_unknowns_get_n_groups (unknowns), 0);
}
END_TEST

START_TEST (the_largest_group_comes_first)
{
  g_autoptr (RetourUnknowns) unknowns = retour_unknowns_new ();

  add (unknowns, "550 zorple");
  add (unknowns, "550 blub");
  add (unknowns, "550 blub");
  add (unknowns, "550 frob");
  retour_unknowns_finish (unknowns);
  ck_assert_str_eq (retour_unknowns_get_shape (unknowns, 0), "550 blub");
  ck_assert_str_eq (retour_unknowns_get_shape (unknowns, 1), "550 zorple");
  ck_assert_str_eq (retour_unknowns_get_shape (unknowns, 2), "550 frob");
}
END_TEST

static const struct {
  const char *text;
  const char *want; /* %NULL: none */
} proposals[] = {
  { "550 zorple the blubbing",
    "unknown\n  say zorple .. blubbing\n  test 550 zorple the blubbing\n" },
  { "550 <x@example.org> zorple", "unknown\n  say zorple\n  test 550 <user@example.com> zorple\n" },
  { "550 4711 #12", NULL },
  { "552 zorple. blubbing",
    "mailbox_full\n  say zorple ... blubbing\n  test 552 zorple. blubbing\n" },
  { "550 \xe4\xb8\x8d\xe8\xa1\x8c",
    "unknown\n  say \xe4\xb8\x8d \xe8\xa1\x8c\n  test 550 \xe4\xb8\x8d\xe8\xa1\x8c\n" },
};

START_TEST (a_rule_is_proposed_of_the_rarest_words)
{
  g_autoptr (RetourUnknowns) unknowns = retour_unknowns_new ();
  const char *got;

  add (unknowns, proposals[_i].text);
  retour_unknowns_finish (unknowns);
  ck_assert_uint_eq (retour_unknowns_get_n_groups (unknowns), 1);
  got = retour_unknowns_get_rule (unknowns, 0);
  ck_assert_pstr_eq (got, proposals[_i].want);
}
END_TEST

START_TEST (words_of_many_groups_are_left_out)
{
  static const char *const texts[] = { "550 vulgo zorple nomen blubbing alpha",
                                       "550 vulgo zorple nomen blubbing betaal",
                                       "550 vulgo gammatic deltonic epsilonic zetaic" };
  g_autoptr (RetourUnknowns) unknowns = retour_unknowns_new ();
  const char *got;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    add (unknowns, texts[i]);
  retour_unknowns_finish (unknowns);
  got = retour_unknowns_get_rule (unknowns, 2);
  ck_assert (g_str_has_prefix (got, "unknown\n  say gammatic deltonic epsilonic zetaic\n"));
}
END_TEST

START_TEST (a_group_that_an_earlier_rule_decides_gets_none)
{
  g_autoptr (RetourUnknowns) unknowns = retour_unknowns_new ();

  add (unknowns, "550 zorple blubbing");
  add (unknowns, "550 zorple blubbing");
  add (unknowns, "554 zorple blubbing");
  add (unknowns, "554 blubbing zorple");
  retour_unknowns_finish (unknowns);
  ck_assert_ptr_nonnull (retour_unknowns_get_rule (unknowns, 0));
  ck_assert_int_eq (retour_unknowns_get_covering (unknowns, 0), -1);
  ck_assert_ptr_null (retour_unknowns_get_rule (unknowns, 1));
  ck_assert_int_eq (retour_unknowns_get_covering (unknowns, 1), 0);
  ck_assert_ptr_nonnull (retour_unknowns_get_rule (unknowns, 2));
}
END_TEST

/* One reply thrice, and so many others that groups are @n. */
static RetourUnknowns *
gather_groups (guint n)
{
  RetourUnknowns *unknowns = retour_unknowns_new ();

  for (guint i = 0; i < 3; i++)
    add (unknowns, "550 zorple");
  for (guint i = 1; i < n; i++) {
    char text[] = "550 qxaaa";

    text[6] = (char) ('a' + i % 26);
    text[7] = (char) ('a' + i / 26 % 26);
    text[8] = (char) ('a' + i / 676);
    add (unknowns, text);
  }
  retour_unknowns_finish (unknowns);
  return unknowns;
}

START_TEST (groups_are_capped_and_the_frequent_stay)
{
  g_autoptr (RetourUnknowns) full = gather_groups (RETOUR_LIMIT_SHAPES);
  g_autoptr (RetourUnknowns) over = gather_groups (RETOUR_LIMIT_SHAPES + 1);

  ck_assert_uint_eq (retour_unknowns_get_n_groups (full), RETOUR_LIMIT_SHAPES);
  ck_assert_uint_eq (retour_unknowns_get_n_lost (full), 0);
  ck_assert_uint_gt (retour_unknowns_get_n_lost (over), 0);
  ck_assert_uint_eq (retour_unknowns_get_n_lost (over) + retour_unknowns_get_n_groups (over),
                     RETOUR_LIMIT_SHAPES + 1);
  ck_assert_str_eq (retour_unknowns_get_shape (over, 0), "550 zorple");
  ck_assert_uint_eq (retour_unknowns_get_count (over, 0), 3);
}
END_TEST

/* clang-format off */
RETOUR_TEST_MAIN ("unknowns",
  tcase_set_timeout (tc, 30);
  tcase_add_loop_test (tc, replies_of_one_shape_are_one_group, 0, G_N_ELEMENTS (pairs));
  tcase_add_test (tc, what_a_rule_decides_is_not_counted);
  tcase_add_test (tc, a_failure_without_words_is_counted_apart);
  tcase_add_test (tc, the_largest_group_comes_first);
  tcase_add_loop_test (tc, a_rule_is_proposed_of_the_rarest_words, 0, G_N_ELEMENTS (proposals));
  tcase_add_test (tc, words_of_many_groups_are_left_out);
  tcase_add_test (tc, a_group_that_an_earlier_rule_decides_gets_none);
  tcase_add_test (tc, groups_are_capped_and_the_frequent_stay))
/* clang-format on */
