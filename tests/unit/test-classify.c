#include "test.h"

#include "base/limits.h"
#include "classify/builder.h"
#include "classify/decide.h"

/* Few rules of our own: what the engine does must not hang on what the built-in ones say. */
static const char rules_text[] = "blocklist zen.spamhaus.org = zen.spamhaus.org|spamhaus zen\n"
                                 "zone blocked using <host>\n"
                                 "delay 60 again in <num> minutes\n"
                                 "\n"
                                 "ip_blocklisted\n"
                                 "  say blocked using\n"
                                 "\n"
                                 "greylisted\n"
                                 "  say greylisted\n"
                                 "\n"
                                 "moved\n"
                                 "  say has moved\n"
                                 "\n"
                                 "mailbox_full\n"
                                 "  say mailbox full\n"
                                 "\n"
                                 "sender_rejected\n"
                                 "  say user unknown\n"
                                 "  command MAIL\n"
                                 "\n"
                                 "user_unknown\n"
                                 "  say user unknown\n"
                                 "  unless sender\n"
                                 "\n"
                                 "expired\n"
                                 "  status 4.4.7\n"
                                 "  reply 5xx\n"
                                 "\n"
                                 "mailer_error\n"
                                 "  say failure\n"
                                 "  dialect qmail\n"
                                 "\n"
                                 "virus\n"
                                 "  say nothing said\n"
                                 "  status -\n"
                                 "  reply -\n"
                                 "\n"
                                 "system_full\n"
                                 "  say ^ no room\n"
                                 "  say disk 452\n"
                                 "\n"
                                 "policy\n"
                                 "  weak\n"
                                 "  say refused\n"
                                 "\n"
                                 "provider acme\n"
                                 "host mx.acme.example acme.example.net\n"
                                 "mark acme mail\n"
                                 "\n"
                                 "mailbox_disabled\n"
                                 "  say code seven\n";

/* Frames: what may be said around a reply. */
static const char frame_rules_text[] = "user_unknown\n"
                                       "  say user unknown\n"
                                       "\n"
                                       "moved\n"
                                       "  say has moved\n"
                                       "\n"
                                       "mailbox_full\n"
                                       "  say full\n"
                                       "\n"
                                       "sender_rejected\n"
                                       "  frame\n"
                                       "  say sender check\n"
                                       "  unless recipient\n"
                                       "\n"
                                       "policy\n"
                                       "  frame\n"
                                       "  say checked it $\n"
                                       "\n"
                                       "virus\n"
                                       "  frame\n"
                                       "  reply 5xx\n"
                                       "  say nothing\n";

#define NOTHING ((RetourSymptoms) { .status = NULL })

static RetourRulesetBuilder *builder;
static const RetourRuleset *rules;
static GStringChunk *pool;

static void
setup (void)
{
  builder = retour_ruleset_builder_new (&retour_builtin_reasons);
  ck_assert (retour_ruleset_builder_add (builder, "r", rules_text, strlen (rules_text), NULL));
  rules = retour_ruleset_builder_end (builder, NULL);
  pool = g_string_chunk_new (256);
}

static void
teardown (void)
{
  retour_ruleset_builder_free (builder);
  g_string_chunk_free (pool);
}

static RetourDiagnosis
classify (RetourSymptoms symptoms, const char *text)
{
  g_autofree char *heap = g_memdup2 (text, strlen (text));
  RetourDiagnosis out;

  symptoms.text = retour_slice (heap, strlen (text));
  retour_classify_with (rules, &symptoms, pool, &out);
  return out;
}

