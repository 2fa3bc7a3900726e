#include "extract/kind.h"

#include "test.h"

static RetourKind
detect (const char *text)
{
  gsize len = strlen (text);
  g_autofree char *copy = g_memdup2 (text, len);
  RetourMessage *message = retour_message_new (copy, len);
  RetourKind kind = retour_kind_detect (message);

  retour_message_free (message);
  return kind;
}

#define PERSON "Return-Path: <a@example.com>\nFrom: Ann <a@example.com>\n"
#define DAEMON "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.net\n"
#define REPORT(type)                                                                               \
  "Content-Type: multipart/report; report-type=" type "; boundary=b\n\n--b\n\nText.\n\n"
#define MIXED   "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nText.\n\n"
#define PART(t) "--b\nContent-Type: " t "\n\n"
#define END     "\n--b--\n"
#define STATUS  PART ("message/delivery-status") "Final-Recipient: rfc822; a@example.com\n"
#define MDN(d)  PART ("message/disposition-notification") "Disposition: " d "\n"

static const struct {
  RetourKind want;
  const char *mail;
} cases[] = {
  /* delivery reports, and whatever has nothing against it */
  { RETOUR_KIND_BOUNCE, DAEMON REPORT ("delivery-status") STATUS END },
  { RETOUR_KIND_BOUNCE, PERSON MIXED STATUS END },
  { RETOUR_KIND_BOUNCE, DAEMON "Subject: failure notice\n\nHi.\n" },
  { RETOUR_KIND_BOUNCE, DAEMON "Auto-Submitted: auto-replied\nSubject: x\n\nHi.\n" },
  { RETOUR_KIND_BOUNCE, "From: Postmaster <postmaster@example.com>\nReturn-Path: <>\n"
                        "Auto-Submitted: auto-replied\nSubject: your mail\n\nHi.\n" },
  { RETOUR_KIND_BOUNCE, "From: <mail@example.com>\nX-Failed-Recipients: b@example.com\n"
                        "Auto-Submitted: auto-replied\n\nHi.\n" },
  { RETOUR_KIND_BOUNCE, "From: no-reply@example.com\nSubject: =?utf-8?Q?Unzustellbar=3A_x?=\n"
                        "Auto-Submitted: auto-replied\nIn-Reply-To: <1@example.com>\n\nHi.\n" },
  { RETOUR_KIND_BOUNCE, PERSON "Subject: Undeliverable: x\nIn-Reply-To: <1@example.com>\n\nHi.\n" },
  { RETOUR_KIND_BOUNCE, DAEMON "List-Id: <l.example.com>\nSubject: Returned mail\n\nHi.\n" },
  { RETOUR_KIND_BOUNCE, PERSON "Subject: hello\n\nHi.\n" },
  { RETOUR_KIND_BOUNCE, "" },
  /* feedback */
  { RETOUR_KIND_FEEDBACK, PERSON REPORT ("feedback-report") END },
  { RETOUR_KIND_FEEDBACK, PERSON MIXED PART ("message/feedback-report") "Feedback-Type: x\n" END },
  { RETOUR_KIND_FEEDBACK, PERSON "Subject: complaint about message from 192.0.2.1\n" MIXED PART (
                              "message/rfc822") "To: b@example.com\n\nHi.\n" END },
  { RETOUR_KIND_FEEDBACK, PERSON "X-HmXmrOriginalRecipient: b@example.com\nSubject: x\n\nHi.\n" },
  { RETOUR_KIND_BOUNCE, PERSON "Subject: complaint about message from Bob\n\nHe is rude.\n" },
  /* disposition */
  { RETOUR_KIND_DISPOSITION,
    PERSON REPORT ("disposition-notification") MDN ("manual-action/x; displayed") END },
  { RETOUR_KIND_DISPOSITION,
    PERSON REPORT ("disposition-notification") MDN ("automatic-action/x; deleted") END },
  { RETOUR_KIND_DISPOSITION, PERSON MIXED MDN ("manual-action/x; displayed") END },
  { RETOUR_KIND_DISPOSITION, PERSON "Subject: Read: x\nIn-Reply-To: <1@example.com>\n\nHi.\n" },
  { RETOUR_KIND_DISPOSITION, PERSON "Subject: Not read: x\n\nYour message\n\nwas deleted without "
                                    "being read on Monday.\n" },
  { RETOUR_KIND_BOUNCE, PERSON "Subject: Read: our news\n\nHi.\n" },
  /* a refusal by a Sieve script (RFC 5429) */
  { RETOUR_KIND_BOUNCE, "From: postmaster@example.com\n" REPORT ("disposition-notification")
                            MDN ("automatic-action/MDN-sent-automatically; deleted") END },
  /* automatic replies */
  { RETOUR_KIND_AUTOREPLY, PERSON "Auto-Submitted: auto-replied\nSubject: Re: x\n\nHi.\n" },
  { RETOUR_KIND_AUTOREPLY, PERSON "Auto-Submitted: auto-replied (vacation)\n\nHi.\n" },
  { RETOUR_KIND_AUTOREPLY, PERSON "Precedence: auto_reply\nSubject: thanks\n\nHi.\n" },
  { RETOUR_KIND_AUTOREPLY, PERSON "X-Autoreply: yes\nSubject: thanks\n\nHi.\n" },
  { RETOUR_KIND_AUTOREPLY, PERSON "Subject: Automatic reply: x\n\nHi.\n" },
  { RETOUR_KIND_AUTOREPLY, PERSON "Subject: =?utf-8?Q?R=C3=A9ponse_automatique_=3A_x?=\n\nHi.\n" },
  { RETOUR_KIND_AUTOREPLY, PERSON "Subject: Abwesenheitsnotiz\n\nHi.\n" },
  { RETOUR_KIND_AUTOREPLY,
    PERSON "Subject: x\nIn-Reply-To: <1@example.com>\n\nI am out of the office until May.\n" },
  { RETOUR_KIND_AUTOREPLY, PERSON "Auto-Submitted: auto-replied\nIn-Reply-To: <1@example.com>\n"
                                  "Subject: [Ticket 7] Mail could not be delivered\n\nHi.\n" },
  { RETOUR_KIND_BOUNCE, PERSON "Subject: photos of us on vacation\n\nHi.\n" },
  { RETOUR_KIND_AUTOREPLY, "From: postmaster@example.com\nSubject: Out of office\n\nHi.\n" },
  /* challenges */
  { RETOUR_KIND_CHALLENGE, PERSON "X-Delivery-Agent: TMDA/1.1\nSubject: Please wait\n\nHi.\n" },
  { RETOUR_KIND_CHALLENGE, PERSON "Subject: Please confirm your message\n\nHi.\n" },
  { RETOUR_KIND_CHALLENGE, PERSON "Subject: Re: x\nIn-Reply-To: <1@example.com>\n\n"
                                  "Please verify that you are human.\n" },
  { RETOUR_KIND_CHALLENGE, "From: noreply@boxbe.com\n" REPORT ("delivery-status") STATUS END },
  /* list mail, whatever it speaks of */
  { RETOUR_KIND_NOTBOUNCE, PERSON "List-Id: <l.example.com>\nSubject: hello\n\nHi.\n" },
  { RETOUR_KIND_NOTBOUNCE, PERSON "Precedence: list\nSubject: Returned mail?\n\nHi.\n" },
  { RETOUR_KIND_NOTBOUNCE,
    "From: news-noreply@example.com\nList-Unsubscribe: <x>\nSubject: news\n\nHi.\n" },
  /* people with reports */
  { RETOUR_KIND_NOTBOUNCE, PERSON "Subject: see attachment\n" MIXED PART ("message/rfc822") DAEMON
    "Subject: failure notice\n\nHi.\n" END },
  { RETOUR_KIND_NOTBOUNCE, PERSON "Subject: Fwd: Undelivered Mail\n" MIXED PART ("message/rfc822")
                               DAEMON REPORT ("delivery-status") END },
  { RETOUR_KIND_NOTBOUNCE, PERSON "Subject: WG: Bilder\n\nHi.\n" },
  { RETOUR_KIND_NOTBOUNCE, PERSON "Subject: Re: your mail\nIn-Reply-To: <1@example.com>\n\n"
                                  "It came back:\n> 550 5.1.1 no such user\n" },
  { RETOUR_KIND_NOTBOUNCE, PERSON "Subject: Fwd: Returned mail: see transcript\n\n> 550 no\n" },
  { RETOUR_KIND_BOUNCE, PERSON "Subject: Fwd: Returned mail: see transcript\n\n550 no\n" },
  /* statistics */
  { RETOUR_KIND_NOTBOUNCE,
    "From: postmaster@example.com\nReturn-Path: <>\n"
    "Subject: Report Domain: example.net Submitter: example.com\n" MIXED PART (
        "application/gzip") "x\n" END },
  { RETOUR_KIND_NOTBOUNCE, DAEMON REPORT ("tlsrpt") PART ("application/tlsrpt+gzip") "x\n" END },
};

