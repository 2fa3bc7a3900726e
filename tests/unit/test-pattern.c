#include "extract/pattern.h"

#include "test.h"

#include <time.h>

/* clang-format off */
static const struct {
  const char *pattern;
  const char *line;
  gboolean match;
  RetourFact fact;
  const char *want; /* of @fact; %NULL: not looked at */
} cases[] = {
  { "Hi. This is the qmail*", "Hi. This is the qmail-send program at a.example.", TRUE, 0, NULL },
  { "Hi. This is the qmail*", "  Hi. This is the qmail-send program", FALSE, 0, NULL },
  { "hi. THIS is", "Hi. this IS", TRUE, 0, NULL },
  { "Hi", "Hi there", FALSE, 0, NULL },
  { "Hi", "Hi  \r", TRUE, 0, NULL },
  { "*qmail*", "the qmail-send program", TRUE, 0, NULL },
  { "*program", "the qmail-send program", TRUE, 0, NULL },
  { "a b", "a \t b", TRUE, 0, NULL },
  { "a b", "ab", FALSE, 0, NULL },
  { "  x", "   x", TRUE, 0, NULL },
  { "  x", "x", FALSE, 0, NULL },
  { "<{address}>:{diagnostic}", "<a@b.example>:", TRUE, RETOUR_FACT_ADDRESS, "a@b.example" },
  { "<{address}>:{diagnostic}", "<a@b.example>: no such user", TRUE, RETOUR_FACT_DIAGNOSTIC, "no such user" },
  { "<{address}>:{diagnostic}", "<\"a >b\"@c.example>: x", TRUE, RETOUR_FACT_ADDRESS, "\"a >b\"@c.example" },
  { "<{address}>:{diagnostic}", "<nobody>: x", FALSE, 0, NULL },
  { "*（{address}）*", "地址（a@b.example）不存在", TRUE, RETOUR_FACT_ADDRESS, "a@b.example" },
  { "{address}は*", "a@b.exampleは不明", TRUE, RETOUR_FACT_ADDRESS, "a@b.example" },
  { "{address}: *", "a@bücher.example: x", TRUE, RETOUR_FACT_ADDRESS, "a@bücher.example" },
  { "<{address}> (expanded from <{alias}>):{diagnostic}", "<a@b.example> (expanded from <c@d.example>): x", TRUE, RETOUR_FACT_ALIAS, "c@d.example" },
  { "{address}: {diagnostic}", "a@b.example: 550 no", TRUE, RETOUR_FACT_ADDRESS, "a@b.example" },
  { "{address} on {date}", "a@b.example on Thu, 29 Apr", TRUE, RETOUR_FACT_DATE, "Thu, 29 Apr" },
  { "*Connected to {remote_host} but *", "x Connected to 192.0.2.1 but it", TRUE, RETOUR_FACT_REMOTE_HOST, "192.0.2.1" },
  { "Giving up on {remote_host}.", "Giving up on mx.example.com.", TRUE, RETOUR_FACT_REMOTE_HOST, "mx.example.com" },
  { "*host {remote_host} [*", "host name host mx.example.com [192.0.2.1]", TRUE, RETOUR_FACT_REMOTE_HOST, "mx.example.com" },
  { "{reply} {status} {diagnostic}", "550 5.1.1 gone", TRUE, RETOUR_FACT_STATUS, "5.1.1" },
  { "{reply} {status} {diagnostic}", "5501 5.1.1 gone", FALSE, 0, NULL },
  { "{reply} {status} {diagnostic}", "550 5.1.x gone", FALSE, 0, NULL },
  { "*returned '{diagnostic}'", "Server returned '550 no'", TRUE, RETOUR_FACT_DIAGNOSTIC, "550 no" },
  { "Id: {} end", "Id: x y end", TRUE, 0, NULL },
  { "Id: {} end", "Id: x y", FALSE, 0, NULL },
  { "a \r b", "a b", TRUE, 0, NULL },
  { "{}", "", TRUE, 0, NULL },
  { "x", "", FALSE, 0, NULL },
  { "*", "anything", TRUE, 0, NULL },
  { "**", "anything", TRUE, 0, NULL },
};
/* clang-format on */

