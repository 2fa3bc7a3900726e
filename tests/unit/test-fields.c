#include "message/fields.h"

#include "test.h"

#include "base/limits.h"
#include "message/charset.h"

/* A parse of a heap copy without the final NUL: ASan sees any read past its end. */
typedef struct {
  char *copy;
  RetourFields fields;
  gsize read;
  GStringChunk *pool;
} Fixture;

static void
fixture_parse_len (Fixture *f, const char *text, gsize len)
{
  f->copy = g_memdup2 (text, len);
  f->pool = g_string_chunk_new (256);
  retour_fields_init (&f->fields);
  f->read = retour_fields_parse (&f->fields, retour_slice (f->copy, len));
}

static void
fixture_parse (Fixture *f, const char *text)
{
  fixture_parse_len (f, text, strlen (text));
}

static void
fixture_clear (Fixture *f)
{
  retour_fields_clear (&f->fields);
  g_string_chunk_free (f->pool);
  g_free (f->copy);
}

static const struct {
  const char *text;
  guint n;
  gsize rest; /* bytes left behind the header */
  const char *subject;
} blocks[] = {
  { "Subject: hi\n\nbody", 1, 4, "hi" },
  { "Subject: hi\r\n\r\nbody", 1, 4, "hi" },
  { "Subject: hi\r\rbody", 1, 4, "hi" },           /* bare CR */
  { "Subject: hi\r\r\n\r\r\nbody", 1, 4, "hi" },   /* CRCRLF */
  { "To: a\rSubject: hi\r\rbody\n", 2, 5, "hi" },  /* bare CR above a body with LF */
  { "To: a\r\nSubject: hi\n\nbody", 2, 4, "hi" },  /* mixed */
  { "Subject: a\rb c\nTo: d\n\n", 2, 0, "a b c" }, /* a stray CR ends nothing */
  { "Subject: hi", 1, 0, "hi" },                   /* cut short */
  { "Subject: hi\r", 1, 0, "hi" },                 /* cut inside the line end */
  { "sUBJECT : hi\n", 1, 0, "hi" },                /* odd case, blank before the colon */
  { "Subject:hi\n", 1, 0, "hi" },                  /* no blank */
  { "Subject: one\n two\r\n\tthree\n\n", 1, 0, "one two three" },
  { "Subject:\n  two\n\n", 1, 0, "two" },           /* everything in the folded line */
  { "Subject: one\n \n two\n\n", 1, 0, "one two" }, /* a blank line that is a folded one */
  { "Subject: a\nnot a field\n", 1, 12, "a" },
  { "From x@y Mon Jan  1 00:00:00\nSubject: hi\n\n", 1, 0, "hi" },
  { ">From x@y Mon Jan  1 00:00:00\nSubject: hi\n\n", 1, 0, "hi" },
  { "From : x@y\nSubject: hi\n\n", 2, 0, "hi" },
  { "To: a\nFrom x@y Mon Jan  1\nSubject: hi\n", 1, 32, NULL }, /* only at the top */
  { "\nSubject: hi\n", 0, 12, NULL },
  { " folded under nothing\nSubject: hi\n", 0, 34, NULL },
  { ": no name\n", 0, 10, NULL },
  { "", 0, 0, NULL },
  { "Subject: \n\n", 1, 0, NULL },
};

START_TEST (a_block_of_fields_reads_as_written)
{
  Fixture f;

  fixture_parse (&f, blocks[_i].text);
  ck_assert_uint_eq (f.fields.headers->len, blocks[_i].n);
  ck_assert_uint_eq (f.read, strlen (blocks[_i].text) - blocks[_i].rest);
  ck_assert_pstr_eq (retour_fields_get (&f.fields, "Subject", f.pool), blocks[_i].subject);
  ck_assert (!f.fields.over_limit);
  fixture_clear (&f);
}
END_TEST

START_TEST (the_nth_field_of_a_name_is_found)
{
  Fixture f;
  RetourSlice value = { 0 };

  fixture_parse (&f, "Received: a\nTo: x\nreceived: b\n\n");
  ck_assert (retour_fields_find (&f.fields, "RECEIVED", 1, &value));
  ck_assert (retour_slice_equal (retour_slice_strip (value), "b"));
  ck_assert (!retour_fields_find (&f.fields, "Received", 2, &value));
  ck_assert (!retour_fields_find (&f.fields, "Receive", 0, &value));
  fixture_clear (&f);
}
END_TEST

