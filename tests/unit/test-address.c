#include "base/address.h"

#include "test.h"

#include "base/limits.h"

static GStringChunk *pool;

static void
setup (void)
{
  pool = g_string_chunk_new (256);
}

static void
teardown (void)
{
  g_clear_pointer (&pool, g_string_chunk_free);
}

/* Reads from a heap copy without the final NUL: ASan sees any read past the end. */
static const char *
normalise (const char *text, gboolean xtext)
{
  gsize len = strlen (text);
  g_autofree char *copy = g_memdup2 (text, len);

  return retour_address_normalise (retour_slice (copy, len), xtext, pool);
}

static void
assert_same (const char *text, const char *got, const char *want)
{
  ck_assert_msg (g_strcmp0 (got, want) == 0, "[%s]\nwant: %s\ngot:  %s", text,
                 want != NULL ? want : "none", got != NULL ? got : "none");
}

static const struct {
  const char *text, *want;
} fields[] = {
  { "a@example.com", "a@example.com" },
  { " \tJoe.Doe@Example.COM\r\n", "Joe.Doe@example.com" },
  { "<a@example.com>", "a@example.com" },
  { "<<a@example.com>>", "a@example.com" },
  { "<a@example.com>:", "a@example.com" },
  { "<a@example.com", "a@example.com" },
  { "a@example.com>", "a@example.com" },
  { "rfc822;a@example.com", "a@example.com" },
  { "RFC822 ; <a@example.com>", "a@example.com" },
  { "rfc822; rfc822;a@example.com", "a@example.com" },
  { "rfc822;SMTP:a@example.com", "a@example.com" },
  { "utf-8; \xC3\xA4@example.com", "\xC3\xA4@example.com" },
  { "mailto:a@example.com", "a@example.com" },
  { "a@example.com<mailto:b@example.com>", "b@example.com" },
  { "Joe Doe <a@example.com>", "a@example.com" },
  { "\"Doe, Joe <x@y>\" <a@example.com>", "a@example.com" },
  { "Joe (the <one>) <a@example.com>", "a@example.com" },
  { "a@example.com (Joe Doe)", "a@example.com" },
  { "a@example.com (Joe (the one) Doe)(x)", "a@example.com" },
  { "(Joe) a@example.com", "a@example.com" },
  { "<a@example.com> (expanded from <b@example.org>)", "a@example.com" },
  { "(a@example.com)", "a@example.com" },
  { "[a@example.com]", "a@example.com" },
  { "\"a@example.com\"", "a@example.com" },
  { "'a@example.com'", "a@example.com" },
  { "'<a@example.com>',", "a@example.com" },
  { "a@example.com.", "a@example.com" },
  { "a@example.com,", "a@example.com" },
  { "<a@example.com.>", "a@example.com" },
  { "a@example.com...", "a@example.com" },
  { "\xC2\xA0"
    "a@example.com\xE2\x80\x8B",
    "a@example.com" },
  { "@x.example.com,@y.example.com:a@example.com", "a@example.com" },
  { "<@x.example.com:a@example.com>", "a@example.com" },
  { "b!a@example.com", "b!a@example.com" },
  { "a%example.org@example.com", "a%example.org@example.com" },
  { "news+a=b/c@example.com", "news+a=b/c@example.com" },
  { "O'Hara@example.com", "O'Hara@example.com" },
  { "\"Joe Doe\"@Example.com", "\"Joe Doe\"@example.com" },
  { "\"a@b\"@example.com", "\"a@b\"@example.com" },
  { "\"a\\\"b\"@example.com", "\"a\\\"b\"@example.com" },
  { "a@[192.0.2.1]", "a@[192.0.2.1]" },
  { "<a@[IPv6:2001:DB8::1]>", "a@[ipv6:2001:db8::1]" },
  { "root@localhost", "root@localhost" },
  { "a@#example.com", "a@#example.com" },
  { "\xE7\x94\xA8@\xE4\xBE\x8B.example.com", "\xE7\x94\xA8@\xE4\xBE\x8B.example.com" },
  { "", NULL },
  { "@", NULL },
  { "joe", NULL },
  { "a@", NULL },
  { "@example.com", NULL },
  { "<>", NULL },
  { "a b@example.com", NULL },
  { "a@example.com b@example.com", NULL },
  { "a@example.com, b@example.com", NULL },
  { "<a@example.com> <b@example.com>", NULL },
  { "mail to <a@example.com> was lost", NULL },
  { "a@b@example.com", NULL },
  { "a@exam\001ple.com", NULL },
  { "a\177@example.com", NULL },
  { "a@.example.com", NULL },
  { "a@example.com/x", NULL },
  { "\"a\"b\"@example.com", NULL },
  { "\"@example.com", NULL },
  { "\"a\\\"@example.com", NULL },
  { "a\xC2\xA0"
    "b@example.com",
    NULL },
  { "a\xFF@example.com", NULL },
  { "a@exam\xFFple.com", NULL },
  { "|/usr/bin/x a@example.com", NULL },
};