START_TEST (takes_the_facts_out_of_a_line)
{
  gsize len = strlen (cases[_i].line);
  g_autofree char *copy = g_memdup2 (cases[_i].line, len);
  RetourPatternBuilder builder;
  RetourPatternPool pool;
  RetourPattern pattern;
  RetourCaptures captures = { 0 };
  RetourBigrams have = retour_bigrams_of (retour_slice (copy, len));
  RetourSlice got;

  retour_pattern_builder_init (&builder);
  ck_assert (retour_pattern_compile (cases[_i].pattern, &builder, &pattern, NULL));
  pool = retour_pattern_builder_get_pool (&builder);
  ck_assert_int_eq (retour_pattern_match (&pool, &pattern, retour_slice (copy, len), &captures),
                    cases[_i].match);
  ck_assert (!cases[_i].match || /* the quick look never refuses what matches */
             retour_pattern_may_match (&pattern, retour_slice (copy, len), &have));
  if (cases[_i].want != NULL) {
    got = captures.fact[cases[_i].fact];
    ck_assert_msg (
        got.len == strlen (cases[_i].want) && strncmp (got.data, cases[_i].want, got.len) == 0,
        "'%s' in '%s': '%.*s'", cases[_i].pattern, cases[_i].line, (int) got.len, got.data);
  }
  retour_pattern_builder_clear (&builder);
}
END_TEST

static const struct {
  const char *pattern;
  const char *message;
} wrong[] = {
  { "<{adress}>", "no fact named 'adress'" },
  { "<{address>", "'{' without '}'" },
};

START_TEST (a_wrong_pattern_says_what_is_wrong)
{
  g_autoptr (GError) error = NULL;
  RetourPatternBuilder builder;
  RetourPattern pattern;

  retour_pattern_builder_init (&builder);
  ck_assert (!retour_pattern_compile (wrong[_i].pattern, &builder, &pattern, &error));
  ck_assert_str_eq (error->message, wrong[_i].message);
  retour_pattern_builder_clear (&builder);
}
END_TEST

/* lines that could make a search start anew at every byte */
static const struct {
  const char *pattern;
  const char *unit;
} slow[] = {
  { "*{}a{}a{}a{}b", "a" },  { "*x {} {address} y", "x ." },
  { "*{address} y", "'" },   { "*{address} y", "=" },
  { "*{address} y", "\"" },  { "*{remote_host} y", "." },
  { "*{status} y", "1." },   { "*x {} {address} y", "x" },
  { "{} {} {} {} y", " a" }, { "{} {address} {} {address} y", " a@b" },
};

START_TEST (takes_linear_time)
{
  RetourPatternBuilder builder;
  RetourPatternPool pool;
  RetourPattern pattern;
  gsize len = 1024 * 1024, unit = strlen (slow[_i].unit);
  g_autofree char *line = g_malloc (len);
  clock_t start;

  for (gsize i = 0; i < len; i++)
    line[i] = slow[_i].unit[i % unit];
  retour_pattern_builder_init (&builder);
  ck_assert (retour_pattern_compile (slow[_i].pattern, &builder, &pattern, NULL));
  pool = retour_pattern_builder_get_pool (&builder);
  start = clock ();
  ck_assert (!retour_pattern_match (&pool, &pattern, retour_slice (line, len), NULL));
  ck_assert_int_lt (clock () - start, (TEST_IS_SLOW ? 20 : 2) * CLOCKS_PER_SEC);
  retour_pattern_builder_clear (&builder);
}
END_TEST

RETOUR_TEST_MAIN ("pattern",
                  tcase_add_loop_test (tc, takes_the_facts_out_of_a_line, 0, G_N_ELEMENTS (cases));
                  tcase_add_loop_test (tc, a_wrong_pattern_says_what_is_wrong, 0,
                                       G_N_ELEMENTS (wrong));
                  tcase_add_loop_test (tc, takes_linear_time, 0, G_N_ELEMENTS (slow)))
