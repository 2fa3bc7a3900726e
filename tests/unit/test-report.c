#include <retour/retour.h>

#include "test.h"

#include "base/limits.h"
#include "base/oddity.h"
#include "report/event.h"

#include <sys/resource.h>
#include <time.h>

/* The report on a heap copy of the mail, without its final NUL, which is gone before the report is
 * looked at. */
static RetourReport *
read_mail_len (const char *mail, gsize len)
{
  g_autofree char *copy = g_memdup2 (mail, len);

  return retour_report_new (copy, len, "box", 7);
}

static RetourReport *
read_mail (const char *mail)
{
  return read_mail_len (mail, strlen (mail));
}

#define HEAD                                                                                       \
  "From: MAILER-DAEMON@mx.example.net\nTo: sender@example.org\nSubject: Undelivered mail\n"        \
  "Date: Sat, 21 Nov 2026 23:02:11 +0100\nMessage-ID: <report@mx.example.net>\nMIME-Version: "     \
  "1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nSorry, " \
  "it failed.\nFrom here on: machines.\n--b\nContent-Type: message/delivery-status\n\n"            \
  "Reporting-MTA: dns; mx.example.net\nOriginal-Envelope-Id: envelope\n\n"
#define RCPT(a)                                                                                    \
  "Final-Recipient: rfc822; " a "\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 "     \
  "5.1.1 User unknown\n\n"
#define TAIL                                                                                       \
  "--b\nContent-Type: message/rfc822\n\nReturn-Path: <bounces@example.org>\nMessage-ID: "          \
  "<mail@example.org>\nSubject: =?utf-8?Q?gr=C3=BC=C3=9Fe?=\nFrom: Sender <sender@example.org>\n"  \
  "To: gone@example.com\nDate: Sat, 21 Nov 2026 22:00:00 +0000\nList-Id: News "                    \
  "<news.example.org>\n\nFrom me to you.\n--b--\n"
#define FULL                                                                                       \
  HEAD "Original-Recipient: rfc822; alias@example.com\nFinal-Recipient: rfc822; "                  \
       "Gone@Example.COM\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.example.com\n"        \
       "Diagnostic-Code: smtp; 550 5.1.1 <gone@example.com>: Recipient address rejected: User "    \
       "unknown (in reply to RCPT TO command)\nLast-Attempt-Date: Sat, 21 Nov 2026 22:01:00 "      \
       "+0000\n\n" TAIL

static const struct {
  RetourField field;
  const char *want;
} fields[] = {
  { RETOUR_FIELD_SCHEMA, "retour/1" },
  { RETOUR_FIELD_ORIGIN, "box" },
  { RETOUR_FIELD_MESSAGE, "7" },
  { RETOUR_FIELD_KIND, "bounce" },
  { RETOUR_FIELD_RECIPIENT, "Gone@example.com" },
  { RETOUR_FIELD_ORIGINAL_RECIPIENT, "alias@example.com" },
  { RETOUR_FIELD_CLASS, "hard" },
  { RETOUR_FIELD_PERMANENT, "true" },
  { RETOUR_FIELD_REASON, "user_unknown" },
  { RETOUR_FIELD_BLAME, "address" },
  { RETOUR_FIELD_ACTION, "suppress" },
  { RETOUR_FIELD_STATUS, "5.1.1" },
  { RETOUR_FIELD_REPLY_CODE, "550" },
  { RETOUR_FIELD_DIAGNOSTIC_TYPE, "smtp" },
  { RETOUR_FIELD_COMMAND, "RCPT" },
  { RETOUR_FIELD_DSN_ACTION, "failed" },
  { RETOUR_FIELD_REPORTING_MTA, "mx.example.net" },
  { RETOUR_FIELD_REMOTE_MTA, "mx.example.com" },
  { RETOUR_FIELD_DIALECT, "rfc3464" },
  { RETOUR_FIELD_FEEDBACK_TYPE, NULL },
  { RETOUR_FIELD_RETRY_AFTER, NULL },
  { RETOUR_FIELD_WILL_RETRY_UNTIL, NULL },
  { RETOUR_FIELD_BLOCKLIST, NULL },
  { RETOUR_FIELD_NEW_ADDRESS, NULL },
  { RETOUR_FIELD_DATE, "2026-11-21T22:02:11Z" },
  { RETOUR_FIELD_LAST_ATTEMPT, "2026-11-21T22:01:00Z" },
  { RETOUR_FIELD_RETURNED_MESSAGE_ID, "<mail@example.org>" },
  { RETOUR_FIELD_RETURNED_SUBJECT, "grüße" },
  { RETOUR_FIELD_RETURNED_FROM, "Sender <sender@example.org>" },
  { RETOUR_FIELD_RETURNED_TO, "gone@example.com" },
  { RETOUR_FIELD_RETURNED_DATE, "2026-11-21T22:00:00Z" },
  { RETOUR_FIELD_RETURNED_LIST_ID, "News <news.example.org>" },
  { RETOUR_FIELD_RETURNED_ENVELOPE_ID, "envelope" },
  { RETOUR_FIELD_RETURNED_RETURN_PATH, "<bounces@example.org>" },
  { RETOUR_FIELD_ODDITIES, NULL },
};