START_TEST (an_address_is_found_in_its_wrappings)
{
  assert_same (fields[_i].text, normalise (fields[_i].text, FALSE), fields[_i].want);
}
END_TEST

START_TEST (nothing_is_decoded_unless_asked_for)
{
  assert_same ("a+2Bb", normalise ("a+2Bb@example.com", FALSE), "a+2Bb@example.com");
}
END_TEST

static const struct {
  const char *text, *want;
} xtexts[] = {
  { "rfc822;a+2Bb+3Dc@example.com", "a+b=c@example.com" },
  { "a+2Bb@Example.com", "a+b@example.com" },
  { "a+40example.com", NULL },                    /* one '@' at least must be one */
  { "joe+20@example.com", "joe+20@example.com" }, /* a blank: was no xtext */
  { "joe+45@example.com", "joe+45@example.com" }, /* a letter: was no xtext */
  { "joe+2b@example.com", "joe+2b@example.com" }, /* xtext has capitals */
  { "joe+@example.com", "joe+@example.com" },
  { "joe+2", NULL },
  { "+C3+A4@example.com", "\xC3\xA4@example.com" },
  { "+C3@example.com", "+C3@example.com" },     /* no UTF-8: was no xtext */
  { "a+3Cb@example.com", "a+3Cb@example.com" }, /* would be no address */
  { "utf-8;\\x{1F408}@example.com", "\xF0\x9F\x90\x88@example.com" },
  { "\\x{E4}b@example.com", "\xC3\xA4"
                            "b@example.com" },
  { "\\x{2B}a@example.com", "+a@example.com" },
  { "\\x{0A}a@example.com", "\\x{0A}a@example.com" },
  { "\\x{D800}a@example.com", "\\x{D800}a@example.com" },
  { "\\x{110000}a@example.com", "\\x{110000}a@example.com" },
  { "\\x{}a@example.com", "\\x{}a@example.com" },
  { "\\x{1F408", NULL },
};

START_TEST (xtext_is_decoded_where_it_is_xtext)
{
  assert_same (xtexts[_i].text, normalise (xtexts[_i].text, TRUE), xtexts[_i].want);
}
END_TEST

START_TEST (an_address_is_as_long_as_the_cap)
{
  const char *domain = "@example.com";
  g_autofree char *text = g_strnfill (RETOUR_LIMIT_ADDRESS + 1, 'a');
  RetourSlice long_text;

  strcpy (text + RETOUR_LIMIT_ADDRESS + 1 - strlen (domain), domain);
  ck_assert_ptr_null (retour_address_normalise (retour_slice_of (text), FALSE, pool));
  ck_assert_ptr_nonnull (retour_address_normalise (retour_slice_of (text + 1), FALSE, pool));
  ck_assert_uint_eq (retour_address_find (retour_slice_of (text + 1), 0).len, RETOUR_LIMIT_ADDRESS);
  long_text = retour_address_find (retour_slice_of (text), 0);
  ck_assert_uint_le (long_text.len, RETOUR_LIMIT_ADDRESS);
}
END_TEST

