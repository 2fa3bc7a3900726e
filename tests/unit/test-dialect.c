#include "extract/detect.h"

#include <retour/retour.h>

#include "test.h"

#include "base/limits.h"

static RetourDialect *
load (const char *source, GError **error)
{
  gsize len = strlen (source);
  g_autoptr (GBytes) bytes = g_bytes_new (source, len);

  return retour_dialect_load ("own", bytes, error);
}

static RetourDialect *
load_or_fail (const char *source)
{
  g_autoptr (GError) error = NULL;
  RetourDialect *dialect = load (source, &error);

  ck_assert_msg (dialect != NULL, "%s", error != NULL ? error->message : "no error");
  return dialect;
}

#define HEAD "title own\nif Subject *bounce*\n"

/* A file that does not load: the place and the words of the message. */
static const struct {
  const char *source, *place, *words;
} mistakes[] = {
  { "", "own.dialect:1:", "no 'title'" },
  { "title own\n", "own.dialect:1:", "nothing tells this dialect" },
  { "if Subject *x*\n", "own.dialect:1:", "title" },
  { HEAD "titel own\n", "own.dialect:3:", "unknown key 'titel'" },
  { HEAD "# a comment\n\nTitle own\n", "own.dialect:5:", "unknown key 'Title'" },
  { HEAD "  begin x\n", "own.dialect:3:", "unknown key" },
  { HEAD "title other\n", "own.dialect:3:", "twice" },
  { HEAD "action bounced\n", "own.dialect:3:", "no such action: 'bounced'" },
  { HEAD "action failed\naction failed\n", "own.dialect:4:", "twice" },
  { HEAD "begin\n", "own.dialect:3:", "'begin' has no value" },
  { HEAD "begin   \n", "own.dialect:3:", "'begin' has no value" },
  { HEAD "begin {nothing}\n", "own.dialect:3:", "no fact named 'nothing'" },
  { HEAD "delayed {\n", "own.dialect:3:", "'{' without '}'" },
  { HEAD "diagnostic last\n", "own.dialect:3:", "'last'" },
  { HEAD "diagnostic first\ndiagnostic first\n", "own.dialect:4:", "twice" },
  { HEAD "dsn always\n", "own.dialect:3:", "'always'" },
  { HEAD "dsn merge\ndsn merge\n", "own.dialect:4:", "twice" },
  { HEAD "end {x}\n", "own.dialect:3:", "no fact named 'x'" },
  { HEAD "error {x}\n", "own.dialect:3:", "no fact named 'x'" },
  { HEAD "extends qmail\nextends exim\n", "own.dialect:4:", "twice" },
  { HEAD "fallback To\nfallback Cc\n", "own.dialect:4:", "twice" },
  { HEAD "field {x}\n", "own.dialect:3:", "no fact named 'x'" },
  { HEAD "final {x}\n", "own.dialect:3:", "no fact named 'x'" },
  { HEAD "hook no-such\n", "own.dialect:3:", "no hook named 'no-such'" },
  { HEAD "hook exim-frozen\nhook exim-frozen\n", "own.dialect:4:", "twice" },
  { HEAD "if From {x}\n", "own.dialect:3:", "no fact named 'x'" },
  { HEAD "need some\n", "own.dialect:3:", "'some'" },
  { HEAD "need 0\n", "own.dialect:3:", "'0'" },
  { HEAD "need 2\nneed 2\n", "own.dialect:4:", "twice" },
  { HEAD "recipient {x}\n", "own.dialect:3:", "no fact named 'x'" },
  { HEAD "recipient *somebody*\n", "own.dialect:3:", "{address}" },
  { HEAD "rest maybe\n", "own.dialect:3:", "'maybe'" },
  { HEAD "rest read\nrest ignore\n", "own.dialect:4:", "twice" },
  { HEAD "skip {x}\n", "own.dialect:3:", "no fact named 'x'" },
  { HEAD "stop {x}\n", "own.dialect:3:", "no fact named 'x'" },
  { HEAD "transcript >>>\n", "own.dialect:3:", "'>>>'" },
  { HEAD "transcript >>> <<<\ntranscript In: Out:\n", "own.dialect:4:", "twice" },
  { HEAD "unless From {x}\n", "own.dialect:3:", "no fact named 'x'" },
  { HEAD "begin \xff\n", "own.dialect:3:", "not UTF-8" },
};

