#include "test.h"

#include <retour/retour.h>

#include "base/address.h"
#include "base/limits.h"
#include "policy/client.h"
#include "policy/entry.h"

/* Entries out of records: dates, keys of addresses, proof, and whose IP address is blamed. */

static const struct {
  const char *address;
  gboolean fold;
  const char *key; /* %NULL: it is no address */
} keys[] = {
  { "user@example.com", FALSE, "user@example.com" },
  { "User.Name@Example.COM", FALSE, "User.Name@example.com" },
  { "User.Name@Example.COM", TRUE, "user.name@example.com" },
  { "user@example.com.", FALSE, "user@example.com" },
  { "user@b\xC3\xBC"
    "cher.example",
    FALSE, "user@xn--bcher-kva.example" },
  { "user@B\xC3\x9C"
    "CHER.Example",
    FALSE, "user@xn--bcher-kva.example" },
  { "user@XN--bcher-kva.example", FALSE, "user@xn--bcher-kva.example" },
  { "\xC3\x9C@example.com", FALSE, "\xC3\x9C@example.com" },
  { "\xC3\x9C@example.com", TRUE, "\xC3\xBC@example.com" },
  { "\"a@b\"@example.com", FALSE, "\"a@b\"@example.com" },
  { "user@[192.0.2.1]", FALSE, "user@[192.0.2.1]" },
  { "user", FALSE, NULL },
  { "@example.com", FALSE, NULL },
  { "user@", FALSE, NULL },
  { "user@.", FALSE, NULL },
  { "a b@example.com", FALSE, NULL },
  { "user@exa\nmple.com", FALSE, NULL },
  { "\xFF@example.com", FALSE, NULL },
  { "", FALSE, NULL },
};

START_TEST (an_address_is_compared_by_its_key)
{
  GStringChunk *pool = g_string_chunk_new (64);
  gsize len = strlen (keys[_i].address);
  g_autofree char *copy = g_memdup2 (keys[_i].address, len);

  ck_assert_pstr_eq (retour_address_key (retour_slice (copy, len), keys[_i].fold, pool),
                     keys[_i].key);
  g_string_chunk_free (pool);
}
END_TEST

START_TEST (the_longest_address_has_a_key_and_one_more_byte_has_none)
{
  GStringChunk *pool = g_string_chunk_new (64);
  g_autofree char *text = g_strnfill (RETOUR_LIMIT_ADDRESS + 1, 'a');

  text[10] = '@';
  ck_assert_ptr_nonnull (
      retour_address_key (retour_slice (text, RETOUR_LIMIT_ADDRESS), FALSE, pool));
  ck_assert_ptr_null (
      retour_address_key (retour_slice (text, RETOUR_LIMIT_ADDRESS + 1), FALSE, pool));
  g_string_chunk_free (pool);
}
END_TEST

static const struct {
  const char *text, *client;
} clients[] = {
  { "554 5.7.1 Client host [192.0.2.25] blocked by a list", "192.0.2.25" },
  { "550 your IP 192.0.2.25, has a poor reputation", "192.0.2.25" },
  { "550 rejected: ip=192.0.2.25.", "192.0.2.25" },
  { "450 cannot find your hostname, unknown[192.0.2.25]", "192.0.2.25" },
  { "550 5.7.1 [2001:db8::25] is on a list", "2001:db8::25" },
  { "550 5.7.1 [IPv6:2001:db8::25] is on a list", "2001:db8::25" },
  { "host mx.example.com[198.51.100.1] said: 554 [192.0.2.25] is blocked", "192.0.2.25" },
  { "host mx.example.com [198.51.100.1]: 554 192.0.2.25 is blocked", "192.0.2.25" },
  { "198.51.100.1 does not like recipient. Remote host said: 554 192.0.2.25 listed", "192.0.2.25" },
  { "Connected to 198.51.100.1 but it died", NULL },
  { "554 refused, see 25.2.0.192.list.example.org", NULL },
  { "550 5.7.1 refused at 12:30:15 by 1.2.3", NULL },
  { "550 from 127.0.0.1 refused", NULL },
  { "550 999.0.2.1 refused", NULL },
  { "550 std::vector a::b", NULL },
  { "", NULL },
  { NULL, NULL },
};

START_TEST (the_blamed_client_is_found)
{
  GStringChunk *pool = g_string_chunk_new (64);

  ck_assert_pstr_eq (retour_client_find (clients[_i].text, pool), clients[_i].client);
  g_string_chunk_free (pool);
}
END_TEST