static const struct {
  const char *text;
  RetourSymptoms symptoms;
  const char *reason;
  gboolean hard;
  const char *rule;
} cases[] = {
  { "550 5.1.1 User unknown", { .status = NULL }, "user_unknown", TRUE, "r:21" },
  { "User unknown", { .status = NULL }, "user_unknown", TRUE, "r:21" },
  /* transient by its own codes: soft whatever the words */
  { "450 4.1.1 User unknown", { .status = NULL }, "user_unknown", FALSE, "r:21" },
  { "User unknown", { .status = "4.1.1" }, "user_unknown", FALSE, "r:21" },
  { "User unknown", { .status = "4.0.0" }, "user_unknown", TRUE, "r:21" }, /* a filler */
  { "451 gave up: last answer was \"550 User unknown\"",
    { .status = NULL },
    "user_unknown",
    TRUE,
    "r:21" },
  { "550 gave up: last answer was \"450 User unknown\"",
    { .status = NULL },
    "user_unknown",
    FALSE,
    "r:21" },
  /* the words beat the code */
  { "552 5.2.2 User unknown", { .status = NULL }, "user_unknown", TRUE, "r:21" },
  { "550 5.1.1 Mailbox full", { .status = NULL }, "mailbox_full", FALSE, "r:14" },
  /* the innermost reply first, the whole text when that says nothing */
  { "User unknown, host said: '552 Mailbox full'",
    { .status = NULL },
    "mailbox_full",
    FALSE,
    "r:14" },
  { "5.1.0 - the user 550-'5.1.3 unknown'",
    { .status = NULL },
    "bad_address",
    TRUE,
    "status:5.1.3" }, /* no phrase runs over the border between them */
  { "User unknown, host said: '550 what?'", { .status = NULL }, "user_unknown", TRUE, "r:21" },
  /* conditions */
  { "550 sender: user unknown", { .status = NULL }, "unknown", FALSE, "default" },
  { "550 user unknown", { .command = "MAIL" }, "sender_rejected", FALSE, "r:17" },
  { "550 user unknown", { .command = "RCPT" }, "user_unknown", TRUE, "r:21" },
  { "550 4.4.7 too late", { .status = NULL }, "expired", FALSE, "r:25" },
  { "450 4.4.7 too late", { .status = NULL }, "expired", FALSE, "status:4.4.7" },
  { "delivery failure", { .dialect = "qmail" }, "mailer_error", FALSE, "r:29" },
  { "delivery failure", { .dialect = "exim" }, "unknown", FALSE, "default" },
  { "nothing said", { .status = NULL }, "virus", FALSE, "r:33" },
  { "nothing said", { .status = "5.0.0" }, "unknown", FALSE, "status:5.0.0" },
  /* weak rules come behind a specific status, before a vague one */
  { "550 5.7.1 refused", { .status = NULL }, "policy", FALSE, "r:42" },
  { "550 5.3.4 refused", { .status = NULL }, "message_too_large", FALSE, "status:5.3.4" },
  /* a code is no word, even if a rule names that number */
  { "452 no room", { .status = NULL }, "system_full", FALSE, "r:38" },
  { "550 disk 452", { .status = NULL }, "system_full", FALSE, "r:38" },
  /* codes alone */
  { "550 5.1.1 vous n'existez pas", { .status = NULL }, "user_unknown", TRUE, "status:5.1.1" },
  { "552 5.1.1 trop", { .status = NULL }, "mailbox_full", FALSE, "reply:552" },
  { "552 trop", { .status = NULL }, "mailbox_full", FALSE, "reply:552" },
  { "450 4.0.0 what", { .status = NULL }, "unknown", FALSE, "status:4.0.0" },
  { "550 5.7.1 non", { .status = NULL }, "policy", FALSE, "status:5.7.1" },
  { "551 5.7.1 non", { .status = NULL }, "policy", FALSE, "status:5.7.1" },
  { "", { .status = "5.1.1" }, "user_unknown", TRUE, "status:5.1.1" },
  { "", { .reply = "550" }, "unknown", FALSE, "default" },
  { "", { .reply = "552" }, "mailbox_full", FALSE, "reply:552" },
  { "", { .status = NULL }, "unknown", FALSE, "default" },
  /* a vague code calls nothing dead, nor does a status that only restates it */
  { "550 non", { .status = NULL }, "unknown", FALSE, "default" },
  { "550 non", { .status = "5.1.1" }, "unknown", FALSE, "default" },
  { "non", { .status = "5.1.1" }, "user_unknown", TRUE, "status:5.1.1" },
  /* providers */
  { "550 code seven", { .status = NULL }, "unknown", FALSE, "default" },
  { "550 code seven", { .remote_host = "a.mx.acme.example" }, "mailbox_disabled", TRUE, "r:50" },
  { "550 code seven", { .remote_host = "notmx.acme.exampl" }, "unknown", FALSE, "default" },
  { "550 code seven, Acme Mail", { .status = NULL }, "mailbox_disabled", TRUE, "r:50" },
  { "host in.acme.example.net said: 550 code seven",
    { .status = NULL },
    "mailbox_disabled",
    TRUE,
    "r:50" },
  /* the name of a page calls nothing dead, and does not hide the words that do */
  { "550 see https://example.com/user-unknown", { .status = NULL }, "unknown", FALSE, "default" },
  { "550 see www.example.com/user-unknown", { .status = NULL }, "unknown", FALSE, "default" },
  { "550 see example.com/a/b?user-unknown", { .status = NULL }, "unknown", FALSE, "default" },
  { "550 a/user-unknown", { .status = NULL }, "user_unknown", TRUE, "r:21" },
  { "550 see example.com/ user unknown", { .status = NULL }, "user_unknown", TRUE, "r:21" },
  { "550 192.0.2.1/user-unknown", { .status = NULL }, "user_unknown", TRUE, "r:21" },
  { "/user unknown", { .status = NULL }, "user_unknown", TRUE, "r:21" },
  { "550 <https://example.com/>user unknown", { .status = NULL }, "user_unknown", TRUE, "r:21" },
  { "550 see https://example.com/mailbox-full", { .status = NULL }, "mailbox_full", FALSE, "r:14" },
  { "550 user unknown https://example.com/greylisted",
    { .status = NULL },
    "user_unknown",
    TRUE,
    "r:21" },
  { "550 greylisted https://example.com/user-unknown",
    { .status = NULL },
    "greylisted",
    FALSE,
    "r:8" },
  { "550 https://example.com/code-seven",
    { .remote_host = "a.mx.acme.example" },
    "mailbox_disabled",
    TRUE,
    "r:50" },
};

