#include "extract/arf.h"

#include "test.h"

#define HEAD                                                                                       \
  "From: fbl@example.net\nSubject: abuse report\n"                                                 \
  "Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n"                    \
  "--b\nContent-Type: text/plain\n\nA complaint.\n\n"
#define REPORT   "--b\nContent-Type: message/feedback-report\n\n"
#define RETURNED "\n--b\nContent-Type: message/rfc822\n\n"
#define HEADERS  "\n--b\nContent-Type: text/rfc822-headers\n\n"
#define END      "\n\n--b--\n"

typedef struct {
  char *mail;
  RetourMessage *message;
  GPtrArray *found;
  const char *type;
} Fixture;

static void
fixture_read (Fixture *f, const char *text)
{
  gsize len = strlen (text);

  f->mail = g_memdup2 (text, len);
  f->message = retour_message_new (f->mail, len);
  f->found = retour_facts_list_new ();
  retour_arf_read (f->message, f->found, &f->type);
}

static void
fixture_clear (Fixture *f)
{
  g_ptr_array_unref (f->found);
  retour_message_free (f->message);
  g_free (f->mail);
}

static char *
addresses (const Fixture *f)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < f->found->len; i++) {
    const RetourFacts *facts = g_ptr_array_index (f->found, i);

    g_string_append_printf (all, "%s%s", i > 0 ? " " : "", facts->fact[RETOUR_FACT_ADDRESS]);
  }
  return g_string_free (all, FALSE);
}

static const struct {
  const char *mail, *type, *want;
} reports[] = {
  { HEAD REPORT "Feedback-Type: Abuse\nOriginal-Rcpt-To: <a@example.com>\n" END, "abuse",
    "a@example.com" },
  { HEAD REPORT "\nFeedback-Type: abuse (spam)\nOriginal-Rcpt-To: a@example.com\n"
                "Original-Rcpt-To: b@example.com\nOriginal-Rcpt-To: A@example.com\n" END,
    "abuse", "a@example.com b@example.com" },
  { HEAD REPORT "Feedback-Type: opt-out\nRemoval-Recipient: a@example.com\n" END, "opt-out",
    "a@example.com" },
  { HEAD REPORT "Feedback-Type: abuse\nOriginal-Rcpt-To: somebody <a@example.com>\n" END, "abuse",
    "a@example.com" },
  /* the returned mail is asked only when the report does not say */
  { HEAD REPORT "Feedback-Type: abuse\n" RETURNED "To: B <b@example.com>\n\nHi\n" END, "abuse",
    "b@example.com" },
  { HEAD REPORT "Feedback-Type: abuse\nOriginal-Rcpt-To: a@example.com\n" RETURNED
                "To: b@example.com\n\nHi\n" END,
    "abuse", "a@example.com" },
  { HEAD REPORT "Feedback-Type: abuse\n" HEADERS "To: b@example.com\n" END, "abuse",
    "b@example.com" },
  /* several recipients: nobody knows which */
  { HEAD REPORT "Feedback-Type: abuse\n" RETURNED "To: b@example.com, c@example.com\n\nHi\n" END,
    "abuse", "" },
  { HEAD REPORT "Feedback-Type: abuse\n" RETURNED
                "To: b@example.com, c@example.com\nDelivered-To: c@example.com\n\nHi\n" END,
    "abuse", "c@example.com" },
  /* relatives without a report part */
  { "Subject: complaint about message from 192.0.2.1\n"
    "Content-Type: multipart/mixed; boundary=b\n" RETURNED
    "X-HmXmrOriginalRecipient: a@example.com\nTo: x@example.org, y@example.org\n\nHi\n" END,
    "abuse", "a@example.com" },
  { "X-HmXmrOriginalRecipient: a@example.com\nTo: list@example.org\n\nHi\n", "abuse",
    "a@example.com" },
  { "From: staff@hotmail.com\nSubject: complaint about message from 192.0.2.1\n"
    "Content-Type: message/rfc822\n\nX-HmXmrOriginalRecipient: a@example.com\n"
    "To: x@example.org\n\nHi\n",
    "abuse", "a@example.com" },
  { "From: Ann <a@example.com>\nX-Apple-Unsubscribe: true\nTo: leave@example.org\n\nHi\n",
    "opt-out", "a@example.com" },
  { HEAD REPORT "Feedback-Type: not-spam\nRemoval-Recipient: a@example.com\n" END, "not-spam",
    "a@example.com" },
  { HEAD REPORT END, NULL, "" },
};

START_TEST (complainers_are_found)
{
  g_autofree char *got = NULL;
  Fixture f;

  fixture_read (&f, reports[_i].mail);
  got = addresses (&f);
  ck_assert_str_eq (got, reports[_i].want);
  ck_assert_pstr_eq (f.type, reports[_i].type);
  fixture_clear (&f);
}
END_TEST

START_TEST (common_fields_go_to_every_recipient)
{
  const RetourFacts *facts;
  Fixture f;

  fixture_read (&f,
                HEAD REPORT "Feedback-Type: abuse\nOriginal-Rcpt-To: a@example.com\n"
                            "Original-Rcpt-To: b@example.com\nOriginal-Mail-From: <s@example.org>\n"
                            "Source-IP: 192.0.2.1\nReporting-MTA: dns; mx.example.net\n"
                            "Received-Date: Sat, 3 Jan 2026 10:00:00 +0100\n" END);
  ck_assert_uint_eq (f.found->len, 2);
  facts = g_ptr_array_index (f.found, 1);
  ck_assert_pstr_eq (facts->fact[RETOUR_FACT_ORIGINAL_FROM], "s@example.org");
  ck_assert_pstr_eq (facts->fact[RETOUR_FACT_REMOTE_HOST], "192.0.2.1");
  ck_assert_pstr_eq (facts->fact[RETOUR_FACT_LOCAL_HOST], "mx.example.net");
  ck_assert_pstr_eq (facts->fact[RETOUR_FACT_DATE], "Sat, 3 Jan 2026 10:00:00 +0100");
  fixture_clear (&f);
}
END_TEST

RETOUR_TEST_MAIN ("arf", tcase_add_loop_test (tc, complainers_are_found, 0, G_N_ELEMENTS (reports));
                  tcase_add_test (tc, common_fields_go_to_every_recipient))
