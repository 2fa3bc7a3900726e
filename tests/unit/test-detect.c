#include "extract/detect.h"

#include "test.h"

/* A dialect out of a few lines, and a table of several. */
static RetourDialect *
load (const char *id, const char *conditions)
{
  g_autofree char *source = g_strdup_printf ("title %s\n%s", id, conditions);
  g_autoptr (GBytes) bytes = g_bytes_new (source, strlen (source));
  g_autoptr (GError) error = NULL;
  RetourDialect *dialect = retour_dialect_load (id, bytes, &error);

  ck_assert_msg (dialect != NULL, "%s", error != NULL ? error->message : "");
  return dialect;
}

typedef struct {
  char *copy;
  RetourMessage *message;
  RetourEvidence evidence;
} Fixture;

static void
fixture_read (Fixture *f, const char *header)
{
  gsize len = strlen (header);

  f->copy = g_memdup2 (header, len);
  f->message = retour_message_new (f->copy, len);
  retour_evidence_read (&f->evidence, f->message);
}

static void
fixture_clear (Fixture *f)
{
  retour_message_free (f->message);
  g_free (f->copy);
}

static const struct {
  const char *conditions, *header;
  guint weight;
} cases[] = {
  { "if Subject *failed*\n", "Subject: delivery failed\n", 1 },
  { "if Subject *failed*\n", "subject: Delivery FAILED again\n", 1 },
  { "if subject failed\n", "Subject: failed\n", 1 },
  { "if Subject failed\n", "Subject: failed again\n", 0 },
  { "if Subject failed*\n", "Subject: failed again\n", 1 },
  { "if Subject failed\n", "Subject:   failed  \n", 1 },
  { "if Subject *failed*\n", "Subject:\n delivery\n failed\n", 1 },
  { "if Subject *delivery failed*\n", "Subject: delivery\n\tfailed\n", 1 }, /* folded in between */
  /* encoded words, also folded ones */
  { "if Subject *failed*\n", "Subject: =?utf-8?B?ZGVsaXZlcnkgZmFpbGVk?=\n", 1 },
  { "if Subject Zustellung*f\303\274r*\n",
    "Subject: =?utf-8?Q?Zustellung_?=\n =?iso-8859-1?Q?f=FCr?= x\n", 0 },
  { "if Subject Zustellung f\303\274r*\n",
    "Subject: =?utf-8?Q?Zustellung_?=\n =?iso-8859-1?Q?f=FCr?= x\n", 1 },
  { "if Subject =?utf-8*\n", "Subject: =?utf-8?Q?a?=\n", 0 },
  { "if Subject *failed*\n", "X-Subject: failed\n", 0 },
  { "if Subject *failed*\n", "", 0 },
  /* any occurrence counts, and each condition once */
  { "if Received *(qmail *\n", "Received: from a\nReceived: (qmail 1)\nReceived: (qmail 2)\n", 1 },
  /* a header alone: it is there */
  { "if X-Mine\n", "X-Mine: \n", 1 },
  { "if X-Mine\n", "X-Mine: anything\n", 1 },
  { "if X-Mine\n", "X-Mine-Too: a\n", 0 },
  { "if Return-Path <>\n", "Return-Path: <>\n", 1 },
  { "if Return-Path <>\n", "Return-Path: <a@example.com>\n", 0 },
  { "if From *daemon*\nif Subject *failed*\n", "From: daemon\nSubject: failed\n", 2 },
  { "if From *daemon*\nunless Subject *list*\n", "From: daemon\nSubject: my list\n", 0 },
  { "if From *daemon*\nunless X-List\n", "From: daemon\nSubject: my list\n", 1 },
};

START_TEST (evidence_is_counted)
{
  g_autoptr (RetourDialect) dialect = load ("own", cases[_i].conditions);
  Fixture f;

  fixture_read (&f, cases[_i].header);
  ck_assert_uint_eq (retour_detect_weigh (&f.evidence, dialect), cases[_i].weight);
  fixture_clear (&f);
}
END_TEST

#define FROM "if From *daemon*\n"
#define BOTH FROM "if Subject *failed*\n"

