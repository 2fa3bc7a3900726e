#include "extract/kind-words.h"
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
  { RETOUR_KIND_FEEDBACK, PERSON "X-Apple-Unsubscribe: true\nSubject: unsubscribe\n\nHi.\n" },
  { RETOUR_KIND_BOUNCE, PERSON "X-Apple-Unsubscribe: false\nSubject: unsubscribe\n\nHi.\n" },
  { RETOUR_KIND_FEEDBACK,
    "From: staff@hotmail.com\nSubject: complaint about message from 192.0.2.7\n"
    "Content-Type: message/rfc822\n\nTo: b@example.com\n\nHi.\n" },
  { RETOUR_KIND_FEEDBACK, PERSON REPORT ("\"feedback-report\"") END },
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
  { RETOUR_KIND_DISPOSITION,
    "From: postmaster@example.com\nSubject: Not read: x\n" REPORT ("disposition-notification")
        MDN ("automatic-action/MDN-sent-automatically; deleted") END },
  /* an automatic reply and nothing else, by its words */
  { RETOUR_KIND_BOUNCE, "From: mail@example.com\nAuto-Submitted: auto-replied\nSubject: x\n\n"
                        "Your mail could not be\ndelivered: 550 5.1.1 no\n" },
  { RETOUR_KIND_AUTOREPLY, "From: mail@example.com\nAuto-Submitted: auto-replied\nSubject: x\n\n"
                           "Your mail could not be delivered by hand.\n" },
  { RETOUR_KIND_AUTOREPLY, PERSON "Subject: Automatic reply: Undeliverable: x\n\nHi.\n" },
  { RETOUR_KIND_AUTOREPLY, PERSON "Auto-Submitted: auto-replied\nSubject: Re: delivery failed\n\n"
                                  "I am on vacation.\n" },
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
  /* help desks, which repeat the subject and the words of what they were sent */
  { RETOUR_KIND_AUTOREPLY, PERSON "RT-Ticket: desk #7\nPrecedence: bulk\nSubject: [desk #7] Mail "
                                  "delivery failed\n\nYour request: 550 5.1.1 no\n" },
  { RETOUR_KIND_NOTBOUNCE, PERSON "X-OTRS-Loop: yes\nSubject: Undeliverable: x\n\n550 no\n" },
  { RETOUR_KIND_AUTOREPLY, "From: support@example.com\nAuto-Submitted: auto-generated\n"
                           "Subject: [Request received] Undelivered Mail\n\n550 5.1.1 no\n" },
  { RETOUR_KIND_BOUNCE, PERSON "Subject: Ticket created for the opera\n\nHi.\n" },
  { RETOUR_KIND_BOUNCE, DAEMON "RT-Ticket: desk #7\nSubject: failure notice\n\nHi.\n" },
  { RETOUR_KIND_BOUNCE, PERSON "Auto-Submitted: auto-replied\n"
                               "Subject: Undeliverable: Ticket created\n\n550 5.1.1 no\n" },
  /* challenges */
  { RETOUR_KIND_CHALLENGE, PERSON "X-Delivery-Agent: TMDA/1.1\nSubject: Please wait\n\nHi.\n" },
  { RETOUR_KIND_CHALLENGE, PERSON "Subject: Please confirm your message\n\nHi.\n" },
  { RETOUR_KIND_CHALLENGE, PERSON "Subject: Re: x\nIn-Reply-To: <1@example.com>\n\n"
                                  "Please verify that you are human.\n" },
  { RETOUR_KIND_CHALLENGE,
    "From: screen@example.com\nAuto-Submitted: auto-replied\nSubject: Your mail "
    "waits\n\nClick the link below to complete the verification.\n" },
  { RETOUR_KIND_AUTOREPLY,
    "From: screen@example.com\nAuto-Submitted: auto-replied\nSubject: Out of office\n\nClick the "
    "link below to complete the verification.\n" },
  { RETOUR_KIND_CHALLENGE, "From: noreply@boxbe.com\n" REPORT ("delivery-status") STATUS END },
  { RETOUR_KIND_CHALLENGE, "From: spamblocker-challenge@bounce.earthlink.net\nSubject: Re: x\n"
                           "In-Reply-To: <1@example.com>\n\nHi.\n" },
  { RETOUR_KIND_CHALLENGE, "From: b@example.com\nIn-Reply-To: <1@example.com>\nSubject: Re: x\n\n"
                           "This e-mail address is protected by a filter. Write again, please.\n" },
  { RETOUR_KIND_CHALLENGE, "From: x@reply.mailinblack.com\nSubject: Re: x\n\nHi.\n" },
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
  { RETOUR_KIND_NOTBOUNCE, PERSON "Subject: Fwd: Returned mail: see transcript\n\n550 no\n" },
  { RETOUR_KIND_BOUNCE, DAEMON "Subject: Fwd: Returned mail: see transcript\n\n550 no\n" },
  { RETOUR_KIND_NOTBOUNCE, PERSON MIXED STATUS END },
  { RETOUR_KIND_BOUNCE, "From: Ann <a@example.com>\n" MIXED STATUS END },
  { RETOUR_KIND_BOUNCE, PERSON REPORT ("delivery-status") STATUS END },
  { RETOUR_KIND_NOTBOUNCE, PERSON "Subject: Re: Undelivered Mail\n\n550 no\n" },
  { RETOUR_KIND_NOTBOUNCE, PERSON "Subject: AW: [l] Undelivered Mail\n\n550 no\n" },
  { RETOUR_KIND_BOUNCE, PERSON "Subject: Re: your mail: delivery failed\n\n550 no\n" },
  { RETOUR_KIND_BOUNCE, PERSON "Subject: Re:\n\n550 no\n" },
  { RETOUR_KIND_NOTBOUNCE, "Return-Path: <p@example.com>\nFrom: postmaster@example.com\n"
                           "In-Reply-To: <1@example.com>\nSubject: Re: Undelivered\n\n"
                           "> It could not be delivered.\n" },
  { RETOUR_KIND_BOUNCE, "From: postmaster@example.com\nIn-Reply-To: <1@example.com>\n"
                        "Subject: Re: x\n\nCould not be delivered:\n> Hi.\n" },
  { RETOUR_KIND_BOUNCE, "Return-Path: <>\nFrom: postmaster@example.com\n"
                        "In-Reply-To: <1@example.com>\nSubject: Re: Undelivered\n\n"
                        "> It could not be delivered.\n" },
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