/* A report on failures of @to (two with a comma), with @extra header fields. */
static RetourReport *
make_report (const char *to, const char *extra, const char *date)
{
  g_auto (GStrv) recipients = g_strsplit (to, ",", -1);
  g_autoptr (GString) mail = g_string_new ("From: MAILER-DAEMON@mx.example.org\n");

  g_string_append_printf (mail,
                          "%sSubject: Undelivered\nDate: %s\nContent-Type: multipart/report;"
                          " report-type=delivery-status; boundary=b\n\n--b\nContent-Type:"
                          " message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n",
                          extra, date);
  for (guint i = 0; recipients[i] != NULL; i++)
    g_string_append_printf (mail,
                            "\nFinal-Recipient: rfc822; %s\nAction: failed\nStatus: 5.1.1\n"
                            "Diagnostic-Code: smtp; 550 5.1.1 User unknown\n",
                            recipients[i]);
  g_string_append (mail, "\n--b\nContent-Type: text/rfc822-headers\n\nSubject: x\n"
                         "X-Campaign: =?utf-8?q?Fr=C3=BChling?=\nX-Long: a\n b\n\n--b--\n");
  return retour_report_new (mail->str, mail->len, NULL, 1);
}

#define PAST "Sat, 21 Nov 2020 10:00:00 +0000"

static const struct {
  const char *to, *extra, *sent_to;
  const char *address; /* of the first entry */
  int proof;
} verps[] = {
  { "a@example.com", "", NULL, "a@example.com", 0 },
  { "a@example.com", "", "bounces@example.org", "a@example.com", 0 },
  { "a@example.com", "", "bounce+a=example.com@example.org", "a@example.com", RETOUR_PROOF_VERP },
  { "a@example.com", "To: bounce+a=example.com@example.org\n", NULL, "a@example.com",
    RETOUR_PROOF_VERP },
  /* forwarded: the list knows the address that it wrote to */
  { "a@inner.example.net", "", "bounce+a=example.com@example.org", "a@example.com",
    RETOUR_PROOF_VERP },
  { "a@inner.example.net", "Delivered-To: bounce+a=example.com@example.org\n", NULL,
    "a@example.com", RETOUR_PROOF_VERP },
  /* of several recipients it proves the one that it names */
  { "a@example.com,b@example.com", "", "bounce+a=example.com@example.org", "a@example.com",
    RETOUR_PROOF_VERP },
  { "b@example.com,a@example.com", "", "bounce+a=example.com@example.org", "b@example.com", 0 },
};

START_TEST (verp_names_and_proves_the_recipient)
{
  GStringChunk *pool = g_string_chunk_new (64);
  g_autoptr (RetourReport) report = make_report (verps[_i].to, verps[_i].extra, PAST);
  RetourEntry entry;

  retour_entry_read (&entry, report, 0, 2000000000, pool);
  retour_entry_set_sent_to (&entry, report, verps[_i].sent_to, pool);
  ck_assert_pstr_eq (entry.address, verps[_i].address);
  ck_assert_int_eq (entry.proof, verps[_i].proof);
  g_string_chunk_free (pool);
}
END_TEST

static const struct {
  const char *date;
  gint64 want;
} dates[] = {
  { PAST, 1605952800 },
  { "Sat, 29 Feb 2020 23:59:59 +0000", 1583020799 },
  { "Thu, 01 Jan 1970 00:00:00 +0000", 0 },
  { "Tue, 31 Dec 2024 23:59:59 +0000", 1700000000 }, /* to come */
  { "no date", 1700000000 },
};

START_TEST (what_is_yet_to_come_happened_now)
{
  GStringChunk *pool = g_string_chunk_new (64);
  g_autoptr (RetourReport) report = make_report ("a@example.com", "", dates[_i].date);
  RetourEntry entry;

  retour_entry_read (&entry, report, 0, 1700000000, pool);
  ck_assert_int_eq (entry.date, dates[_i].want);
  g_string_chunk_free (pool);
}
END_TEST

static const struct {
  const char *name, *want;
} campaigns[] = {
  { "x-campaign", "Fr\xC3\xBChling" },
  { "X-Long", "a b" },
  { "X-None", NULL },
};

START_TEST (any_field_of_the_returned_mail_can_be_the_campaign)
{
  GStringChunk *pool = g_string_chunk_new (64);
  g_autoptr (RetourReport) report = make_report ("a@example.com", "", PAST);
  RetourEntry entry;

  retour_entry_read (&entry, report, 0, 2000000000, pool);
  retour_entry_set_campaign (&entry, report, campaigns[_i].name, pool);
  ck_assert_pstr_eq (entry.campaign, campaigns[_i].want);
  g_string_chunk_free (pool);
}
END_TEST

