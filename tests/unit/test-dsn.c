#include "extract/dsn.h"

#include "test.h"

#include "base/limits.h"

#define HEAD                                                                                       \
  "From: MAILER-DAEMON@mx.example.net\n"                                                           \
  "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"                    \
  "--b\nContent-Type: message/delivery-status\n\n"
#define TAIL "\n--b--\n"

/* What one status part says. The mail is a heap copy without the final NUL. */
typedef struct {
  char *mail;
  RetourMessage *message;
  GPtrArray *found;
  const char *envelope_id;
  const char *arrival;
} Fixture;

static void
fixture_open (Fixture *f, const char *part)
{
  g_autofree char *all = g_strconcat (HEAD, part, TAIL, NULL);
  gsize len = strlen (all);

  f->mail = g_memdup2 (all, len);
  f->message = retour_message_new (f->mail, len);
  f->found = retour_facts_list_new ();
  f->envelope_id = f->arrival = NULL;
}

static void
fixture_read (Fixture *f, const char *part)
{
  fixture_open (f, part);
  retour_dsn_read (f->message, f->found, &f->envelope_id, &f->arrival);
}

static void
fixture_clear (Fixture *f)
{
  g_ptr_array_unref (f->found);
  retour_message_free (f->message);
  g_free (f->mail);
}

static const char *
get (const Fixture *f, guint i, RetourFact which)
{
  return ((const RetourFacts *) g_ptr_array_index (f->found, i))->fact[which];
}

/* "address alias action status|…": what was found, for one look. "-": not said. */
static char *
summary (const Fixture *f)
{
  const RetourFact which[] = { RETOUR_FACT_ADDRESS, RETOUR_FACT_ALIAS, RETOUR_FACT_ACTION,
                               RETOUR_FACT_STATUS };
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < f->found->len; i++)
    for (guint k = 0; k < G_N_ELEMENTS (which); k++) {
      const char *fact = get (f, i, which[k]);

      g_string_append (all, i > 0 && k == 0 ? "|" : k > 0 ? " " : "");
      g_string_append (all, fact != NULL ? fact : "-");
    }
  return g_string_free (all, FALSE);
}

static gboolean
is_broken (const Fixture *f)
{
  return (retour_message_get_oddities (f->message) & RETOUR_ODDITY_BAD_STATUS_PART) != 0;
}

#define A  "a@example.com"
#define B  "b@example.com"
#define RM "Reporting-MTA: dns; mx.example.net\n"

