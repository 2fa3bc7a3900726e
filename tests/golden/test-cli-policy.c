#include <retour/retour.h>

#include "shell.h"
#include "test.h"

#include <unistd.h>

/* `retour policy` as a script sees it, over six weeks of a small list. */
#define STORY  "corpus/_story/bounces.mbox"
#define FOLDER "d=$(mktemp -d) && export XDG_DATA_HOME=$d && "
#define END    "; c=$?; rm -r $d; exit $c"

/* clang-format off */
static const TestShellCase cases[] = {
  { "retour policy show", 0, "default\ndada\ngentle\nlistmonk\nmailman\nstrict\nsympa\n", NULL },
  { "retour policy show mailman", 0, "\nhold at 5 for 21 days then remove\n", NULL },
  { "retour policy show nonsense", 64, NULL, "there is no policy 'nonsense'" },
  { "retour policy show nonsense.conf", 66, NULL, "cannot open 'nonsense.conf'" },
  { FOLDER "printf 'like mailman\\nhold at 4 for 9 days then keep\\n' >$d/p.conf &&"
    " retour policy show $d/p.conf" END, 0, "remove never\nhold at 4 for 9 days then keep\nforget after 7 days\n", NULL },
  { FOLDER "printf 'like mailman\\nhold at 4 for 9 days then keep\\n' >$d/p.conf &&"
    " retour policy show $d/p.conf >$d/q.conf && retour policy check $d/p.conf $d/q.conf" END, 0, NULL, NULL },
  { FOLDER "printf 'hard never\\nsoft perhaps\\n' >$d/p.conf && retour policy check $d/p.conf" END, 78, NULL,
    "p.conf:2: want 'at once', 'never', 'after' or 'score', not 'perhaps'" },
  { FOLDER "printf 'hard vielleicht\\n' >$d/p.conf && retour policy check --lang de $d/p.conf" END, 78, NULL,
    "erwartet wird" },
  { "retour policy check", 64, NULL, "no files given" },
  { "retour policy", 64, NULL, "want 'show', 'check', 'try' or 'diff'" },
  { "retour policy try", 64, NULL, "want the names of more policies" },
  { "retour policy diff default", 64, NULL, "want the names of more policies" },
  { "retour policy frobnicate", 64, NULL, "want 'show'" },
  { "retour policy try nonsense " STORY, 64, NULL, "'nonsense'" },
  { "retour policy try default " STORY, 0, "\nmia.frey@isp.example.net\tremove\tpolicy\tmailbox_full\t5\t", NULL },
  { "retour policy try default " STORY, 0, "\nada.ek@post.example.net\thold\toutage\tuser_unknown\t1\t2026-03-31\t2026-03-31\n", NULL },
  { "retour policy try default " STORY " | tail -n 4", 0, "# default: 10 to remove, 37 to hold, of ", NULL },
  { "retour policy try default " STORY " | tail -n 4", 0, "\n# incident, list zen.spamhaus.org, for 192.0.2.25: ip_blocklisted; 90 failures of ", NULL },
  { "retour policy try default " STORY " | tail -n 4", 0, "\n# outage at post.example.net: user_unknown; 38 failures of 38 addresses", NULL },
  { "retour policy try default " STORY " | tail -n 1", 0, "# 2 reports that nothing proves count for nothing\n", NULL },
  { "retour policy try --lang de default " STORY " | tail -n 1", 0, "# 2 Berichte, die nichts belegt, ", NULL },
  { "retour policy try --all default " STORY " | grep -c '\tkeep\tunproven\t'", 0, "1\n", NULL },
  { "retour policy try default --all " STORY " | grep -c '\tkeep\tincident\t'", 0, "\n", NULL },
  { "retour policy try default -e " STORY " | grep -A 1 ^cleo@hahn", 0, "\n  2026-04-07 09:03 moved 551 5.1.6 ", NULL },
  { "retour policy try --our-domain lists.example.org default " STORY " | tail -n 4", 0, "# default: 10 to remove", NULL },
  { "retour policy try --our-domain example.net default " STORY " | grep ' to remove, '", 0, "# default: 0 to remove, 0 to hold", NULL },
  { "retour policy try --now 2026-03-01 default " STORY " | grep ' to remove, '", 0, "# default: 0 to remove, 0 to hold", NULL },
  { "retour policy try --now 2026-12-31 default " STORY " | grep ' to remove, '", 0, "# default: 10 to remove, 0 to hold", NULL },
  { "retour policy try --now yesterday default " STORY, 64, NULL, "'yesterday' is no date" },
  { "retour policy diff default mailman " STORY, 0,
    "\neva.abel@bigmail.example.com\tremove\tpolicy\tuser_unknown\t5\tkeep\tnothing\tuser_unknown\t5\n", NULL },
  { "retour policy diff default default " STORY " | grep -c -v '^#'", 0, "1\n", NULL },
  /* a ledger */
  { FOLDER "retour ingest --db $d/l.db " STORY " && retour policy try --db $d/l.db --now 2026-04-12 default | grep ' to remove, '" END,
    0, "# default: 10 to remove, 37 to hold", NULL },
  { FOLDER "retour ingest " STORY " && retour policy try default | grep ' to remove, '" END, 0, "# default: 10 to remove", NULL },
  { FOLDER "retour policy try default" END, 66, NULL, "ledger.db" },
  { FOLDER "retour policy try --db $d/none.db default" END, 66, NULL, "none.db" },
  { "retour policy try --db corpus/README.md default 2>&1 | wc -l", 0, "1\n", NULL },
  { "retour policy try --db x.db default " STORY, 64, NULL, "want either sources or '--db'" },
  { "retour policy try default no-such-file " STORY, 66, "# default: 10 to remove", "'no-such-file'" },
  { "retour policy try default " STORY " >/dev/full", 74, NULL, "cannot write" },
};
/* clang-format on */

