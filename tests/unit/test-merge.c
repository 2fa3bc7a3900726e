#include "extract/merge.h"

#include "test.h"

#include "base/limits.h"

#include <time.h>

/* A list of recipients, written "address;alias;status;words|…"; empty: not said. */
static GPtrArray *
list_of (const char *text)
{
  static const RetourFact facts[] = { RETOUR_FACT_ADDRESS, RETOUR_FACT_ALIAS, RETOUR_FACT_STATUS,
                                      RETOUR_FACT_DIAGNOSTIC };
  GPtrArray *list = retour_facts_list_new ();
  g_auto (GStrv) rows = g_strsplit (text, "|", 0);

  for (guint i = 0; rows[i] != NULL; i++) {
    RetourFacts *to = retour_facts_list_add (list);
    g_auto (GStrv) cells = g_strsplit (rows[i], ";", G_N_ELEMENTS (facts));

    for (guint k = 0; cells[k] != NULL; k++)
      if (*cells[k] != '\0')
        to->fact[facts[k]] = g_intern_string (cells[k]);
  }
  return list;
}

static char *
text_of (const GPtrArray *list)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++) {
    const char *const *fact = ((const RetourFacts *) g_ptr_array_index (list, i))->fact;
    const char *cells[] = { fact[RETOUR_FACT_ADDRESS], fact[RETOUR_FACT_ALIAS],
                            fact[RETOUR_FACT_STATUS], fact[RETOUR_FACT_DIAGNOSTIC] };

    g_string_append (all, i > 0 ? "|" : "");
    for (guint k = 0; k < G_N_ELEMENTS (cells); k++)
      g_string_append_printf (all, "%s%s", k > 0 ? ";" : "", cells[k] != NULL ? cells[k] : "");
  }
  return g_string_free (all, FALSE);
}

static const struct {
  const char *dsn, *text;
  RetourDsnMode mode;
  const char *want;
} cases[] = {
  { "", "", RETOUR_DSN_PREFER, "" },
  { "", "a@x;;;no|b@x", RETOUR_DSN_PREFER, "a@x;;;no|b@x;;;" }, /* no status part */
  { "a@x;;5.1.1;", "", RETOUR_DSN_PREFER, "a@x;;5.1.1;" },
  /* prefer: the words fill gaps */
  { "a@x;;5.1.1;", "a@x;b@x;4.0.0;no", RETOUR_DSN_PREFER, "a@x;b@x;5.1.1;no" },
  { "a@x;;5.1.1;yes", "a@x;;;no", RETOUR_DSN_PREFER, "a@x;;5.1.1;yes" },
  { "a@x;;;550-no", "a@x;;;550-no 550 mail", RETOUR_DSN_PREFER, "a@x;;;550-no 550 mail" },
  { "a@x;;;550 no", "a@x;;;550 no mail", RETOUR_DSN_PREFER, "a@x;;;550 no" },
  { "a@x;;;550-no", "a@x;;;551-no 551 mail", RETOUR_DSN_PREFER, "a@x;;;550-no" },
  { "a@x;;;yes", "a@x;;;no", RETOUR_DSN_MERGE, "a@x;;;no" },
  { "a@x;;5.1.1;yes", "a@x;;4.0.0;no", RETOUR_DSN_MERGE, "a@x;;5.1.1;no" },
  { "a@x;;5.1.1;yes", "a@x;;4.0.0;no", RETOUR_DSN_IGNORE, "a@x;;4.0.0;no" },
  { "a@x;;5.1.1;yes", "a@x", RETOUR_DSN_IGNORE, "a@x;;5.1.1;yes" }, /* the text says nothing */
  /* one on each side is the same, whatever its name */
  { "a@x", "b@x;;;no", RETOUR_DSN_PREFER, "a@x;;;no" },
  { "a@x", "b@x;;;no", RETOUR_DSN_IGNORE, "a@x;;;no" },
  /* of several, those of the same name, whichever of their names it is */
  { "a@x|b@x", "B@X;;;no", RETOUR_DSN_PREFER, "a@x;;;|b@x;;;no" },
  { "a@x|b@x", "c@x;B@x;;no", RETOUR_DSN_PREFER, "a@x;;;|b@x;B@x;;no" },
  { "a@x|b@x;c@x", "c@x;;;no", RETOUR_DSN_PREFER, "a@x;;;|b@x;c@x;;no" },
  { "a@x;z@x|b@x;z@x", "y@x;z@x;;no", RETOUR_DSN_PREFER, "a@x;z@x;;no|b@x;z@x;;no" },
  { "a@x|b@x", "b@x;;;first|b@x;;;second", RETOUR_DSN_PREFER, "a@x;;;|b@x;;;first" },
  { "a@x;c@x|b@x", "c@x;;;first|a@x;;;second", RETOUR_DSN_PREFER, "a@x;c@x;;first|b@x;;;" },
  /* those whom the status part does not know */
  { "a@x|b@x", "c@x;;;no", RETOUR_DSN_PREFER, "a@x;;;|b@x;;;" },
  { "a@x|b@x", "b@x;;;no|c@x;;;no", RETOUR_DSN_IGNORE, "a@x;;;|b@x;;;no|c@x;;;no" },
  { "b@example.c", "b@example.com;;;full", RETOUR_DSN_PREFER, "b@example.c;;;full" },
  /* nobody has a name */
  { ";;5.1.1;|;;5.1.2;", "a@x;;;no|b@x;;;no", RETOUR_DSN_PREFER, ";;5.1.1;|;;5.1.2;" },
};

