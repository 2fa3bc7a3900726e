#include "shell.h"
#include "test.h"

#include <glib/gstdio.h>
#include <retour/retour.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/history.h"

/* `retour ingest` for real: killed, crowded, out of space, over broken files. $D is a folder of the
 * test's own, $L the ledger in it. */

enum {
  MANY = 3000,
  LONGEST = TEST_IS_SLOW ? 2000 : 250 /* milliseconds until it is killed, at last */
};

static char *folder, *ledger;

static int
run (const char *command, char **err)
{
  g_autofree char *text = g_strdup_printf ("D=%s; L=%s; %s", folder, ledger, command);
  g_autofree char *out = NULL;
  g_autofree char *trouble = NULL;
  int code = test_shell (text, &out, &trouble);

  if (err != NULL)
    *err = g_steal_pointer (&trouble);
  return code;
}

static void
set_up (void)
{
  folder = g_dir_make_tmp ("test-ingest-XXXXXX", NULL);
  ledger = g_build_filename (folder, "ledger.db", NULL);
  ck_assert_int_eq (run ("mkdir $D/md $D/md/new $D/md/cur $D/md/tmp", NULL), 0);
}

static void
tear_down (void)
{
  ck_assert_int_eq (run ("umount $D/mnt 2>/dev/null; rm -r $D", NULL), 0);
  g_clear_pointer (&folder, g_free);
  g_clear_pointer (&ledger, g_free);
}

static char *
make_mail (guint i)
{
  return g_strdup_printf (
      "From: MAILER-DAEMON@mx.example.org\nSubject: Undelivered Mail\n"
      "Date: Sat, 21 Nov 2020 10:%02u:%02u +0000\nMessage-ID: <r%u@mx.example.org>\n"
      "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
      "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
      "Final-Recipient: rfc822; user%u@example.com\nAction: failed\nStatus: 5.1.1\n"
      "Diagnostic-Code: smtp; 550 5.1.1 <user%u@example.com> User unknown\n\n--b\n"
      "Content-Type: text/rfc822-headers\n\nFrom: news@example.org\nX-Run: spring %u\n"
      "Message-ID: <m%u@example.org>\n\n--b--\n",
      i / 60 % 60, i % 60, i, i, i, i % 3, i);
}

/* As g_file_set_contents(), which waits for the disk. */
static void
write_file (const char *path, const char *text)
{
  FILE *file = fopen (path, "w");

  ck_assert_ptr_nonnull (file);
  ck_assert_int_ge (fputs (text, file), 0);
  ck_assert_int_eq (fclose (file), 0);
}

/* Mails from @first to before @end as files in $D/@where. */
static void
make_files (const char *where, guint first, guint end)
{
  for (guint i = first; i < end; i++) {
    g_autofree char *mail = make_mail (i);
    g_autofree char *name = g_strdup_printf ("160595280%u.M%uP1.mx", i % 10, i);
    g_autofree char *path = g_build_filename (folder, where, name, NULL);

    write_file (path, mail);
  }
}

static void
make_mbox (const char *name, guint first, guint end)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = first; i < end; i++) {
    g_autofree char *mail = make_mail (i);

    g_string_append_printf (text, "From MAILER-DAEMON Sat Nov 21 10:00:00 2020\n%s\n", mail);
  }
  write_file (path, text->str);
}

static gboolean
count (const RetourEntry *entry, gpointer data)
{
  guint *n = data;

  ck_assert_ptr_nonnull (entry->address);
  (*n)++;
  return TRUE;
}

static guint
count_events (void)
{
  const RetourQuery all = { .order = RETOUR_ORDER_ANY };
  g_autoptr (GError) error = NULL;
  g_autoptr (RetourLedger) opened = retour_ledger_open (ledger, RETOUR_LEDGER_READ, &error);
  guint n = 0;

  if (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_NO_INPUT))
    return 0;
  ck_assert_msg (opened != NULL, "%s", error != NULL ? error->message : "");
  ck_assert_msg (retour_ledger_each (opened, &all, count, &n, &error), "%s",
                 error != NULL ? error->message : "");
  return n;
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  ck_assert_ptr_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