START_TEST (a_mistake_is_named_with_its_place)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RetourDialect) dialect = load (mistakes[_i].source, &error);

  ck_assert_ptr_null (dialect);
  ck_assert (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_DATA));
  ck_assert_msg (g_str_has_prefix (error->message, mistakes[_i].place), "%s", error->message);
  ck_assert_msg (strstr (error->message, mistakes[_i].words) != NULL, "%s", error->message);
}
END_TEST

START_TEST (every_key_is_read)
{
  g_autoptr (RetourDialect) d = load_or_fail (
      "# every key\ntitle  My mailer 1.0\nif Subject *bounce*\nif X-Mine\nunless From *list*\n"
      "need all\nbegin a\nbegin \"  b\"\nend c\nstop d\nerror e\nskip f\nrecipient {address}\n"
      "field g\ndelayed h\nfinal i\ndiagnostic marked\ndsn merge\nrest ignore\n"
      "transcript In: Out:\nfallback X-Failed\naction relayed\nhook exim-frozen\n");
  const RetourPattern *second;

  ck_assert_str_eq (retour_dialect_text (d, d->id), "own");
  ck_assert_str_eq (retour_dialect_text (d, d->title), "My mailer 1.0");
  ck_assert_uint_eq (d->need, 0);
  ck_assert_uint_eq (d->when.n, 2);
  ck_assert_uint_eq (d->pool->tests[d->when.first + 1].hash,
                     retour_detect_hash (RETOUR_SLICE ("x-mine")));
  ck_assert_uint_eq (d->unless.n, 1);
  ck_assert_uint_eq (d->begin.n, 2);
  second = &d->pool->patterns[d->begin.first + 1];
  ck_assert (retour_pattern_match (&d->pool->words, second, RETOUR_SLICE ("  b"), NULL));
  ck_assert (!retour_pattern_match (&d->pool->words, second, RETOUR_SLICE ("b"), NULL));
  ck_assert_uint_eq (d->end.n, 1);
  ck_assert_uint_eq (d->stop.n, 1);
  ck_assert_uint_eq (d->error.n, 1);
  ck_assert_uint_eq (d->skip.n, 1);
  ck_assert_uint_eq (d->recipient.n, 1);
  ck_assert_uint_eq (d->field.n, 1);
  ck_assert_uint_eq (d->delayed.n, 1);
  ck_assert_uint_eq (d->final.n, 1);
  ck_assert_int_eq (d->diagnostic, RETOUR_DIAGNOSTIC_MARKED);
  ck_assert_int_eq (d->dsn, RETOUR_DSN_MERGE);
  ck_assert_int_eq (d->rest, RETOUR_REST_IGNORE);
  ck_assert_str_eq (retour_dialect_text (d, d->client), "In:");
  ck_assert_str_eq (retour_dialect_text (d, d->server), "Out:");
  ck_assert_str_eq (retour_dialect_text (d, d->fallback), "X-Failed");
  ck_assert_str_eq (retour_dialect_text (d, d->action), "relayed");
  ck_assert_str_eq (retour_dialect_text (d, d->hook), "exim-frozen");
}
END_TEST

static const struct {
  const char *line;
  guint need;
} needs[] = { { "", 1 },
              { "need any\n", 1 },
              { "need all\n", 0 },
              { "need 9\n", 9 },
              { "need never\n", RETOUR_NEED_NEVER } };

START_TEST (need_says_how_many_conditions)
{
  g_autofree char *source = g_strconcat (HEAD, needs[_i].line, NULL);
  g_autoptr (RetourDialect) d = load_or_fail (source);

  ck_assert_uint_eq (d->need, needs[_i].need);
  ck_assert_int_eq (d->diagnostic, RETOUR_DIAGNOSTIC_FOLLOWING);
  ck_assert_int_eq (d->dsn, RETOUR_DSN_PREFER);
}
END_TEST