START_TEST (two_lists_become_one)
{
  g_autoptr (GPtrArray) dsn = list_of (cases[_i].dsn);
  g_autoptr (GPtrArray) text = list_of (cases[_i].text);
  g_autofree char *got = NULL;

  retour_merge (dsn, text, cases[_i].mode);
  got = text_of (dsn);
  ck_assert_str_eq (got, cases[_i].want);
}
END_TEST

/* The last address of the status part, when the end of the mail cuts it. */
static const struct {
  const char *dsn, *text, *want;
} cut[] = {
  { "a@x;;5.1.1;|b@example.c", "a@x;;;no|b@example.com;;;full", "a@x;;5.1.1;|b@example.com;;;" },
  { "b@example.c", "b@example.com;;;full", "b@example.com;;;" },
  { "b@example.c|a@x", "b@example.com;;;full", "b@example.c;;;|a@x;;;" }, /* not the last */
  { "b@example.c;;5.1.1;", "b@example.com;;;full", "b@example.c;;5.1.1;" },
  { "a@x|b@", "b@x;;;no|b@y;;;full", "a@x;;;|b@;;;" }, /* which one? */
  { "", "b@x", "" },
};

START_TEST (a_cut_address_is_the_only_one_that_begins_so)
{
  g_autoptr (GPtrArray) dsn = list_of (cut[_i].dsn);
  g_autoptr (GPtrArray) text = list_of (cut[_i].text);
  g_autofree char *got = NULL;

  retour_merge_complete_cut (dsn, text);
  got = text_of (dsn);
  ck_assert_str_eq (got, cut[_i].want);
}
END_TEST

START_TEST (those_behind_the_end_are_added)
{
  g_autoptr (GPtrArray) dsn = list_of ("a@x;;5.1.1;");
  g_autoptr (GPtrArray) text = list_of ("A@X;;;no|b@x;;;full");
  g_autofree char *got = NULL;

  retour_merge_strangers (dsn, text);
  got = text_of (dsn);
  ck_assert_str_eq (got, "a@x;;5.1.1;|b@x;;;full");
}
END_TEST

static GPtrArray *
many (const char *host, guint n, GStringChunk *pool)
{
  GPtrArray *list = retour_facts_list_new ();
  char address[64];

  for (guint i = 0; i < n; i++) {
    g_snprintf (address, sizeof address, "user%u@%s.example.com", i, host);
    retour_facts_list_add (list)->fact[RETOUR_FACT_ADDRESS] = g_string_chunk_insert (pool, address);
  }
  return list;
}

/* As many as there may be, none of them known to the other side: every pair, if one looked. */
START_TEST (long_lists_are_merged_in_time)
{
  GStringChunk *pool = g_string_chunk_new (1 << 16);
  g_autoptr (GPtrArray) dsn = many ("a", RETOUR_LIMIT_RECIPIENTS, pool);
  g_autoptr (GPtrArray) text = many ("b", RETOUR_LIMIT_RECIPIENTS, pool);
  clock_t start = clock ();

  retour_merge (dsn, text, (RetourDsnMode) _i);
  ck_assert_uint_eq (dsn->len, RETOUR_LIMIT_RECIPIENTS);
  ck_assert_int_lt (clock () - start, CLOCKS_PER_SEC / 2);
  g_string_chunk_free (pool);
}
END_TEST

RETOUR_TEST_MAIN ("merge", tcase_add_loop_test (tc, two_lists_become_one, 0, G_N_ELEMENTS (cases));
                  tcase_add_loop_test (tc, a_cut_address_is_the_only_one_that_begins_so, 0,
                                       G_N_ELEMENTS (cut));
                  tcase_add_test (tc, those_behind_the_end_are_added);
                  tcase_add_loop_test (tc, long_lists_are_merged_in_time, 0, RETOUR_DSN_N))