START_TEST (a_mail_from_an_mbox_and_a_maildir_counts_once)
{
  make_files ("md/new", 0, 5);
  make_mbox ("mbox", 3, 8);
  ck_assert_int_eq (run ("retour ingest --db $L $D/md $D/mbox", NULL), 0);
  ck_assert_uint_eq (count_events (), 8);
  ck_assert_int_eq (run ("retour ingest --db $L $D/mbox", NULL), 0);
  ck_assert_uint_eq (count_events (), 8);
}
END_TEST

/* What options do with files; @check: a shell command that succeeds then. */
static const struct {
  const char *command;
  int code;
  const char *check;
  guint n_events;
} files[] = {
  { "retour ingest --db $L $D/md", 0, "[ $(ls $D/md/new | wc -l) = 3 ]", 3 },
  { "retour ingest --db $L --leave $D/md", 0, "[ $(ls $D/md/new | wc -l) = 3 ]", 3 },
  { "retour ingest --db $L --delete $D/md", 0, "[ -z \"$(ls $D/md/new)\" ]", 3 },
  { "retour ingest --db $L --archive $D/a/b $D/md", 0,
    "[ -z \"$(ls $D/md/new)\" ] && [ $(ls $D/a/b/cur/*:2,S | wc -l) = 3 ] && ls $D/a/b/new", 3 },
  /* a name that the archive has already */
  { "mkdir -p $D/a/cur; for f in $D/md/new/*; do echo other >$D/a/cur/${f##*/}:2,S; done;"
    " retour ingest --db $L --archive $D/a $D/md",
    0, "[ $(ls $D/a/cur | wc -l) = 6 ] && [ $(grep -l other $D/a/cur/* | wc -l) = 3 ]", 3 },
  /* an mbox among the files of a folder, or given by itself, is nobody's mail to delete */
  { "cat $D/mbox >$D/md/new/mbox; retour ingest --db $L --delete $D/md", 0,
    "[ \"$(ls $D/md/new)\" = mbox ]", 5 },
  { "retour ingest --db $L --delete $D/mbox", 0, "[ -e $D/mbox ]", 2 },
  { "f=$(ls $D/md/new/* | head -n 1); retour ingest --db $L --delete $f", 0,
    "[ $(ls $D/md/new | wc -l) = 3 ]", 1 },
  /* nothing goes that is not recorded */
  { "mkdir $L; retour ingest --db $L --delete $D/md; c=$?; rmdir $L; exit $c", 74,
    "[ $(ls $D/md/new | wc -l) = 3 ]", 0 },
  { "retour ingest --db $L --archive $D/mbox/no $D/md", 74, "[ $(ls $D/md/new | wc -l) = 3 ]", 0 },
  { "retour ingest --db $L --delete $D/md $D/none", 66, "[ -z \"$(ls $D/md/new)\" ]", 3 },
};

START_TEST (files_go_where_the_options_say)
{
  make_files ("md/new", 0, 3);
  make_mbox ("mbox", 5, 7);
  ck_assert_int_eq (run (files[_i].command, NULL), files[_i].code);
  ck_assert_int_eq (run (files[_i].check, NULL), 0);
  ck_assert_uint_eq (count_events (), files[_i].n_events);
}
END_TEST