static const struct {
  const char *part, *want;
  gboolean broken;
} groups[] = {
  { RM "\nFinal-Recipient: rfc822; " A "\nAction: failed\nStatus: 5.1.1\n", A " - failed 5.1.1",
    FALSE },
  /* groups parted by an empty line; the order of the fields is free */
  { RM "\nFinal-Recipient: rfc822; " A "\nAction: failed\nStatus: 5.1.1\n\n"
       "Original-Recipient: rfc822;alias@example.org\nFinal-Recipient: rfc822; " B
       "\nAction: delayed\nStatus: 4.4.1\n",
    A " - failed 5.1.1|" B " alias@example.org delayed 4.4.1", FALSE },
  { RM "\nStatus: 5.1.1\nAction: failed\nFinal-Recipient: rfc822;" A "\n\n"
       "Status: 5.2.2\nAction: failed\nFinal-Recipient: rfc822;" B "\n",
    A " - failed 5.1.1|" B " - failed 5.2.2", FALSE },
  /* no empty line between message and recipient */
  { RM "Final-Recipient: rfc822; " A "\nAction: failed\nStatus: 5.1.1\n", A " - failed 5.1.1",
    TRUE },
  /* no empty lines between recipients */
  { RM "\nFinal-Recipient: rfc822; " A "\nAction: failed\nStatus: 5.1.1\n"
       "Final-Recipient: rfc822; " B "\nAction: failed\nStatus: 5.2.2\n",
    A " - failed 5.1.1|" B " - failed 5.2.2", FALSE },
  { RM "\nOriginal-Recipient: rfc822; x@example.org\nFinal-Recipient: rfc822; " A
       "\nAction: failed\nStatus: 5.1.1\nOriginal-Recipient: rfc822; y@example.org\n"
       "Final-Recipient: rfc822; " B "\nAction: failed\nStatus: 5.2.2\n",
    A " x@example.org failed 5.1.1|" B " y@example.org failed 5.2.2", FALSE },
  /* an empty line behind every field */
  { RM "\n\nFinal-Recipient: rfc822; " A "\n\nOriginal-Recipient: rfc822; x@example.org\n\n"
       "Action: failed\n\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; " B
       "\n\nAction: failed\n\nStatus: 5.2.2\n\n",
    A " x@example.org failed 5.1.1|" B " - failed 5.2.2", FALSE },
  { RM "Received-From-MTA: dns; c\nArrival-Date: today\n\nFinal-Recipient: rfc822; " A
       "\n\nAction: failed\n\nStatus: 5.1.1\n",
    A " - failed 5.1.1", FALSE },
  /* odd spelling */
  { "REPORTING-mta : dns; m\n\nfinal-recipient :rfc822 ;  <" A ">\naction:FAILED\nSTATUS:5.1.1\n",
    A " - failed 5.1.1", FALSE },
  { RM "\nFinal-Rcpt: rfc822;" A "\nAction: failed\nStatus: 5.1.1\n", A " - failed 5.1.1", FALSE },
  { RM "\nFinal-Recipient: <" A ">\nAction: failed\nStatus: 5.1.1\n", A " - failed 5.1.1", TRUE },
  { RM "\nFinal-Recipient: RFC822;\"a b\"@example.com\nAction: failed\nStatus: 5.1.1\n",
    "\"a b\"@example.com - failed 5.1.1", FALSE },
  { RM "\nFinal-Recipient: rfc822;\n " A "\nAction:\n failed\nStatus:\n\t5.1.1\n",
    A " - failed 5.1.1", FALSE },
  /* comments */
  { RM "\nFinal-Recipient: rfc822; " A "\nAction: failed (no such user)\nStatus: 5.1.1 (bad)\n",
    A " - failed 5.1.1", FALSE },
  /* the address elsewhere, or none */
  { RM "\nFinal-Recipient: LOCAL; joe\nAction: failed\nStatus: 5.1.1\n", "joe - failed 5.1.1",
    FALSE },
  { RM "\nFinal-Recipient: LOCAL; joe\nX-Actual-Recipient: rfc822; " A
       "\nAction: failed\nStatus: 5.1.1\n",
    A " - failed 5.1.1", FALSE },
  { RM "\nFinal-Recipient: x-unix; |/usr/bin/prog\nOriginal-Recipient: rfc822; " A
       "\nAction: failed\nStatus: 5.3.0\n",
    A " " A " failed 5.3.0", FALSE },
  { RM "\nX-Failed-Recipient: " A "\nAction: failed\nStatus: 5.1.1\n", A " - failed 5.1.1", TRUE },
  { RM "\nAction: failed\nStatus: 5.1.1\n", "- - failed 5.1.1", TRUE },
  { RM, "", FALSE },
  { RM "\nOriginal-Recipient: rfc822;\nFinal-Recipient: utf-8; " A
       "\nAction: failed\nStatus: 5.1.1\n",
    A " - failed 5.1.1", FALSE },
  /* RFC 6533, RFC 3461 */
  { RM "\nOriginal-Recipient: utf-8;j\\x{FC}rgen@example.com\nFinal-Recipient: utf-8;"
       "j\303\274rgen@example.com\nAction: failed\nStatus: 5.1.1\n",
    "j\303\274rgen@example.com j\303\274rgen@example.com failed 5.1.1", FALSE },
  { RM "\nOriginal-Recipient: rfc822;a+2Bx@example.com\nFinal-Recipient: rfc822;" A
       "\nAction: failed\nStatus: 5.1.1\n",
    A " a+x@example.com failed 5.1.1", FALSE },
  { RM "\nOriginal-Recipient: rfc822;a+20@example.com\nFinal-Recipient: rfc822;a+20@example.com"
       "\nAction: failed\nStatus: 5.1.1\n",
    "a+20@example.com a+20@example.com failed 5.1.1", FALSE },
  /* values that are none */
  { RM "\nFinal-Recipient: rfc822;" A "\nAction: jumped\nStatus: 550\n", A " - - -", TRUE },
  /* cut short */
  { RM "\nFinal-Recipient: rfc822;" A "\nAction: failed\nSta", A " - failed -", TRUE },
  /* one recipient twice: once, unless the actions differ */
  { RM "\nFinal-Recipient: rfc822;" A "\nAction: failed\nStatus: 5.1.1\n\n"
       "Original-Recipient: rfc822;x@example.org\nFinal-Recipient: rfc822;A@EXAMPLE.COM\n"
       "Action: failed\nStatus: 5.2.2\n",
    A " x@example.org failed 5.1.1", FALSE },
  { RM "\nFinal-Recipient: rfc822;" A "\nAction: failed\nStatus: 5.1.1\n\n"
       "Final-Recipient: rfc822;" A "\nAction: relayed\nStatus: 2.0.0\n",
    A " - failed 5.1.1|" A " - relayed 2.0.0", FALSE },
  /* fields of other people open nothing */
  { RM "X-Postfix-Queue-ID: 4F\nX-Postfix-Sender: rfc822; s@example.org\n\nFinal-Recipient: "
       "rfc822;" A "\nX-One: 1\nAction: failed\nX-One: 2\nStatus: 5.1.1\n",
    A " - failed 5.1.1", FALSE },
  { "", "", FALSE },
};