START_TEST (mail_is_of_its_kind)
{
  ck_assert_str_eq (retour_kind_name (detect (cases[_i].mail)), retour_kind_name (cases[_i].want));
}
END_TEST

START_TEST (only_the_beginning_of_a_text_is_read)
{
  const gboolean past = _i == 1;
  const char *words = "out of the office";
  g_autofree char *fill = g_strnfill (4096 - strlen (words) + past, ' ');
  g_autofree char *mail =
      g_strconcat (PERSON "In-Reply-To: <1@example.com>\n\n", fill, words, "\n", NULL);

  ck_assert_int_eq (detect (mail), past ? RETOUR_KIND_BOUNCE : RETOUR_KIND_AUTOREPLY);
}
END_TEST

START_TEST (every_kind_is_found_by_its_name)
{
  RetourKind kind = RETOUR_KIND_N;

  ck_assert (retour_kind_lookup (retour_kind_name ((RetourKind) _i), &kind));
  ck_assert_int_eq (kind, _i);
  ck_assert (!retour_kind_lookup ("nonsense", &kind));
}
END_TEST

RETOUR_TEST_MAIN ("kind", tcase_add_loop_test (tc, mail_is_of_its_kind, 0, G_N_ELEMENTS (cases));
                  tcase_add_loop_test (tc, only_the_beginning_of_a_text_is_read, 0, 2);
                  tcase_add_loop_test (tc, every_kind_is_found_by_its_name, 0, RETOUR_KIND_N))