START_TEST (finds_the_reason)
{
  RetourDiagnosis got = classify (cases[_i].symptoms, cases[_i].text);

  ck_assert_str_eq (retour_reason_get_id (got.reason), cases[_i].reason);
  ck_assert_int_eq (got.hard, cases[_i].hard);
  ck_assert_str_eq (got.rule, cases[_i].rule);
}
END_TEST

static const struct {
  const char *text;
  RetourSymptoms symptoms;
  const char *status, *reply, *permanent;
  gboolean conflict;
} codes[] = {
  { "550 5.1.1 x", { .status = "5.0.0", .reply = "554" }, "5.1.1", "550", "true", FALSE },
  { "x", { .status = "5.0.0", .reply = "554" }, "5.0.0", "554", "true", FALSE },
  { "550 x", { .status = "5.0.0" }, "5.0.0", "550", "true", FALSE },
  { "450 x", { .status = "5.0.0" }, "5.0.0", "450", "false", TRUE },
  { "550 4.2.2 x", { .status = NULL }, "4.2.2", "550", "true", TRUE },
  { "x", { .status = NULL }, NULL, NULL, NULL, FALSE },
  { "5.1.0 - error 550-'5.1.1 x'", { .status = "5.1.0" }, "5.1.1", "550", "true", FALSE },
};

START_TEST (codes_of_the_text_beat_those_of_the_reporter)
{
  RetourDiagnosis got = classify (codes[_i].symptoms, codes[_i].text);

  ck_assert_pstr_eq (got.status, codes[_i].status);
  ck_assert_pstr_eq (got.reply, codes[_i].reply);
  ck_assert_pstr_eq (got.permanent, codes[_i].permanent);
  ck_assert_int_eq (got.conflict, codes[_i].conflict);
}
END_TEST