/* clang-format off */
static const struct {
  const char *subject;
  RetourKind want;
} subjects[] = {
  { "Unzustellbar: Treffen", RETOUR_KIND_BOUNCE },
  { "Non remis : R\303\251union", RETOUR_KIND_BOUNCE },
  { "No se puede entregar: Cita", RETOUR_KIND_BOUNCE },
  { "N\303\243o \303\251 poss\303\255vel entregar: Convite", RETOUR_KIND_BOUNCE },
  { "Non recapitabile: Riunione", RETOUR_KIND_BOUNCE },
  { "Onbestelbaar: Afspraak", RETOUR_KIND_BOUNCE },
  { "G\303\245r inte att leverera: M\303\266te", RETOUR_KIND_BOUNCE },
  { "Kan ikke leveres: M\303\270de", RETOUR_KIND_BOUNCE },
  { "Ikke levert: M\303\270te", RETOUR_KIND_BOUNCE },
  { "Ei voi toimittaa: Kokous", RETOUR_KIND_BOUNCE },
  { "Niedostarczona: Spotkanie", RETOUR_KIND_BOUNCE },
  { "Nedoru\304\215iteln\303\251: Sch\305\257zka", RETOUR_KIND_BOUNCE },
  { "K\303\251zbes\303\255thetetlen: Tal\303\241lkoz\303\263", RETOUR_KIND_BOUNCE },
  { "Teslim edilemedi: Toplant\304\261", RETOUR_KIND_BOUNCE },
  { "\320\235\320\265\320\264\320\276\321\201\321\202\320\260\320\262\320\273\320\265\320\275\320\275\320\276\320\265 \321\201\320\276\320\276\320\261\321\211\320\265\320\275\320\270\320\265", RETOUR_KIND_BOUNCE },
  { "\320\235\320\265 \321\203\320\264\320\260\320\265\321\202\321\201\321\217 \320\264\320\276\321\201\321\202\320\260\320\262\320\270\321\202\321\214: \320\222\321\201\321\202\321\200\320\265\321\207\320\260", RETOUR_KIND_BOUNCE },
  { "\351\205\215\344\277\241\344\270\215\350\203\275: \344\274\232\350\255\260", RETOUR_KIND_BOUNCE },
  { "\346\227\240\346\263\225\346\212\225\351\200\222: \344\274\232\350\256\256", RETOUR_KIND_BOUNCE },
  { "\347\204\241\346\263\225\345\202\263\351\201\236: \346\234\203\350\255\260", RETOUR_KIND_BOUNCE },
  { "\353\260\260\353\213\254\353\220\230\354\247\200 \354\225\212\354\235\214: \355\232\214\354\235\230", RETOUR_KIND_BOUNCE },
  { "Automatische Antwort: Treffen", RETOUR_KIND_AUTOREPLY },
  { "R\303\251ponse automatique : R\303\251union", RETOUR_KIND_AUTOREPLY },
  { "Respuesta autom\303\241tica: Cita", RETOUR_KIND_AUTOREPLY },
  { "Resposta autom\303\241tica: Convite", RETOUR_KIND_AUTOREPLY },
  { "Risposta automatica: Riunione", RETOUR_KIND_AUTOREPLY },
  { "Automatisch antwoord: Afspraak", RETOUR_KIND_AUTOREPLY },
  { "Automatiskt svar: M\303\266te", RETOUR_KIND_AUTOREPLY },
  { "Automatisk svar: M\303\270de", RETOUR_KIND_AUTOREPLY },
  { "Automaattinen vastaus: Kokous", RETOUR_KIND_AUTOREPLY },
  { "Odpowied\305\272 automatyczna: Spotkanie", RETOUR_KIND_AUTOREPLY },
  { "Automatick\303\241 odpov\304\233\304\217: Sch\305\257zka", RETOUR_KIND_AUTOREPLY },
  { "Automatikus v\303\241lasz: Tal\303\241lkoz\303\263", RETOUR_KIND_AUTOREPLY },
  { "Otomatik yan\304\261t: Toplant\304\261", RETOUR_KIND_AUTOREPLY },
  { "\320\220\320\262\321\202\320\276\320\274\320\260\321\202\320\270\321\207\320\265\321\201\320\272\320\270\320\271 \320\276\321\202\320\262\320\265\321\202: \320\222\321\201\321\202\321\200\320\265\321\207\320\260", RETOUR_KIND_AUTOREPLY },
  { "\350\207\252\345\213\225\345\277\234\347\255\224: \344\274\232\350\255\260", RETOUR_KIND_AUTOREPLY },
  { "\350\207\252\345\212\250\347\255\224\345\244\215: \344\274\232\350\256\256", RETOUR_KIND_AUTOREPLY },
  { "\350\207\252\345\213\225\345\233\236\350\246\206: \346\234\203\350\255\260", RETOUR_KIND_AUTOREPLY },
  { "\354\236\220\353\217\231 \355\232\214\354\213\240: \355\232\214\354\235\230", RETOUR_KIND_AUTOREPLY },
};