static RetourDialect *
load_named (const char *id, const char *source)
{
  g_autoptr (GBytes) bytes = g_bytes_new (source, strlen (source));
  RetourDialect *dialect = retour_dialect_load (id, bytes, NULL);

  ck_assert_ptr_nonnull (dialect);
  return dialect;
}

static const struct {
  const char *mail, *want; /* ids, the first one first */
} extended[] = {
  { "Subject: bounce\nFrom: daemon@example.com\n\n", "base" },
  { "Subject: bounce\nFrom: daemon@example.net\n\n", "own base" },
  { "Subject: x\nFrom: daemon@example.net\n\n", "own" },
  { "Subject: x\nFrom: ann@example.com\n\n", "" },
};

START_TEST (a_dialect_comes_before_the_one_that_it_extends)
{
  g_autoptr (RetourDialect) base =
      load_named ("base", "title base\nif Subject bounce\nif From daemon@*\nneed 2\n");
  g_autoptr (RetourDialect) own =
      load_named ("own", "title own\nextends base\nif From *@example.net\n");
  g_autoptr (RetourDialect) wordy =
      load_named ("wordy", "title wordy\nextends base\nif X-No\nrecipient {address}\n");
  const RetourDialect *const dialects[] = { base, own };
  const RetourDialectTable table = { dialects, G_N_ELEMENTS (dialects) };
  const RetourDialect *ranked[2];
  const char *mail = extended[_i].mail;
  RetourMessage *message = retour_message_new (mail, strlen (mail));
  g_autoptr (GString) got = g_string_new (NULL);
  RetourEvidence evidence;
  guint n;

  retour_evidence_read (&evidence, message);
  n = retour_detect (&evidence, &table, ranked, G_N_ELEMENTS (ranked));
  for (guint i = 0; i < n; i++)
    g_string_append_printf (got, "%s%s", i > 0 ? " " : "",
                            retour_dialect_text (ranked[i], ranked[i]->id));
  ck_assert_str_eq (got->str, extended[_i].want);
  ck_assert_ptr_eq (retour_dialect_words (&table, own), base);
  ck_assert_ptr_eq (retour_dialect_words (&table, base), base);
  ck_assert_ptr_eq (retour_dialect_words (&table, wordy), wordy);
  retour_message_free (message);
}
END_TEST

/* A report read by a small table. Lines point into a copy without the final NUL. */
typedef struct {
  RetourDialect *dialect;
  char *copy;
  GArray *lines;
  RetourDialectRun run;
} Fixture;

static void
fixture_run_with (Fixture *f, const char *table, const char *text, const char *fallback)
{
  gsize len = strlen (text);
  g_autofree char *source = g_strconcat ("title own\nneed never\n", table, NULL);
  RetourSlice rest, line;

  f->dialect = load_or_fail (source);
  f->copy = g_memdup2 (text, len);
  f->lines = g_array_new (FALSE, FALSE, sizeof (RetourSlice));
  rest = retour_slice (f->copy, len);
  while (retour_slice_next_line (&rest, &line))
    g_array_append_val (f->lines, line);
  f->run = (RetourDialectRun) { .lines = (const RetourSlice *) (const void *) f->lines->data,
                                .n_lines = f->lines->len,
                                .pool = g_string_chunk_new (256),
                                .fallback = retour_slice_of (fallback),
                                .found = retour_facts_list_new () };
  retour_dialect_run (f->dialect, &f->run);
}

static void
fixture_run (Fixture *f, const char *table, const char *text)
{
  fixture_run_with (f, table, text, NULL);
}

static void
fixture_clear (Fixture *f)
{
  g_ptr_array_unref (f->run.found);
  g_string_chunk_free (f->run.pool);
  g_array_unref (f->lines);
  g_free (f->copy);
  retour_dialect_free (f->dialect);
}

static const char *
fact (const Fixture *f, guint i, RetourFact which)
{
  ck_assert_uint_lt (i, f->run.found->len);
  return ((const RetourFacts *) g_ptr_array_index (f->run.found, i))->fact[which];
}