static const struct {
  const char *conditions[4], *header, *want;
  guint max;
} rankings[] = {
  { { FROM, BOTH }, "From: daemon\nSubject: failed\n", "b a", 4 }, /* most evidence first */
  { { BOTH, FROM }, "From: daemon\nSubject: failed\n", "a b", 4 },
  { { FROM, FROM, FROM }, "From: daemon\n", "a b c", 4 }, /* then by name */
  { { FROM, FROM, BOTH }, "From: daemon\nSubject: failed\n", "c a", 2 },
  { { FROM, FROM, FROM, BOTH }, "From: daemon\nSubject: failed\n", "d", 1 },
  { { FROM, FROM }, "From: daemon\n", "", 0 },
  { { FROM, BOTH }, "From: somebody\n", "", 4 },
  /* what each needs */
  { { BOTH "need all\n", BOTH "need any\n" }, "From: daemon\n", "b", 4 },
  { { BOTH "need 2\n", BOTH }, "From: daemon\n", "b", 4 },
  { { BOTH "need all\n", BOTH "need 2\n" }, "From: daemon\nSubject: failed\n", "a b", 4 },
  { { BOTH "need 3\n", FROM "need never\n" }, "From: daemon\nSubject: failed\n", "", 4 },
  { { FROM "unless Subject\n", FROM }, "From: daemon\nSubject: a\n", "b", 4 },
};

START_TEST (dialects_are_ranked)
{
  static const char *const ids[] = { "a", "b", "c", "d" };
  RetourDialect *own[G_N_ELEMENTS (ids)];
  RetourDialectTable table = { (const RetourDialect *const *) (const void *) own, 0 };
  const RetourDialect *ranked[G_N_ELEMENTS (ids)] = { NULL };
  g_autoptr (GString) got = g_string_new (NULL);
  guint n;
  Fixture f;

  for (; table.n < G_N_ELEMENTS (ids) && rankings[_i].conditions[table.n] != NULL; table.n++)
    own[table.n] = load (ids[table.n], rankings[_i].conditions[table.n]);
  fixture_read (&f, rankings[_i].header);
  n = retour_detect (&f.evidence, &table, ranked, rankings[_i].max);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (got, "%s%s", i > 0 ? " " : "",
                            retour_dialect_text (ranked[i], ranked[i]->id));
  ck_assert_str_eq (got->str, rankings[_i].want);
  for (guint i = 0; i < table.n; i++)
    retour_dialect_free (own[i]);
  fixture_clear (&f);
}
END_TEST

START_TEST (fields_are_looked_at_up_to_a_cap)
{
  g_autoptr (RetourDialect) dialect = load ("own", FROM);

  for (guint over = 0; over < 2; over++) {
    g_autoptr (GString) header = g_string_new (NULL);
    Fixture f;

    for (guint i = 1; i < RETOUR_EVIDENCE_MAX + over; i++)
      g_string_append_printf (header, "X-%u: a\n", i);
    g_string_append (header, "From: daemon\n");
    fixture_read (&f, header->str);
    ck_assert_uint_eq (retour_detect_weigh (&f.evidence, dialect), over ? 0 : 1);
    fixture_clear (&f);
  }
}
END_TEST

START_TEST (names_are_the_same_in_any_case)
{
  ck_assert_uint_eq (retour_detect_hash (RETOUR_SLICE ("Return-Path")),
                     retour_detect_hash (RETOUR_SLICE ("rETURN-pATH")));
  ck_assert_uint_ne (retour_detect_hash (RETOUR_SLICE ("From")),
                     retour_detect_hash (RETOUR_SLICE ("Form")));
}
END_TEST

RETOUR_TEST_MAIN ("detect", tcase_add_loop_test (tc, evidence_is_counted, 0, G_N_ELEMENTS (cases));
                  tcase_add_loop_test (tc, dialects_are_ranked, 0, G_N_ELEMENTS (rankings));
                  tcase_add_test (tc, fields_are_looked_at_up_to_a_cap);
                  tcase_add_test (tc, names_are_the_same_in_any_case))
