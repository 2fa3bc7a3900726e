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

/* Codes alone: there is a reason only where a single code gives one. */
static const struct {
  const char *text;
  const char *reason, *reply, *status, *permanent;
  const char *meaning, *advice; /* the beginning */
} codes[] = {
  { "1xx", NULL, "1xx", NULL, NULL, "accepted, but not done", "Nothing: mail servers" },
  { "2XX", NULL, "2xx", NULL, NULL, "success", "Nothing: it worked" },
  { "3xx", NULL, "3xx", NULL, NULL, "so far so good", "Nothing: the sender goes on" },
  { "4xx", NULL, "4xx", NULL, "false", "a failure for now", "Nothing at first" },
  { " 5xx\n", NULL, "5xx", NULL, "true", "a failure for good", "Read the words" },
  { "4XX: user unknown", NULL, "4xx", NULL, "false", "a failure for now", "Nothing at first" },
  { "5.x.x - negative", NULL, NULL, "5.x.x", "true", "a failure for good", "Read the words" },
  { "x0x", NULL, "x0x", NULL, NULL, "about syntax", NULL },
  { "X5X", NULL, "x5x", NULL, NULL, "about the mail system", NULL },
  { "x50", NULL, "x50", NULL, NULL, "about the mail system", NULL },
  { "55x", NULL, "55x", NULL, "true", "a failure for good", "Read the words" },
  { "2.x.x", NULL, NULL, "2.x.x", NULL, "success", "Nothing: it worked" },
  { "5.X.X", NULL, NULL, "5.x.x", "true", "a failure for good", "Read the words" },
  { "4.7.x", NULL, NULL, "4.7.x", "false", "refused for reasons", "Nothing at first" },
  { "x.1.1", "user_unknown", NULL, "x.1.1", NULL, "the mailbox does not", "Take the address off" },
  { "4.1.1", "user_unknown", NULL, "4.1.1", "false", "the mailbox does not", "Nothing at first" },
  { "2.1.5", NULL, NULL, "2.1.5", NULL, "the recipient's address is valid", "Nothing: it worked" },
  { "211", NULL, "211", NULL, NULL, "system status", "Nothing: it worked" },
  { "250 2.0.0 Ok: queued as 4F2", NULL, "250", "2.0.0", NULL, "the command was", "Nothing: it" },
  { "252 Cannot VRFY user", NULL, "252", NULL, NULL, "the recipient cannot be verified",
    "Nothing" },
  { "354 End data with <CR><LF>", NULL, "354", NULL, NULL, "the server waits",
    "Nothing: the sender" },
  { "250 ok, but 550 5.1.1 User unknown", "user_unknown", "550", "5.1.1", "true", "no such",
    "Take" },
  { "550", "unknown", "550", NULL, "true", "the mailbox is not available", "Read the words" },
  { "571", "policy", "571", NULL, "true", "the message was refused", "Read the words" },
  { "599", "unknown", "599", NULL, "true", "a failure for good", "Read the words" },
  { "5.9.99", "unknown", NULL, "5.9.99", "true", "it failed; why", "Read the words" },
  { "xxx", "unknown", NULL, NULL, NULL, "it failed; why", "Read the words of" },
  { "6xx", "unknown", NULL, NULL, NULL, "it failed; why", "Read the words of" },
  { "5.x.x.x", "unknown", NULL, NULL, NULL, "it failed; why", "Read the words of" },
};

static void
check_start (const char *text, const char *got, const char *want)
{
  ck_assert_msg (want == NULL ? got == NULL : got != NULL && g_str_has_prefix (got, want), "%s: %s",
                 text, got);
}

