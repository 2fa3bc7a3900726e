#include <glib/gstdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test.h"

/* Mail made to hurt: each is read in a process with a stack of 1 MB, and costs at most one second
 * of CPU and 100 MB of memory. A mail is a start, a piece that is repeated, and an end. */
#define HEAD       "From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\n"
#define TEXT       HEAD "Content-Type: text/plain"
#define MIXED      HEAD "Content-Type: multipart/mixed; boundary="
#define MESSAGE    "Content-Type: message/rfc822\n\n"
#define ENCODED(x) "Content-Type: text/plain\nContent-Transfer-Encoding: " x "\n\n"
#define MBOX       "From x Thu Jan  1 00:00:00 2026\n"
#define REPORT                                                                                     \
  "From: MAILER-DAEMON@mx.example.net\nTo: sender@example.org\nSubject: Undelivered Mail\n"        \
  "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n" \
  "--b\n\nfailed\n\n--b\nContent-Type: message/delivery-status\n\n"                                \
  "Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; gone@example.com\n"              \
  "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown"
#define REPORT_END "\n\n--b--\n"
#define BEFORE     MBOX REPORT REPORT_END "\n" MBOX
#define AFTER      "\n" MBOX REPORT REPORT_END

/* clang-format off */
static const struct {
  const char *name;
  const char *start;
  const char *piece;
  guint repeat;
  const char *end;
  guint bounces; /* recipients that must come out in any case */
} mails[] = {
  { "address group in address group", "From: a@b.example\nTo: ", "a:", 200000, "\n\nx\n", 0 },
  { "angle brackets", "From: a@b.example\nTo: ", "<", 200000, "\n\nx\n", 0 },
  { "comments in comments", "From: a@b.example\nTo: ", "(", 1000000, "\n\nx\n", 0 },
  { "quotes", "From: a@b.example\nTo: ", "\"", 200001, "\n\nx\n", 0 },
  { "group in a returned mail", REPORT "\n\n--b\n" MESSAGE "To: ", "a:", 200000, "\n\nx\n--b--\n", 1 },
  { "charset of 10 MB", TEXT "; charset=\"", "A", 10000000, "\"\n\nhello \xff\n", 0 },
  { "charset of 10 MB in an encoded word", "From: a@b.example\nSubject: =?", "A", 10000000, "?Q?x?=\n\nx\n", 0 },
  { "encoded words", "From: a@b.example\nSubject: ", "=?utf-8?B?w?= ", 200000, "\n\nx\n", 0 },
  { "folded header of 10 MB", "From: a@b.example\nSubject: ", "word word word word word word word\n ", 280000, "end\n\nx\n", 0 },
  { "header fields", HEAD, "X-Hdr: v\n", 100000, "\nx\n", 0 },
  { "type parameters", TEXT, "; p=v", 100000, "\n\nx\n", 0 },
  { "pieces of a parameter", TEXT, "; n*0=v", 50000, "\n\nx\n", 0 },
  { "messages in messages", HEAD, MESSAGE, 100000, "\nx\n", 0 },
  { "multiparts in multiparts", HEAD, "Content-Type: multipart/mixed; boundary=b\n\n--b\n", 20000, "\nx\n", 0 },
  { "parts", MIXED "b\n\n", "--b\n\n", 1000000, "--b--\n", 0 },
  { "lines like boundaries", MIXED "b\n\n--b\n\n", "--\n", 3000000, "", 0 },
  { "long boundary", MIXED "\"", "b", 200000, "\"\n\n--b\n\nx\n", 0 },
  { "uuencoded text", HEAD ENCODED ("x-uuencode") "begin 644 x\n", "M````````\n", 1000000, "", 0 },
  { "base64 text of 8 MB", HEAD ENCODED ("base64"), "AAAA", 2000000, "\n", 0 },
  { "recipients", REPORT, "\n\nFinal-Recipient: rfc822; u@example.com\nAction: failed\nStatus: 5.1.1", 50000, REPORT_END, 1 },
  { "diagnostic of 10 MB", REPORT, " user", 2000000, REPORT_END, 1 },
  { "bounce text of 10 MB", "From: MAILER-DAEMON@example.net\nSubject: failure notice\n\n", "550 user unkno wn ", 600000, "\n", 0 },
  { "status part of empty groups", REPORT, "\n\n", 2000000, REPORT_END, 1 },
  { "HTML tags in HTML tags", HEAD "Content-Type: text/html\n\n", "<a <b>", 500000, "\n", 0 },
  { "mbox: no header in the middle", BEFORE, "no header here\n", 1, AFTER, 2 },
  { "mbox: From in the middle of a line", BEFORE HEAD "\n", "zzzz zzz From ", 6000, "\n" AFTER, 2 },
  { "mbox: nothing but From lines", BEFORE, MBOX, 100000, AFTER, 2 },
  { "mbox: NUL-like control bytes", BEFORE, "\x01\x02\x7f\xff\xfe", 1000, "\n" AFTER, 2 },
};
/* clang-format on */

