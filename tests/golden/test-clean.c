#include <retour/retour.h>

#include "shell.h"
#include "test.h"

/* `retour clean` and `retour undo` as a keeper of a list sees them: which files are there
 * afterwards, and what they hold. */

/* A folder $d with $d/mbox, where `bounce ADDRESS STATUS WORDS DATE ID` has put reports. */
#define SETUP                                                                                      \
  "d=$(mktemp -d); bounce () { printf '%s\\n' 'From MAILER-DAEMON Thu Jan  1 00:00:00 2026'"       \
  " 'From: MAILER-DAEMON@mx.example.net' 'To: news@example.org' \"Date: $4\" 'Subject: failed'"    \
  " 'Content-Type: multipart/report; report-type=delivery-status; boundary=b' '' --b"              \
  " 'Content-Type: message/delivery-status' '' 'Reporting-MTA: dns; mx.example.net' ''"            \
  " \"Final-Recipient: rfc822; $1\" 'Action: failed' \"Status: $2\""                               \
  " \"Diagnostic-Code: smtp; 550 $2 $3\" '' --b 'Content-Type: text/rfc822-headers' ''"            \
  " 'From: news@example.org' \"To: $1\" \"Message-ID: <$1.$5@example.org>\" '' --b-- ''; }; "      \
  "D1='Thu, 1 Jan 2026 10:00:00 +0000'; D2='Fri, 2 Jan 2026 10:00:00 +0000'; "                     \
  "{ bounce dead@example.com 5.1.1 'user unknown' \"$D1\";"                                        \
  " bounce dead@example.com 5.1.1 '=user unknown' \"$D2\" 2;"                                      \
  " bounce Case@case.example.com 5.1.1 'user unknown' \"$D1\";"                                    \
  " bounce tag+x@tag.example.com 5.1.1 'user unknown' \"$D1\";"                                    \
  " bounce untagged@tag.example.net 5.1.1 'user unknown' \"$D1\";"                                 \
  " bounce typo@gmial.com 5.1.2 'Host not found' \"$D1\";"                                         \
  " bounce stranger@stranger.example.com 5.1.1 'user unknown' \"$D1\"; } >$d/mbox; "
#define CLEAN "retour clean -o $d --max-remove 100% $d/mbox "
#define END   "; c=$?; rm -rf $d; exit $c"
/* Our columns of a row with nothing in them. */
#define NONE ",,,,,,,,\n"
#define OURS                                                                                       \
  ",retour_reason,retour_class,retour_reply,retour_first,retour_last,retour_count,"                \
  "retour_suggestion,retour_cause\n"