static const struct {
  const char *text;
  const char *blocklist, *delay, *address, *evidence;
} details[] = {
  { "554 blocked using zen.spamhaus.org", "zen.spamhaus.org", NULL, NULL, "blocked using" },
  { "554 blocked using  a.b.example", "a.b.example", NULL, NULL, "blocked using" },
  { "554 blocked using spamhaus\r\n zen", "zen.spamhaus.org", NULL, NULL, "blocked using" },
  { "554 blocked using magic", NULL, NULL, NULL, "blocked using" },
  { "550 user unknown, see zen.spamhaus.org", NULL, NULL, NULL, "user unknown" },
  { "451 greylisted, again in 5 minutes", NULL, "300", NULL, "greylisted" },
  { "451 greylisted, again in 99999999999999 minutes", NULL, "599999940", NULL, "greylisted" },
  { "451 greylisted", NULL, NULL, NULL, "greylisted" },
  { "551 <old@example.com> has moved to <new@example.com>", NULL, NULL, "new@example.com",
    "has moved" },
  { "551 has moved, <old@example.com>", NULL, NULL, NULL, "has moved" },
  { "551 has moved", NULL, NULL, NULL, "has moved" },
  /* whole characters of the text, where letters of other lengths were guessed */
  { "550 n\357\277\275thing, mailbox ful\357\277\275\357\277\275", NULL, NULL, NULL,
    "mailbox ful\357\277\275\357\277\275" },
};

START_TEST (picks_up_what_else_the_words_say)
{
  RetourDiagnosis got =
      classify ((RetourSymptoms) { .recipient = "old@example.com" }, details[_i].text);

  ck_assert_pstr_eq (got.blocklist, details[_i].blocklist);
  ck_assert_pstr_eq (got.retry_after, details[_i].delay);
  ck_assert_pstr_eq (got.new_address, details[_i].address);
  ck_assert_pstr_eq (got.evidence, details[_i].evidence);
}
END_TEST

START_TEST (names_the_provider_by_host_before_mark)
{
  ck_assert_pstr_eq (classify ((RetourSymptoms) { .remote_host = "mx.acme.example" }, "x").provider,
                     "acme");
  ck_assert_pstr_eq (classify (NOTHING, "acme mail says no").provider, "acme");
  ck_assert_pstr_eq (classify (NOTHING, "x").provider, NULL);
}
END_TEST

/* What the built-in rules are for, in a few words each that no rules file has. */
static const struct {
  const char *text;
  const char *reason;
} built_in[] = {
  { "550 5.1.1 <a@example.com>: there is no such person at this address", "user_unknown" },
  { "552 your friend's mailbox has run over its storage limit", "mailbox_full" },
  { "554 5.7.1 the host [192.0.2.1] is on the Spamhaus ZEN list", "ip_blocklisted" },
  { "550 5.1.8 we cannot resolve the domain of your envelope sender", "sender_rejected" },
  { "451 4.7.1 greylisting in action, come back in 3 minutes", "greylisted" },
  { "", "unknown" },
};

START_TEST (built_in_rules_are_there)
{
  RetourSymptoms symptoms = { .text = retour_slice_of (built_in[_i].text) };
  RetourDiagnosis got;

  retour_classify (&symptoms, pool, &got);
  ck_assert_str_eq (retour_reason_get_id (got.reason), built_in[_i].reason);
}
END_TEST

static const char *const hostile[] = {
  "user ",        "550 ", "550-5.1.1 '", "a@", "not not exist ", "mailbox full ",
  "\xe2\x80\x99", "漢",   "1.1.1.1.",    ". ", "in 5 minutes ",
};

START_TEST (hostile_text_is_read_to_the_cap_and_no_further)
{
  g_autoptr (GString) text = g_string_new (NULL);
  RetourSymptoms symptoms = { .status = NULL };
  RetourDiagnosis got;

  while (text->len < 1024 * 1024)
    g_string_append (text, hostile[_i]);
  symptoms.text = retour_slice (text->str, text->len);
  retour_classify (&symptoms, pool, &got);
  ck_assert_ptr_nonnull (got.reason);
}
END_TEST

START_TEST (words_behind_the_cap_do_not_count)
{
  g_autofree char *blanks = g_strnfill (RETOUR_LIMIT_DIAGNOSTIC - strlen ("user unknown"), ' ');
  g_autofree char *at = g_strconcat (blanks, "user unknown", NULL);
  g_autofree char *past = g_strconcat (blanks, " user unknown", NULL);

  ck_assert_str_eq (retour_reason_get_id (classify (NOTHING, at).reason), "user_unknown");
  ck_assert_str_eq (retour_reason_get_id (classify (NOTHING, past).reason), "unknown");
}
END_TEST

