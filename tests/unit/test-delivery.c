#include "test.h"

#include "base/limits.h"
#include "ledger/delivery.h"

/* Lines that tell of deliveries, by their form. The zone of the tests is UTC. */

enum { NOW = 1605960000 }; /* 2020-11-21T12:00:00Z */

static const struct {
  const char *line;
  const char *address; /* %NULL: no delivery */
  const char *id;
  gint64 date;
} lines[] = {
  /* addresses */
  { "a@example.com", "a@example.com", "", NOW },
  { "a@example.com\r\n", "a@example.com", "", NOW },
  { "a@example.com,2020-11-20T10:00:00Z", "a@example.com", "", 1605866400 },
  { "a@example.com\t2020-11-20", "a@example.com", "", 1605830400 },
  { "a@example.com, 1605866400", "a@example.com", "", 1605866400 },
  { "a@example.com,2020-11-20T10:00:00+01:00", "a@example.com", "", 1605862800 },
  { "# a@example.com", NULL, NULL, 0 },
  { "email,date", NULL, NULL, 0 },
  { "a text about a@example.com", NULL, NULL, 0 },
  { "", NULL, NULL, 0 },
  /* Postfix */
  { "Nov 21 10:00:00 mx postfix/smtp[12]: 4FxQ1b: to=<a@example.com>, "
    "relay=mx.example.com[192.0.2.1]:25,"
    " delay=1, dsn=2.0.0, status=sent (250 ok)",
    "a@example.com", "4FxQ1b", 1605952800 },
  { "Nov  1 10:00:00 mx postfix/lmtp[12]: 4FxQ1b: to=<a@example.com>, relay=x, status=sent (250 "
    "ok)",
    "a@example.com", "4FxQ1b", 1604224800 },
  /* a year ago: it is not to come */
  { "Dec 21 10:00:00 mx postfix/smtp[12]: 4FxQ1b: to=<a@example.com>, relay=x, status=sent (250 "
    "ok)",
    "a@example.com", "4FxQ1b", 1576922400 },
  { "Feb 29 10:00:00 mx postfix/smtp[12]: 4FxQ1b: to=<a@example.com>, relay=x, status=sent (250 "
    "ok)",
    "a@example.com", "4FxQ1b", 1582970400 },
  { "2020-11-21T10:00:00.123456+01:00 mx postfix-out/smtp[12]: 4FxQ1b: to=<a@example.com>,"
    " orig_to=<b>, relay=x, status=sent (250 ok)",
    "a@example.com", "4FxQ1b", 1605949200 },
  { "Nov 21 10:00:00 mx postfix/smtp[12]: 4FxQ1b: to=<a@example.com>, relay=x, status=bounced (550 "
    "no)",
    NULL, NULL, 0 },
  { "Nov 21 10:00:00 mx postfix/smtp[12]: 4FxQ1b: to=<a@example.com>, relay=x, status=deferred "
    "(later)",
    NULL, NULL, 0 },
  { "Nov 21 10:00:00 mx postfix/local[12]: 4FxQ1b: to=<a@example.com>, relay=local, status=sent"
    " (forwarded as 5F)",
    NULL, NULL, 0 },
  { "Foo 21 10:00:00 mx postfix/smtp[12]: 4FxQ1b: to=<a@example.com>, relay=x, status=sent (250 "
    "ok)",
    NULL, NULL, 0 },
  /* Exim */
  { "2020-11-21 10:00:00 1rABCD-000001-2x => a@example.com R=dnslookup T=remote_smtp "
    "H=mx.example.com",
    "a@example.com", "1rABCD-000001-2x", 1605952800 },
  { "2020-11-21 10:00:00.123 +0100 [99] 1rABCD-000001-2x -> a@example.com R=dnslookup "
    "T=remote_smtp",
    "a@example.com", "1rABCD-000001-2x", 1605949200 },
  { "2020-11-21 10:00:00 1rABCD-000001-2x => joe <joe@example.com> R=local T=maildir",
    "<joe@example.com>", "1rABCD-000001-2x", 1605952800 },
  { "Nov 21 10:00:00 mx exim[99]: 2020-11-21 10:00:00 1rABCD-000001-2x => a@example.com R=x T=y",
    "a@example.com", "1rABCD-000001-2x", 1605952800 },
  { "2020-11-21 10:00:00 1rABCD-000001-2x ** a@example.com: Unrouteable address", NULL, NULL, 0 },
  { "2020-11-21 10:00:00 1rABCD-000001-2x <= a@example.com H=x", NULL, NULL, 0 },
  { "2020-11-21 10:00:00 1rABCD-000001-2x == a@example.com R=x defer", NULL, NULL, 0 },
};

START_TEST (a_line_is_told_by_its_form)
{
  gsize len = strlen (lines[_i].line);
  g_autofree char *copy = g_memdup2 (lines[_i].line, len);
  RetourDelivery out;
  gboolean found = retour_delivery_parse (retour_slice (copy, len), NOW, &out);
  g_autofree char *address = NULL, *id = NULL;

  ck_assert_int_eq (found, lines[_i].address != NULL);
  if (!found)
    return;
  address = g_strndup (out.address.data, out.address.len);
  id = g_strdup_printf ("%.*s", (int) out.id.len, out.id.len > 0 ? out.id.data : "");
  ck_assert_str_eq (address, lines[_i].address);
  ck_assert_str_eq (id, lines[_i].id);
  ck_assert_int_eq (out.date, lines[_i].date);
}
END_TEST

START_TEST (the_longest_line_is_read_and_one_more_byte_is_not)
{
  g_autofree char *text = g_strnfill (RETOUR_LIMIT_LINE + 1, 'a');
  RetourDelivery out;

  text[3] = '@';
  ck_assert (retour_delivery_parse (retour_slice (text, RETOUR_LIMIT_LINE), NOW, &out));
  ck_assert (!retour_delivery_parse (retour_slice (text, RETOUR_LIMIT_LINE + 1), NOW, &out));
}
END_TEST

RETOUR_TEST_MAIN ("delivery",
                  tcase_add_loop_test (tc, a_line_is_told_by_its_form, 0, G_N_ELEMENTS (lines));
                  tcase_add_test (tc, the_longest_line_is_read_and_one_more_byte_is_not))
