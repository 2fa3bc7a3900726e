#include "output/json.h"

#include "output/json-object.h"

#include "test.h"

/* A heap copy without the final NUL: ASan sees any read past the end. */
#define WITH_COPY(slice, text, len)                                                                \
  g_autofree char *copy = g_memdup2 ((text), (len));                                               \
  RetourSlice slice = retour_slice (copy, (len))

static char *
take (RetourSink *sink)
{
  char *text = g_strndup (sink->data != NULL ? sink->data : "", sink->len);

  retour_sink_clear (sink);
  return text;
}

static const struct {
  const char *text;
  const char *want;
} strings[] = {
  { "", "\"\"" },
  { "user unknown", "\"user unknown\"" },
  { "say \"no\"", "\"say \\\"no\\\"\"" },
  { "C:\\mail", "\"C:\\\\mail\"" },
  { "a/b", "\"a/b\"" },
  { "\b\t\n\f\r", "\"\\b\\t\\n\\f\\r\"" },
  { "\x01\x1b[31m\x1f", "\"\\u0001\\u001b[31m\\u001f\"" },
  { "\x7f", "\"\\u007f\"" },
  { "\xc2\x80\xc2\x9f\xc2\xa0", "\"\\u0080\\u009f\xc2\xa0\"" },
  { "\xe2\x80\xa7\xe2\x80\xa8\xe2\x80\xa9", "\"\xe2\x80\xa7\\u2028\\u2029\"" },
  { "\xe2\x80\xae"
    "moc",
    "\"\\u202emoc\"" }, /* right-to-left override */
  { "M\xc3\xbcller", "\"M\xc3\xbcller\"" },
  { "\xf0\x9f\x90\x88", "\"\xf0\x9f\x90\x88\"" },
  { "\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" }, /* a surrogate */
  { "\xc0\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\"" },                 /* overlong */
  { "\xf4\x90\x80\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
  { "M\xfcller", "\"M\xef\xbf\xbdller\"" },
  { "cut \xe2\x82", "\"cut \xef\xbf\xbd\xef\xbf\xbd\"" },
};

START_TEST (strings_are_valid_and_escaped)
{
  WITH_COPY (text, strings[_i].text, strlen (strings[_i].text));
  RetourSink sink;
  g_autofree char *got = NULL;

  retour_sink_init (&sink, -1);
  retour_json_string (&sink, text);
  got = take (&sink);
  ck_assert_str_eq (got, strings[_i].want);
}
END_TEST

START_TEST (a_nul_byte_is_escaped)
{
  WITH_COPY (text, "a\0b", 3);
  RetourSink sink;
  g_autofree char *got = NULL;

  retour_sink_init (&sink, -1);
  retour_json_string (&sink, text);
  got = take (&sink);
  ck_assert_str_eq (got, "\"a\\u0000b\"");
}
END_TEST

START_TEST (every_pair_of_bytes_gives_valid_utf8_without_controls)
{
  char pair[2] = { (char) _i, 0 };

  for (guint low = 0; low < 256; low++) {
    RetourSink sink;

    pair[1] = (char) low;
    retour_sink_init (&sink, -1);
    retour_json_string (&sink, retour_slice (pair, 2));
    ck_assert (g_utf8_validate (sink.data, (gssize) sink.len, NULL));
    for (gsize i = 0; i < sink.len; i++)
      ck_assert (!g_ascii_iscntrl (sink.data[i]));
    retour_sink_clear (&sink);
  }
}
END_TEST

static const struct {
  RetourFieldType type;
  const char *text;
  const char *want;
} values[] = {
  { RETOUR_FIELD_TYPE_INTEGER, "12", "12" },
  { RETOUR_FIELD_TYPE_INTEGER, "0", "0" },
  { RETOUR_FIELD_TYPE_INTEGER, "012", "\"012\"" },
  { RETOUR_FIELD_TYPE_INTEGER, "1,5", "\"1,5\"" },
  { RETOUR_FIELD_TYPE_INTEGER, "", "\"\"" },
  { RETOUR_FIELD_TYPE_BOOLEAN, "true", "true" },
  { RETOUR_FIELD_TYPE_BOOLEAN, "false", "false" },
  { RETOUR_FIELD_TYPE_BOOLEAN, "yes", "\"yes\"" },
  { RETOUR_FIELD_TYPE_STRING, "12", "\"12\"" },
  { RETOUR_FIELD_TYPE_LIST, "", "[]" },
  { RETOUR_FIELD_TYPE_LIST, "truncated", "[\"truncated\"]" },
  { RETOUR_FIELD_TYPE_LIST, "  a  b ", "[\"a\",\"b\"]" },
};

START_TEST (values_have_the_type_of_their_field)
{
  WITH_COPY (text, values[_i].text, strlen (values[_i].text));
  RetourSink sink;
  g_autofree char *got = NULL;

  retour_sink_init (&sink, -1);
  retour_json_value (&sink, values[_i].type, text);
  got = take (&sink);
  ck_assert_str_eq (got, values[_i].want);
}
END_TEST

/* Columns by name, values "1", "2", …, but `-` for none. */
static const struct {
  const char *columns;
  const char *want;
} objects[] = {
  { "", "{}" },
  { "a", "{\"a\":\"1\"}" },
  { "a,b", "{\"a\":\"1\",\"b\":\"2\"}" },
  { "-a,b", "{\"a\":null,\"b\":\"2\"}" },
  { "r.a", "{\"r\":{\"a\":\"1\"}}" },
  { "r.a,r.b,c", "{\"r\":{\"a\":\"1\",\"b\":\"2\"},\"c\":\"3\"}" },
  { "c,r.a,-r.b", "{\"c\":\"1\",\"r\":{\"a\":\"2\",\"b\":null}}" },
  { "r.a,c,r.b", "{\"r\":{\"a\":\"1\",\"b\":\"3\"},\"c\":\"2\"}" },
  { "r.a,s.a,r.b", "{\"r\":{\"a\":\"1\",\"b\":\"3\"},\"s\":{\"a\":\"2\"}}" },
};

START_TEST (dotted_columns_become_one_object)
{
  static const char *const numbers[] = { "1", "2", "3" };
  g_auto (GStrv) names = g_strsplit (objects[_i].columns, ",", -1);
  RetourColumn columns[3] = { 0 };
  const char *row_values[3] = { NULL };
  RetourRow row = { .values = row_values };
  g_autoptr (RetourJsonObject) object = NULL;
  RetourSink sink;
  g_autofree char *got = NULL;

  for (guint i = 0; names[i] != NULL; i++) {
    columns[i].name = names[i] + (names[i][0] == '-');
    row_values[i] = names[i][0] == '-' ? NULL : numbers[i];
  }
  object = retour_json_object_new (columns, g_strv_length (names));
  retour_sink_init (&sink, -1);
  retour_json_object_write (object, &sink, &row);
  got = take (&sink);
  ck_assert_str_eq (got, objects[_i].want);
}
END_TEST

START_TEST (what_stands_for_nothing_is_the_columns_choice)
{
  static const RetourColumn columns[] = {
    { "a", NULL, RETOUR_FIELD_TYPE_STRING, 0 },
    { "b", "", RETOUR_FIELD_TYPE_STRING, 0 },
    { "c", NULL, RETOUR_FIELD_TYPE_INTEGER, 0 },
    { "d", NULL, RETOUR_FIELD_TYPE_LIST, 0 },
  };
  const char *none[4] = { NULL };
  RetourRow row = { .values = none };
  g_autoptr (RetourJsonObject) object = retour_json_object_new (columns, 4);
  RetourSink sink;
  g_autofree char *got = NULL;

  retour_sink_init (&sink, -1);
  retour_json_object_write (object, &sink, &row);
  got = take (&sink);
  ck_assert_str_eq (got, "{\"a\":null,\"b\":\"\",\"c\":null,\"d\":[]}");
}
END_TEST

RETOUR_TEST_MAIN (
    "json", tcase_add_loop_test (tc, strings_are_valid_and_escaped, 0, G_N_ELEMENTS (strings));
    tcase_add_test (tc, a_nul_byte_is_escaped);
    tcase_add_loop_test (tc, every_pair_of_bytes_gives_valid_utf8_without_controls, 0, 256);
    tcase_add_loop_test (tc, values_have_the_type_of_their_field, 0, G_N_ELEMENTS (values));
    tcase_add_loop_test (tc, dotted_columns_become_one_object, 0, G_N_ELEMENTS (objects));
    tcase_add_test (tc, what_stands_for_nothing_is_the_columns_choice))