START_TEST (a_record_says_what_the_mail_says)
{
  g_autoptr (RetourReport) report = read_mail (FULL);

  ck_assert_uint_eq (retour_report_get_n_records (report), 1);
  ck_assert_pstr_eq (retour_report_get (report, 0, fields[_i].field), fields[_i].want);
}
END_TEST

START_TEST (the_reason_is_a_row_of_the_vocabulary)
{
  g_autoptr (RetourReport) bounce = read_mail (FULL);
  g_autoptr (RetourReport) ordinary = read_mail ("From: Ann <a@example.com>\n\nHi.\n");

  ck_assert_ptr_eq (retour_report_get_reason (bounce, 0), retour_reason_lookup ("user_unknown"));
  ck_assert_ptr_null (retour_report_get_reason (ordinary, 0));
}
END_TEST

/* What is always there, what only some kinds have, and nothing made up. */
static const struct {
  const char *mail, *kind, *recipient, *class, *dsn_action;
} kinds[] = {
  { FULL, "bounce", "Gone@example.com", "hard", "failed" },
  { HEAD "Final-Recipient: rfc822; a@example.com\nAction: delayed\nStatus: 4.4.1\n\n--b--\n",
    "delayed", "a@example.com", "soft", "delayed" },
  /* a delay never counts against an address, whatever it says */
  { HEAD "Final-Recipient: rfc822; a@example.com\nAction: delayed\nStatus: 5.1.1\n"
         "Diagnostic-Code: smtp; 550 User unknown\n\n--b--\n",
    "delayed", "a@example.com", "soft", "delayed" },
  { HEAD "Final-Recipient: rfc822; a@example.com\nAction: delivered\nStatus: 2.0.0\n\n--b--\n",
    "delivered", "a@example.com", NULL, "delivered" },
  { HEAD "Final-Recipient: rfc822; a@example.com\nAction: relayed\nStatus: 2.0.0\n\n--b--\n",
    "relayed", "a@example.com", NULL, "relayed" },
  { HEAD "Final-Recipient: rfc822; a@example.com\nAction: expanded\nStatus: 2.0.0\n\n--b--\n",
    "expanded", "a@example.com", NULL, "expanded" },
  { "From: Ann <a@example.com>\nTo: b@example.org\nSubject: lunch\n\nHi.\n", "notbounce", NULL,
    NULL, NULL },
  { "From: Ann <a@example.com>\nAuto-Submitted: auto-replied\nSubject: away\n\nI am away.\n",
    "autoreply", "a@example.com", NULL, NULL },
  { "", "notbounce", NULL, NULL, NULL },
};

START_TEST (each_kind_has_its_fields)
{
  g_autoptr (RetourReport) report = read_mail (kinds[_i].mail);

  ck_assert_uint_eq (retour_report_get_n_records (report), 1);
  ck_assert_str_eq (retour_report_get (report, 0, RETOUR_FIELD_KIND), kinds[_i].kind);
  ck_assert_pstr_eq (retour_report_get (report, 0, RETOUR_FIELD_RECIPIENT), kinds[_i].recipient);
  ck_assert_pstr_eq (retour_report_get (report, 0, RETOUR_FIELD_CLASS), kinds[_i].class);
  ck_assert_pstr_eq (retour_report_get (report, 0, RETOUR_FIELD_DSN_ACTION), kinds[_i].dsn_action);
  ck_assert_int_eq (retour_report_get (report, 0, RETOUR_FIELD_REASON) != NULL,
                    kinds[_i].class != NULL);
  ck_assert_uint_eq (strlen (retour_report_get (report, 0, RETOUR_FIELD_EVENT)), 32);
}
END_TEST

