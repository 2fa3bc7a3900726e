#include "extract/json-scan.h"

#include "test.h"

#include "base/limits.h"

static const struct {
  const char *text, *name;
  const char *want; /* the value as it stands there; %NULL: not found */
} members[] = {
  { "{\"a\":1,\"b\":\"x\"}", "b", "\"x\"" },
  { " {\n \"a\" : { \"b\": 2 } , \"b\" : [ 1, {} ] }\n-- \nbye", "b", "[ 1, {} ]" },
  { "{\"a\":\"{\\\"b\\\":1}\",\"b\":true}", "b", "true" },
  { "{\"a\":[\"]\",\"}\"],\"b\":null}", "b", "null" },
  { "{\"b\":1,\"b\":2}", "b", "1" },
  { "{\"b\":\"cut sho", "b", "\"cut sho" },
  { "{\"a\":{\"x\":[1,!\r\n 2]},!\n \"b\":3}", "b", "3" }, /* a line that was cut on its way */
  { "{\"a\":{\"b\":1}}", "b", NULL },
  { "{\"a\":1", "b", NULL },
  { "{\"a\"", "a", NULL },
  { "{\"a\":", "a", NULL },
  { "{a:1,\"b\":2}", "b", NULL },
  { "[\"b\",1]", "b", NULL },
  { "{}", "b", NULL },
  { "", "b", NULL },
};

START_TEST (a_member_is_found_by_its_name)
{
  gsize len = strlen (members[_i].text);
  g_autofree char *copy = g_memdup2 (members[_i].text, len);
  RetourSlice value = { 0 };
  gboolean found = retour_json_scan_get (retour_slice (copy, len), members[_i].name, &value);
  g_autofree char *got = found ? g_strndup (value.data, value.len) : NULL;

  ck_assert_pstr_eq (got, members[_i].want);
}
END_TEST

static const struct {
  const char *text;
  const char *want; /* %NULL: no string */
} strings[] = {
  { "\"plain\"", "plain" },
  { "\"\"", "" },
  { "\"a \\\"b\\\" \\\\ \\/\"", "a \"b\" \\ /" },
  { "\"one\\r\\ntwo\\tthree\"", "one  two three" },
  { "\"one\ntwo\"", "one two" },
  { "\"some!\r\n body\"", "somebody" },
  { "\"wow!\"", "wow!" },
  { "\"M\\u00fcller \\u20ac\"", "M\303\274ller \342\202\254" },
  { "\"\\ud83d\\ude00\"", "\360\237\230\200" },
  { "\"\\ud83d.\"", "\357\277\275." },
  { "\"\\ude00\"", "\357\277\275" },
  { "\"\\u12\"", "\357\277\27512" },
  { "\"a\\u0000b\"", "a b" },
  { "\"cut \\", "cut " },
  { "\"cut \\u00", "cut \357\277\27500" },
  { "12", NULL },
  { "{\"a\":\"b\"}", NULL },
  { "\"", NULL },
};

START_TEST (a_string_loses_its_escapes)
{
  gsize len = strlen (strings[_i].text);
  g_autofree char *copy = g_memdup2 (strings[_i].text, len);
  g_autoptr (GStringChunk) pool = g_string_chunk_new (64);

  ck_assert_pstr_eq (retour_json_scan_string (retour_slice (copy, len), pool), strings[_i].want);
}
END_TEST

static const struct {
  const char *text;
  guint want;
} arrays[] = {
  { "[]", 0 },    { "[1]", 1 }, { "[ \"a,b\" , [2,3], {\"c\":[4]} ]", 3 },
  { "[1,2", 2 },  { "[1,", 1 }, { "{\"a\":1}", 0 },
  { "[1 2]", 1 }, { "", 0 },
};

START_TEST (an_array_gives_its_elements)
{
  gsize len = strlen (arrays[_i].text);
  g_autofree char *copy = g_memdup2 (arrays[_i].text, len);
  RetourSlice rest = retour_slice (copy, len), element;
  guint n = 0;

  while (retour_json_scan_next (&rest, &element))
    n++;
  ck_assert_uint_eq (n, arrays[_i].want);
}
END_TEST

/* Deeper than the cap, the value is taken to reach to the end: what follows is not found. */
START_TEST (nesting_has_a_limit)
{
  const guint depth = RETOUR_LIMIT_NESTING + (_i == 1 ? 1 : 0);
  g_autofree char *open = g_strnfill (depth, '[');
  g_autofree char *close = g_strnfill (depth, ']');
  g_autofree char *text = g_strconcat ("{\"a\":", open, close, ",\"b\":1}", NULL);
  RetourSlice value;

  ck_assert_int_eq (retour_json_scan_get (retour_slice_of (text), "b", &value), _i == 0);
}
END_TEST

RETOUR_TEST_MAIN ("json-scan", tcase_add_loop_test (tc, a_member_is_found_by_its_name, 0,
                                                    G_N_ELEMENTS (members));
                  tcase_add_loop_test (tc, a_string_loses_its_escapes, 0, G_N_ELEMENTS (strings));
                  tcase_add_loop_test (tc, an_array_gives_its_elements, 0, G_N_ELEMENTS (arrays));
                  tcase_add_loop_test (tc, nesting_has_a_limit, 0, 2))
