#include "test.h"

#include <retour/retour.h>

#include "classify/tables.h"

START_TEST (every_row_is_found_by_its_name)
{
  guint n = 0;

  for (const RetourReason *r; (r = retour_reason_get_nth (n)) != NULL; n++) {
    ck_assert_ptr_eq (retour_reason_lookup (retour_reason_get_id (r)), r);
    ck_assert_int_eq (g_str_equal (retour_reason_get_class (r), "hard"), retour_reason_is_hard (r));
    ck_assert_str_ne (retour_reason_get_meaning (r), "");
    ck_assert_str_ne (retour_reason_get_sisimai (r), "");
  }
  ck_assert_uint_eq (n, 40);
  ck_assert_ptr_null (retour_reason_lookup ("User_unknown"));
  ck_assert_ptr_null (retour_reason_lookup (""));
}
END_TEST

static const struct {
  const char *id;
  const char *class, *blame, *action;
} rows[] = {
  { "user_unknown", "hard", "address", "suppress" },
  { "mailbox_disabled", "hard", "mailbox", "suppress" },
  { "mailbox_full", "soft", "mailbox", "count" },
  { "ip_blocklisted", "soft", "reputation", "fix_sender" },
  { "unknown", "soft", "none", "review" },
};

START_TEST (a_row_says_class_blame_and_action)
{
  const RetourReason *r = retour_reason_lookup (rows[_i].id);

  ck_assert_str_eq (retour_reason_get_class (r), rows[_i].class);
  ck_assert_str_eq (retour_reason_get_blame (r), rows[_i].blame);
  ck_assert_str_eq (retour_reason_get_action (r), rows[_i].action);
}
END_TEST

static const struct {
  const char *status;
  const char *reason; /* NULL: no row */
} statuses[] = {
  { "5.1.1", "user_unknown" },
  { "4.2.2", "mailbox_full" },
  { "5.7.606", "ip_blocklisted" },
  { "5.7.649", "ip_blocklisted" },
  { "5.7.650", "policy" },
  { "4.7.650", "bad_reputation" },
  { "5.4.310", "domain_unknown" },
  { "5.7.999", "policy" },
  { "5.9.1", NULL },
  { "", NULL },
};

START_TEST (a_status_is_found_exactly_or_by_its_subject)
{
  const RetourCode *row = retour_status_lookup (&retour_builtin_status, statuses[_i].status);

  ck_assert_int_eq (row != NULL, statuses[_i].reason != NULL);
  if (row != NULL)
    ck_assert_str_eq (retour_reason_get_id (retour_reason_get_nth (row->reason)),
                      statuses[_i].reason);
}
END_TEST

/* Codes that the German guides to SMTP replies explain, which the vocabulary started from. */
static const char *const guides[] = {
  "211", "214", "220", "221", "250", "251", "252", "354", "421", "450",
  "451", "452", "453", "455", "500", "501", "502", "503", "504", "521",
  "522", "541", "550", "551", "552", "553", "554", "555", "556", "571",
};

START_TEST (every_reply_code_of_the_guides_has_a_meaning)
{
  const RetourCode *row = retour_code_lookup (&retour_builtin_replies, guides[_i]);

  ck_assert_ptr_nonnull (row);
  ck_assert_str_ne (retour_text_at (retour_builtin_replies.texts, row->meaning), "");
  ck_assert_int_eq (retour_reason_get_nth (row->reason) != NULL, *guides[_i] >= '4');
}
END_TEST

RETOUR_TEST_MAIN ("reason", tcase_add_test (tc, every_row_is_found_by_its_name);
                  tcase_add_loop_test (tc, a_row_says_class_blame_and_action, 0,
                                       G_N_ELEMENTS (rows));
                  tcase_add_loop_test (tc, a_status_is_found_exactly_or_by_its_subject, 0,
                                       G_N_ELEMENTS (statuses));
                  tcase_add_loop_test (tc, every_reply_code_of_the_guides_has_a_meaning, 0,
                                       G_N_ELEMENTS (guides)))