static const struct {
  const char *command;
  int code;
  const char *err; /* stderr is one line with this; %NULL: stderr is empty */
} troubles[] = {
  { "retour ingest --db $L", 64, "no sources" },
  { "retour ingest --db $L --archive x --delete y", 64, "only one of" },
  { "retour ingest --db $L --follow", 64, "--follow" },
  { "retour ingest --db $L --follow $D/none", 66, "none/new" },
  { "retour ingest --db $L $D/none", 66, "none" },
  { "retour ingest --db $L --delivered $D/none", 66, "none" },
  { "printf 'name\\nAnna\\n' >$D/names; retour ingest --db $L --delivered $D/names $D/mbox; c=$?;"
    " [ $(retour report --db $L --format json | grep -c '\"failures\":0,\"hard\"') = 0 ] && exit "
    "$c",
    65, "names' is neither addresses nor a log" },
  { ": >$D/empty; printf '\\n' >$D/blank; printf 'Nov 21 10:00:00 mx postfix/smtpd[1]: connect\\n'"
    " >$D/quiet; retour ingest --db $L --delivered $D/empty --delivered $D/blank --delivered "
    "$D/quiet",
    0, NULL },
  { "echo this is a text, and none too short >$L; retour ingest --db $L $D/mbox", 65, "no ledger" },
  { "retour ingest --db $L $D/mbox; head -c 4196 $L >$L.2; retour ingest --db $L.2 $D/mbox", 65,
    "damaged" },
  /* all pages but the first, with the page numbers in place of the tables */
  { "retour ingest --db $L $D/mbox; s=$(wc -c <$L); { head -c 4096 $L; head -c $((s - 4096))"
    " /dev/zero | tr '\\0' 'x'; } >$L.2; retour ingest --db $L.2 $D/mbox",
    65, "damaged" },
  { "retour ingest --db $L $D/mbox; printf '\\0\\0\\0\\011' | dd of=$L bs=1 seek=60 conv=notrunc"
    " 2>/dev/null; retour ingest --db $L $D/mbox",
    65, "newer version" },
  { "retour ingest --db /proc/none/ledger.db $D/mbox", 74, "/proc/none" },
  { "XDG_DATA_HOME=$D/x retour ingest $D/mbox && [ -s $D/x/retour/ledger.db ]", 0, NULL },
  { "unset XDG_DATA_HOME; HOME=$D/h retour ingest $D/mbox && [ -s "
    "$D/h/.local/share/retour/ledger.db ]",
    0, NULL },
  { "M=$PWD/corpus/postfix/user-unknown.eml; cd $D && retour ingest --db :memory: $M && [ -s "
    ":memory: ]",
    0, NULL },
  { "ulimit -f 8; retour ingest --db $L $D/mbox", 74, "cannot" },
  { "umask 0; retour ingest --db $L $D/mbox && [ $(stat -c %a $L) = 600 ]", 0, NULL },
};

START_TEST (trouble_is_one_line_and_the_right_exit_code)
{
  g_autofree char *err = NULL;

  make_mbox ("mbox", 0, 20);
  ck_assert_msg (run (troubles[_i].command, &err) == troubles[_i].code, "%s", err);
  if (troubles[_i].err == NULL) {
    ck_assert_str_eq (err, "");
    return;
  }
  ck_assert_msg (strstr (err, troubles[_i].err) != NULL, "%s", err);
  ck_assert_ptr_eq (strchr (err, '\n'), err + strlen (err) - 1);
}
END_TEST

/* Kills it again and again, after other times, until nothing is left to do. What was deleted was
 * acknowledged. */
START_TEST (killed_at_any_moment_it_neither_loses_nor_doubles)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4711);
  g_autofree char *new = g_build_filename (folder, "md/new", NULL);
  guint n_killed = 0, n_half = 0, tries = 0;
  int code;

  make_files ("md/new", 0, MANY);
  do {
    /* short ones first, for fast machines; ever longer ones, for slow ones */
    gint32 pause = g_rand_int_range (random, 5, 10 + (gint32) tries * LONGEST / 40);
    g_autofree char *command = g_strdup_printf (
        "timeout -s KILL %d.%03d retour ingest --db $L --delete $D/md; c=$?; exit $c", pause / 1000,
        pause % 1000);
    guint n, n_left;

    code = run (command, NULL);
    n_left = count_files (new);
    n = count_events ();
    ck_assert_msg (n + n_left >= MANY, "%u recorded, %u left", n, n_left);
    n_killed += code != 0;
    n_half += code != 0 && n > 0;
  } while (code != 0 && ++tries < 60);
  ck_assert_int_eq (run ("retour ingest --db $L --delete $D/md", NULL), 0);
  ck_assert_uint_gt (n_killed, 0);
  ck_assert_uint_gt (n_half, 0);
  ck_assert_uint_eq (count_files (new), 0);
  ck_assert_uint_eq (count_events (), MANY);
}
END_TEST

START_TEST (several_at_once_count_everything_once)
{
  make_mbox ("a", 0, MANY * 2 / 3);
  make_mbox ("b", MANY / 3, MANY);
  ck_assert_int_eq (run ("p=; for s in a b a b; do retour ingest --db $L $D/$s & p=\"$p $!\"; done;"
                         " for i in $p; do wait $i || exit $?; done",
                         NULL),
                    0);
  ck_assert_uint_eq (count_events (), MANY);
}
END_TEST