static const char *const farewells[] = {
  "Ann no longer works for us. Please write to our office.",
  "Frau Roth ist nicht mehr bei uns.",
  "Mme Petit ne travaille plus chez nous.",
  "Ana ya no trabaja en esta casa.",
  "A Ana n\303\243o trabalha mais conosco.",
  "Anna non lavora pi\303\271 da noi.",
  "Anna is niet meer werkzaam bij ons.",
  "Anna arbetar inte l\303\244ngre hos oss.",
  "Anna arbejder ikke l\303\246ngere hos os.",
  "Anne jobber ikke lenger hos oss.",
  "Anna ei ole en\303\244\303\244 palveluksessamme.",
  "Anna ju\305\274 nie pracuje w naszej firmie.",
  "Anna u n\303\241s ji\305\276 nepracuje.",
  "Anna m\303\241r nem dolgozik n\303\241lunk.",
  "Ay\305\237e art\304\261k \303\247al\304\261\305\237m\304\261yor.",
  "\320\220\320\275\320\275\320\260 \320\261\320\276\320\273\321\214\321\210\320\265 \320\275\320\265 \321\200\320\260\320\261\320\276\321\202\320\260\320\265\321\202 \321\203 \320\275\320\260\321\201.",
  "\347\224\260\344\270\255\343\201\257\345\205\210\346\234\210\351\200\200\350\201\267\343\201\204\343\201\237\343\201\227\343\201\276\343\201\227\343\201\237\343\200\202",
  "\347\216\213\345\205\210\347\224\237\345\267\262\347\246\273\350\201\214\343\200\202",
  "\352\271\200 \353\214\200\353\246\254\353\212\224 \355\207\264\354\202\254\355\226\210\354\212\265\353\213\210\353\213\244.",
};
/* clang-format on */