/* All that was found: "address=words|…". */
static char *
describe (const Fixture *f)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < f->run.found->len; i++) {
    const char *words = fact (f, i, RETOUR_FACT_DIAGNOSTIC);

    g_string_append_printf (all, "%s%s=%s", i > 0 ? "|" : "", fact (f, i, RETOUR_FACT_ADDRESS),
                            words != NULL ? words : "-");
  }
  return g_string_free (all, FALSE);
}

#define RCPT "recipient <{address}>:{diagnostic}\nrecipient <{address}>\n"

static const struct {
  const char *table, *text, *want;
} runs[] = {
  { RCPT, "", "" },
  { RCPT, "nothing here\n", "" },
  { RCPT, "<a@example.com>: no such user\n", "a@example.com=no such user" },
  { RCPT, "<A@Example.COM>\n", "A@example.com=-" },
  { RCPT, "<not an address>: x\n", "" },
  /* following: up to an empty line; empty ones ahead of the words do not count */
  { RCPT, "<a@example.com>:\none\n  two\n\nthree\n", "a@example.com=one two" },
  { RCPT, "<a@example.com>:\r\n\r\none\r\ntwo\r\n\r\nthree\r\n", "a@example.com=one two" },
  { RCPT, "<a@example.com>: one\ntwo\n<b@example.com>:\nthree\n",
    "a@example.com=one two|b@example.com=three" },
  { RCPT, "<a@example.com>: one\n\n<b@example.com>: two\n\n<A@example.com>: three\n",
    "a@example.com=one three|b@example.com=two" },
  { RCPT "diagnostic first\n", "<a@example.com>:\n\none\ntwo\n", "a@example.com=one" },
  { RCPT "diagnostic captured\n", "<a@example.com>: one\ntwo\n", "a@example.com=one" },
  { RCPT "diagnostic marked\nerror The reason:*\n",
    "<a@example.com>:\nnoise\nThe reason:\none\ntwo\n\nthree\n", "a@example.com=one two" },
  /* marked words ahead of the recipients are everybody's */
  { RCPT "diagnostic marked\nerror The reason:*\n",
    "The reason:\none\n\n<a@example.com>\n<b@example.com>\n",
    "a@example.com=one|b@example.com=one" },
  { RCPT "skip *Giving up*\n", "<a@example.com>:\none\nGiving up now\ntwo\n",
    "a@example.com=one two" },
  { RCPT "stop No action*\nfield Host was {remote_host}\n",
    "<a@example.com>:\none\nNo action is needed\ntwo\n<b@example.com>:\nthree\n",
    "a@example.com=one|b@example.com=-" },
  { RCPT "begin Hi. *\n", "<x@example.com>: no\nHi. This is\n<a@example.com>: one\n",
    "a@example.com=one" },
  { RCPT "begin <{address}>*\n", "x\n<a@example.com>: one\n", "a@example.com=one" },
  { RCPT "begin Hi. *\n", "<a@example.com>: one\n", "" },
  { RCPT "end --- copy*\n", "<a@example.com>: one\n--- copy\n<b@example.com>: two\n",
    "a@example.com=one" },
  /* a session log: by recipient where it names one */
  { RCPT "transcript >>> <<<\ndiagnostic captured\n",
    "<a@example.com>\n<b@example.com>\n>>> RCPT TO:<b@example.com>\n<<< 550 no\n",
    "a@example.com=-|b@example.com=550 no" },
  { RCPT "transcript >>> <<<\ndiagnostic captured\n",
    "<a@example.com>: own words\n<b@example.com>\n>>> DATA\n<<< 554 not that\n",
    "a@example.com=own words|b@example.com=554 not that" },
  { RCPT "transcript >>> <<<\ndiagnostic captured\n",
    "<a@example.com>\n>>> RCPT TO:<a@example.com>\n<<< 250 fine\n", "a@example.com=-" },
  { RCPT "transcript >>> <<<\ndiagnostic captured\n",
    "<a@example.com>: 550-no\n<b@example.com>: 550 no\n>>> DATA\n<<< 550-no\n<<< 550 mail\n",
    "a@example.com=550-no 550 mail|b@example.com=550 no" },
  /* of several sessions, a refusal that names nobody is not about everybody */
  { RCPT "transcript >>> <<<\nstop --- log*\ndiagnostic captured\n",
    "--- log\n>>> DATA\n<<< 550 not you\n<a@example.com>: gave up\n<b@example.com>\n"
    ">>> RCPT TO:<c@example.com>\n<<< 551 gone\n<c@example.com>: user unknown\n",
    "a@example.com=gave up|b@example.com=550 not you|c@example.com=551 gone" },
  /* words behind the log only where it says nothing */
  { RCPT "transcript >>> <<<\nstop --- log*\ndiagnostic captured\n",
    "<a@example.com>\n<b@example.com>: own words\n<c@example.com>\n--- log\n"
    ">>> RCPT TO:<a@example.com>\n<<< 550 no\n<a@example.com>: user unknown\n"
    "<b@example.com>: user unknown\n<c@example.com>: user unknown\n<d@example.com>: what?\n",
    "a@example.com=550 no|b@example.com=own words|c@example.com=user unknown|"
    "d@example.com=what?" },
  { RCPT "transcript In: Out:\nend --- copy*\ndiagnostic captured\n",
    "<a@example.com>\n--- copy\n Out: 550 not ours\n", "a@example.com=-" },
  { RCPT "hook exim-frozen\ndiagnostic captured\n",
    "Message 1aBcDe-000001-aB has been frozen.\n<a@example.com>\n<b@example.com>\n",
    "a@example.com=Message 1aBcDe-000001-aB has been frozen.|"
    "b@example.com=Message 1aBcDe-000001-aB has been frozen." },
};