static const struct {
  const char *raw, *plain, *decoded;
} values[] = {
  { "hello", "hello", "hello" },
  { "=?utf-8?Q?gr=C3=BC=C3=9Fe?=", "=?utf-8?Q?gr=C3=BC=C3=9Fe?=", "gr\303\274\303\237e" },
  { "=?utf-8?B?w7w=?=\n =?utf-8?B?w58=?=", "=?utf-8?B?w7w=?= =?utf-8?B?w58=?=",
    "\303\274\303\237" },
  { "=?ISO-8859-1*de?Q?=FC?=", "=?ISO-8859-1*de?Q?=FC?=", "\303\274" },
  { "=?x-no-such?Q?=FC?=", "=?x-no-such?Q?=FC?=", "=?x-no-such?Q?=FC?=" }, /* left alone */
  { "a =? b", "a =? b", "a =? b" },
  { "\374", "\357\277\275", "\303\274" }, /* raw Latin-1 */
};

START_TEST (values_come_out_as_valid_text)
{
  g_autofree char *text = g_strconcat ("Subject: ", values[_i].raw, "\n\n", NULL);
  Fixture f;

  fixture_parse (&f, text);
  ck_assert_pstr_eq (retour_fields_get (&f.fields, "subject", f.pool), values[_i].plain);
  ck_assert_pstr_eq (retour_fields_get_decoded (&f.fields, "subject", f.pool), values[_i].decoded);
  fixture_clear (&f);
}
END_TEST

START_TEST (nul_bytes_do_not_end_a_value)
{
  Fixture f;

  fixture_parse_len (&f, "Subject: a\0b =?utf-8?Q?c?=\n", 27);
  ck_assert_pstr_eq (retour_fields_get (&f.fields, "Subject", f.pool),
                     "a\357\277\275b =?utf-8?Q?c?=");
  ck_assert_pstr_eq (retour_fields_get_decoded (&f.fields, "Subject", f.pool), "a b c");
  fixture_clear (&f);
}
END_TEST

START_TEST (a_value_without_encoded_words_is_not_copied)
{
  g_autoptr (GStringChunk) pool = g_string_chunk_new (64);
  RetourSlice folded = RETOUR_SLICE (" a\n b "),
              words = RETOUR_SLICE ("=?utf-8?Q?a_b?=\n =?utf-8?Q?c?=");
  RetourSlice got = retour_fields_decode (folded, pool);

  ck_assert_ptr_eq (got.data, folded.data + 1);
  ck_assert_uint_eq (got.len, strlen ("a\n b"));
  ck_assert (retour_slice_equal (retour_fields_decode (words, pool), "a bc"));
  ck_assert_uint_eq (retour_fields_decode (retour_slice (NULL, 0), pool).len, 0);
}
END_TEST

static char *
repeat (const char *head, const char *unit, gsize times, const char *tail)
{
  GString *all = g_string_new (head);

  for (gsize i = 0; i < times; i++)
    g_string_append (all, unit);
  g_string_append (all, tail);
  return g_string_free (all, FALSE);
}

START_TEST (fields_past_their_number_are_skipped)
{
  g_autofree char *fits = repeat ("", "A: b\n", RETOUR_LIMIT_HEADER_FIELDS, "\nbody");
  g_autofree char *over = repeat ("", "A: b\n", RETOUR_LIMIT_HEADER_FIELDS, "C: d\n e\n\nbody");
  RetourSlice last = { 0 };
  Fixture f;

  fixture_parse (&f, fits);
  ck_assert_uint_eq (f.fields.headers->len, RETOUR_LIMIT_HEADER_FIELDS);
  ck_assert (!f.fields.over_limit);
  fixture_clear (&f);
  fixture_parse (&f, over);
  ck_assert_uint_eq (f.fields.headers->len, RETOUR_LIMIT_HEADER_FIELDS);
  ck_assert (f.fields.over_limit);
  ck_assert_uint_eq (f.read, strlen (over) - 4); /* the body starts where it should */
  ck_assert (retour_fields_find (&f.fields, "A", RETOUR_LIMIT_HEADER_FIELDS - 1, &last));
  ck_assert_uint_eq (last.len, 2); /* " b": nothing of C went into it */
  fixture_clear (&f);
}
END_TEST

