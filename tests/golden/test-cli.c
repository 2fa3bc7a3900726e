#include <retour/retour.h>

#include "shell.h"
#include "test.h"

/* The command line as a script sees it: exit code, what is on stdout, one line on stderr. */
#define MAIL    "corpus/postfix/user-unknown.eml"
#define DELAYED "corpus/postfix/421-at-rcpt.eml"
#define FROM    "printf 'From x Thu Jan  1 00:00:00 2026\\n'; "

/* A folder with rules, sound and broken. */
#define RULES                                                                                      \
  "d=$(mktemp -d) && printf '%s\\n' '# mine' policy ' say user unknown' ' test 550 user unknown'"  \
  " ' not 550 fine' >$d/my.rules && printf 'nonsense\\n say x\\n' >$d/bad &&"                      \
  " printf 'policy\\n say zorple\\n test 552 fine\\n' >$d/wrong && "

/* A folder with a report whose words no rule knows. */
#define UNKNOWN                                                                                    \
  "d=$(mktemp -d) && printf '%s\\n' 'From: MAILER-DAEMON@example.com' 'Subject: failed'"           \
  " 'Content-Type: multipart/report; report-type=delivery-status; boundary=b' '' --b"              \
  " 'Content-Type: message/delivery-status' '' 'Reporting-MTA: dns; mx.example.com' ''"            \
  " 'Final-Recipient: rfc822; a@example.com' 'Action: failed' 'Status: 5.0.0'"                     \
  " 'Diagnostic-Code: smtp; 550 zorple <a@example.com> frob' '' --b-- >$d/mail && "

/* A pipe from which mails come for more than a second. */
#define SLOW_MAILS                                                                                 \
  "d=$(mktemp -d); mkfifo $d/mails; { one () { " FROM                                              \
  "printf 'From: a@example.com\\n\\nhi\\n\\n'; }"                                                  \
  "; one; sleep 1.2; i=0; while [ $i -lt 200 ]; do one; i=$((i+1)); done; } >$d/mails & "