START_TEST (a_command_line_does_what_the_manual_says)
{
  test_shell_case (&cases[_i]);
}
END_TEST

/* The story: whom a careful person would remove, hold and keep, and why. */
START_TEST (the_story_ends_as_a_careful_person_says)
{
  g_autofree char *out = NULL, *want = NULL;
  g_auto (GStrv) lines = NULL;

  ck_assert_int_eq (test_shell ("retour policy try default " STORY, &out, NULL), 0);
  ck_assert (g_file_get_contents ("corpus/_story/verdicts.csv", &want, NULL, NULL));
  lines = g_strsplit (want, "\n", 0);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++) {
    g_auto (GStrv) col = g_strsplit (lines[i], ",", 3);
    g_autofree char *start = g_strdup_printf ("\n%s\t", col[0]);
    const char *line = strstr (out, start);
    gboolean keep = g_str_equal (col[1], "keep");
    g_auto (GStrv) got = line != NULL ? g_strsplit (line + 1, "\t", 5) : NULL;

    ck_assert_msg (keep == (line == NULL), "%s: want %s", col[0], col[1]);
    if (keep)
      continue;
    ck_assert_str_eq (got[1], col[1]);
    ck_assert_str_eq (got[3], g_str_equal (col[2], "complaint") ? "feedback" : col[2]);
  }
}
END_TEST

/* The examples of retour-policy(5), which its blocks of text are. */
START_TEST (the_examples_of_the_manual_are_policies)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) blocks = NULL;
  guint n = 0;

  ck_assert (g_file_get_contents ("src/cli/retour-policy.5", &text, NULL, NULL));
  blocks = g_strsplit (text, "\n.Bd -literal -offset indent\n", 0);
  for (guint i = 1; blocks[i] != NULL; i++, n++) {
    g_autofree char *path = g_strdup_printf ("%s/retour-example-%u.conf", g_get_tmp_dir (), i);
    g_autoptr (GError) error = NULL;
    g_autoptr (RetourPolicy) policy = NULL;

    *strstr (blocks[i], ".Ed") = '\0';
    ck_assert (g_file_set_contents (path, blocks[i], -1, NULL));
    policy = retour_policy_new (path, &error);
    ck_assert_msg (policy != NULL, "%s", error != NULL ? error->message : "");
    ck_assert_int_eq (unlink (path), 0);
  }
  ck_assert_uint_eq (n, 2);
}
END_TEST

RETOUR_TEST_MAIN ("cli-policy", tcase_add_loop_test (tc, a_command_line_does_what_the_manual_says,
                                                     0, G_N_ELEMENTS (cases));
                  tcase_add_test (tc, the_story_ends_as_a_careful_person_says);
                  tcase_add_test (tc, the_examples_of_the_manual_are_policies))
