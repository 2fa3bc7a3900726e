#include "extract/extract.h"

#include "test.h"

#include "base/limits.h"

/* All that is extracted of a heap copy of the mail, without its final NUL. */
typedef struct {
  char *copy;
  RetourMessage *message;
  RetourExtract extract;
} Fixture;

static void
fixture_read (Fixture *f, const char *mail)
{
  gsize len = strlen (mail);

  f->copy = g_memdup2 (mail, len);
  f->message = retour_message_new (f->copy, len);
  retour_extract (f->message, &f->extract);
}

static void
fixture_clear (Fixture *f)
{
  retour_extract_clear (&f->extract);
  retour_message_free (f->message);
  g_free (f->copy);
}

static const char *
fact (const Fixture *f, guint i, RetourFact which)
{
  ck_assert_uint_lt (i, f->extract.recipients->len);
  return ((const RetourFacts *) g_ptr_array_index (f->extract.recipients, i))->fact[which];
}

/* "address action, address action", or the kind of a mail that names nobody. */
static char *
describe (const Fixture *f)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < f->extract.recipients->len; i++) {
    const char *action = fact (f, i, RETOUR_FACT_ACTION);

    g_string_append_printf (all, "%s%s %s", i > 0 ? ", " : "", fact (f, i, RETOUR_FACT_ADDRESS),
                            action != NULL ? action : "-");
  }
  if (all->len == 0)
    g_string_append (all, retour_kind_name (f->extract.kind));
  return g_string_free (all, FALSE);
}

#define DAEMON "From: MAILER-DAEMON@mx.example.net\nTo: sender@example.org\n"
#define FAILED DAEMON "Subject: Undelivered mail\n"
#define REPORT                                                                                     \
  "MIME-Version: 1.0\n"                                                                            \
  "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
#define STATUS                                                                                     \
  "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n"
#define RCPT(a, what) "Final-Recipient: rfc822; " a "\nAction: " what "\nStatus: 5.0.0\n\n"
#define END           "--b--\n"
#define RETURNED      "--b\nContent-Type: message/rfc822\n\nMessage-ID: <1@example.org>\n"