START_TEST (every_way_to_decide_has_a_name)
{
  for (guint i = 0; i < RETOUR_DECIDED_BY_N; i++)
    ck_assert_str_ne (retour_decided_by_name ((RetourDecidedBy) i), "");
}
END_TEST

/* clang-format off */
static const struct {
  const char *text;
  const char *reason, *rule, *evidence;
} frames[] = {
  { "550 sender check: 550 user unknown", "sender_rejected", "f:10", "sender check" },
  { "550 Sender Check, host said: 550 5.1.1 user unknown", "sender_rejected", "f:10",
    "Sender Check" },
  /* a status calls an address dead as well */
  { "550 sender check: 550 5.1.1 what", "sender_rejected", "f:10", "sender check" },
  { "550 sender check: 550 moved, has moved to <b@example.com>", "sender_rejected", "f:10",
    "sender check" },
  /* soft reasons stay, and so does what stands in no frame */
  { "550 sender check: 550 full", "mailbox_full", "f:7", "full" },
  { "550 sender check, user unknown", "user_unknown", "f:1", "user unknown" },
  { "550 host said: 550 sender check, user unknown", "user_unknown", "f:1", "user unknown" },
  { "550 sender: 550 check: user unknown", "user_unknown", "f:1", "user unknown" },
  { "550 sender check", "unknown", "default", NULL },
  /* guards look at the frame, and so does its end */
  { "550 recipient, no sender check: 550 user unknown", "user_unknown", "f:1", "user unknown" },
  { "550 sender check: 550 recipient user unknown", "sender_rejected", "f:10", "sender check" },
  { "550 we checked it: 550 user unknown", "policy", "f:15", "checked it" },
  { "550 we checked it here: 550 user unknown", "user_unknown", "f:1", "user unknown" },
  /* the innermost of many */
  { "550 sender check: 550 host said: 550 user unknown", "sender_rejected", "f:10",
    "sender check" },
  { "550 nothing: 550 user unknown", "virus", "f:19", "nothing" },
};

START_TEST (words_around_a_dead_address_may_say_that_it_is_another_one)
{
  RetourRulesetBuilder *mine = retour_ruleset_builder_new (&retour_builtin_reasons);
  const RetourRuleset *outer = rules;
  RetourDiagnosis got;

  ck_assert (
      retour_ruleset_builder_add (mine, "f", frame_rules_text, strlen (frame_rules_text), NULL));
  rules = retour_ruleset_builder_end (mine, NULL);
  got = classify (NOTHING, frames[_i].text);
  ck_assert_str_eq (retour_reason_get_id (got.reason), frames[_i].reason);
  ck_assert_str_eq (got.rule, frames[_i].rule);
  ck_assert_pstr_eq (got.evidence, frames[_i].evidence);
  ck_assert_ptr_null (got.new_address);
  ck_assert_int_eq (got.hard, retour_reason_is_hard (got.reason));
  rules = outer;
  retour_ruleset_builder_free (mine);
}
END_TEST

RETOUR_TEST_MAIN ("classify",
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_loop_test (tc, finds_the_reason, 0, G_N_ELEMENTS (cases));
  tcase_add_loop_test (tc, codes_of_the_text_beat_those_of_the_reporter, 0, G_N_ELEMENTS (codes));
  tcase_add_loop_test (tc, picks_up_what_else_the_words_say, 0, G_N_ELEMENTS (details));
  tcase_add_loop_test (tc, words_around_a_dead_address_may_say_that_it_is_another_one, 0,
                       G_N_ELEMENTS (frames));
  tcase_add_test (tc, names_the_provider_by_host_before_mark);
  tcase_add_loop_test (tc, built_in_rules_are_there, 0, G_N_ELEMENTS (built_in));
  tcase_add_loop_test (tc, hostile_text_is_read_to_the_cap_and_no_further, 0, G_N_ELEMENTS (hostile));
  tcase_add_test (tc, words_behind_the_cap_do_not_count);
  tcase_add_test (tc, every_way_to_decide_has_a_name))
/* clang-format on */