START_TEST (a_full_disk_is_said_and_harms_nothing)
{
  g_autofree char *err = NULL;

  make_mbox ("few", 0, 10);
  make_mbox ("many", 0, MANY);
  ck_assert_int_eq (run ("retour ingest --db $L $D/few", NULL), 0);
  ck_assert_int_eq (run ("trap '' XFSZ; ulimit -f 100; retour ingest --db $L $D/many", &err), 74);
  ck_assert_msg (strstr (err, "ledger.db") != NULL, "%s", err);
  ck_assert_ptr_eq (strchr (err, '\n'), err + strlen (err) - 1);
  ck_assert_uint_eq (count_events (), 10);
  ck_assert_int_eq (run ("retour ingest --db $L $D/many", NULL), 0);
  ck_assert_uint_eq (count_events (), MANY);
}
END_TEST

/* The same with a real file system, where we may mount one. */
START_TEST (a_file_system_that_is_full_or_read_only_is_said)
{
  g_autofree char *err = NULL, *mounted = g_build_filename (folder, "mnt", "ledger.db", NULL);

  if (run ("mkdir $D/mnt && mount -t tmpfs -o size=200k none $D/mnt", NULL) != 0) {
    fprintf (stderr, "skipped: a full file system cannot be mounted here\n");
    return;
  }
  g_free (ledger);
  ledger = g_steal_pointer (&mounted);
  make_mbox ("few", 0, 10);
  make_mbox ("many", 0, MANY);
  ck_assert_int_eq (run ("retour ingest --db $L $D/few", NULL), 0);
  ck_assert_int_eq (run ("retour ingest --db $L $D/many", &err), 74);
  ck_assert_msg (strstr (err, "disk is full") != NULL, "%s", err);
  ck_assert_uint_eq (count_events (), 10);
  ck_assert_int_eq (run ("mount -o remount,ro none $D/mnt", NULL), 0);
  ck_assert_uint_eq (count_events (), 10);
  g_clear_pointer (&err, g_free);
  ck_assert_int_eq (run ("retour ingest --db $L $D/few", &err), 74);
  ck_assert_ptr_eq (strchr (err, '\n'), err + strlen (err) - 1);
}
END_TEST

static void
wait_for_events (guint n)
{
  for (guint tries = 0; tries < 400 && count_events () < n; tries++)
    g_usleep (20000);
  ck_assert_uint_eq (count_events (), n);
}

START_TEST (what_comes_is_followed_until_sigterm)
{
  make_files ("md/cur", 0, 2);
  ck_assert_int_eq (run ("{ retour ingest --db $L --follow $D/md & echo $! >$D/pid; wait $!;"
                         " echo $? >$D/code; } >/dev/null 2>&1 &",
                         NULL),
                    0);
  wait_for_events (2);
  make_files ("md/tmp", 2, 4);
  ck_assert_int_eq (run ("for f in $D/md/tmp/*; do ln $f $D/md/new/${f##*/} && rm $f; done", NULL),
                    0);
  wait_for_events (4);
  /* a reader takes note of it: the same mail */
  ck_assert_int_eq (run ("for f in $D/md/new/*; do mv $f $D/md/cur/${f##*/}:2,S; done", NULL), 0);
  make_files ("md/tmp", 4, 5);
  /* the last one is not waited for: it is finished all the same */
  ck_assert_int_eq (
      run ("mv $D/md/tmp/* $D/md/new; sleep 0.3; kill $(cat $D/pid); i=0;"
           " while [ ! -s $D/code ] && [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done;"
           " exit $(cat $D/code)",
           NULL),
      0);
  ck_assert_uint_eq (count_events (), 5);
}
END_TEST

RETOUR_TEST_MAIN ("ingest", tcase_add_checked_fixture (tc, set_up, tear_down);
                  tcase_set_timeout (tc, 60);
                  tcase_add_test (tc, a_mail_from_an_mbox_and_a_maildir_counts_once);
                  tcase_add_loop_test (tc, files_go_where_the_options_say, 0, G_N_ELEMENTS (files));
                  tcase_add_loop_test (tc, trouble_is_one_line_and_the_right_exit_code, 0,
                                       G_N_ELEMENTS (troubles));
                  tcase_add_test (tc, killed_at_any_moment_it_neither_loses_nor_doubles);
                  tcase_add_test (tc, several_at_once_count_everything_once);
                  tcase_add_test (tc, a_full_disk_is_said_and_harms_nothing);
                  tcase_add_test (tc, a_file_system_that_is_full_or_read_only_is_said);
                  tcase_add_test (tc, what_comes_is_followed_until_sigterm))