START_TEST (an_origin_may_be_unknown_or_no_text)
{
  g_autoptr (RetourReport) unknown = retour_report_new ("", 0, NULL, 1);
  g_autoptr (RetourReport) latin = retour_report_new ("", 0, "gr\xfc\xdf", G_MAXUINT64);

  ck_assert_ptr_null (retour_report_get (unknown, 0, RETOUR_FIELD_ORIGIN));
  ck_assert (g_utf8_validate (retour_report_get (latin, 0, RETOUR_FIELD_ORIGIN), -1, NULL));
  ck_assert_str_eq (retour_report_get (latin, 0, RETOUR_FIELD_MESSAGE), "18446744073709551615");
}
END_TEST

/* @text with every @from turned into @to. */
static char *
replace (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) pieces = g_strsplit (text, from, 0);

  return g_strjoinv (to, pieces);
}

static const struct {
  const char *from, *to;
  gboolean same;
} copies[] = {
  { "\n", "\r\n", TRUE },
  { "\n", "\r", TRUE },
  { "\nFrom ", "\n>From ", TRUE }, /* quoted in an mbox */
  { "From: MAILER-DAEMON", "Received: from a by b\nX-Mine: 1\nFrom: MAILER-DAEMON", TRUE },
  { "gone@example.com>: Recipient", "gone@example.com>:\n\tRecipient", TRUE }, /* folded */
  { "Gone@Example.COM", "other@example.com", FALSE },
  { "alias@example.com", "other@example.com", FALSE },
  { "<report@mx.example.net>", "<report2@mx.example.net>", FALSE },
  { "23:02:11", "23:02:12", FALSE },
  { "User unknown", "Mailbox full", FALSE },
  { "<mail@example.org>", "<mail2@example.org>", FALSE },
  { "Action: failed", "Action: delayed", FALSE },
};

START_TEST (an_event_has_one_key_wherever_it_is_read)
{
  g_autofree char *copy = replace (FULL, copies[_i].from, copies[_i].to);
  g_autoptr (RetourReport) one = read_mail (FULL);
  g_autoptr (RetourReport) other = retour_report_new (copy, strlen (copy), "elsewhere", 1);
  gboolean same = g_str_equal (retour_report_get (one, 0, RETOUR_FIELD_EVENT),
                               retour_report_get (other, 0, RETOUR_FIELD_EVENT));

  ck_assert_str_ne (copy, FULL);
  ck_assert_int_eq (same, copies[_i].same);
}
END_TEST

START_TEST (texts_go_into_a_key_up_to_the_cap)
{
  g_autoptr (GStringChunk) pool = g_string_chunk_new (64);
  g_autofree char *fits = g_strnfill (RETOUR_LIMIT_KEY_TEXT, 'x');
  g_autofree char *over = g_strconcat (fits, "y", NULL);
  g_autofree char *other = g_strdup (fits);
  const char *field[RETOUR_FIELD_N] = { NULL };
  const char *key = retour_event_key (field, fits, pool);

  other[RETOUR_LIMIT_KEY_TEXT - 1] = 'y';
  ck_assert_str_eq (retour_event_key (field, over, pool), key);
  ck_assert_str_ne (retour_event_key (field, other, pool), key);
  ck_assert_str_ne (retour_event_key (field, NULL, pool), key);
}
END_TEST

/* "ab" and "c" are not "a" and "bc". */
START_TEST (texts_stay_apart_in_a_key)
{
  g_autoptr (GStringChunk) pool = g_string_chunk_new (64);
  const char *one[RETOUR_FIELD_N] = {
    [RETOUR_FIELD_RECIPIENT] = "ab", [RETOUR_FIELD_ORIGINAL_RECIPIENT] = "c"
  };
  const char *other[RETOUR_FIELD_N] = {
    [RETOUR_FIELD_RECIPIENT] = "a", [RETOUR_FIELD_ORIGINAL_RECIPIENT] = "bc"
  };

  ck_assert_str_ne (retour_event_key (one, "", pool), retour_event_key (other, "", pool));
}
END_TEST

