#include "test.h"

#include "classify/builder.h"
#include "classify/decide.h"
#include "classify/match.h"
#include "classify/phrase.h"

static const char classes[] = "class who = user|mailbox|e mail address\n"
                              "class none = no|no such\n";

/* Builds a rule with one phrase and classifies @text by it; the words that matched, or
 * NULL. */
static char *
evidence_in (const char *reason, const char *word, const char *phrase, const char *text)
{
  RetourRulesetBuilder *builder = retour_ruleset_builder_new (&retour_builtin_reasons);
  g_autofree char *file = g_strconcat (classes, reason, "\n ", word, " ", phrase, "\n", NULL);
  g_autofree char *heap = g_memdup2 (text, strlen (text));
  GStringChunk *pool = g_string_chunk_new (64);
  RetourSymptoms symptoms = { .text = retour_slice (heap, strlen (text)) };
  g_autoptr (GError) error = NULL;
  RetourDiagnosis out;
  const RetourRuleset *rules;
  char *evidence = NULL;

  ck_assert_msg (retour_ruleset_builder_add (builder, "t", file, strlen (file), &error), "%s",
                 error != NULL ? error->message : "");
  rules = retour_ruleset_builder_end (builder, &error);
  ck_assert_ptr_nonnull (rules);
  retour_classify_with (rules, &symptoms, pool, &out);
  if (out.decided_by == RETOUR_DECIDED_BY_RULE)
    evidence = g_strdup (out.evidence);
  g_string_chunk_free (pool);
  retour_ruleset_builder_free (builder);
  return evidence;
}

static char *
evidence_of (const char *phrase, const char *text)
{
  return evidence_in ("virus", "say", phrase, text);
}

static const struct {
  const char *phrase;
  const char *text;
  const char *want; /* the words that match, NULL: no match */
} cases[] = {
  { "user unknown", "550 5.1.1 <a@example.com>: User  Unknown", "User Unknown" },
  { "user unknown", "user was unknown", NULL },
  { "user unknown", "unknown user", NULL },
  { "user unknown", "<user.unknown@example.com> is fine", NULL },
  { "unknown", "an unknown", "unknown" },
  { "doesn't exist", "it doesn’t exist", "doesn’t exist" },
  /* the codes in front of each line of a long reply are no words */
  { "does not exist", "550-5.1.1 it does\n550 5.1.1 not exist", "does 550 5.1.1 not exist" },
  { "5.7.26", "451 4.7.0 see 5.7.26", "5.7.26" },
  /* alternatives */
  { "(user|mailbox) unknown", "mailbox unknown", "mailbox unknown" },
  { "(does not|doesnt) exist", "it does not exist", "does not exist" },
  { "(does not|doesnt) exist", "it doesn't exist", "doesn't exist" },
  { "(does not|doesnt) exist", "it does exist", NULL },
  { "no such @who", "no such e-mail address", NULL },
  { "no such @who", "no such e mail address", "no such e mail address" },
  { "no such @who", "no such mailbox", "no such mailbox" },
  { "no such @who", "no such host", NULL },
  { "(@none|unknown) @who", "No such user here", "No such user" },
  { "(@none|unknown) @who", "unknown user here", "unknown user" },
  /* optional */
  { "user [is] unknown", "user is unknown", "user is unknown" },
  { "user [is] unknown", "user unknown", "user unknown" },
  { "user [is] unknown", "user was unknown", NULL },
  { "user [is currently|not] unknown", "user is currently unknown", "user is currently unknown" },
  { "user [is currently|not] unknown", "user not unknown", "user not unknown" },
  { "user [is currently|not] unknown", "user unknown", "user unknown" },
  { "[the] user", "The user", "user" },
  /* gaps */
  { "user .. unknown", "user a b c unknown", "user a b c unknown" },
  { "user .. unknown", "user unknown", "user unknown" },
  { "user .. unknown", "user a b c d unknown", NULL },
  { "user ... unknown", "user a b c d e f g h unknown", "user a b c d e f g h unknown" },
  { "user ... unknown", "user a b c d e f g h i unknown", NULL },
  { "no .. user .. here", "no such user lives here", "no such user lives here" },
  { "user .. user .. unknown", "user user user unknown", "user user unknown" },
  /* the end of a sentence */
  { "user unknown", "No user. Unknown reason", NULL },
  { "user .. unknown", "No user here. Unknown reason", NULL },
  { "user ... unknown", "No user here. Unknown reason", "user here. Unknown" },
  { "unknown", "No user. Unknown reason", "Unknown" },
  { "user unknown", "user... unknown", "user... unknown" },
  /* stems */
  { "exist*", "existing", "existing" },
  { "exist*", "exist", "exist" },
  { "exist*", "exis", NULL },
  { "exist* accounts", "nonexisting accounts", NULL },
  { "(exist*|existing) account", "existing account", "existing account" },
  /* edges: codes do not count */
  { "^ blocked $", "554 5.7.0 Blocked", "Blocked" },
  { "^ blocked $", "554 you are blocked", NULL },
  { "^ blocked $", "554 blocked here", NULL },
  { "^ .. blocked", "554 you are blocked", "you are blocked" },
  /* kinds */
  { "<addr> unknown", "<a@example.com>: unknown", "a@example.com>: unknown" },
  { "<ip> is listed", "[192.0.2.1] is listed", "192.0.2.1] is listed" },
  { "using <host>", "blocked using list.example.net", "using list.example.net" },
  { "using <host>", "blocked using dialup", NULL },
  { "in <num> minutes", "in 15 minutes", "in 15 minutes" },
  { "in <num> minutes", "in a minutes", NULL },
  { "list.example.net", "blocked by list.example.net now", "list.example.net" },
  { "list.example.net", "blocked by zen.list.example.net now", "zen.list.example.net" },
  { "list.example.net", "blocked by list.example.com now", NULL },
  { "(list.example.net|<host>) now", "blocked by list.example.net now", "list.example.net now" },
  /* scripts without blanks; accents and case */
  { "不存在", "用户不存在。", "不存在" },
  { "用户 .. 不存在", "该用户名不存在", "用户名不存在" },
  { "inconnu*", "Utilisateur INCONNUE", "INCONNUE" },
  { "boite pleine", "Boîte pleine", "Boîte pleine" },
  { "не существует", "Ящик НЕ СУЩЕСТВУЕТ", "НЕ СУЩЕСТВУЕТ" },
};