START_TEST (groups_of_fields_give_recipients)
{
  g_autofree char *got = NULL;
  Fixture f;

  fixture_read (&f, groups[_i].part);
  got = summary (&f);
  ck_assert_str_eq (got, groups[_i].want);
  ck_assert_msg (is_broken (&f) == groups[_i].broken, "%s", got);
  fixture_clear (&f);
}
END_TEST

#define GROUP "Final-Recipient: rfc822; " A "\nAction: failed\nStatus: 5.1.1\n"

static const struct {
  const char *fields;
  RetourFact which;
  const char *want;
} values[] = {
  { "Diagnostic-Code: smtp; 550 5.1.1 No such user\n", RETOUR_FACT_DIAGNOSTIC,
    "550 5.1.1 No such user" },
  { "Diagnostic-Code: SMTP;550 no blank\n", RETOUR_FACT_DIAGNOSTIC, "550 no blank" },
  { "Diagnostic-Code: SMTP;550 no blank\n", RETOUR_FACT_DIAGNOSTIC_TYPE, "smtp" },
  { "Diagnostic-Code: smtp;smtp;550 twice\n", RETOUR_FACT_DIAGNOSTIC, "550 twice" },
  { "Diagnostic-Code: X-Unix; 67\n", RETOUR_FACT_DIAGNOSTIC_TYPE, "x-unix" },
  { "Diagnostic-Code: 550 no type; really\n", RETOUR_FACT_DIAGNOSTIC, "550 no type; really" },
  { "Diagnostic-Code: 550; no type\n", RETOUR_FACT_DIAGNOSTIC, "550; no type" },
  { "Diagnostic-Code: 550; no type\n", RETOUR_FACT_DIAGNOSTIC_TYPE, NULL },
  { "Diagnostic-Code: smtp;\n", RETOUR_FACT_DIAGNOSTIC, NULL },
  { "Diagnostic-Code: smtp; 550-one\n\t550  two\r\n 550 three\n", RETOUR_FACT_DIAGNOSTIC,
    "550-one 550  two 550 three" },
  { "Diagnostic-Code: smtp; 550-one\n550-5.1.1 two\nError: three\nRemote-MTA: dns; m\n",
    RETOUR_FACT_DIAGNOSTIC, "550-one 550-5.1.1 two Error: three" }, /* not folded */
  { "Diagnostic-Code: smtp; 550-one\n550-5.1.1 two\nRemote-MTA: dns; m\n", RETOUR_FACT_REMOTE_HOST,
    "m" },
  { "Diagnostic-Code: smtp; 550 one\n\nLines below an empty one\n", RETOUR_FACT_DIAGNOSTIC,
    "550 one" },
  { "Diagnostic-Code: smtp; 550 one\nFinal-Log-Id: 7\n", RETOUR_FACT_DIAGNOSTIC, "550 one" },
  { "Diagnostic-Code: smtp; 550 one\nDiagnostic-Code: smtp; 550 two\n", RETOUR_FACT_DIAGNOSTIC,
    "550 one 550 two" },
  { "Diagnostic-Code: smtp; =?utf-8?Q?550_gr=C3=BC=C3=9Fe?=\n", RETOUR_FACT_DIAGNOSTIC,
    "550 gr\303\274\303\237e" },
  { "Remote-MTA: dns; mx.example.com\n", RETOUR_FACT_REMOTE_HOST, "mx.example.com" },
  { "Remote-MTA: DNS;[192.0.2.1]\n", RETOUR_FACT_REMOTE_HOST, "192.0.2.1" },
  { "Remote-MTA: dns;mx.example.com (192.0.2.1, the server)\n", RETOUR_FACT_REMOTE_HOST,
    "mx.example.com" },
  { "Remote-MTA: mx.example.com.\n", RETOUR_FACT_REMOTE_HOST, "mx.example.com" },
  { "Remote-MTA: dns;\n", RETOUR_FACT_REMOTE_HOST, NULL },
  { "Last-Attempt-Date: Sat, 3 Jan 2026 10:00:00 +0100\n", RETOUR_FACT_DATE,
    "Sat, 3 Jan 2026 10:00:00 +0100" },
  { "Will-Retry-Until: Sun, 4 Jan 2026 10:00:00 +0100 (CET)\n", RETOUR_FACT_RETRY_UNTIL,
    "Sun, 4 Jan 2026 10:00:00 +0100 (CET)" },
  { "", RETOUR_FACT_LOCAL_HOST, "mx.example.net" },
};

