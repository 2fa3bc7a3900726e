#include <retour/retour.h>

#include "shell.h"
#include "test.h"

/* What a mail system sees of a command that it runs for each mail. */
#define MAIL "corpus/postfix/user-unknown.eml"
#define BIG  "{ cat " MAIL "; head -c 1000000 /dev/zero | tr '\\0' x; }"

/* The exit code of a command that is stopped by @signal while it waits for its mail. */
#define STOPPED(command, signal)                                                                   \
  "d=$(mktemp -d) && mkfifo $d/f && { " command " <$d/f & } && exec 9>$d/f && sleep 0.3 &&"        \
  " kill -" signal " $! && wait $!; c=$?; rm -r $d; exit $c"

/* clang-format off */
static const struct {
  const char *command;
  int code;
  const char *out; /* stdout is this; %NULL: empty. Nothing is ever written to stderr. */
} cases[] = {
  /* match: yes or no */
  { "retour match <" MAIL, 0, NULL },
  { "retour match <corpus/_none/personal.eml", 1, NULL },
  { "retour match </dev/null", 1, NULL },
  { "retour match --class hard <" MAIL, 0, NULL },
  { "retour match --class soft <" MAIL, 1, NULL },
  { "retour match --kind delayed,bounce --reason mailbox_full,user_unknown <" MAIL, 0, NULL },
  { "retour match --class hard --reason mailbox_full <" MAIL, 1, NULL },
  /* one recipient must meet all conditions */
  { "retour match --class hard --reason mailbox_full <corpus/postfix/german-multi.eml", 1, NULL },
  { "retour match --class soft --reason mailbox_full <corpus/postfix/german-multi.eml", 0, NULL },
  { "retour match --action suppress <" MAIL, 0, NULL },
  { "retour match --action retry <" MAIL, 1, NULL },
  { "retour match --kind notbounce <corpus/_none/personal.eml", 0, NULL },
  { "retour match --print <" MAIL, 0, "hard user_unknown no.such.user@example.com\n" },
  { "retour match --print --class soft <corpus/postfix/german-multi.eml", 0,
    "soft mailbox_full packrat@example.com\n" },
  { "retour match --print --class soft <" MAIL, 0, NULL },
  { "retour match --print <corpus/_none/personal.eml", 0, "notbounce - -\n" },
  { "retour match --print <corpus/postfix/421-at-rcpt.eml | cut -d ' ' -f 1", 0, "delayed\n" },
  /* what comes in by different ways is the same mail */
  { "sed 's/$/\\r/' " MAIL " | retour match --class hard", 0, NULL },
  { "{ echo 'From MAILER-DAEMON Sat Nov 21 22:13:56 2026'; cat " MAIL "; } | retour match --class hard", 0, NULL },
  { "{ echo 'Return-path: <>'; cat " MAIL "; } | retour match --class hard", 0, NULL },
  { "{ echo 'Return-Path: <MAILER-DAEMON>'; cat " MAIL "; } | retour match --class hard", 0, NULL },
  { "{ echo 'From x Thu Jan  1 00:00:00 2026'; cat " MAIL "; echo; echo 'From x Thu Jan  1 00:00:00 2026'; cat "
    MAIL "; } | retour match --print", 0, "hard user_unknown no.such.user@example.com\n" },
  /* filter */
  { "retour filter <" MAIL " | sed '/^X-Retour-/d' | cmp - " MAIL, 0, NULL },
  { "retour filter <" MAIL " | sed -n 's/^X-Retour-\\([A-Z][a-z]*\\): .*/\\1/p' | tr '\\n' ' '", 0,
    "Kind Class Reason Action Recipient Status Rule " },
  { "retour filter </dev/null", 0, "X-Retour-Kind: notbounce\n" },
  { "retour filter <" MAIL " | retour filter | grep -c '^X-Old-Retour-'", 0, "7\n" },
  { BIG " | retour filter | tail -c 1000000 | tr -d x | wc -c", 0, "0\n" },
  { "{ cat " MAIL "; head -c 35000000 /dev/zero; } >/tmp/retour-test.$$; retour filter </tmp/retour-test.$$ |"
    " sed '/^X-Retour-/d' | cmp - /tmp/retour-test.$$; c=$?; rm /tmp/retour-test.$$; exit $c", 0, NULL },
  { "{ cat " MAIL "; head -c 35000000 /dev/zero; } | retour match --class hard", 0, NULL },
  /* any trouble of our own */
  { "retour match --nonsense <" MAIL, 75, NULL },
  { "retour match --class limp <" MAIL, 75, NULL },
  { "retour match --reason '' <" MAIL, 75, NULL },
  { "retour match --action limp <" MAIL, 75, NULL },
  { "retour match --lang tlh <" MAIL, 75, NULL },
  { "retour match --timeout -1 <" MAIL, 75, NULL },
  { "retour match --timeout x <" MAIL, 75, NULL },
  { "retour match --rules no-such-file <" MAIL, 75, NULL },
  { "retour match " MAIL " </dev/null", 75, NULL },
  { "retour filter --rules src/cli/main.c <" MAIL, 75, NULL },
  { "retour filter --nonsense <" MAIL, 75, NULL },
  { "retour filter <" MAIL " >/dev/full", 75, NULL },
  { "retour match --print <" MAIL " >/dev/full", 75, NULL },
  { "retour filter <corpus", 75, NULL },
  { "(ulimit -f 1; " BIG " | retour filter >/tmp/retour-test.$$); c=$?; rm /tmp/retour-test.$$; exit $c", 75, NULL },
  /* descriptors that are closed: nothing is read from nowhere, nothing is written into nothing */
  { "retour match <&-", 75, NULL },
  { "retour filter <&-", 75, NULL },
  { "retour filter <" MAIL " >&-", 75, NULL },
  { "retour match <" MAIL " >&- 2>&-", 0, NULL },
  { "retour match --nonsense <" MAIL " >&- 2>&-", 75, NULL },
  { "retour match <&- >&- 2>&-", 75, NULL },
  /* surroundings */
  { "p=$(command -v retour); env -i \"$p\" match --class hard <" MAIL, 0, NULL },
  { "p=$(command -v retour); (umask 777; cd / && env -i \"$p\" match --class hard) <" MAIL, 0, NULL },
  { "HOME=/nowhere retour filter <" MAIL " | grep -c '^X-Retour-Class: hard'", 0, "1\n" },
  /* stdin is read to its end, also when nothing can be done with it */
  { "{ " BIG " && echo read >&2; } 2>/tmp/retour-test.$$ | retour match --nonsense; c=$?;"
    " cat /tmp/retour-test.$$; rm /tmp/retour-test.$$; exit $c", 75, "read\n" },
  { "{ " BIG " && echo read >&2; } 2>/tmp/retour-test.$$ | retour filter >/dev/full; c=$?;"
    " cat /tmp/retour-test.$$; rm /tmp/retour-test.$$; exit $c", 75, "read\n" },
  /* time: ours, not that of whoever writes the mail slowly */
  { "{ cat " MAIL "; sleep 1.5; } | retour match --timeout 1 --class hard", 0, NULL },
  { "{ " BIG " | retour filter --timeout 1; echo $? >/tmp/retour-test.$$; } | { sleep 2; cat; } >/dev/null;"
    " cat /tmp/retour-test.$$; rm /tmp/retour-test.$$", 0, "75\n" },
  { "{ " BIG " | retour filter --timeout 0; echo $? >/tmp/retour-test.$$; } | { sleep 1; cat; } >/dev/null;"
    " cat /tmp/retour-test.$$; rm /tmp/retour-test.$$", 0, "0\n" },
  /* a reader that went away */
  { "{ " BIG " | retour filter; echo $? >/tmp/retour-test.$$; } | head -c 10 >/dev/null;"
    " cat /tmp/retour-test.$$; rm /tmp/retour-test.$$", 0, "75\n" },
  /* signals */
  { STOPPED ("retour match", "TERM"), 75, NULL },
  { STOPPED ("retour filter", "HUP"), 75, NULL },
  { STOPPED ("retour match", "SEGV"), 75, NULL },
  { STOPPED ("retour match", "ABRT"), 75, NULL },
  { STOPPED ("retour filter", "TRAP"), 75, NULL },
  { STOPPED ("retour filter", "XCPU"), 75, NULL },
  { STOPPED ("retour filter", "USR1"), 75, NULL },
  /* the log */
  { "retour match --nonsense --log /tmp/retour-test.$$ <" MAIL "; c=$?; cut -d ' ' -f 3- /tmp/retour-test.$$;"
    " rm /tmp/retour-test.$$; exit $c", 75, "retour match: no option '--nonsense'\n" },
  { "retour match --log=/tmp/retour-test.$$ --lang tlh <" MAIL "; c=$?;"
    " sed 's/^20..-..-..T..:..:..Z .[0-9]*. //' /tmp/retour-test.$$; rm /tmp/retour-test.$$; exit $c", 75,
    "retour match: no language 'tlh'\n" },
  { "d=$(mktemp -d) && mkfifo $d/f && { retour match --log $d/log <$d/f & } && exec 9>$d/f && sleep 0.3 &&"
    " kill -TERM $! && wait $!; cat $d/log; rm -r $d", 0,
    "retour: told to stop, the mail is left where it is\n" },
  { "retour match --log /no/such/folder/log --class hard <" MAIL, 0, NULL },
  { "retour match --log /no/such/folder/log --nonsense <" MAIL, 75, NULL },
  { "retour match --log syslog --nonsense <" MAIL, 75, NULL },
};
/* clang-format on */

START_TEST (a_mail_system_sees_what_the_manual_says)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  int code = test_shell (cases[_i].command, &out, &err);

  ck_assert_msg (code == cases[_i].code, "%s\nexit %d, not %d\n%s", cases[_i].command, code,
                 cases[_i].code, err);
  ck_assert_msg (*err == '\0', "%s\nwrites to stderr:\n%s", cases[_i].command, err);
  ck_assert_msg (g_strcmp0 (out, cases[_i].out != NULL ? cases[_i].out : "") == 0,
                 "%s\nwrites:\n%s", cases[_i].command, out);
}
END_TEST

RETOUR_TEST_MAIN ("pipe", tcase_add_loop_test (tc, a_mail_system_sees_what_the_manual_says, 0,
                                               G_N_ELEMENTS (cases)))
