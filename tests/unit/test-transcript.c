#include "extract/transcript.h"

#include "test.h"

#include "base/limits.h"

/* The exchanges of @text as "command=reply|…". Lines point into a copy without the final NUL. */
static char *
read_session (const char *text, const char *client, const char *server)
{
  gsize len = strlen (text);
  g_autofree char *copy = g_memdup2 (text, len);
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (RetourSlice));
  RetourSlice rest = retour_slice (copy, len);
  RetourSlice line;
  GString *all = g_string_new (NULL);
  GArray *exchanges;

  while (retour_slice_next_line (&rest, &line))
    g_array_append_val (lines, line);
  exchanges = retour_transcript_read ((const RetourSlice *) (const void *) lines->data, lines->len,
                                      client, server);
  for (guint i = 0; i < exchanges->len; i++) {
    RetourExchange *exchange = &g_array_index (exchanges, RetourExchange, i);

    g_string_append_printf (all, "%s%.*s=%s", i > 0 ? "|" : "", (int) exchange->command.len,
                            exchange->command.data != NULL ? exchange->command.data : "",
                            exchange->reply->str);
  }
  g_array_unref (exchanges);
  return g_string_free (all, FALSE);
}

static const struct {
  const char *text, *client, *server, *want;
} sessions[] = {
  { ">>> RCPT To:<a@example.com>\n<<< 550 no such user\n", ">>>", "<<<",
    "RCPT To:<a@example.com>=550 no such user" },
  { "... while talking to mx.example.com.:\n>>> MAIL From:<b@example.com>\n"
    "<<< 550-one\n<<< 550-two\n<<< 550 three\n554 5.0.0 Service unavailable\n",
    ">>>", "<<<", "MAIL From:<b@example.com>=550-one 550-two 550 three" },
  { ">>> DATA\n<<< 550 first\n550 5.1.1 <a@example.com>... User unknown\n<<< 503 second\n", ">>>",
    "<<<", "DATA=550 first|DATA=503 second" },
  /* pipelined: in order, or only the last ones are shown */
  { ">>> MAIL a\n>>> RCPT b\n<<< 250 ok\n<<< 550 no\n", ">>>", "<<<",
    "MAIL a=250 ok|RCPT b=550 no" },
  { ">>> MAIL a\n>>> RCPT b\n<<< 550 no\n", ">>>", "<<<", "RCPT b=550 no" },
  { ">>> DATA\n<<< 354 go on\n<<< 552 too big\n", ">>>", "<<<", "DATA=354 go on|.=552 too big" },
  /* the server's view of its client */
  { " Out: 220 mx.example.com ESMTP\n In:  RCPT TO:<a@example.com>\n Out: 550 5.7.1 not\n"
    "     today\n In:  QUIT\n",
    "In:", "Out:", "=220 mx.example.com ESMTP|RCPT TO:<a@example.com>=550 5.7.1 not today" },
  /* a log with times */
  { " Tue 2026-03-10 08:15:29: --> RCPT To:<a@example.com>\n"
    " Tue 2026-03-10 08:15:30: <-- 550 no such user\n",
    "-->", "<--", "RCPT To:<a@example.com>=550 no such user" },
  { "08:15:29: --> RSET\nat once: --> QUIT\n08:15:29 <-- 250 ok\n", "-->", "<--", "" },
  { "no session at all\n", ">>>", "<<<", "" },
  { "<<<\n", ">>>", "<<<", "=" },
  { ">>> QUIT\n", ">>>", "<<<", "" },
  { "", ">>>", "<<<", "" },
};

START_TEST (replies_are_paired_with_commands)
{
  g_autofree char *got = read_session (sessions[_i].text, sessions[_i].client, sessions[_i].server);

  ck_assert_str_eq (got, sessions[_i].want);
}
END_TEST

START_TEST (a_reply_is_kept_up_to_the_cap)
{
  const gsize over = _i;
  g_autofree char *fill = g_strnfill (RETOUR_LIMIT_DIAGNOSTIC - 4 + over, 'x');
  g_autofree char *text = g_strconcat ("<<< 550 ", fill, NULL);
  g_autofree char *got = read_session (text, ">>>", "<<<");

  ck_assert_uint_eq (strlen (got), strlen ("=") + RETOUR_LIMIT_DIAGNOSTIC);
}
END_TEST

static const struct {
  const char *line, *want;
} commands[] = {
  { "RCPT TO:<a@example.com>", "RCPT" },
  { "rcpt to:", "RCPT" },
  { "MAIL FROM:<>", "MAIL" },
  { "DATA", "DATA" },
  { ". ", "EOM" },
  { "", "CONN" },
  { "HELO x", "EHLO" },
  { "LHLO x", "EHLO" },
  { "DATABASE", NULL },
  { "Hello there", NULL },
};

START_TEST (a_client_line_names_its_command)
{
  ck_assert_pstr_eq (retour_transcript_command (retour_slice_of (commands[_i].line)),
                     commands[_i].want);
}
END_TEST

static const struct {
  const char *text, *want;
} stages[] = {
  { "host mx said: 550 no (in reply to RCPT TO command)", "RCPT" },
  { "host mx said: 550 no (in reply to end of DATA command)", "EOM" },
  { "host mx said: 550 no (in reply to DATA command)", "DATA" },
  { "SMTP error from remote mail server after RCPT TO:<a@example.com>: 550", "RCPT" },
  { "SMTP error from remote mail server after pipelined MAIL FROM:<b@example.com>: 550", "MAIL" },
  { "SMTP error from remote mail server after end of data: 552", "EOM" },
  { "SMTP error from remote mail server after initial connection: 554", "CONN" },
  { "Remote host closed connection in response to \"EHLO mx\"", "EHLO" },
  { "host mx refused to talk to me: 554", "CONN" },
  { "connect to mx.example.com[192.0.2.1]:25: Connection refused", "CONN" },
  { "lost connection with mx while receiving the initial server greeting", "CONN" },
  { "192.0.2.1 does not like recipient.", "RCPT" },
  { "192.0.2.1 failed after I sent the message.", "EOM" },
  { "550 5.1.1 no such user", NULL },
  { "thereafter RCPT", NULL },
  { "after database trouble", NULL },
  { "after 3 days", NULL },
  { "after ", NULL },
  { "", NULL },
};

START_TEST (words_tell_at_which_command_it_was)
{
  gsize len = strlen (stages[_i].text);
  g_autofree char *copy = g_memdup2 (stages[_i].text, len);

  ck_assert_pstr_eq (retour_transcript_stage (retour_slice (copy, len)), stages[_i].want);
}
END_TEST

RETOUR_TEST_MAIN (
    "transcript",
    tcase_add_loop_test (tc, replies_are_paired_with_commands, 0, G_N_ELEMENTS (sessions));
    tcase_add_loop_test (tc, a_reply_is_kept_up_to_the_cap, 0, 2);
    tcase_add_loop_test (tc, a_client_line_names_its_command, 0, G_N_ELEMENTS (commands));
    tcase_add_loop_test (tc, words_tell_at_which_command_it_was, 0, G_N_ELEMENTS (stages)))