START_TEST (fields_of_a_recipient_give_facts)
{
  g_autofree char *part = g_strconcat (RM "\n" GROUP, values[_i].fields, NULL);
  Fixture f;

  fixture_read (&f, part);
  ck_assert_uint_eq (f.found->len, 1);
  ck_assert_pstr_eq (get (&f, 0, values[_i].which), values[_i].want);
  fixture_clear (&f);
}
END_TEST

static const struct {
  const char *action, *want;
} actions[] = {
  { "failed", "failed" },         { "delayed", "delayed" },
  { "delivered", "delivered" },   { "relayed", "relayed" },
  { "expanded", "expanded" },     { "Failure", "failed" },
  { "error", "failed" },          { "failed;", "failed" },
  { "deliverable", "delivered" }, { "delivered (to mailing list)", "delivered" },
  { "failedly", NULL },           { "", NULL },
};

START_TEST (actions_are_the_five_of_the_rfc)
{
  g_autofree char *part =
      g_strdup_printf ("Final-Recipient: rfc822;" A "\nAction: %s\n", actions[_i].action);
  Fixture f;

  fixture_read (&f, part);
  ck_assert_pstr_eq (get (&f, 0, RETOUR_FACT_ACTION), actions[_i].want);
  fixture_clear (&f);
}
END_TEST

START_TEST (comments_stand_in_for_a_missing_diagnostic)
{
  Fixture f;

  fixture_read (&f, "Final-Recipient: rfc822;" A "\nAction: failed (bad action)\n"
                    "Status: 5.1.1 (no such mailbox)\n");
  ck_assert_pstr_eq (get (&f, 0, RETOUR_FACT_DIAGNOSTIC), "no such mailbox");
  fixture_clear (&f);
  fixture_read (&f, "Final-Recipient: rfc822;" A "\nAction: failed (bad action)\n"
                    "Status: 5.1.1\nDiagnostic-Code: smtp; 550 words\n");
  ck_assert_pstr_eq (get (&f, 0, RETOUR_FACT_DIAGNOSTIC), "550 words");
  fixture_clear (&f);
}
END_TEST

START_TEST (fields_of_the_message_go_to_every_recipient)
{
  Fixture f;

  fixture_read (&f, "Original-Envelope-Id: one+3Dtwo\nArrival-Date: Sat, 3 Jan\n 2026\n"
                    "Reporting-MTA: dns;\n mx.example.net (here)\n\n" GROUP "\n"
                    "Final-Recipient: rfc822;" B "\nAction: failed\nStatus: 5.1.1\n");
  ck_assert_pstr_eq (f.envelope_id, "one=two");
  ck_assert_pstr_eq (f.arrival, "Sat, 3 Jan 2026");
  ck_assert_uint_eq (f.found->len, 2);
  ck_assert_pstr_eq (get (&f, 0, RETOUR_FACT_LOCAL_HOST), "mx.example.net");
  ck_assert_pstr_eq (get (&f, 1, RETOUR_FACT_LOCAL_HOST), "mx.example.net");
  fixture_clear (&f);
}
END_TEST

START_TEST (what_is_not_said_leaves_the_callers_values_alone)
{
  Fixture f;

  fixture_open (&f, GROUP);
  f.envelope_id = "before";
  retour_dsn_read (f.message, f.found, &f.envelope_id, NULL);
  ck_assert_str_eq (f.envelope_id, "before");
  fixture_clear (&f);
}
END_TEST