START_TEST (a_table_reads_a_report)
{
  Fixture f;
  g_autofree char *got = NULL;

  fixture_run (&f, runs[_i].table, runs[_i].text);
  got = describe (&f);
  ck_assert_str_eq (got, runs[_i].want);
  ck_assert_uint_eq (f.run.oddities, 0);
  fixture_clear (&f);
}
END_TEST

static const struct {
  const char *text;
  gboolean delayed, final;
} futures[] = {
  { "<a@example.com>\nI will try again\n", TRUE, FALSE },
  { "<a@example.com>\nI have given up\n", FALSE, TRUE },
  { "I will try again\n<a@example.com>\nno, I have given up\n", TRUE, TRUE },
  { "<a@example.com>\n", FALSE, FALSE },
  { "<a@example.com>\n--- copy\nI have given up\n", FALSE, FALSE }, /* the returned mail says so */
};

START_TEST (words_tell_whether_there_are_further_tries)
{
  Fixture f;

  fixture_run (&f, RCPT "delayed *try again*\nfinal *given up*\nend --- copy*\n", futures[_i].text);
  ck_assert_int_eq (f.run.delayed, futures[_i].delayed);
  ck_assert_int_eq (f.run.final, futures[_i].final);
  fixture_clear (&f);
}
END_TEST

START_TEST (fields_are_about_the_recipient_above_or_else_about_all)
{
  Fixture f;

  fixture_run (&f,
               RCPT "field Host {remote_host}\nfield Code {status}\nfield was {alias}\n"
                    "diagnostic captured\n",
               "Code 5.1.1\n<a@example.com>\nHost mx.example.net\nwas Info@Example.com\n"
               "<b@example.com>\nCode 4.2.2\n");
  ck_assert_str_eq (fact (&f, 0, RETOUR_FACT_STATUS), "5.1.1");
  ck_assert_str_eq (fact (&f, 0, RETOUR_FACT_REMOTE_HOST), "mx.example.net");
  ck_assert_str_eq (fact (&f, 0, RETOUR_FACT_ALIAS), "Info@example.com");
  ck_assert_str_eq (fact (&f, 1, RETOUR_FACT_STATUS), "4.2.2");
  ck_assert_ptr_null (fact (&f, 1, RETOUR_FACT_REMOTE_HOST));
  fixture_clear (&f);
}
END_TEST