enum { STACK = 1024 * 1024, CPU_SECONDS = 1, MEMORY_KB = 100 * 1024 };

typedef struct {
  int status;
  double cpu;
  long memory_kb;
} Cost;

static void
write_mail (const char *path, int i)
{
  FILE *f = g_fopen (path, "wb");

  ck_assert_ptr_nonnull (f);
  fputs (mails[i].start, f);
  for (guint k = 0; k < mails[i].repeat; k++)
    fputs (mails[i].piece, f);
  fputs (mails[i].end, f);
  ck_assert_int_eq (fclose (f), 0);
}

static void
become_retour (const char *in, const char *out)
{
  const struct rlimit stack = { STACK, STACK };
  const char *program = g_getenv ("RETOUR");

  if (!TEST_IS_SLOW)
    setrlimit (RLIMIT_STACK, &stack);
  if (freopen (in, "rb", stdin) != NULL && freopen (out, "wb", stdout) != NULL)
    execl (program, program, "classify", "--format", "ndjson", "--fields", "kind,recipient", NULL);
  _exit (127);
}

static Cost
run_retour (const char *in, const char *out)
{
  struct rusage usage = { 0 };
  Cost cost = { 0 };
  pid_t child = fork ();

  if (child == 0)
    become_retour (in, out);
  ck_assert_int_eq (wait4 (child, &cost.status, 0, &usage), child);
  cost.cpu = (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
             (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  cost.memory_kb = usage.ru_maxrss;
  return cost;
}

static guint
count (const char *text, const char *what)
{
  guint n = 0;

  while ((text = strstr (text, what)) != NULL) {
    text += strlen (what);
    n++;
  }
  return n;
}

START_TEST (hostile_mail_is_read_within_bounds)
{
  g_autofree char *folder = g_dir_make_tmp ("retour-hostile-XXXXXX", NULL);
  g_autofree char *in = g_build_filename (folder, "mail", NULL);
  g_autofree char *out = g_build_filename (folder, "out", NULL);
  g_autofree char *got = NULL;
  Cost cost;

  write_mail (in, _i);
  cost = run_retour (in, out);
  g_file_get_contents (out, &got, NULL, NULL);
  g_unlink (in);
  g_unlink (out);
  g_rmdir (folder);
  ck_assert_msg (WIFEXITED (cost.status) && WEXITSTATUS (cost.status) == 0, "%s: status %x",
                 mails[_i].name, (guint) cost.status);
  ck_assert_msg (got != NULL && *got != '\0', "%s: no record", mails[_i].name);
  ck_assert_msg (count (got, "{\"kind\":\"bounce\",\"recipient\":\"gone@example.com\"}") >=
                     mails[_i].bounces,
                 "%s: a report was lost:\n%.2000s", mails[_i].name, got);
  if (TEST_IS_SLOW)
    return;
  ck_assert_msg (cost.cpu <= CPU_SECONDS, "%s: %.2f s of CPU", mails[_i].name, cost.cpu);
  ck_assert_msg (cost.memory_kb <= MEMORY_KB, "%s: %ld KB", mails[_i].name, cost.memory_kb);
}
END_TEST

RETOUR_TEST_MAIN ("hostile", tcase_set_timeout (tc, 120);
                  tcase_add_loop_test (tc, hostile_mail_is_read_within_bounds, 0,
                                       G_N_ELEMENTS (mails)))