static const struct {
  const char *mail, *want;
} mails[] = {
  /* by the status part: an action for each */
  { FAILED REPORT "--b\n\nSorry.\n" STATUS RCPT ("a@example.com", "failed") END,
    "a@example.com failed" },
  { FAILED REPORT "--b\n\nSorry.\n" STATUS RCPT ("a@example.com", "failed")
        RCPT ("b@example.com", "delayed") RCPT ("c@example.com", "delivered")
            RCPT ("d@example.com", "relayed") RCPT ("e@example.com", "expanded") END,
    "a@example.com failed, b@example.com delayed, c@example.com delivered, d@example.com relayed, "
    "e@example.com expanded" },
  /* two status parts, and one recipient in both */
  { FAILED REPORT "--b\n\nSorry.\n" STATUS RCPT ("a@example.com", "failed")
        STATUS RCPT ("b@example.com", "failed") RCPT ("A@example.com", "failed") END,
    "a@example.com failed, b@example.com failed" },
  /* no status part: by the words */
  { FAILED "\nSorry.\n\n<a@example.com>:\nno such user\n\n<b@example.com>:\nmailbox full\n",
    "a@example.com failed, b@example.com failed" },
  { FAILED "\nThis mail has been delayed. Delivery attempts will continue.\n\n<a@example.com>:\n"
           "connection timed out\n",
    "a@example.com delayed" },
  /* what says that it gave up is final, whatever it calls itself */
  { FAILED "\nThis mail has been delayed.\nWe have given up.\n\n<a@example.com>:\ntimed out\n",
    "a@example.com failed" },
  { FAILED REPORT
    "--b\n\nSorry, I have given up on this mail.\n" STATUS RCPT ("a@example.com", "delayed") END,
    "a@example.com failed" },
  { FAILED REPORT
    "--b\n\nYour mail could not be delivered for 4 hours. It will be retried.\n" STATUS RCPT (
        "a@example.com", "delayed") END,
    "a@example.com delayed" },
  /* of two that have one report, one has failed */
  { FAILED REPORT "--b\n\n   ----- The following addresses had permanent fatal errors -----\n"
                  "<a@example.com>\n\nWill keep trying for <b@example.com>\n" STATUS RCPT (
                      "a@example.com", "failed") "\n" RCPT ("b@example.com", "delayed") END,
    "a@example.com failed, b@example.com delayed" },
  /* the end of the mail cuts an address: the words have all of it; else it is another one */
  { FAILED REPORT "--b\n\n<a@example.com>: no such user\n" STATUS "Final-Recipient: rfc822; "
                  "a@example.c",
    "a@example.com failed" },
  { FAILED REPORT "--b\n\n<a@example.com>: no such user\n" STATUS "Final-Recipient: rfc822; "
                  "a@example.c\n" END,
    "a@example.c failed" },
  /* nobody is named in the words: by the header, each once */
  { FAILED "X-Failed-Recipients: a@example.com, b@example.com\n\nSorry.\n",
    "a@example.com failed, b@example.com failed" },
  { FAILED "X-Failed-Recipients: a@example.com,\n <b@example.com>\nX-Failed-Recipients: "
           "A@example.com\nX-Actual-Recipient: b@example.com\n\nSorry.\n",
    "a@example.com failed, b@example.com failed" },
  /* by the returned mail, if it went to one */
  { FAILED REPORT "--b\n\nSorry.\n" RETURNED "To: Ann <a@example.com>\n\nx\n" END,
    "a@example.com failed" },
  { FAILED REPORT "--b\n\nSorry.\n" RETURNED "To: a@example.com, b@example.com\n\nx\n" END,
    "bounce" },
  { FAILED REPORT "--b\n\nSorry.\n" RETURNED "To: undisclosed-recipients:;\n\nx\n" END, "bounce" },
  /* by the address that the report went to */
  { "From: MAILER-DAEMON@mx.example.net\nTo: bounce+a=example.com@lists.example.net\nSubject: "
    "failure notice\n\nSorry.\n",
    "a@example.com failed" },
  { "From: MAILER-DAEMON@mx.example.net\nTo: list-return-12-ann-lee=example.com@lists.example.net\n"
    "Subject: failure notice\n\nSorry.\n",
    "ann-lee@example.com failed" },
  { "From: MAILER-DAEMON@mx.example.net\nTo: bounces-a=example.com@lists.example.net\nSubject: "
    "failure notice\n\nSorry.\n",
    "a@example.com failed" },
  { "From: MAILER-DAEMON@mx.example.net\nTo: a=example.com@lists.example.net\nSubject: failure "
    "notice\n\nSorry.\n",
    "bounce" },
  /* words in HTML alone */
  { FAILED "Content-Type: text/html\n\n<p>Sorry.<p>&lt;a@example.com&gt;:<br>no such user\n",
    "a@example.com failed" },
  /* ordinary mail */
  { "From: Ann <a@example.com>\nTo: b@example.org\nSubject: lunch\n\nTo: c@example.com?\n",
    "notbounce" },
  { "From: Ann <a@example.com>\nTo: b@example.org\nSubject: re: lunch\n\n> <c@example.com>: no\n",
    "notbounce" },
  { "From: Ann <a@example.com>\nTo: b@example.org\nSubject: away\nAuto-Submitted: auto-replied\n\n"
    "I am away.\n",
    "a@example.com -" },
  { "", "notbounce" },
  { "\n\n\n", "notbounce" },
};

START_TEST (a_mail_tells_what_became_of_whom)
{
  Fixture f;
  g_autofree char *got = NULL;

  fixture_read (&f, mails[_i].mail);
  got = describe (&f);
  ck_assert_str_eq (got, mails[_i].want);
  fixture_clear (&f);
}
END_TEST

START_TEST (the_words_fill_what_the_status_part_leaves_open)
{
  Fixture f;

  fixture_read (
      &f, FAILED REPORT
      "--b\n\nSorry.\n\n<a@example.com>: no such user\n\n<b@example.com>: mailbox full\n"
      "\n" STATUS RCPT ("a@example.com", "failed") "Final-Recipient: rfc822; "
                                                   "b@example.com\nAction: failed\nStatus: "
                                                   "5.2.2\nDiagnostic-Code: smtp; 552 full\n" END);
  ck_assert_str_eq (fact (&f, 0, RETOUR_FACT_DIAGNOSTIC), "no such user");
  ck_assert_str_eq (fact (&f, 1, RETOUR_FACT_DIAGNOSTIC), "552 full");
  ck_assert_str_eq (fact (&f, 1, RETOUR_FACT_STATUS), "5.2.2");
  ck_assert_str_eq (f.extract.dialect, "rfc3464");
  fixture_clear (&f);
}
END_TEST

