#include "extract/doubt.h"

#include "test.h"

/* What becomes of a mail whose text is its body, and that names one recipient. */
static RetourKind
settle (const char *mail, const char *diagnostic, gboolean *promising)
{
  gsize len = strlen (mail);
  g_autofree char *copy = g_memdup2 (mail, len);
  g_autoptr (GPtrArray) found = retour_facts_list_new ();
  RetourMessage *message = retour_message_new (copy, len);
  RetourFields returned;
  RetourDoubt doubt = { .message = message, .recipients = found, .returned = &returned };
  RetourKind kind;

  retour_fields_init (&returned);
  if (retour_message_get_n_parts (message) > 0)
    doubt.text = retour_message_get_text (message, 0);
  if (diagnostic != NULL) {
    RetourFacts *facts = retour_facts_list_add (found);

    facts->fact[RETOUR_FACT_ADDRESS] = "a@example.com";
    facts->fact[RETOUR_FACT_DIAGNOSTIC] = diagnostic;
  }
  *promising = retour_doubt_is_promising (&doubt);
  kind = retour_doubt_settle (&doubt);
  retour_fields_clear (&returned);
  retour_message_free (message);
  return kind;
}

#define NOBODY   "Return-Path: <>\n"
#define SOMEBODY "Return-Path: <s@example.net>\n"
#define SERVICE  "From: service@example.net\n"
#define PERSON   "From: Ann Smith <ann@example.net>\n"
#define FAILED   "\nYour message could not be\n  delivered.\n"

static const struct {
  const char *mail;
  const char *diagnostic; /* of a recipient; %NULL: there is none */
  RetourKind want;
  gboolean promising;
} cases[] = {
  /* sent to nobody, and it says so */
  { NOBODY SERVICE "Subject: x\n" FAILED, "550 no", RETOUR_KIND_BOUNCE, TRUE },
  { NOBODY SERVICE "Subject: x\n" FAILED, "no", RETOUR_KIND_BOUNCE, TRUE },
  { NOBODY SERVICE "Subject: x\n\nHi.\n", "550 no", RETOUR_KIND_BOUNCE, FALSE },
  { NOBODY SERVICE "Subject: x\n\nHi.\n", "no", RETOUR_KIND_NOTBOUNCE, FALSE },
  /* by whom it is, and what it is called */
  { "From: MAILER-DAEMON@example.net\n\nHi.\n", "no", RETOUR_KIND_BOUNCE, FALSE },
  { SOMEBODY SERVICE "Subject: Undeliverable: x\n" FAILED, "550 no", RETOUR_KIND_BOUNCE, TRUE },
  { SOMEBODY PERSON "Subject: Undeliverable: x\n\nIt could not be delivered.\n", "550 no",
    RETOUR_KIND_NOTBOUNCE, TRUE },
  { SOMEBODY PERSON "X-Mailer: Apple Mail (2)\nSubject: Undeliverable: x\n" FAILED, "550 no",
    RETOUR_KIND_NOTBOUNCE, TRUE },
  { SOMEBODY PERSON "To: list-bounces@example.org\nSubject: Undeliverable: x\n" FAILED, "550 no",
    RETOUR_KIND_BOUNCE, TRUE },
  { SOMEBODY PERSON "X-Failed-Recipients: a@example.com\nSubject: x\n" FAILED, "no",
    RETOUR_KIND_BOUNCE, TRUE },
  { SOMEBODY SERVICE "List-Id: <l.example.org>\nSubject: Undeliverable: x\n\n"
                     "It could not be delivered.\n",
    "550 no", RETOUR_KIND_NOTBOUNCE, TRUE },
  { SERVICE "List-Id: <l.example.org>\nSubject: [l] Returned mail: x\n\nWhy is my mail rejected?\n",
    "550 5.1.1 no", RETOUR_KIND_NOTBOUNCE, TRUE },
  { SERVICE
    "To: l-bounces@example.org\nList-Id: <l.example.org>\nSubject: Undeliverable: x\n" FAILED,
    "550 no", RETOUR_KIND_BOUNCE, TRUE },
  { SERVICE "Subject: High bounce rate: mail not delivered\n\n7 % could not be delivered.\n",
    "550 no", RETOUR_KIND_NOTBOUNCE, TRUE },
  { SERVICE "Subject: Re: x\n\nYour mail waits in a suspect email folder.\n", NULL,
    RETOUR_KIND_CHALLENGE, FALSE },
  { "From: MAILER-DAEMON@example.net\nList-Id: <l.example.org>\nSubject: x\n" FAILED, "no",
    RETOUR_KIND_BOUNCE, TRUE },
  { "From: MAILER-DAEMON@example.net\nSubject: Undeliverable: x\n\nHi.\n", NULL, RETOUR_KIND_BOUNCE,
    FALSE },
  { "From: MAILER-DAEMON@example.net\nSubject: x\n\nHi.\n", NULL, RETOUR_KIND_NOTBOUNCE, FALSE },
  /* about other deliveries, and about the reader's own mailbox */
  { SOMEBODY SERVICE "Subject: Delivery failed: your parcel\n\nIt could not be delivered.\n", "no",
    RETOUR_KIND_NOTBOUNCE, TRUE },
  { NOBODY SERVICE "Subject: Undeliverable: your parcel\n" FAILED, "550 no", RETOUR_KIND_BOUNCE,
    TRUE },
  { "From: postmaster@example.net\nSubject: x\n\nYour mailbox is full; mail will be rejected.\n",
    NULL, RETOUR_KIND_NOTBOUNCE, FALSE },
  /* whose first words say it, even if a name stands above them */
  { PERSON "Subject: x\n" FAILED, "550 no", RETOUR_KIND_BOUNCE, TRUE },
  { PERSON
    "Subject: x\n\nDear all, I have to tell you that we had a long night with the server, that it "
    "is up again since six, and that your message could not be delivered.\n",
    "550 no", RETOUR_KIND_NOTBOUNCE, TRUE },
  { "From: <>\nSubject: Returned mail\n\nHi.\n", "550 no", RETOUR_KIND_BOUNCE, FALSE },
  /* what else it may be */
  { "From: MAILER-DAEMON@example.net\nSubject: Out of office\n\nI am away.\n", NULL,
    RETOUR_KIND_AUTOREPLY, FALSE },
  { SERVICE "Subject: Read: x\n\nYour message was read on Monday.\n", NULL, RETOUR_KIND_DISPOSITION,
    FALSE },
  { "\n", NULL, RETOUR_KIND_NOTBOUNCE, FALSE },
};

START_TEST (signs_of_a_report_are_weighed)
{
  gboolean promising = FALSE;
  RetourKind kind = settle (cases[_i].mail, cases[_i].diagnostic, &promising);

  ck_assert_str_eq (retour_kind_name (kind), retour_kind_name (cases[_i].want));
  ck_assert_int_eq (promising, cases[_i].promising);
}
END_TEST

RETOUR_TEST_MAIN ("doubt",
                  tcase_add_loop_test (tc, signs_of_a_report_are_weighed, 0, G_N_ELEMENTS (cases)))