static const struct {
  const char *line;
  gsize from;
  const char *want;
} lines[] = {
  { "mail to a@example.com was lost", 0, "a@example.com" },
  { "<a@example.com>: lost", 0, "a@example.com" },
  { "to=<a@example.com>, relay", 0, "a@example.com" },
  { "a@example.com b@example.org", 0, "a@example.com" },
  { "a@example.com b@example.org", 1, "b@example.org" },
  { "a@example.com b@example.org", 14, "b@example.org" },
  { "a@example.com", 99, "" },
  { "(a@example.com).", 0, "a@example.com" },
  { "a@example.com.", 0, "a@example.com" },
  { "a@example.com...", 0, "a@example.com" },
  { "'a@example.com'", 0, "a@example.com" },
  { "\"a@example.com\"", 0, "a@example.com" },
  { "mailto:a@example.com?x", 0, "a@example.com" },
  { "rfc822;a@example.com", 0, "a@example.com" },
  { "\"Joe Doe\"@example.com lost", 0, "\"Joe Doe\"@example.com" },
  { "a+b=c.d@example.com", 0, "a+b=c.d@example.com" },
  { "@x.example.com:a@example.com", 0, "a@example.com" },
  { "for a@[192.0.2.1] at", 0, "a@[192.0.2.1]" },
  { "<root@localhost>", 0, "root@localhost" },
  { " root@localhost ", 0, "root@localhost" },
  { "ask root@localhost", 0, "" },
  { "5 @ 10.00", 0, "" },
  { "@", 0, "" },
  { "", 0, "" },
  { "http://a@example.com/", 0, "" },
  { "\xE2\x80\x9E"
    "a@example.com\xE2\x80\x9C",
    0, "a@example.com" },
  { "m\xC3\xBCller@example.com", 0, "m\xC3\xBCller@example.com" },
  { "\xE9\x82\xAE"
    "a@example.com\xE4\xB8\x8D",
    0, "a@example.com" },
  { "\xE7\x94\xA8@\xE4\xBE\x8B.example.com", 0, "\xE7\x94\xA8@\xE4\xBE\x8B.example.com" },
  { "\xFF"
    "a@example.com\xFF",
    0, "a@example.com" },
};

START_TEST (the_first_address_of_a_line_is_found)
{
  gsize len = strlen (lines[_i].line);
  g_autofree char *copy = g_memdup2 (lines[_i].line, len);
  RetourSlice got = retour_address_find (retour_slice (copy, len), lines[_i].from);
  g_autofree char *text = g_strndup (got.data, got.len);

  assert_same (lines[_i].line, text != NULL ? text : "", lines[_i].want);
}
END_TEST

/* Each of these would take minutes in quadratic time. */
static const char *const floods[] = { "@", "a@", "\"@", "a@b ", "<", "(", "a@b(", "\\x{", "\"a@b" };

START_TEST (floods_take_linear_time)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, " ");
  for (guint i = 0; i < 300000; i++)
    g_string_append (text, floods[_i]);
  ck_assert_uint_eq (retour_address_find (retour_slice (text->str, text->len), 0).len, 0);
  ck_assert_ptr_null (retour_address_normalise (retour_slice (text->str, text->len), TRUE, pool));
  g_string_free (text, TRUE);
}
END_TEST

START_TEST (the_domain_is_behind_the_last_at)
{
  ck_assert (
      retour_slice_equal (retour_address_domain (RETOUR_SLICE ("a@example.com")), "example.com"));
  ck_assert (retour_slice_equal (retour_address_domain (RETOUR_SLICE ("\"a@b\"@c")), "c"));
  ck_assert_uint_eq (retour_address_domain (RETOUR_SLICE ("a@")).len, 0);
  ck_assert_uint_eq (retour_address_domain (RETOUR_SLICE ("a")).len, 0);
  ck_assert_uint_eq (retour_address_domain (RETOUR_SLICE ("")).len, 0);
}
END_TEST

START_TEST (case_makes_no_other_mailbox)
{
  ck_assert (retour_address_equal ("Joe@example.com", "joe@Example.com"));
  ck_assert (!retour_address_equal ("joe@example.com", "joe@example.co"));
  ck_assert (!retour_address_equal (NULL, "joe@example.com"));
  ck_assert (!retour_address_equal (NULL, NULL));
}
END_TEST

/* clang-format off */
RETOUR_TEST_MAIN ("address",
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_loop_test (tc, an_address_is_found_in_its_wrappings, 0, G_N_ELEMENTS (fields));
  tcase_add_test (tc, nothing_is_decoded_unless_asked_for);
  tcase_add_loop_test (tc, xtext_is_decoded_where_it_is_xtext, 0, G_N_ELEMENTS (xtexts));
  tcase_add_test (tc, an_address_is_as_long_as_the_cap);
  tcase_add_loop_test (tc, the_first_address_of_a_line_is_found, 0, G_N_ELEMENTS (lines));
  tcase_add_loop_test (tc, floods_take_linear_time, 0, G_N_ELEMENTS (floods));
  tcase_add_test (tc, the_domain_is_behind_the_last_at);
  tcase_add_test (tc, case_makes_no_other_mailbox))
/* clang-format on */