START_TEST (every_status_part_is_read)
{
  Fixture f;

  fixture_read (&f, RM "\n" GROUP "\n--b\nContent-Type: message/global-delivery-status\n\n"
                       "Reporting-MTA: dns; other.example.net\n\nFinal-Recipient: rfc822;" B
                       "\nAction: failed\nStatus: 5.1.1\n");
  ck_assert_uint_eq (f.found->len, 2);
  ck_assert_pstr_eq (get (&f, 0, RETOUR_FACT_LOCAL_HOST), "mx.example.net");
  ck_assert_pstr_eq (get (&f, 1, RETOUR_FACT_LOCAL_HOST), "other.example.net");
  fixture_clear (&f);
}
END_TEST

static const struct {
  const char *text;
  guint n;
} texts[] = {
  { "Dear sender,\n\n" RM "\n" GROUP, 1 },
  { "Dear sender,\nStatus: your mail did not arrive\nAction: none\n", 0 },
  { "Original-Recipient: rfc822;" A "\nSubject: a header of some mail\n", 0 },
  { "", 0 },
};

START_TEST (any_text_can_hold_the_fields)
{
  gsize len = strlen (texts[_i].text);
  g_autofree char *copy = g_memdup2 (texts[_i].text, len);
  Fixture f;

  fixture_open (&f, "");
  retour_dsn_read_text (f.message, retour_slice (copy, len), f.found, &f.envelope_id, &f.arrival);
  ck_assert_uint_eq (f.found->len, texts[_i].n);
  ck_assert (!is_broken (&f)); /* a text breaks no RFC */
  fixture_clear (&f);
}
END_TEST

static guint
read_many (guint n, gboolean *over)
{
  GString *all = g_string_new (RM);
  Fixture f;
  guint found;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (
        all, "\nFinal-Recipient: rfc822;u%u@example.com\nAction: failed\nStatus: 5.1.1\n", i);
  fixture_read (&f, all->str);
  g_string_free (all, TRUE);
  found = f.found->len;
  *over = (retour_message_get_oddities (f.message) & RETOUR_ODDITY_MANY_RECIPIENTS) != 0;
  fixture_clear (&f);
  return found;
}

START_TEST (recipients_are_counted_up_to_the_cap)
{
  gboolean over;

  ck_assert_uint_eq (read_many (RETOUR_LIMIT_RECIPIENTS, &over), RETOUR_LIMIT_RECIPIENTS);
  ck_assert (!over);
  ck_assert_uint_eq (read_many (RETOUR_LIMIT_RECIPIENTS + 1, &over), RETOUR_LIMIT_RECIPIENTS);
  ck_assert (over);
}
END_TEST

START_TEST (a_diagnostic_is_cut_at_a_character)
{
  const gboolean past = _i == 1;
  g_autofree char *fill = g_strnfill (RETOUR_LIMIT_DIAGNOSTIC - 2, 'x');
  g_autofree char *part = g_strconcat (GROUP "Diagnostic-Code: smtp; ", fill,
                                       past ? "x\303\274\n" : "\303\274\n", NULL);
  const char *got;
  Fixture f;
  guint odd;

  fixture_read (&f, part);
  got = get (&f, 0, RETOUR_FACT_DIAGNOSTIC);
  odd = retour_message_get_oddities (f.message) & RETOUR_ODDITY_LONG_DIAGNOSTIC;
  ck_assert (g_utf8_validate (got, -1, NULL));
  ck_assert_uint_eq (strlen (got), past ? RETOUR_LIMIT_DIAGNOSTIC - 1 : RETOUR_LIMIT_DIAGNOSTIC);
  ck_assert_int_eq (odd != 0, past);
  fixture_clear (&f);
}
END_TEST

RETOUR_TEST_MAIN (
    "dsn", tcase_add_loop_test (tc, groups_of_fields_give_recipients, 0, G_N_ELEMENTS (groups));
    tcase_add_loop_test (tc, fields_of_a_recipient_give_facts, 0, G_N_ELEMENTS (values));
    tcase_add_loop_test (tc, actions_are_the_five_of_the_rfc, 0, G_N_ELEMENTS (actions));
    tcase_add_test (tc, comments_stand_in_for_a_missing_diagnostic);
    tcase_add_test (tc, fields_of_the_message_go_to_every_recipient);
    tcase_add_test (tc, what_is_not_said_leaves_the_callers_values_alone);
    tcase_add_test (tc, every_status_part_is_read);
    tcase_add_loop_test (tc, any_text_can_hold_the_fields, 0, G_N_ELEMENTS (texts));
    tcase_add_test (tc, recipients_are_counted_up_to_the_cap);
    tcase_add_loop_test (tc, a_diagnostic_is_cut_at_a_character, 0, 2))