/* clang-format off */
static const TestShellCase cases[] = {
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
  /* long work has a line on a terminal, and only there */
  { SLOW_MAILS "script -qec \"retour unknowns $d/mails >/dev/null\" /dev/null </dev/null; wait", 0,
    " mails, ", NULL },
  { SLOW_MAILS "retour unknowns $d/mails; wait", 0, "0 failures", NULL },
  { SLOW_MAILS "script -qec \"retour classify --format csv --fields kind $d/mails\" /dev/null"
    " </dev/null | grep -c ' mails, '; wait", 0, "0\n", NULL },
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
  /* report */
  { "retour report --help", 0, "--our-domain", NULL },
  { "retour report --format csv --by class " MAIL " " MAIL " | cut -d , -f 1-4", 0,
    "section,key,detail,count\nclass,hard,,1\n", NULL },
  { "retour report --format csv --by reason --since 2001-01-01 --until 2001-12-31 " MAIL " | wc -l", 0,
    "1\n", NULL },
  { "retour report --until 2001-12-31 " MAIL, 0, "There is nothing to report.", NULL },
  { "retour report --lang de --until 2001-12-31 " MAIL, 0, "nichts zu berichten", NULL },
  { "retour report --format json --by kind " DELAYED " | tr -d '\n' | grep -o '\"kind\":.*\"count\":1'", 0,
    "\"key\":\"delayed\",\"count\":1", NULL },
  { "d=$(mktemp -d) && retour report --html $d/page.html " MAIL " && ls $d && head -n 1 $d/page.html; rm -r $d", 0,
    "page.html\n<!doctype html>\n", NULL },
  { "d=$(mktemp -d) && umask 077 && retour report --html $d/page.html " MAIL " && ls -l $d | grep -c -- -rw-------;"
    " rm -r $d", 0, "1\n", NULL },
  { "d=$(mktemp -d) && echo old >$d/file && ln -s file $d/link && retour report --html $d/link " MAIL
    " && readlink $d/link && head -n 1 $d/file; rm -r $d", 0, "file\n<!doctype html>\n", NULL },
  { "d=$(mktemp -d) && mkfifo $d/pipe && { timeout 20 cat $d/pipe >$d/got & };"
    " timeout 20 retour report --html $d/pipe " MAIL "; wait; head -n 1 $d/got; [ -p $d/pipe ] && echo pipe; rm -r $d", 0,
    "<!doctype html>\npipe\n", NULL },
  { "d=$(mktemp -d) && touch $d/no && retour report --html $d/no/page.html " MAIL "; e=$?; rm -r $d; exit $e", 74,
    NULL, "cannot write" },
  { "retour report --html no-such-folder/page.html " MAIL, 74, NULL, "cannot write" },
  { "retour report " MAIL " >/dev/full", 74, NULL, "cannot write" },
  { "retour report --db no-such-file", 66, NULL, "no-such-file" },
  { "retour report no-such-file", 66, "There is nothing to report.", "'no-such-file'" },
  { "retour report --db x " MAIL, 64, NULL, "--db" },
  { "retour report --format xml " MAIL, 64, NULL, "'xml'" },
  { "retour report --by shoe_size " MAIL, 64, NULL, "'shoe_size'" },
  { "retour report --reason zorple " MAIL, 64, NULL, "'zorple'" },
  { "retour report --since yesterday " MAIL, 64, NULL, "'yesterday'" },
  { "retour report --until 30x " MAIL, 64, NULL, "'30x'" },
  { "retour report --since 2026-13-01 " MAIL, 64, NULL, "'2026-13-01'" },
  /* explain */
  { "retour explain 550 5.1.1 User unknown", 0, "user_unknown", NULL },
  { "retour explain --format ndjson '552 5.2.2 mailbox full'", 0, "\"reason\":\"mailbox_full\"", NULL },
  { "printf '550 5.1.1 User unknown\\n\\n552 5.2.2 mailbox full' | retour explain --format ndjson |"
    " sed 's/.*\"reason\":\"\\([a-z_]*\\)\".*/\\1/' | tr '\\n' ' '", 0,
    "user_unknown unknown mailbox_full ", NULL },
  { "retour explain 4xx | head -n 1", 0, "a failure for now", NULL },
  { "retour explain x5x | head -n 1", 0, "about the mail system", NULL },
  { "retour explain 5.7.26", 0, "\n  status    5.7.26: neither SPF nor DKIM pass\n"
    "            5.x.x: a failure for good", NULL },
  { "retour explain 250 2.0.0 Ok | grep -c reason", 1, "0\n", NULL },
  { "retour explain '450 try again in 5 minutes, see zen.spamhaus.org: [192.0.2.1] is blocked'", 0,
    "  wait (s)  300\n  list      zen.spamhaus.org: a list of IP addresses\n", NULL },
  { "retour explain --format csv 550 | head -n 1", 0,
    "provider,permanent,retry_after,blocklist,blocklist_kind,new_address,meaning,advice\r\n", NULL },
  /* languages */
  { "retour explain --lang de 5.1.1", 0, "\n  Klasse    hard: die Adresse wird keine Mail mehr annehmen\n",
    NULL },
  { "LC_ALL=de_DE.UTF-8 retour explain 550 | grep Rat", 0, "Lesen Sie die Worte hinter dem Code", NULL },
  { "LC_ALL=de_DE.UTF-8 retour explain --lang en 550 | grep advice", 0, "Read the words", NULL },
  { "retour explain --lang=de --format ndjson 4xx", 0, "\"meaning\":\"ein vor\u00fcbergehender Fehler", NULL },
  { "retour --lang de --help", 0, "Aufruf: retour BEFEHL", NULL },
  { "retour classify --lang de --help", 0, "--format=FORMAT", NULL },
  { "retour explain --help --lang de", 0, "Diese Hilfe zeigen", NULL },
  { "LC_ALL=de_DE retour frobnicate", 64, NULL, "kein Befehl \u201efrobnicate\u201c" },
  { "retour classify --lang de no-such-file", 66, NULL, "Datei oder Verzeichnis nicht gefunden" },
  { "retour explain --lang tlh 550", 64, NULL, "no language 'tlh'" },
  { "retour explain --lang", 64, NULL, "--lang" },
  { "retour explain -- --lang 550 5.1.1 User unknown", 0, "user_unknown", NULL },
  { "LC_ALL=de_DE.UTF-8 retour classify --fields class,reason " MAIL, 0,
    "{\"class\":\"hard\",\"reason\":\"user_unknown\"}\n", NULL },
  /* rules of the user's own */
  { RULES "retour classify --rules $d/my.rules --fields reason,decided_by " MAIL "; rm -r $d", 0,
    "{\"reason\":\"policy\",\"decided_by\":\"rule\"}\n", NULL },
  { RULES "RETOUR_RULES=$d retour explain user unknown | grep -o 'my.rules:2'; rm -r $d", 0,
    "my.rules:2\n", NULL },
  { RULES "RETOUR_RULES=$d retour explain --rules $d/bad user unknown; c=$?; rm -r $d; exit $c", 78, NULL,
    "bad:1: there is no reason 'nonsense'" },
  { "retour explain --rules no-such-file 550", 66, NULL, "'no-such-file'" },
  { "d=$(mktemp -d) && printf '%s\\n' 'class a =' policy ' say x @a y' ' test 550 x' >$d/r && retour rules check $d/r 2>&1 |"
    " grep -c ':1: .* is empty'", 0, "1\n", NULL },
  { RULES "retour rules check $d/my.rules; rm -r $d", 0, NULL, NULL },
  { RULES "retour rules check $d/bad; c=$?; rm -r $d; exit $c", 78, NULL,
    "bad:1: there is no reason 'nonsense'\n" },
  { RULES "retour rules check $d/my.rules $d/bad $d/none 2>&1 | grep -c :; rm -r $d", 0, "2\n", NULL },
  { "retour rules check", 64, NULL, "no files" },
  { RULES "retour rules test $d/my.rules; rm -r $d", 0, "2 test lines, 0 mistakes\n", NULL },
  { RULES "retour rules test $d/wrong; c=$?; rm -r $d; exit $c", 78, "1 test lines, 1 mistakes\n",
    "wrong:3: no rule decides this text, but reply:552 (mailbox_full)" },
  { "retour rules test", 0, " test lines, 0 mistakes\n", NULL },
  { RULES "retour rules list $d/my.rules | cut -d / -f 4; rm -r $d", 0,
    "my.rules:2 policy               say user unknown\n", NULL },
  { "retour rules list | grep -c rules:", 0, "\n", NULL },
  { RULES "RETOUR_RULES=$d retour rules list | head -n 2 | grep -c my.rules; rm -r $d", 0, "1\n", NULL },
  { RULES "retour rules diff $d/my.rules " MAIL " corpus/_none/personal.eml | cut -f 1,2,4; rm -r $d", 0,
    "recipient\told_reason\tnew_reason\nno.such.user@example.com\tuser_unknown\tpolicy\n", NULL },
  { RULES "retour rules diff $d/my.rules <" MAIL " | wc -l; rm -r $d", 0, "2\n", NULL },
  { RULES "RETOUR_RULES=$d retour rules diff $d/my.rules " MAIL " | wc -l; rm -r $d", 0, "1\n", NULL },
  { "retour rules diff", 64, NULL, "no files" },
  { "retour rules", 64, NULL, "'list', 'check', 'test' or 'diff'" },
  { "retour rules frobnicate", 64, NULL, "'list', 'check', 'test' or 'diff'" },
  /* what no rule decides */
  { UNKNOWN "retour unknowns $d/mail | tail -n +3; rm -r $d", 0,
    "# 1 x 550 zorple <a@example.com> frob\n# = 550 zorple <addr> frob\n"
    "unknown\n  say zorple .. frob\n  test 550 zorple <user@example.com> frob\n", NULL },
  { UNKNOWN "retour unknowns - <$d/mail >$d/x.rules && retour rules test $d/x.rules; rm -r $d", 0,
    "1 test lines, 0 mistakes\n", NULL },
  { UNKNOWN "retour unknowns $d/mail >$d/x.rules && retour unknowns --rules $d/x.rules $d/mail; rm -r $d", 0,
    "# 0 failures that no rule decides, in 0 groups\n", NULL },
  { "retour unknowns " MAIL, 0, "in 0 groups", NULL },
  { "retour unknowns --limit -1 " MAIL, 64, NULL, "limit" },
  { "retour unknowns --limit x " MAIL, 64, NULL, "--limit" },
  { "retour unknowns no-such-file", 66, "# 0 failures", "'no-such-file'" },
  { "retour unknowns corpus >/dev/full", 74, NULL, "cannot write" },
};
/* clang-format on */

START_TEST (a_command_line_does_what_the_manual_says)
{
  test_shell_case (&cases[_i]);
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