START_TEST (each_recipient_has_a_record_and_a_key)
{
  g_autoptr (RetourReport) report =
      read_mail (HEAD RCPT ("a@example.com") RCPT ("b@example.com") TAIL);

  ck_assert_uint_eq (retour_report_get_n_records (report), 2);
  ck_assert_str_eq (retour_report_get (report, 1, RETOUR_FIELD_RECIPIENT), "b@example.com");
  ck_assert_str_ne (retour_report_get (report, 0, RETOUR_FIELD_EVENT),
                    retour_report_get (report, 1, RETOUR_FIELD_EVENT));
  ck_assert_str_eq (retour_report_get (report, 1, RETOUR_FIELD_RETURNED_SUBJECT), "grüße");
}
END_TEST

START_TEST (oddities_stand_in_every_record)
{
  g_autoptr (RetourReport) report = read_mail (
      HEAD RCPT ("a@example.com") RCPT ("b@example.com") "Final-Recipient: rfc822; "
                                                         "c@example.com\nAction: lost\n\n--b--\n");

  for (guint i = 0; i < 3; i++)
    ck_assert_str_eq (retour_report_get (report, i, RETOUR_FIELD_ODDITIES), "bad-status-part");
  retour_report_set_truncated (report);
  for (guint i = 0; i < 3; i++)
    ck_assert_str_eq (retour_report_get (report, i, RETOUR_FIELD_ODDITIES),
                      "truncated bad-status-part");
}
END_TEST

START_TEST (codes_that_disagree_are_an_oddity)
{
  g_autoptr (RetourReport) report =
      read_mail (HEAD "Final-Recipient: rfc822; a@example.com\nAction: failed\nStatus: 5.0.0\n"
                      "Diagnostic-Code: smtp; 450 5.1.1 no\n\n--b--\n");

  ck_assert_str_eq (retour_report_get (report, 0, RETOUR_FIELD_ODDITIES), "code-conflict");
}
END_TEST

START_TEST (every_oddity_has_a_name_of_its_own)
{
  for (guint bit = 0; bit < RETOUR_ODDITY_N; bit++) {
    ck_assert_ptr_nonnull (retour_oddity_name (bit));
    ck_assert_ptr_null (strchr (retour_oddity_name (bit), ' '));
    for (guint other = 0; other < bit; other++)
      ck_assert_str_ne (retour_oddity_name (bit), retour_oddity_name (other));
  }
}
END_TEST

START_TEST (a_report_lives_as_long_as_its_last_owner)
{
  RetourReport *report = read_mail (FULL);
  RetourReport *again = retour_report_ref (report);

  retour_report_unref (report);
  ck_assert_str_eq (retour_report_get (again, 0, RETOUR_FIELD_KIND), "bounce");
  retour_report_unref (again);
}
END_TEST

#if TEST_IS_SLOW
enum { CPU_SECONDS = 15, MEMORY_KB = G_MAXINT };
#else
enum { CPU_SECONDS = 1, MEMORY_KB = 100 * 1024 };
#endif

static void
assert_cheap (clock_t start)
{
  struct rusage usage;

  ck_assert_int_lt (clock () - start, CPU_SECONDS * CLOCKS_PER_SEC);
  getrusage (RUSAGE_SELF, &usage);
  ck_assert_int_lt (usage.ru_maxrss, MEMORY_KB);
}

START_TEST (recipients_are_reported_up_to_the_cap)
{
  const guint over = (guint) _i;
  g_autoptr (GString) mail = g_string_new (HEAD);
  g_autoptr (RetourReport) report = NULL;
  const char *oddities;
  clock_t start;

  for (guint i = 0; i < RETOUR_LIMIT_RECIPIENTS + over; i++)
    g_string_append_printf (mail,
                            "Final-Recipient: rfc822; u%u@example.com\nAction: failed\n"
                            "Status: 5.1.1\n\n",
                            i);
  g_string_append (mail, TAIL);
  start = clock ();
  report = read_mail (mail->str);
  oddities = retour_report_get (report, 0, RETOUR_FIELD_ODDITIES);
  ck_assert_uint_eq (retour_report_get_n_records (report), RETOUR_LIMIT_RECIPIENTS);
  ck_assert_pstr_eq (oddities, over ? "many-recipients" : NULL);
  assert_cheap (start);
}
END_TEST