/* An address pattern takes more than addresses. */
START_TEST (words_that_a_field_takes_are_taken_once)
{
  Fixture f;

  fixture_run (&f, "recipient {address}\nfield They said '{diagnostic}'\n",
               "a@example.com\nThey said '550 no'\nand hung up\n");
  ck_assert_str_eq (fact (&f, 0, RETOUR_FACT_DIAGNOSTIC), "550 no and hung up");
  fixture_clear (&f);
}
END_TEST

START_TEST (a_field_never_takes_an_address_away)
{
  Fixture f;

  fixture_run (&f, RCPT "field is {address}\nfield was {alias}\ntranscript >>> <<<\n",
               "<a@example.com>\nwas b@example.com\nwas @\nis @\n>>> RCPT TO:<a@example.com>\n"
               "<<< 550 no\n");
  ck_assert_str_eq (fact (&f, 0, RETOUR_FACT_ADDRESS), "a@example.com");
  ck_assert_str_eq (fact (&f, 0, RETOUR_FACT_ALIAS), "b@example.com");
  fixture_clear (&f);
}
END_TEST

START_TEST (the_command_is_told_by_the_session_or_by_the_words)
{
  Fixture f;

  fixture_run (&f, RCPT "transcript >>> <<<\ndiagnostic captured\n",
               "<a@example.com>: no (in reply to RCPT TO command)\n<b@example.com>\n"
               ">>> MAIL FROM:<c@example.com>\n<<< 550 no\n");
  ck_assert_str_eq (fact (&f, 0, RETOUR_FACT_COMMAND), "RCPT");
  ck_assert_str_eq (fact (&f, 1, RETOUR_FACT_COMMAND), "MAIL");
  fixture_clear (&f);
}
END_TEST

START_TEST (the_fallback_names_recipients_when_the_words_do_not)
{
  Fixture f;
  g_autofree char *got = NULL, *got_alias = NULL;

  fixture_run_with (&f, RCPT "field Code {status}\n", "Code 5.1.1\n",
                    "a@example.com,\n b@example.com, , x");
  got = describe (&f);
  ck_assert_str_eq (got, "a@example.com=-|b@example.com=-");
  ck_assert_str_eq (fact (&f, 1, RETOUR_FACT_STATUS), "5.1.1");
  fixture_clear (&f);
  fixture_run_with (&f, RCPT "field for {alias}\nfield why: {diagnostic}\n",
                    "/bin/false\nwhy: broken\nfor c@example.com\n", "a@example.com");
  got_alias = describe (&f);
  ck_assert_str_eq (got_alias, "c@example.com=broken");
  fixture_clear (&f);
  fixture_run_with (&f, RCPT "error failed:\n", "failed:\n\nbob\nno\n\nnot\n", "bob@example.com");
  ck_assert_str_eq (fact (&f, 0, RETOUR_FACT_DIAGNOSTIC), "bob no");
  fixture_clear (&f);
  fixture_run_with (&f, RCPT, "<c@example.com>\n", "a@example.com");
  ck_assert_uint_eq (f.run.found->len, 1);
  fixture_clear (&f);
}
END_TEST

START_TEST (the_returned_mail_begins_at_the_end_line)
{
  Fixture f;

  fixture_run (&f, RCPT "end --- copy*\n", "one\n--- copy\ntwo\n");
  ck_assert_uint_eq (f.run.end_line, 1);
  fixture_clear (&f);
  fixture_run (&f, RCPT "end --- copy*\n", "one\ntwo\n");
  ck_assert_uint_eq (f.run.end_line, 2);
  fixture_clear (&f);
}
END_TEST

START_TEST (words_are_kept_up_to_the_cap)
{
  for (guint over = 0; over < 2; over++) {
    g_autofree char *half = g_strnfill (RETOUR_LIMIT_DIAGNOSTIC / 2 - 1, 'x');
    g_autofree char *text = g_strdup_printf ("<a@example.com>:\n%s\n%.*s\n%s\n", half,
                                             (int) strlen (half) - 1, half, over ? "xx" : "x");
    Fixture f;

    fixture_run (&f, RCPT, text);
    ck_assert_uint_eq (strlen (fact (&f, 0, RETOUR_FACT_DIAGNOSTIC)), RETOUR_LIMIT_DIAGNOSTIC);
    ck_assert_uint_eq (f.run.oddities, over ? RETOUR_ODDITY_LONG_DIAGNOSTIC : 0);
    fixture_clear (&f);
  }
}
END_TEST