START_TEST (a_long_field_is_cut)
{
  g_autofree char *fits = repeat ("A:", "x", RETOUR_LIMIT_HEADER_FIELD, "\nB: c\n\n");
  g_autofree char *over = repeat ("A:", "x", RETOUR_LIMIT_HEADER_FIELD + 1, "\nB: c\n\n");
  Fixture f;

  fixture_parse (&f, fits);
  ck_assert (!f.fields.over_limit);
  fixture_clear (&f);
  fixture_parse (&f, over);
  ck_assert (f.fields.over_limit);
  ck_assert_uint_eq (strlen (retour_fields_get (&f.fields, "A", f.pool)),
                     RETOUR_LIMIT_HEADER_FIELD);
  ck_assert_pstr_eq (retour_fields_get (&f.fields, "B", f.pool), "c");
  fixture_clear (&f);
}
END_TEST

START_TEST (a_long_block_is_cut)
{
  g_autofree char *fits = repeat ("A: ", "x", RETOUR_LIMIT_HEADER_BYTES - 4, "\n");
  g_autofree char *over = repeat ("A: ", "x", RETOUR_LIMIT_HEADER_BYTES - 3, "\n");
  Fixture f;

  fixture_parse (&f, fits);
  ck_assert_uint_eq (f.read, RETOUR_LIMIT_HEADER_BYTES);
  fixture_clear (&f);
  fixture_parse (&f, over);
  ck_assert_uint_eq (f.read, RETOUR_LIMIT_HEADER_BYTES);
  ck_assert (f.fields.over_limit);
  fixture_clear (&f);
}
END_TEST

/* Quadratic time would take minutes here, over the time limit of the test. */
START_TEST (bare_carriage_returns_take_linear_time)
{
  g_autofree char *fields = repeat ("", "A: b\r", 200000, "");
  g_autofree char *stray = repeat ("A: ", "\rx y", 200000, "");
  Fixture f;

  fixture_parse (&f, fields);
  ck_assert_uint_eq (f.read, 1000000);
  fixture_clear (&f);
  fixture_parse (&f, stray);
  ck_assert_uint_eq (f.fields.headers->len, 1);
  fixture_clear (&f);
}
END_TEST

static const struct {
  const char *name;
  gboolean known;
} charsets[] = {
  { "UTF-8", TRUE },       { "iso-8859-15", TRUE }, { "windows-1252", TRUE },    { "GB2312", TRUE },
  { "iso-8859-x", FALSE }, { "iso-8859-", FALSE },  { "windows-125200", FALSE }, { "", FALSE },
  { "utf-8x", FALSE },     { "x-unknown", FALSE },
};

START_TEST (charsets_of_mail_are_known)
{
  ck_assert_int_eq (retour_charset_is_known (retour_slice_of (charsets[_i].name)),
                    charsets[_i].known);
}
END_TEST

RETOUR_TEST_MAIN ("fields", tcase_add_loop_test (tc, a_block_of_fields_reads_as_written, 0,
                                                 G_N_ELEMENTS (blocks));
                  tcase_add_test (tc, the_nth_field_of_a_name_is_found);
                  tcase_add_loop_test (tc, values_come_out_as_valid_text, 0, G_N_ELEMENTS (values));
                  tcase_add_test (tc, nul_bytes_do_not_end_a_value);
                  tcase_add_test (tc, a_value_without_encoded_words_is_not_copied);
                  tcase_add_test (tc, fields_past_their_number_are_skipped);
                  tcase_add_test (tc, a_long_field_is_cut);
                  tcase_add_test (tc, a_long_block_is_cut);
                  tcase_add_test (tc, bare_carriage_returns_take_linear_time);
                  tcase_add_loop_test (tc, charsets_of_mail_are_known, 0, G_N_ELEMENTS (charsets)))
