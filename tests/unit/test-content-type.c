#include "message/content-type.h"

#include "test.h"

#include "base/limits.h"

/* clang-format off */
static const struct {
  const char *text;
  const char *type;
  const char *name, *value; /* a parameter; @value %NULL: there is none of that name */
} cases[] = {
  { NULL, "text/plain", "charset", NULL },
  { "", "text/plain", "charset", NULL },
  { "text/html", "text/html", "charset", NULL },
  { "Text/HTML; Charset=UTF-8", "text/html", "charset", "UTF-8" },
  { "multipart/report; report-type=delivery-status;\tboundary=\"a b=c\"", "multipart/report", "boundary", "a b=c" },
  { "multipart/mixed;boundary=----=_Part_1.2", "multipart/mixed", "boundary", "----=_Part_1.2" },
  { "multipart/mixed; boundary=\"\"", "multipart/mixed", "boundary", "" },
  { "text/plain;", "text/plain", "charset", NULL },
  { "text/plain;; charset=x", "text/plain", "charset", "x" },
  { "text", "text/plain", NULL, NULL },
  { "plain text", "text/plain", NULL, NULL },
  { "text/plain; charset=us-ascii (Plain text)", "text/plain", "charset", "us-ascii" },
  { "message/delivery-status (x)", "message/delivery-status", NULL, NULL },
  { "multipart/mixed; boundary=\"a\\\"b\"", "multipart/mixed", "boundary", "a\"b" },
  { "application/x; name*=utf-8''%41", "application/x", "name", "A" },
  { "application/x; n*0=a; n*1=b", "application/x", "n", "ab" },
  { "application/x; n*=\"iso-8859-1'de'%FC\"", "application/x", "n", "\303\274" },
  { "application/x; n=\"=?utf-8?Q?=C3=BC?=\"; m=\"\\a\"", "application/x", "n", "\303\274" },
  /* GMime keeps every charset that it is told of for ever: it is told only of those in use */
  { "application/x; n*=x-mine''%41", "application/x", "n", "x-mine__A" },
  { "application/x; n* (c) = \"x-mine'utf-8'%41\"", "application/x", "n", "x-mine_utf-8_A" },
  { "application/x; n*0*=x-mine''%41; n*1=b'c", "application/x", "n", "x-mine__Ab_c" },
  { "application/x; n=\"=?x-mine?Q?=41?=\"; m=\"\\a\"", "application/x", "n", "=_x-mine?Q?=41?=" },
  { "application/x; n=\"it's\"; m=\"\\a\"", "application/x", "n", "it's" },
};
/* clang-format on */

START_TEST (reads_type_and_parameters)
{
  g_autoptr (GStringChunk) pool = g_string_chunk_new (64);
  g_autofree char *copy = g_strdup (cases[_i].text);
  RetourContentType got;

  retour_content_type_read (&got, copy, pool);
  ck_assert_str_eq (got.type, cases[_i].type);
  if (cases[_i].name != NULL)
    ck_assert_msg (g_strcmp0 (retour_content_type_get (&got, cases[_i].name), cases[_i].value) == 0,
                   "'%s': %s is '%s'", cases[_i].text, cases[_i].name,
                   retour_content_type_get (&got, cases[_i].name));
}
END_TEST

/* by us, and by GMime, to which the last of them is left */
static const char *const tails[] = { "", "; q*=x" };

START_TEST (parameters_behind_the_cap_are_left_out)
{
  g_autoptr (GStringChunk) pool = g_string_chunk_new (64);
  g_autoptr (GString) text = g_string_new ("a/b");
  RetourContentType got;

  for (guint i = 0; i <= RETOUR_CONTENT_TYPE_MAX_PARAMS; i++)
    g_string_append_printf (text, "; p%u=%u", i, i);
  g_string_append (text, tails[_i]);
  retour_content_type_read (&got, text->str, pool);
  ck_assert_uint_eq (got.n_params, RETOUR_CONTENT_TYPE_MAX_PARAMS);
}
END_TEST

RETOUR_TEST_MAIN ("content-type",
                  tcase_add_loop_test (tc, reads_type_and_parameters, 0, G_N_ELEMENTS (cases));
                  tcase_add_loop_test (tc, parameters_behind_the_cap_are_left_out, 0,
                                       G_N_ELEMENTS (tails)))