/* Bytes of a reply: what is over the cap is cut, and no character is cut in two. */
static const struct {
  guint len;
  const char *end; /* its last character */
  guint want;
} texts[] = {
  { RETOUR_LIMIT_ENTRY_TEXT - 1, "x", RETOUR_LIMIT_ENTRY_TEXT - 1 },
  { RETOUR_LIMIT_ENTRY_TEXT, "x", RETOUR_LIMIT_ENTRY_TEXT },
  { RETOUR_LIMIT_ENTRY_TEXT + 1, "x", RETOUR_LIMIT_ENTRY_TEXT },
  { RETOUR_LIMIT_ENTRY_TEXT, "\xC3\xBC", RETOUR_LIMIT_ENTRY_TEXT },
  { RETOUR_LIMIT_ENTRY_TEXT + 1, "\xC3\xBC", RETOUR_LIMIT_ENTRY_TEXT - 1 },
};

START_TEST (a_reply_at_the_cap_is_kept_and_a_longer_one_is_cut)
{
  GStringChunk *pool = g_string_chunk_new (64);
  g_autofree char *fill = g_strnfill (texts[_i].len - strlen (texts[_i].end), 'x');
  g_autofree char *reply = g_strconcat (fill, texts[_i].end, NULL);
  g_autofree char *mail = NULL;
  g_autoptr (RetourReport) report = NULL;
  RetourEntry entry;

  memcpy (reply, "550 ", 4);
  mail = g_strconcat ("Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
                      "--b\nContent-Type: message/delivery-status\n\n"
                      "Reporting-MTA: dns; mx.example.org\n\n"
                      "Final-Recipient: rfc822; a@example.com\nAction: failed\n"
                      "Diagnostic-Code: smtp; ",
                      reply, "\n\n--b--\n", NULL);
  report = retour_report_new (mail, strlen (mail), NULL, 1);
  ck_assert_str_eq (retour_report_get (report, 0, RETOUR_FIELD_DIAGNOSTIC), reply);
  retour_entry_read (&entry, report, 0, 2000000000, pool);
  ck_assert_uint_eq (strlen (entry.diagnostic), texts[_i].want);
  ck_assert_int_eq (strncmp (entry.diagnostic, reply, texts[_i].want), 0);
  g_string_chunk_free (pool);
}
END_TEST

/* An IP address that ends at the cap is seen; what is past it is not looked at. */
START_TEST (a_client_is_looked_for_as_far_as_the_cap)
{
  static const char client[] = "192.0.2.25";
  GStringChunk *pool = g_string_chunk_new (64);
  g_autofree char *text = g_strnfill (RETOUR_LIMIT_ENTRY_TEXT + 1, ' ');
  char *at = text + RETOUR_LIMIT_ENTRY_TEXT - strlen (client);

  memcpy (text, "554", 3);
  memcpy (at, client, strlen (client));
  ck_assert_pstr_eq (retour_client_find (text, pool), client);
  memset (at, ' ', strlen (client));
  memcpy (at + 1, client, strlen (client));
  ck_assert_pstr_ne (retour_client_find (text, pool), client);
  g_string_chunk_free (pool);
}
END_TEST

RETOUR_TEST_MAIN (
    "entry", tcase_add_loop_test (tc, an_address_is_compared_by_its_key, 0, G_N_ELEMENTS (keys));
    tcase_add_test (tc, the_longest_address_has_a_key_and_one_more_byte_has_none);
    tcase_add_loop_test (tc, the_blamed_client_is_found, 0, G_N_ELEMENTS (clients));
    tcase_add_loop_test (tc, verp_names_and_proves_the_recipient, 0, G_N_ELEMENTS (verps));
    tcase_add_loop_test (tc, what_is_yet_to_come_happened_now, 0, G_N_ELEMENTS (dates));
    tcase_add_loop_test (tc, any_field_of_the_returned_mail_can_be_the_campaign, 0,
                         G_N_ELEMENTS (campaigns));
    tcase_add_loop_test (tc, a_reply_at_the_cap_is_kept_and_a_longer_one_is_cut, 0,
                         G_N_ELEMENTS (texts));
    tcase_add_test (tc, a_client_is_looked_for_as_far_as_the_cap))
