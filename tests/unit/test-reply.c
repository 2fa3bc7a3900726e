#include "test.h"

#include "base/reply.h"

static const struct {
  const char *text;
  const char *reply; /* "" for none */
  const char *status;
  const char *at; /* what stands where the reply starts; NULL: not checked */
} found[] = {
  { "550 5.1.1 User unknown", "550", "5.1.1", "550 5" },
  { "550-5.1.1 The account\n550 5.1.1 is not there", "550", "5.1.1", "550-" },
  { "550 User unknown", "550", "", "550 U" },
  { "5.7.26 not authenticated", "", "5.7.26", "5.7" },
  { "sorry, no mailbox here (#5.1.1)", "", "5.1.1", NULL },
  { "smtp;550 #5.2.2 full", "550", "5.2.2", "550" },
  { "550", "550", "", "550" },
  { "SMTP problem <mx.example.com #5.5.0 smtp;550 no>", "550", "5.5.0", "550 no" },
  { "problem <#4.2.2 x400;550 no>", "", "4.2.2", NULL },
  { "host mx.example.com[192.0.2.4] said: 452 4.2.2 full (in reply to RCPT TO)", "452", "4.2.2",
    "452" },
  { "conversation with 192.0.2.4 ended after DATA:554 5.7.9 no", "554", "5.7.9", "554" },
  { "Remote server returned '550 5.4.1 denied'", "550", "5.4.1", "550" },
  { "error code: 551", "551", "", "551" },
  { "<<< 553 sorry", "553", "", "553" },
  /* the innermost one counts */
  { "5.1.0 - Unknown address error 550-'5.1.1 <a@example.com>... User unknown'", "550", "5.1.1",
    "550-" },
  { "5.3.0 - Other mail system problem 550-'No such person'", "550", "5.3.0", "550-" },
  { "failure for one or more (a@example.com:554 5.2.1 closed)", "554", "5.2.1", "554 5" },
  { "5.1.0 - Unknown address error '5.2.2 Mailbox full'", "", "5.2.2", "5.2.2" },
  { "550 5.1.351 next server said -> 552 full", "552", "5.1.351", "552" },
  { "451 4.4.0 tried often; last reply was \"550 no such user\"", "550", "", "550" },
  { "192.0.2.4_did_not_want_it./Remote_host_said:_553_5.1.1_nobody_here/", "553", "5.1.1",
    "553_5" },
  { "Remote_host_said:_452_Mailbox_is_full/", "452", "", "452" },
  /* of replies beside each other the first */
  { "550 5.1.1 user unknown 554 5.5.1 no valid recipients", "550", "5.1.1", "550" },
  { "550 no such user (#5.1.1)", "550", "5.1.1", "550" },
  { "451 quota: 500 messages (552 of 500 sent)", "451", "", "451" },
  { "250 ok then 550 5.1.1 gone", "550", "5.1.1", "550 5" },
};

static const char *const nothing[] = {
  "",
  "User unknown",
  "connect to 192.0.2.250 port 25",
  "4.2.2.1 is an address",
  "5.1.1.3",
  "message of 552 bytes",
  "Exim 4.92.3",
  "postfix 2.5.1",
  "x550 and 550x and a550@example.com",
  "<550@example.com>",
  "<550_5.1.1@example.com> <x_550_y@example.com>",
  "item_550_left, job_4.4.1_done",
  "550.example.com",
  "queue id 5.1.1a",
  "Mon, 12 Nov 450 12:550:01",
  "host:443 and mx.example.com:550",
  "5.11.1",
  "6.1.1",
  "550,000 messages",
};

static const struct {
  const char *text;
  const char *want; /* NULL: none */
} statuses[] = {
  { "5.1.1", "5.1.1" },     { " 4.2.2 (mailbox full)", "4.2.2" },
  { "2.0.0", "2.0.0" },     { "5.7.606", "5.7.606" },
  { "5.7.999", "5.7.999" }, { "5.7.1000", NULL },
  { "5.7.", NULL },         { "5.7", NULL },
  { "3.1.1", NULL },        { "X4.2.2", NULL },
  { "5.1.1.1", NULL },      { "", NULL },
};

/* A heap copy without the final NUL: ASan sees any read past the end. */
static char *
copy_of (const char *text)
{
  return g_memdup2 (text, strlen (text));
}

START_TEST (finds_the_codes_of_the_innermost_reply)
{
  g_autofree char *heap = copy_of (found[_i].text);
  RetourSlice text = retour_slice (heap, strlen (found[_i].text));
  RetourReply got;

  ck_assert (retour_reply_find (text, &got));
  ck_assert_str_eq (got.reply, found[_i].reply);
  ck_assert_str_eq (got.status, found[_i].status);
  if (found[_i].at != NULL)
    ck_assert (g_str_has_prefix (found[_i].text + got.start, found[_i].at));
}
END_TEST

START_TEST (takes_no_other_number_for_a_code)
{
  g_autofree char *heap = copy_of (nothing[_i]);
  RetourSlice text = retour_slice (heap, strlen (nothing[_i]));
  RetourReply got;

  ck_assert_msg (!retour_reply_find (text, &got), "%s: %s %s", nothing[_i], got.reply, got.status);
  ck_assert_str_eq (got.reply, "");
  ck_assert_str_eq (got.status, "");
}
END_TEST

START_TEST (parses_a_status_at_the_start)
{
  g_autofree char *heap = copy_of (statuses[_i].text);
  RetourSlice text = retour_slice (heap, strlen (statuses[_i].text));
  char got[12] = "";

  ck_assert_int_eq (retour_reply_parse_status (text, got), statuses[_i].want != NULL);
  if (statuses[_i].want != NULL)
    ck_assert_str_eq (got, statuses[_i].want);
}
END_TEST

START_TEST (long_text_of_codes_takes_linear_time)
{
  g_autoptr (GString) text = g_string_new (NULL);
  RetourReply got;

  while (text->len < 4 * 1024 * 1024)
    g_string_append (text, "'550 5.1.1' 5.5.5.5 ");
  ck_assert (retour_reply_find (retour_slice (text->str, text->len), &got));
}
END_TEST

RETOUR_TEST_MAIN (
    "reply",
    tcase_add_loop_test (tc, finds_the_codes_of_the_innermost_reply, 0, G_N_ELEMENTS (found));
    tcase_add_loop_test (tc, takes_no_other_number_for_a_code, 0, G_N_ELEMENTS (nothing));
    tcase_add_loop_test (tc, parses_a_status_at_the_start, 0, G_N_ELEMENTS (statuses));
    tcase_add_test (tc, long_text_of_codes_takes_linear_time))