START_TEST (phrase_matches_as_its_language_says)
{
  g_autofree char *got = evidence_of (cases[_i].phrase, cases[_i].text);

  ck_assert_msg (g_strcmp0 (got, cases[_i].want) == 0, "'%s' in '%s': '%s'", cases[_i].phrase,
                 cases[_i].text, got);
}
END_TEST

/* Mistakes in a phrase, and what is said of them. */
/* What test lines say of words only tells where phrases are looked for. */
static const struct {
  const char *phrases, *text, *evidence;
} several[] = {
  { "user unknown\n say the user", "550 so the user unknown", "the user" },
  { "the user\n say user unknown", "550 so the user unknown", "the user" },
  { "user unknown\n say user unknown here", "550 user unknown here", "user unknown here" },
  { "user unknown here\n say user unknown", "550 user unknown here", "user unknown here" },
  { "user unknown\n say the user\n test user user user", "550 so the user unknown", "the user" },
  { "user unknown\n say the user\n test the the unknown", "550 so the user unknown", "the user" },
};

START_TEST (of_several_phrases_the_first_and_longest_is_quoted)
{
  g_autofree char *got = evidence_of (several[_i].phrases, several[_i].text);

  ck_assert_pstr_eq (got, several[_i].evidence);
}
END_TEST

static const struct {
  const char *phrase;
  const char *want;
} mistakes[] = {
  { "(user unknown", "t:2: '(user unknown' is not closed" },
  { "[user", "t:2: '[user' is not closed" },
  { "user)", "t:2: ')' is out of place" },
  { "user|mailbox", "t:2: '|mailbox' is out of place" },
  { "no such @thing", "t:2: there is no class '@thing'" },
  { "(a||b)", "t:2: an alternative of '' is empty" },
  { "[a] ..", "t:2: '[a] ..' has no word that must be there" },
  { "a ^ b", "t:2: '^' or '$' is out of place in 'a ^ b'" },
  { "$ a", "t:2: '^' or '$' is out of place in '$ a'" },
  { "!!", "t:2: '!!' is no word" },
  { "a ... ... ... ... ... ... ... ... b",
    "t:2: 'a ... ... ... ... ... ... ... ... b' is too long" },
};

START_TEST (mistake_in_a_phrase_is_named)
{
  RetourRulesetBuilder *builder = retour_ruleset_builder_new (&retour_builtin_reasons);
  g_autofree char *file = g_strconcat ("virus\n say ", mistakes[_i].phrase, "\n", NULL);
  g_autoptr (GError) error = NULL;

  ck_assert (!retour_ruleset_builder_add (builder, "t", file, strlen (file), &error));
  ck_assert (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_DATA));
  ck_assert_str_eq (error->message, mistakes[_i].want);
  retour_ruleset_builder_free (builder);
}
END_TEST

