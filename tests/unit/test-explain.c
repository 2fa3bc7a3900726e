#include "test.h"

#include <retour/retour.h>

static const struct {
  const char *text;
  const char *reason, *class, *status, *reply, *decided_by;
} cases[] = {
  { "550 5.1.1 <a@example.com>: user unknown", "user_unknown", "hard", "5.1.1", "550", "rule" },
  { "450 4.2.2 mailbox full", "mailbox_full", "soft", "4.2.2", "450", "rule" },
  { "450 user unknown", "user_unknown", "soft", NULL, "450", "rule" },
  { "5.1.1", "user_unknown", "hard", "5.1.1", NULL, "status" },
  { "552", "mailbox_full", "soft", NULL, "552", "reply" },
  { "550", "unknown", "soft", NULL, "550", "default" },
  { "what?", "unknown", "soft", NULL, NULL, "default" },
  { "", "unknown", "soft", NULL, NULL, "default" },
};

START_TEST (explains_a_reply)
{
  gsize len = strlen (cases[_i].text);
  g_autofree char *heap = g_memdup2 (cases[_i].text, len);
  g_autoptr (RetourExplanation) got = retour_explanation_new (heap, len);

  ck_assert_str_eq (retour_reason_get_id (retour_explanation_get_reason (got)), cases[_i].reason);
  ck_assert_str_eq (retour_explanation_get_class (got), cases[_i].class);
  ck_assert_pstr_eq (retour_explanation_get_status (got), cases[_i].status);
  ck_assert_pstr_eq (retour_explanation_get_reply_code (got), cases[_i].reply);
  ck_assert_str_eq (retour_explanation_get_decided_by (got), cases[_i].decided_by);
}
END_TEST

START_TEST (says_which_rule_and_which_words)
{
  const char text[] = "550 5.1.1 gone: user\n unknown";
  g_autoptr (RetourExplanation) got = retour_explanation_new (text, strlen (text));

  ck_assert_ptr_nonnull (strstr (retour_explanation_get_rule (got), ".rules:"));
  ck_assert_str_eq (retour_explanation_get_evidence (got), "user unknown");
  ck_assert_ptr_null (retour_explanation_get_provider (got));
}
END_TEST

START_TEST (explanation_outlives_its_text)
{
  g_autofree char *text = g_strdup ("550 5.1.1 user unknown");
  g_autoptr (RetourExplanation) got = retour_explanation_new (text, strlen (text));

  memset (text, 'x', strlen (text));
  ck_assert_str_eq (retour_explanation_get_status (got), "5.1.1");
  ck_assert_str_eq (retour_explanation_get_evidence (got), "user unknown");
}
END_TEST

/* Bytes that are no UTF-8, or half of a character, in what is quoted. */
static const char *const broken[] = {
  "550 5.1.6 user has moved to new\xe4@example.com",
  "550 5.1.6 user has moved to \x80@example.com\xc3",
  "550 user\xff unknown",
  "550 blocked using \xc3.example.com\xc3",
  "\xf0\x9f\x98",
};

static void
assert_valid (const RetourExplanation *e)
{
  const char *const strings[] = {
    retour_explanation_get_class (e),      retour_explanation_get_status (e),
    retour_explanation_get_reply_code (e), retour_explanation_get_rule (e),
    retour_explanation_get_evidence (e),   retour_explanation_get_decided_by (e),
    retour_explanation_get_provider (e),
  };

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    ck_assert_msg (strings[i] == NULL || g_utf8_validate (strings[i], -1, NULL), "%u", i);
}

START_TEST (whatever_the_bytes_its_strings_are_utf8)
{
  gsize len = strlen (broken[_i]);
  g_autofree char *heap = g_memdup2 (broken[_i], len);
  g_autoptr (RetourExplanation) got = retour_explanation_new (heap, len);

  ck_assert_ptr_nonnull (retour_explanation_get_decided_by (got));
  assert_valid (got);
}
END_TEST

/* clang-format off */
RETOUR_TEST_MAIN ("explain",
  tcase_add_loop_test (tc, explains_a_reply, 0, G_N_ELEMENTS (cases));
  tcase_add_loop_test (tc, whatever_the_bytes_its_strings_are_utf8, 0, G_N_ELEMENTS (broken));
  tcase_add_test (tc, says_which_rule_and_which_words);
  tcase_add_test (tc, explanation_outlives_its_text))
/* clang-format on */
