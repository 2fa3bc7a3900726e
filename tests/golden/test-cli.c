#include <retour/retour.h>

#include "shell.h"
#include "test.h"

/* The command line as a script sees it: exit code, what is on stdout, one line on stderr. */
#define MAIL    "corpus/postfix/user-unknown.eml"
#define DELAYED "corpus/postfix/421-at-rcpt.eml"
#define FROM    "printf 'From x Thu Jan  1 00:00:00 2026\\n'; "

/* clang-format off */
static const struct {
  const char *command;
  int code;
  const char *out; /* stdout holds this; %NULL: stdout is empty */
  const char *err; /* stderr is one line and holds this; %NULL: stderr is empty */
} cases[] = {
  /* help */
  { "retour --help", 0, "retour classify", NULL },
  { "retour --version", 0, "retour " RETOUR_VERSION "\n", NULL },
  { "retour classify --help", 0, "--format", NULL },
  { "retour classify --version", 0, "retour " RETOUR_VERSION "\n", NULL },
  { "retour explain --help", 0, "--format", NULL },
  /* command lines that are wrong */
  { "retour", 64, NULL, "retour: " },
  { "retour frobnicate", 64, NULL, "'frobnicate'" },
  { "retour classify --nonsense " MAIL, 64, NULL, "--nonsense" },
  { "retour classify --format xml " MAIL, 64, NULL, "'xml'" },
  { "retour classify --fields shoe_size " MAIL, 64, NULL, "'shoe_size'" },
  { "retour classify --class limp " MAIL, 64, NULL, "'limp'" },
  { "retour classify --only bounce,limp " MAIL, 64, NULL, "'limp'" },
  { "retour explain --format xml 550", 64, NULL, "'xml'" },
  /* sources */
  { "retour classify " MAIL, 0, "\"recipient\":\"no.such.user@example.com\"", NULL },
  { "retour classify <" MAIL, 0, "\"origin\":\"-\"", NULL },
  { "retour classify - <" MAIL, 0, "\"origin\":\"-\"", NULL },
  { "retour classify no-such-file", 66, NULL, "'no-such-file'" },
  { "retour classify no-such-file " MAIL, 66, "\"origin\":\"" MAIL "\"", "'no-such-file'" },
  { "retour classify " MAIL " no-such-file", 66, "\"origin\":\"" MAIL "\"", "'no-such-file'" },
  { "retour classify \"$(printf 'no\\nfile\\033[31m')\"", 66, NULL, "no?file?[31m" },
  { "retour classify " MAIL " >/dev/full", 74, NULL, "cannot write" },
  { "retour classify corpus | head -n 1 | wc -l", 0, "1\n", NULL },
  { "for f in " MAIL " corpus/_none/personal.eml " DELAYED "; do " FROM "cat $f; echo; done |"
    " retour classify --format csv --fields message,kind", 0,
    "message,kind\r\n1,bounce\r\n2,notbounce\r\n3,delayed\r\n", NULL },
  { "d=$(mktemp -d) && mkdir $d/new $d/cur $d/tmp && cp " MAIL " $d/new/1 && cp " DELAYED " $d/cur/2:2,S &&"
    " cp " MAIL " $d/tmp/3 && retour classify --format csv --fields kind $d | sort; rm -r $d", 0,
    "bounce\r\ndelayed\r\nkind\r\n", NULL },
  /* filters and formats */
  { "retour classify --only delivered " MAIL, 0, NULL, NULL },
  { "retour classify --class soft " MAIL, 0, NULL, NULL },
  { "retour classify --class hard " MAIL, 0, "user_unknown", NULL },
  { "retour classify --only delivered,bounce " MAIL, 0, "user_unknown", NULL },
  { "retour classify --format csv --fields recipient,reason " MAIL, 0,
    "recipient,reason\r\nno.such.user@example.com,user_unknown\r\n", NULL },
  { "retour classify --format ndjson --fields reason,recipient " MAIL, 0,
    "{\"reason\":\"user_unknown\",\"recipient\":\"no.such.user@example.com\"}\n", NULL },
  { "retour classify --format json --fields reason " MAIL " | tr -d ' \\n'", 0,
    "[{\"reason\":\"user_unknown\"}]", NULL },
  { "retour classify --format sisimai " MAIL, 0, "\"reason\":\"userunknown\"", NULL },
  { "retour classify --format table " MAIL, 0, "user_unknown", NULL },
  { "retour classify --format table corpus/_odd/escape-sequences.eml | tr -cd '\\001-\\011\\013-\\037\\177'",
    0, NULL, NULL },
  /* explain */
  { "retour explain 550 5.1.1 User unknown", 0, "user_unknown", NULL },
  { "retour explain --format ndjson '552 5.2.2 mailbox full'", 0, "\"reason\":\"mailbox_full\"", NULL },
  { "printf '550 5.1.1 User unknown\\n\\n552 5.2.2 mailbox full' | retour explain --format ndjson |"
    " sed 's/.*\"reason\":\"\\([a-z_]*\\)\".*/\\1/' | tr '\\n' ' '", 0,
    "user_unknown unknown mailbox_full ", NULL },
};
/* clang-format on */

static void
check_output (const char *what, const char *got, const char *want)
{
  if (want == NULL)
    ck_assert_msg (*got == '\0', "%s is not empty:\n%s", what, got);
  else
    ck_assert_msg (strstr (got, want) != NULL, "%s lacks:\n%s\ngot:\n%s", what, want, got);
}

START_TEST (a_command_line_does_what_the_manual_says)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  int code = test_shell (cases[_i].command, &out, &err);
  const char *end = strchr (err, '\n');

  ck_assert_msg (code == cases[_i].code, "%s\nexit %d, not %d\n%s", cases[_i].command, code,
                 cases[_i].code, err);
  check_output ("stdout", out, cases[_i].out);
  check_output ("stderr", err, cases[_i].err);
  ck_assert_msg (end == NULL || end[1] == '\0', "more than one line on stderr:\n%s", err);
}
END_TEST

START_TEST (a_pipe_and_a_file_give_the_same_event)
{
  g_autofree char *from_file = NULL;
  g_autofree char *from_pipe = NULL;

  test_shell ("retour classify --format csv --fields event " MAIL, &from_file, NULL);
  test_shell ("cat " MAIL " | retour classify --format csv --fields event", &from_pipe, NULL);
  ck_assert_uint_gt (strlen (from_file), strlen ("event\r\n\r\n"));
  ck_assert_str_eq (from_file, from_pipe);
}
END_TEST

RETOUR_TEST_MAIN ("cli", tcase_add_loop_test (tc, a_command_line_does_what_the_manual_says, 0,
                                              G_N_ELEMENTS (cases));
                  tcase_add_test (tc, a_pipe_and_a_file_give_the_same_event))