/* From a person: nothing but the subject speaks for a report, and nothing against it. */
START_TEST (subjects_tell_in_many_languages)
{
  g_autofree char *mail = g_strconcat (
      "From: service@example.com\nAuto-Submitted: auto-replied\nSubject: ", subjects[_i].subject,
      "\n\nHi.\n", NULL);
  g_autofree char *plain =
      g_strconcat (PERSON "Subject: ", subjects[_i].subject, "\n\nHi.\n", NULL);

  ck_assert_str_eq (retour_kind_name (detect (mail)), retour_kind_name (subjects[_i].want));
  ck_assert_str_eq (retour_kind_name (detect (plain)), retour_kind_name (subjects[_i].want));
}
END_TEST

START_TEST (a_farewell_is_an_automatic_reply)
{
  g_autofree char *mail = g_strconcat (PERSON "In-Reply-To: <1@example.com>\nSubject: Re: x\n\n",
                                       farewells[_i], "\n", NULL);
  g_autofree char *letter = g_strconcat (PERSON "Subject: x\n\n", farewells[_i], "\n", NULL);

  ck_assert_str_eq (retour_kind_name (detect (mail)), "autoreply");
  ck_assert_str_eq (retour_kind_name (detect (letter)), "bounce");
}
END_TEST

static guint (*const hints_of[RETOUR_PLACE_N]) (RetourSlice text) = {
  [RETOUR_PLACE_SUBJECT] = retour_hints_of_subject,
  [RETOUR_PLACE_SENDER] = retour_hints_of_sender,
  [RETOUR_PLACE_TEXT] = retour_hints_of_text,
};

START_TEST (all_words_are_found_where_they_stand)
{
  const RetourKindTable *table = &retour_builtin_kinds;

  for (guint place = 0; place < RETOUR_PLACE_N; place++)
    for (guint i = 0; hints_of[place] != NULL && i < table->first[place][256]; i++) {
      const RetourKindWords *row = &table->words[place][i];
      g_autofree char *text =
          g_strconcat (row->at_start ? "" : "x ", table->text + row->words, " y", NULL);

      ck_assert_msg ((hints_of[place](retour_slice_of (text)) & row->hint) != 0, "%s", text);
    }
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
                  tcase_add_loop_test (tc, subjects_tell_in_many_languages, 0,
                                       G_N_ELEMENTS (subjects));
                  tcase_add_loop_test (tc, a_farewell_is_an_automatic_reply, 0,
                                       G_N_ELEMENTS (farewells));
                  tcase_add_test (tc, all_words_are_found_where_they_stand);
                  tcase_add_loop_test (tc, only_the_beginning_of_a_text_is_read, 0, 2);
                  tcase_add_loop_test (tc, every_kind_is_found_by_its_name, 0, RETOUR_KIND_N))