START_TEST (the_returned_mail_is_found)
{
  GStringChunk *pool;
  Fixture f;

  fixture_read (&f, FAILED REPORT "--b\n\nSorry.\n" STATUS "Original-Envelope-Id: e+2B1\n\n" RCPT (
                        "a@example.com", "failed") RETURNED "Subject: s\n\nx\n" END);
  pool = retour_message_get_pool (f.message);
  ck_assert_str_eq (retour_fields_get (&f.extract.returned, "Message-ID", pool), "<1@example.org>");
  ck_assert_str_eq (f.extract.envelope_id, "e+1");
  fixture_clear (&f);
}
END_TEST

/* Nothing between two texts of a report is part of its words. */
START_TEST (the_words_are_those_of_all_texts_above_the_returned_mail)
{
  Fixture f;
  g_autofree char *got = NULL;

  fixture_read (&f, FAILED REPORT
                "--b\n\nSorry, gr\xfc\xdf\n--b\nX-Junk: y\n\nmailbox full\n" STATUS RCPT (
                    "a@example.com", "failed") RETURNED "\nreturned words\n" END);
  got = g_strndup (f.extract.text.data, f.extract.text.len);
  ck_assert_ptr_nonnull (strstr (got, "grüß"));
  ck_assert_ptr_nonnull (strstr (got, "mailbox full"));
  ck_assert_ptr_null (strstr (got, "X-Junk"));
  ck_assert_ptr_null (strstr (got, "returned words"));
  fixture_clear (&f);
}
END_TEST

START_TEST (recipients_of_the_header_are_listed_up_to_the_cap)
{
  for (guint over = 0; over < 2; over++) {
    g_autoptr (GString) mail = g_string_new (FAILED);
    Fixture f;

    for (guint i = 0; i < RETOUR_LIMIT_RECIPIENTS + over; i++)
      g_string_append_printf (mail, "%su%u@e.example",
                              i % 500 == 0 ? "\nX-Failed-Recipients: " : ",", i);
    g_string_append (mail, "\n\nSorry.\n");
    g_string_erase (mail, (gssize) strlen (FAILED), 1);
    fixture_read (&f, mail->str);
    ck_assert_uint_eq (f.extract.recipients->len, RETOUR_LIMIT_RECIPIENTS);
    ck_assert_uint_eq (retour_message_get_oddities (f.message) & RETOUR_ODDITY_MANY_RECIPIENTS,
                       over ? RETOUR_ODDITY_MANY_RECIPIENTS : 0);
    fixture_clear (&f);
  }
}
END_TEST

static const struct {
  const char *mail;
  guint oddities;
} odd[] = {
  { FAILED "\n<a@example.com>: no\n", 0 },
  { FAILED REPORT "Sorry.\n\nFinal-Recipient: rfc822; a@example.com\nAction: failed\n",
    RETOUR_ODDITY_DAMAGED_MIME },
  { FAILED REPORT "--b\n\nSorry.\n" STATUS
                  "Final-Recipient: rfc822; a@example.com\nAction: lost\n" END,
    RETOUR_ODDITY_BAD_STATUS_PART },
  { FAILED REPORT
    "--b\n\nSorry.\n--b\nContent-Type: message/rfc822\n\n" FAILED
    "Content-Type: multipart/report; boundary=c\n\n--c\n\nFailed.\n--c\n"
    "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n" RCPT (
        "a@example.com", "failed") "--c--\n" END,
    RETOUR_ODDITY_NESTED_REPORT },
};

START_TEST (what_is_broken_is_said)
{
  const guint which =
      RETOUR_ODDITY_DAMAGED_MIME | RETOUR_ODDITY_BAD_STATUS_PART | RETOUR_ODDITY_NESTED_REPORT;
  Fixture f;

  fixture_read (&f, odd[_i].mail);
  ck_assert_str_eq (fact (&f, 0, RETOUR_FACT_ADDRESS), "a@example.com");
  ck_assert_uint_eq (retour_message_get_oddities (f.message) & which, odd[_i].oddities);
  fixture_clear (&f);
}
END_TEST

RETOUR_TEST_MAIN ("extract", tcase_add_loop_test (tc, a_mail_tells_what_became_of_whom, 0,
                                                  G_N_ELEMENTS (mails));
                  tcase_add_test (tc, the_words_fill_what_the_status_part_leaves_open);
                  tcase_add_test (tc, the_returned_mail_is_found);
                  tcase_add_test (tc, the_words_are_those_of_all_texts_above_the_returned_mail);
                  tcase_add_test (tc, recipients_of_the_header_are_listed_up_to_the_cap);
                  tcase_add_loop_test (tc, what_is_broken_is_said, 0, G_N_ELEMENTS (odd)))