START_TEST (explains_a_code_or_a_class_of_codes)
{
  gsize len = strlen (codes[_i].text);
  g_autofree char *heap = g_memdup2 (codes[_i].text, len);
  g_autoptr (RetourExplanation) got = retour_explanation_new (heap, len);
  const RetourReason *reason = retour_explanation_get_reason (got);

  ck_assert_pstr_eq (reason != NULL ? retour_reason_get_id (reason) : NULL, codes[_i].reason);
  ck_assert_int_eq (retour_explanation_get_class (got) == NULL, reason == NULL);
  ck_assert_int_eq (retour_explanation_get_action (got) == NULL, reason == NULL);
  ck_assert_pstr_eq (retour_explanation_get_reply_code (got), codes[_i].reply);
  ck_assert_pstr_eq (retour_explanation_get_status (got), codes[_i].status);
  ck_assert_pstr_eq (retour_explanation_get_permanent (got), codes[_i].permanent);
  check_start (codes[_i].text, retour_explanation_get_meaning (got), codes[_i].meaning);
  check_start (codes[_i].text, retour_explanation_get_advice (got), codes[_i].advice);
}
END_TEST

/* IANA's registry of enhanced status codes: the last detail of each subject. */
static const struct {
  guint subject, last;
} registry[] = {
  { 0, 0 }, { 1, 10 }, { 2, 4 }, { 3, 6 }, { 4, 7 }, { 5, 6 }, { 6, 10 }, { 7, 30 }
};

START_TEST (every_registered_status_is_explained)
{
  for (guint detail = 0; detail <= registry[_i].last; detail++) {
    g_autofree char *code = g_strdup_printf ("5.%u.%u", registry[_i].subject, detail);
    g_autofree char *any = g_strdup_printf ("x.%u.x", registry[_i].subject);
    const char *meaning = retour_explain_value (RETOUR_FIELD_STATUS, code);

    ck_assert_msg (meaning != NULL, "%s", code);
    ck_assert_msg (detail == 0 ||
                       g_strcmp0 (meaning, retour_explain_value (RETOUR_FIELD_STATUS, any)) != 0,
                   "%s", code);
  }
}
END_TEST

static const char *const replies[] = {
  "211", "214", "220", "221", "235", "250", "251", "252", "253", "334", "354", "421", "432", "450",
  "451", "452", "453", "454", "455", "458", "459", "500", "501", "502", "503", "504", "521", "522",
  "524", "525", "530", "534", "535", "538", "541", "550", "551", "552", "553", "554", "555", "556",
  "571", "1xx", "2xx", "3xx", "4xx", "5xx", "x0x", "x1x", "x2x", "x3x", "x4x", "x5x",
};

START_TEST (every_reply_code_is_explained)
{
  ck_assert_msg (retour_explain_value (RETOUR_FIELD_REPLY_CODE, replies[_i]) != NULL, "%s",
                 replies[_i]);
}
END_TEST

START_TEST (every_word_of_the_vocabulary_is_explained)
{
  const RetourReason *reason;

  for (guint i = 0; (reason = retour_reason_get_nth (i)) != NULL; i++) {
    const char *id = retour_reason_get_id (reason);

    ck_assert_ptr_nonnull (retour_explain_value (RETOUR_FIELD_REASON, id));
    ck_assert_ptr_nonnull (
        retour_explain_value (RETOUR_FIELD_BLAME, retour_reason_get_blame (reason)));
    ck_assert_ptr_nonnull (
        retour_explain_value (RETOUR_FIELD_ACTION, retour_reason_get_action (reason)));
    ck_assert_msg (retour_reason_get_advice (reason) != NULL, "%s", id);
  }
  ck_assert_ptr_null (retour_explain_value (RETOUR_FIELD_REASON, "no such thing"));
  ck_assert_ptr_null (retour_explain_value (RETOUR_FIELD_ACTION, "user_unknown"));
}
END_TEST

START_TEST (facts_beside_the_reason_are_told)
{
  static const char text[] = "450 4.7.1 Greylisted, please try again in 5 minutes";
  static const char listed[] = "554 5.7.1 [192.0.2.1] is blocked using zen.spamhaus.org";
  g_autoptr (RetourExplanation) later = retour_explanation_new (text, strlen (text));
  g_autoptr (RetourExplanation) list = retour_explanation_new (listed, strlen (listed));

  ck_assert_pstr_eq (retour_explanation_get_retry_after (later), "300");
  ck_assert_ptr_null (retour_explanation_get_blocklist (later));
  ck_assert_pstr_eq (retour_explanation_get_blocklist (list), "zen.spamhaus.org");
  ck_assert_ptr_null (retour_explanation_get_new_address (list));
}
END_TEST