/* Alternatives that multiply to @n sequences. */
static gboolean
can_expand (guint n)
{
  RetourRulesetBuilder *builder = retour_ruleset_builder_new (&retour_builtin_reasons);
  g_autoptr (GString) file = g_string_new ("virus\n say (");
  gboolean ok;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (file, "%sa%u b", i > 0 ? "|" : "", i);
  g_string_append (file, ") c\n");
  ok = retour_ruleset_builder_add (builder, "t", file->str, file->len, NULL);
  retour_ruleset_builder_free (builder);
  return ok;
}

START_TEST (alternatives_multiply_as_far_as_the_cap)
{
  ck_assert (can_expand (RETOUR_PHRASE_MAX_VARIANTS - 1));
  ck_assert (!can_expand (RETOUR_PHRASE_MAX_VARIANTS + 1));
}
END_TEST

START_TEST (hostile_text_takes_linear_time)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *got = NULL;

  while (text->len < 16 * 1024)
    g_string_append (text, "user ");
  for (guint i = 0; i < 20; i++) {
    g_free (got);
    got = evidence_of ("user ... user ... user ... user ... user ... unknown", text->str);
    ck_assert_ptr_null (got);
  }
}
END_TEST

/* A text of many places at which a phrase nearly stands, then one at which it does. */
START_TEST (phrase_is_found_behind_many_near_ones)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *got = NULL;

  for (int i = 0; i < RETOUR_MATCH_UNSURE + _i; i++)
    g_string_append (text, "user ");
  g_string_append (text, "unknown");
  got = evidence_of ("user unknown", text->str);
  ck_assert_ptr_nonnull (got);
  ck_assert_str_eq (got, "user unknown");
}
END_TEST

/* How far phrases reach: of soft reasons, of hard ones, and those that hold in one clause. */
static const struct {
  const char *phrase;
  const char *text;
  gboolean soft, hard, clause;
} reaches[] = {
  { "user unknown", "user unknown", TRUE, TRUE, TRUE },
  { "user unknown", "user: unknown", TRUE, TRUE, FALSE },
  { "user unknown", "user, unknown", TRUE, TRUE, FALSE },
  { "user unknown", "user; unknown", TRUE, TRUE, FALSE },
  { "user unknown", "user. Unknown", FALSE, FALSE, FALSE },
  { "user .. unknown", "user: a unknown", TRUE, FALSE, FALSE },
  { "user .. unknown", "user a: b unknown", TRUE, FALSE, FALSE },
  { "user .. unknown", "user a; unknown", TRUE, TRUE, FALSE },
  { "user .. unknown", "user, a or b unknown", TRUE, TRUE, FALSE },
  { "user .. unknown", "user a. Unknown", FALSE, FALSE, FALSE },
  { "user ... unknown", "user a: b unknown", TRUE, TRUE, TRUE },
  { "not .. user here", "not found: a user here", TRUE, FALSE, FALSE },
  { "not .. user here", "not a b user: here", TRUE, TRUE, FALSE },
  { "not found user", "not found, user", TRUE, TRUE, FALSE },
  /* an address and what is said of it are one clause; only words open one */
  { "user .. unknown", "user <a@example.com>: is unknown", TRUE, TRUE, TRUE },
  { "user .. unknown", "user: a@example.com unknown", TRUE, TRUE, TRUE },
  { "<addr> unknown", "a@example.com, unknown", TRUE, TRUE, TRUE },
  { "^ .. unknown", "550: user unknown", TRUE, TRUE, TRUE },
};

START_TEST (phrase_reaches_as_far_as_its_rule_says)
{
  const char *phrase = reaches[_i].phrase, *text = reaches[_i].text;
  g_autofree char *soft = evidence_in ("virus", "say", phrase, text);
  g_autofree char *hard = evidence_in ("user_unknown", "say", phrase, text);
  g_autofree char *clause = evidence_in ("virus", "clause", phrase, text);

  ck_assert_int_eq (soft != NULL, reaches[_i].soft);
  ck_assert_int_eq (hard != NULL, reaches[_i].hard);
  ck_assert_int_eq (clause != NULL, reaches[_i].clause);
}
END_TEST

RETOUR_TEST_MAIN (
    "phrase",
    tcase_add_loop_test (tc, phrase_matches_as_its_language_says, 0, G_N_ELEMENTS (cases));
    tcase_add_loop_test (tc, phrase_reaches_as_far_as_its_rule_says, 0, G_N_ELEMENTS (reaches));
    tcase_add_loop_test (tc, of_several_phrases_the_first_and_longest_is_quoted, 0,
                         G_N_ELEMENTS (several));
    tcase_add_loop_test (tc, mistake_in_a_phrase_is_named, 0, G_N_ELEMENTS (mistakes));
    tcase_add_test (tc, alternatives_multiply_as_far_as_the_cap);
    tcase_add_test (tc, hostile_text_takes_linear_time);
    tcase_add_loop_test (tc, phrase_is_found_behind_many_near_ones, -1, 3))