START_TEST (a_line_is_read_up_to_the_cap)
{
  for (guint over = 0; over < 2; over++) {
    const gsize head = strlen ("<a@example.com>: ");
    g_autofree char *fill = g_strnfill (RETOUR_LIMIT_LINE - head, 'x');
    g_autofree char *text = g_strdup_printf ("<a@example.com>: %s%s\n", fill, over ? "y" : "");
    Fixture f;

    fixture_run (&f, RCPT, text);
    ck_assert_str_eq (fact (&f, 0, RETOUR_FACT_DIAGNOSTIC), fill);
    ck_assert_uint_eq (f.run.oddities, over ? RETOUR_ODDITY_LONG_TEXT : 0);
    fixture_clear (&f);
  }
}
END_TEST

/* Where a cap cuts, it cuts between characters. */
START_TEST (what_is_cut_stays_valid)
{
  g_autoptr (GString) text = g_string_new ("<a@example.com>:\n");
  const char *words;
  Fixture f;

  for (guint line = 0; line < 3; line++) {
    g_string_append_c (text, 'x'); /* the caps are even */
    for (guint i = 0; i < RETOUR_LIMIT_LINE; i++)
      g_string_append (text, "ü");
    g_string_append_c (text, '\n');
  }
  fixture_run (&f, RCPT, text->str);
  words = fact (&f, 0, RETOUR_FACT_DIAGNOSTIC);
  ck_assert (g_utf8_validate (words, -1, NULL));
  ck_assert_uint_gt (strlen (words), RETOUR_LIMIT_DIAGNOSTIC - 4);
  fixture_clear (&f);
}
END_TEST

START_TEST (recipients_are_listed_up_to_the_cap)
{
  for (guint over = 0; over < 2; over++) {
    g_autoptr (GString) list = g_string_new (NULL);
    Fixture f;

    for (guint i = 0; i < RETOUR_LIMIT_RECIPIENTS + over; i++)
      g_string_append_printf (list, "u%u@example.com,", i);
    g_string_append (list, "u0@example.com"); /* known already */
    fixture_run_with (&f, RCPT, "", list->str);
    ck_assert_uint_eq (f.run.found->len, RETOUR_LIMIT_RECIPIENTS);
    ck_assert_uint_eq (f.run.oddities, over ? RETOUR_ODDITY_MANY_RECIPIENTS : 0);
    fixture_clear (&f);
  }
}
END_TEST

/* Each built-in dialect reads at least one mail of the corpus: `generic` is whatever is left. */
START_TEST (every_dialect_has_a_sample)
{
  ck_assert_uint_gt (retour_builtin_dialects.n, 10);
  for (guint i = 0; i < retour_builtin_dialects.n; i++) {
    const RetourDialect *dialect = retour_builtin_dialects.dialects[i];
    const char *id = retour_dialect_text (dialect, dialect->id);
    g_autofree char *folder = g_build_filename ("corpus", id, NULL);
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    gboolean any = FALSE;

    if (strcmp (id, "generic") == 0)
      continue;
    ck_assert_msg (dir != NULL, "no folder %s", folder);
    for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
      any = any || g_str_has_suffix (name, ".eml");
    ck_assert_msg (any, "no sample in %s", folder);
  }
}
END_TEST

START_TEST (what_a_dialect_extends_is_there)
{
  for (guint i = 0; i < retour_builtin_dialects.n; i++) {
    const RetourDialect *d = retour_builtin_dialects.dialects[i];
    const RetourDialect *base;

    if (d->extends == 0)
      continue;
    base = retour_dialect_lookup (&retour_builtin_dialects, retour_dialect_text (d, d->extends));
    ck_assert_msg (base != NULL, "%s: no dialect '%s'", retour_dialect_text (d, d->id),
                   retour_dialect_text (d, d->extends));
    ck_assert_uint_gt (base->recipient.n, 0);
  }
}
END_TEST