static const struct {
  const char *text;
  const char *seconds;
} delays[] = {
  { "451 4.7.1 Bitte versuchen Sie es in 5 Minuten erneut", "300" },
  { "451 versuchen Sie es frühestens nach 300 Sekunden wieder", "300" },
  { "450 versuchen Sie es in 2 Stunden wieder", "7200" },
  { "450 bitte erneut in 2 Stunden", "7200" },
  { "450 Réessayez dans 10 minutes", "600" },
  { "450 intente de nuevo en 10 minutos", "600" },
  { "450 tente novamente em 10 minutos", "600" },
  { "450 riprovare tra 10 minuti", "600" },
  { "450 probeer het over 10 minuten opnieuw", "600" },
  { "450 försök igen om 10 minuter", "600" },
  { "450 prøv igjen om 10 minutter", "600" },
  { "450 spróbuj ponownie za 10 minut", "600" },
  { "450 opakujte za 10 minut", "600" },
  { "450 повторите попытку через 10 минут", "600" },
  { "450 спробуйте через 10 хвилин", "600" },
  { "450 10分後に再試行してください", "600" },
  { "450 请10分钟后再试", "600" },
  { "450 60秒后重试", "60" },
  { "450 10분 후에 다시 시도하십시오", "600" },
  { "450 lütfen 10 dakika sonra tekrar deneyin", "600" },
  { "450 próbálja újra 10 perc múlva", "600" },
  { "450 incercati din nou peste 10 minute", "600" },
  { "450 δοκιμαστε ξανα σε 10 λεπτά", "600" },
  { "450 yritä uudelleen 10 minuutin kuluttua", "600" },
  { "450 could not be delivered after 4 hours", NULL },
  { "450 please try again in 1 hour", "3600" },
  { "450 come back in 1 day", "86400" },
  { "450 4.2.0 Greylisted for 5 minutes", "300" },
  { "450 retry timeout: try again 60 seconds later", "60" },
};

START_TEST (when_to_try_again_is_told_in_any_language)
{
  const char *text = delays[_i].text;
  g_autoptr (RetourExplanation) got = retour_explanation_new (text, strlen (text));

  ck_assert_pstr_eq (retour_explanation_get_retry_after (got), delays[_i].seconds);
}
END_TEST

START_TEST (a_blocklist_has_a_kind)
{
  ck_assert_pstr_eq (retour_explain_blocklist_kind ("zen.spamhaus.org"), "ip");
  ck_assert_pstr_eq (retour_explain_blocklist_kind ("dbl.spamhaus.org"), "domain");
  ck_assert_pstr_eq (retour_explain_blocklist_kind ("surbl.org"), "uri");
  ck_assert_ptr_null (retour_explain_blocklist_kind ("list.example.com"));
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
  tcase_add_loop_test (tc, explains_a_code_or_a_class_of_codes, 0, G_N_ELEMENTS (codes));
  tcase_add_loop_test (tc, every_registered_status_is_explained, 0, G_N_ELEMENTS (registry));
  tcase_add_loop_test (tc, every_reply_code_is_explained, 0, G_N_ELEMENTS (replies));
  tcase_add_test (tc, every_word_of_the_vocabulary_is_explained);
  tcase_add_test (tc, facts_beside_the_reason_are_told);
  tcase_add_loop_test (tc, when_to_try_again_is_told_in_any_language, 0, G_N_ELEMENTS (delays));
  tcase_add_test (tc, a_blocklist_has_a_kind);
  tcase_add_test (tc, says_which_rule_and_which_words);
  tcase_add_test (tc, explanation_outlives_its_text))
/* clang-format on */
