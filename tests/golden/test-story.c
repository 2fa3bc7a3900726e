#include "shell.h"
#include "test.h"

/* corpus/_story is six weeks in the life of a list; verdicts.csv in it was written by people. */
#define STORY "corpus/_story/"
#define TAKE  "d=$(mktemp -d) && retour ingest --db $d/l.db " STORY "bounces.mbox && "
#define CLEAN                                                                                      \
  "retour clean --db $d/l.db --now 2026-04-13 --output $d " STORY "subscribers.csv >$d/said && "
/* "address,verdict" out of the three files, in order */
#define VERDICTS                                                                                   \
  "{ for v in keep remove hold; do tail -n +2 $d/$v.csv | cut -d '\"' -f 3- | cut -d , -f 2 |"     \
  " sed \"s/$/,$v/\"; done; } | LC_ALL=C sort >$d/got && "
#define WANTED "tail -n +2 " STORY "verdicts.csv | cut -d , -f 1,2 | LC_ALL=C sort >$d/want && "

/* clang-format off */
static const struct {
  const char *what;
  const char *command;
  const char *out; /* all of stdout */
} cases[] = {
  { "the three files are what a careful person would write",
    TAKE CLEAN VERDICTS WANTED "diff $d/want $d/got && wc -l <$d/got", "200\n" },
  { "the reason of each address that goes is the right one",
    TAKE CLEAN "tail -n +2 $d/remove.csv | cut -d '\"' -f 3- | cut -d , -f 2,4 | LC_ALL=C sort >$d/got &&"
    " grep ,remove, " STORY "verdicts.csv | cut -d , -f 1,3 | LC_ALL=C sort | diff - $d/got && wc -l <$d/got",
    "9\n" },
  { "without a ledger it is the same",
    "d=$(mktemp -d) && retour clean --now 2026-04-13 --output $d " STORY "bounces.mbox " STORY
    "subscribers.csv >$d/said && " VERDICTS WANTED "diff $d/want $d/got && wc -l <$d/got", "200\n" },
  { "what is read twice counts once",
    TAKE "retour report --db $d/l.db --now 2026-04-13 --format json >$d/once &&"
    " retour ingest --db $d/l.db " STORY "bounces.mbox && retour report --db $d/l.db --now 2026-04-13"
    " --format json | diff $d/once - && echo same", "same\n" },
  { "deliveries end the outage: nobody is held any more",
    TAKE "for a in $(grep -o '[a-z.]*@post.example.net' " STORY "subscribers.csv); do echo $a,2026-04-07; done"
    " >$d/delivered && retour ingest --db $d/l.db --delivered $d/delivered && " CLEAN
    "grep -c @ $d/hold.csv; grep -c @post.example.net $d/remove.csv", "0\n1\n" },
  { "undone, everybody is back",
    TAKE CLEAN "retour undo --db $d/l.db $d/undo-*.csv | grep -c @ && rm $d/*.csv && " CLEAN
    "grep -c @ $d/remove.csv", "9\n0\n" },
};
/* clang-format on */

START_TEST (the_story_ends_well)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  test_shell (cases[_i].command, &out, &err);
  ck_assert_msg (g_str_equal (out, cases[_i].out), "%s:\n%s%s", cases[_i].what, out, err);
}
END_TEST

RETOUR_TEST_MAIN ("story", tcase_add_loop_test (tc, the_story_ends_well, 0, G_N_ELEMENTS (cases)))