START_TEST (built_in_dialects_are_found_by_name)
{
  for (guint i = 0; i < retour_builtin_dialects.n; i++) {
    const RetourDialect *d = retour_builtin_dialects.dialects[i];

    ck_assert_uint_ne (d->title, 0);
    ck_assert_ptr_eq (
        retour_dialect_lookup (&retour_builtin_dialects, retour_dialect_text (d, d->id)), d);
    if (d->hook != 0)
      ck_assert_ptr_nonnull (retour_hook_lookup (retour_dialect_text (d, d->hook)));
  }
  ck_assert_ptr_null (retour_dialect_lookup (&retour_builtin_dialects, "no-such"));
}
END_TEST

/* Every built-in table, against lines that try the patience of each kind of pattern. */
static const char *const hostile[] = {
  "!", "@",  ":", "\"", "<",    "a",    " ", " x", "<a@",
  ".", "([", "u", "5.", "550 ", "\\\"", "-", "!@", "\xc3\xbc"
};

START_TEST (hostile_lines_are_read_in_time)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (RetourSlice));
  g_autoptr (GString) line = g_string_new (NULL);
  RetourSlice slice;

  while (line->len < RETOUR_LIMIT_PART_TEXT)
    g_string_append (line, hostile[_i]);
  slice = retour_slice (line->str, RETOUR_LIMIT_LINE);
  for (guint i = 0; i < RETOUR_LIMIT_PART_TEXT / RETOUR_LIMIT_LINE; i++)
    g_array_append_val (lines, slice);
  slice.len = line->len;
  g_array_append_val (lines, slice);
  for (guint i = 0; i < retour_builtin_dialects.n; i++) {
    g_autoptr (GPtrArray) found = retour_facts_list_new ();
    RetourDialectRun run = { .lines = (const RetourSlice *) (const void *) lines->data,
                             .n_lines = lines->len,
                             .pool = g_string_chunk_new (256),
                             .found = found };

    retour_dialect_run (retour_builtin_dialects.dialects[i], &run);
    ck_assert_uint_le (run.end_line, run.n_lines);
    g_string_chunk_free (run.pool);
  }
}
END_TEST

RETOUR_TEST_MAIN (
    "dialect",
    tcase_add_loop_test (tc, a_mistake_is_named_with_its_place, 0, G_N_ELEMENTS (mistakes));
    tcase_add_test (tc, every_key_is_read);
    tcase_add_loop_test (tc, a_dialect_comes_before_the_one_that_it_extends, 0,
                         G_N_ELEMENTS (extended));
    tcase_add_loop_test (tc, need_says_how_many_conditions, 0, G_N_ELEMENTS (needs));
    tcase_add_loop_test (tc, a_table_reads_a_report, 0, G_N_ELEMENTS (runs));
    tcase_add_loop_test (tc, words_tell_whether_there_are_further_tries, 0, G_N_ELEMENTS (futures));
    tcase_add_test (tc, fields_are_about_the_recipient_above_or_else_about_all);
    tcase_add_test (tc, words_that_a_field_takes_are_taken_once);
    tcase_add_test (tc, a_field_never_takes_an_address_away);
    tcase_add_test (tc, the_command_is_told_by_the_session_or_by_the_words);
    tcase_add_test (tc, the_fallback_names_recipients_when_the_words_do_not);
    tcase_add_test (tc, the_returned_mail_begins_at_the_end_line);
    tcase_add_test (tc, words_are_kept_up_to_the_cap);
    tcase_add_test (tc, a_line_is_read_up_to_the_cap); tcase_add_test (tc, what_is_cut_stays_valid);
    tcase_add_test (tc, recipients_are_listed_up_to_the_cap);
    tcase_add_test (tc, every_dialect_has_a_sample);
    tcase_add_test (tc, what_a_dialect_extends_is_there);
    tcase_add_test (tc, built_in_dialects_are_found_by_name);
    tcase_add_loop_test (tc, hostile_lines_are_read_in_time, 0, G_N_ELEMENTS (hostile)))