/* clang-format off */
static const struct {
  const char *what;
  const char *command;
  int code;
  const char *out; /* all of stdout */
  const char *err; /* stderr holds this; %NULL: it is empty */
} cases[] = {
  { "a list is split, with all of its columns",
    SETUP "printf 'name,email\\n\"A, B\",dead@example.com\\nC,good@example.com\\n' >$d/l;"
    CLEAN "$d/l >/dev/null; cat $d/keep.csv $d/remove.csv $d/hold.csv" END, 0,
    "name,email" OURS "C,good@example.com" NONE
    "name,email" OURS "\"A, B\",dead@example.com,user_unknown,hard,550 5.1.1 =user unknown,"
    "2026-01-01T10:00:00Z,2026-01-02T10:00:00Z,2,,policy\n"
    "name,email" OURS, NULL },
  { "the summary says what was done",
    SETUP "printf 'dead@example.com\\ngood@example.com\\n\\nnobody\\n' >$d/l;"
    CLEAN "$d/l | head -n 6" END, 0,
    "addresses                           2\n"
    "  keep                              1\n"
    "  remove                            1\n"
    "    user_unknown                    1\n"
    "  hold                              0\n"
    "  without an address                1\n", NULL },
  { "a dry run writes nothing",
    SETUP "printf 'dead@example.com\\n' >$d/l;" CLEAN "-n --export plain $d/l | grep -c written; ls $d" END, 0,
    "1\nl\nmbox\n", NULL },
  { "an address that is not on the list is in no result",
    SETUP "printf 'dead@example.com\\n' >$d/l;" CLEAN "--export plain $d/l >/dev/null;"
    " grep -l stranger $d/*.csv $d/plain.txt" END, 1, "", NULL },
  { "what is no file is never replaced by one",
    SETUP "printf 'dead@example.com\\n' >$d/l; mkfifo $d/pipe;" CLEAN "--export plain=$d/pipe $d/l >/dev/null 2>&1;"
    " echo $?; [ -p $d/pipe ] && echo pipe; ls $d | grep csv" END, 1, "74\npipe\n", NULL },
  { "the domain has no case, the local part does",
    SETUP "printf 'DEAD@example.com\\ndead@EXAMPLE.com\\ncase@case.example.com\\nCase@case.example.com\\n' >$d/l;"
    CLEAN "$d/l >/dev/null; tail -n +2 $d/remove.csv | cut -d, -f1" END, 0,
    "dead@EXAMPLE.com\nCase@case.example.com\n", NULL },
  { "with --fold-case nothing has",
    SETUP "printf 'DEAD@example.com\\ncase@case.example.com\\nCASE@case.example.com\\n' >$d/l;"
    CLEAN "--fold-case $d/l >/dev/null; tail -n +2 $d/remove.csv | cut -d, -f1" END, 0,
    "DEAD@example.com\ncase@case.example.com\nCASE@case.example.com\n", NULL },
  { "a tag alone makes no other address",
    SETUP "printf 'tag@tag.example.com\\ntag+y@tag.example.com\\nuntagged+x@tag.example.net\\nlist+dead=example.com@example.net\\n'"
    " >$d/l;" CLEAN "$d/l >/dev/null; tail -n +2 $d/remove.csv | cut -d, -f1" END, 0,
    "tag@tag.example.com\nuntagged+x@tag.example.net\nlist+dead=example.com@example.net\n", NULL },
  { "a domain that is a slip of the finger away gets a suggestion",
    SETUP "printf 'typo@gmial.com\\n' >$d/l;" CLEAN "$d/l >/dev/null; tail -n 1 $d/remove.csv | cut -d, -f 2,8" END, 0,
    "domain_unknown,typo@gmail.com\n", NULL },
  { "what a spreadsheet would run is made harmless in our columns alone",
    SETUP "bounce '=x@example.com' 5.1.1 'user unknown' \"$D1\" >>$d/mbox; sed -i 's/smtp; 550 5.1.1 =user/smtp; =5.1.1 user/' $d/mbox;"
    " printf 'name;email\\n=1+1;dead@example.com\\n' >$d/l;" CLEAN "$d/l >/dev/null; tail -n 1 $d/remove.csv | cut -d';' -f 1,2,5" END, 0,
    "=1+1;dead@example.com;'=5.1.1 user unknown\n", NULL },
  { "line ends, marks and delimiters of a list stay",
    SETUP "printf '\\357\\273\\277name;email\\r\\nA;good@example.com\\r\\n' >$d/l;" CLEAN "$d/l >/dev/null; od -c $d/keep.csv | head -n 1 | cut -c 9-43;"
    " tail -n 1 $d/keep.csv | od -c | tail -n 2 | head -n 1 | grep -o '; *\\\\r *\\\\n'" END, 0,
    "357 273 277   n   a   m   e   ;   e\n;  \\r  \\n\n", NULL },
  { "a result can be cleaned again, and has our columns once",
    SETUP "printf 'email,name\\ngood@example.com,A\\n' >$d/l;" CLEAN "$d/l >/dev/null; mv $d/keep.csv $d/l2;"
    CLEAN "$d/l2 >/dev/null; cat $d/keep.csv" END, 0,
    "email,name" OURS "good@example.com,A" NONE, NULL },
  { "rows without an address are kept as they are",
    SETUP "printf 'email,name\\n\\nnone,\"A\"\\n\"open,B\\n' >$d/l;" CLEAN "$d/l >/dev/null; cat $d/keep.csv" END, 0,
    "email,name" OURS "\nnone,\"A\"" NONE "\"open,B\n", NULL },
  { "a list may come through a pipe",
    SETUP "printf 'dead@example.com\\n' | " CLEAN "- >/dev/null; tail -n 1 $d/remove.csv | cut -d, -f1" END, 0,
    "dead@example.com\n", NULL },
  { "--list names the list, and all else is sources",
    SETUP "printf 'dead@example.com\\n' >$d/l; retour clean --max-remove 1 -o $d --list $d/l $d/mbox >/dev/null;"
    " tail -n 1 $d/remove.csv | cut -d, -f1" END, 0, "dead@example.com\n", NULL },
  { "exports hold the removed addresses",
    SETUP "printf 'dead@example.com\\ngood@example.com\\n' >$d/l;" CLEAN "--export ses --export plain=mine.txt"
    " --export plain=$d/x/mine $d/l 2>&1 >/dev/null | grep -c mine; mkdir $d/x;" CLEAN "--export ses --export plain=mine.txt"
    " --export plain=$d/x/mine $d/l >/dev/null; cat $d/ses.csv $d/mine.txt $d/x/mine" END, 0,
    "1\ndead@example.com,BOUNCE\ndead@example.com\ndead@example.com\n", NULL },
  { "the story ends as a careful person would have it",
    "d=$(mktemp -d); retour clean -o $d corpus/_story/bounces.mbox corpus/_story/subscribers.csv >/dev/null;"
    " for v in keep remove hold; do tail -n +2 $d/$v.csv | cut -d, -f3 | sed s/$/,$v/; done | sort >$d/got;"
    " tail -n +2 corpus/_story/verdicts.csv | cut -d, -f1,2 | sort | diff - $d/got && wc -l <$d/got" END, 0,
    "200\n", NULL },
  /* guards of the run */
  { "more than a share is a proposal, and exit 3",
    SETUP "printf 'dead@example.com\\ngood@example.com\\n' >$d/l; echo old >$d/keep.csv; retour clean -o $d --export plain"
    " $d/mbox $d/l >/dev/null; c=$?; ls $d; cat $d/keep.csv; rm -rf $d; exit $c", 3,
    "keep.csv\nl\nmbox\nremove-proposal.csv\nold\n", "1 of 2 addresses would be removed, more than 5%" },
  { "a share at the limit is none",
    SETUP "printf 'dead@example.com\\ngood@example.com\\n' >$d/l; retour clean -o $d --max-remove 50% $d/mbox $d/l >/dev/null;"
    " ls $d/remove* | wc -l" END, 0, "1\n", NULL },
  { "a number is a limit, too",
    SETUP "printf 'dead@example.com\\ntypo@gmial.com\\n' >$d/l; retour clean -o $d --max-remove 2 $d/mbox $d/l >/dev/null &&"
    " retour clean -n -o $d --max-remove 1 $d/mbox $d/l >/dev/null" END, 3, "", "more than 1:" },
  { "--force overrules the limit",
    SETUP "printf 'dead@example.com\\n' >$d/l; retour clean -o $d --force $d/mbox $d/l >/dev/null && ls $d/remove.csv | wc -l"
    END, 0, "1\n", NULL },
  /* all or nothing */
  { "nothing is replaced when a file cannot be written",
    SETUP "printf 'dead@example.com\\n' >$d/l; echo old >$d/keep.csv; mkdir $d/hold.csv;" CLEAN "$d/l >/dev/null; c=$?;"
    " cat $d/keep.csv; ls -A $d; rm -rf $d; exit $c", 74, "old\nhold.csv\nkeep.csv\nl\nmbox\n", "hold.csv" },
  { "nothing is replaced when a file grows too large",
    SETUP "seq -f 'user%.0f@example.com' 100000 >$d/l; echo old >$d/keep.csv; (ulimit -f 100;" CLEAN "$d/l >/dev/null); c=$?;"
    " cat $d/keep.csv; ls -A $d; rm -rf $d; exit $c", 74, "old\nkeep.csv\nl\nmbox\n", "keep.csv" },
  { "a folder that is not there is said",
    SETUP "printf 'dead@example.com\\n' >$d/l; retour clean -o $d/none --force $d/mbox $d/l >/dev/null" END, 74, "", "none/" },
  /* undo */
  { "undo gives back the rows, and the addresses stay",
    SETUP "printf 'name,email\\n\"A\\nB\",dead@example.com\\nC,good@example.com\\n' >$d/l; retour clean -o $d --now 2026-02-01"
    " --force $d/mbox $d/l >/dev/null; ls $d | grep undo; retour undo --db $d/db $d/undo-*.csv" END, 0,
    "undo-20260201T235959Z.csv\n\"A\nB\",dead@example.com\n", NULL },
  { "who was given back is kept by the next run",
    SETUP "printf 'dead@example.com\\n' >$d/l; retour ingest --db $d/db $d/mbox >/dev/null 2>&1;"
    " c () { retour clean --db $d/db -o $d --force --now $1 $d/l | sed -n 's/^  \\(keep\\|remove\\) */\\1 /p'; };"
    " c 2026-02-01; retour undo --db $d/db $d/undo-*.csv; c 2026-02-01; c 2026-02-02" END, 0,
    "keep 0\nremove 1\ndead@example.com\nkeep 1\nremove 0\nkeep 1\nremove 0\n", NULL },
  { "a second undo changes nothing",
    SETUP "printf 'dead@example.com\\n' >$d/l;" CLEAN "$d/l >/dev/null; retour undo --db $d/db $d/undo-*.csv;"
    " retour undo --db $d/db $d/undo-*.csv" END, 0, "dead@example.com\n", NULL },
  { "undo files are never overwritten",
    SETUP "printf 'dead@example.com\\n' >$d/l;" CLEAN "--now 2026-02-01 $d/l >/dev/null;" CLEAN "--now 2026-02-01 $d/l >/dev/null;"
    " ls $d | grep undo" END, 0, "undo-20260201T235959Z-2.csv\nundo-20260201T235959Z.csv\n", NULL },
  { "a stanza comes back as it was",
    SETUP "printf 'email dead@example.com\\ngecos \"A\"\\n\\nemail good@example.com\\n' >$d/l;" CLEAN "$d/l >/dev/null;"
    " retour undo --db $d/db $d/undo-*.csv" END, 0, "email dead@example.com\ngecos \"A\"\n\n", NULL },
  { "what is no undo file changes nothing",
    SETUP "printf 'email,retour_address,retour_date\\ndead@example.com,dead@example.com,2026-02-01T00:00:00Z\\nx,y,z\\n' >$d/u;"
    " retour undo --db $d/db $d/u; c=$?; sed -i '$d' $d/u; retour undo --db $d/db $d/u; rm -rf $d; exit $c", 65,
    "dead@example.com\n", "is no undo file" },
  { "a list is no undo file", SETUP "retour undo --db $d/db $d/mbox" END, 65, "", "is no undo file" },
  { "undo wants a file that is there", SETUP "retour undo --db $d/db $d/none" END, 66, "", "none" },
  { "undo wants one file", "retour undo", 64, "", "one undo file" },
  /* command lines that are wrong */
  { "a list is needed", "retour clean", 64, "", "no list" },
  { "a ledger and sources are too much", "retour clean --db x y z", 64, "", "either --db or sources" },
  { "a ledger must be there", "retour clean --db no-such-ledger corpus/_story/subscribers.csv", 66, "", "no-such-ledger" },
  { "a list must be there", SETUP CLEAN "no-such-list" END, 66, "", "no-such-list" },
  { "a policy must be there", SETUP "retour clean --policy frob $d/mbox x" END, 64, "", "frob" },
  { "a column must be there", SETUP CLEAN "--column frob corpus/_story/subscribers.csv" END, 64, "", "frob" },
  { "a share is a share", "retour clean --max-remove 5x l", 64, "", "5x" },
  { "a share is not above all", "retour clean --max-remove 101% l", 64, "", "101%" },
  { "an export has a name", "retour clean --export fax l", 64, "", "mailman, sympa" },
  { "a date is a date", "retour clean --now then l", 64, "", "then" },
};
/* clang-format on */

START_TEST (clean_and_undo_do_what_the_manual_says)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  int code = test_shell (cases[_i].command, &out, &err);
  const char *end = strchr (err, '\n');

  ck_assert_msg (code == cases[_i].code, "%s: exit %d, not %d\n%s", cases[_i].what, code,
                 cases[_i].code, err);
  ck_assert_msg (g_str_equal (out, cases[_i].out), "%s: want\n%s\ngot\n%s", cases[_i].what,
                 cases[_i].out, out);
  ck_assert_msg (cases[_i].err != NULL ? strstr (err, cases[_i].err) != NULL : *err == '\0',
                 "%s: on stderr\n%s", cases[_i].what, err);
  ck_assert_msg (end == NULL || end[1] == '\0', "%s: more than one line on stderr\n%s",
                 cases[_i].what, err);
}
END_TEST

RETOUR_TEST_MAIN ("clean", tcase_set_timeout (tc, 60);
                  tcase_add_loop_test (tc, clean_and_undo_do_what_the_manual_says, 0,
                                       G_N_ELEMENTS (cases)))