/* Many recipients, and much that is said about all of them: pieces and how often each. */
static const struct {
  const char *head, *text;
  gsize times;
  const char *line;
  guint n;
  gsize status; /* recipients of the status part */
} hostile[] = {
  { "From: MAILER-DAEMON@example.net\nSubject: failure notice\n\n", "", 0,
    "<u%u@example.com>: no\n", 4000, 0 },
  { "From: MAILER-DAEMON@example.net\nSubject: failure notice\n\n",
    "550 mailbox full or user unknown, who knows\n", 500, "<u%u@e.example>\n", 2000, 0 },
  { "From: MAILER-DAEMON@example.net\nSubject: Returned mail\n\n", ">>> DATA\n<<< 550 no\n", 1000,
    "<u%u@e.example>\n", 2000, 0 },
  { "From: MAILER-DAEMON@example.net\nSubject: failure notice\n\n", "!", 60000, "%u", 1, 0 },
  { "From: MAILER-DAEMON@example.net\nSubject: failure notice\n\n", "a@b ", 16000, "%u", 1, 0 },
  { HEAD, "", 0, "", 0, 10000 },
};

START_TEST (a_hostile_report_costs_little)
{
  g_autoptr (GString) mail = g_string_new (hostile[_i].head);
  g_autoptr (RetourReport) report = NULL;
  clock_t start;

  for (gsize i = 0; i < hostile[_i].times; i++)
    g_string_append (mail, hostile[_i].text);
  g_string_append_c (mail, '\n');
  for (guint i = 0; i < hostile[_i].n; i++) {
    g_auto (GStrv) pieces = g_strsplit (hostile[_i].line, "%u", 2);

    g_string_append_printf (mail, "%s%u%s", pieces[0], i, pieces[1]);
  }
  for (gsize i = 0; i < hostile[_i].status; i++)
    g_string_append_printf (mail,
                            "Final-Recipient: rfc822; u%u@example.com\nAction: failed\n"
                            "Diagnostic-Code: smtp; 550 %0500u\n\n",
                            (guint) i, (guint) i);
  start = clock ();
  report = read_mail (mail->str);
  assert_cheap (start);
}
END_TEST

/* What stands once in the mail is stored once, and what is long is not read over and over. */
START_TEST (a_long_message_id_costs_little)
{
  g_autofree char *fill = g_strnfill (RETOUR_LIMIT_HEADER_FIELD - 10, 'x');
  g_autofree char *id = g_strdup_printf ("<%s>", fill);
  g_autofree char *head = replace (HEAD, "<report@mx.example.net>", id);
  g_autoptr (GString) mail = g_string_new (head);
  g_autoptr (RetourReport) report = NULL;
  clock_t start;

  for (guint i = 0; i < RETOUR_LIMIT_RECIPIENTS; i++)
    g_string_append_printf (mail, "Final-Recipient: rfc822; u%u@example.com\nAction: failed\n\n",
                            i);
  g_string_append_printf (mail, "--b\nContent-Type: message/rfc822\n\nMessage-ID: %s\n\n--b--\n",
                          id);
  start = clock ();
  report = read_mail (mail->str);
  ck_assert_uint_eq (retour_report_get_n_records (report), RETOUR_LIMIT_RECIPIENTS);
  assert_cheap (start);
}
END_TEST

RETOUR_TEST_MAIN (
    "report", tcase_set_timeout (tc, 30);
    tcase_add_loop_test (tc, a_record_says_what_the_mail_says, 0, G_N_ELEMENTS (fields));
    tcase_add_test (tc, the_reason_is_a_row_of_the_vocabulary);
    tcase_add_loop_test (tc, each_kind_has_its_fields, 0, G_N_ELEMENTS (kinds));
    tcase_add_test (tc, an_origin_may_be_unknown_or_no_text);
    tcase_add_loop_test (tc, an_event_has_one_key_wherever_it_is_read, 0, G_N_ELEMENTS (copies));
    tcase_add_test (tc, texts_go_into_a_key_up_to_the_cap);
    tcase_add_test (tc, texts_stay_apart_in_a_key);
    tcase_add_test (tc, each_recipient_has_a_record_and_a_key);
    tcase_add_test (tc, oddities_stand_in_every_record);
    tcase_add_test (tc, codes_that_disagree_are_an_oddity);
    tcase_add_test (tc, every_oddity_has_a_name_of_its_own);
    tcase_add_test (tc, a_report_lives_as_long_as_its_last_owner);
    tcase_add_loop_test (tc, recipients_are_reported_up_to_the_cap, 0, 2);
    tcase_add_loop_test (tc, a_hostile_report_costs_little, 0, G_N_ELEMENTS (hostile));
    tcase_add_test (tc, a_long_message_id_costs_little))
