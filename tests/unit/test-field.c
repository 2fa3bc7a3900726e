#include <retour/retour.h>

#include "test.h"

START_TEST (every_field_has_a_name_that_finds_it)
{
  RetourField got = RETOUR_FIELD_N;

  ck_assert_ptr_nonnull (retour_field_get_name ((RetourField) _i));
  ck_assert (retour_field_lookup (retour_field_get_name ((RetourField) _i), &got));
  ck_assert_int_eq (got, _i);
}
END_TEST

START_TEST (every_name_is_lower_case_words)
{
  const char *name = retour_field_get_name ((RetourField) _i);

  ck_assert_uint_gt (strlen (name), 0);
  ck_assert_uint_eq (strspn (name, "abcdefghijklmnopqrstuvwxyz_."), strlen (name));
}
END_TEST

START_TEST (members_of_returned_are_named_after_it)
{
  gboolean member =
      _i >= RETOUR_FIELD_RETURNED_MESSAGE_ID && _i <= RETOUR_FIELD_RETURNED_RETURN_PATH;

  ck_assert_int_eq (g_str_has_prefix (retour_field_get_name ((RetourField) _i), "returned."),
                    member);
}
END_TEST

static const struct {
  RetourField field;
  RetourFieldType type;
} types[] = {
  { RETOUR_FIELD_MESSAGE, RETOUR_FIELD_TYPE_INTEGER },
  { RETOUR_FIELD_RETRY_AFTER, RETOUR_FIELD_TYPE_INTEGER },
  { RETOUR_FIELD_PERMANENT, RETOUR_FIELD_TYPE_BOOLEAN },
  { RETOUR_FIELD_ODDITIES, RETOUR_FIELD_TYPE_LIST },
};

START_TEST (four_fields_are_no_strings)
{
  RetourFieldType want = RETOUR_FIELD_TYPE_STRING;

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if ((int) types[i].field == _i)
      want = types[i].type;
  ck_assert_int_eq (retour_field_get_type ((RetourField) _i), want);
}
END_TEST

static const char *const no_names[] = {
  "", "returned", "returned.", "Kind", "kind ", "recipients"
};

START_TEST (other_names_find_nothing)
{
  RetourField got = RETOUR_FIELD_N;

  ck_assert (!retour_field_lookup (no_names[_i], &got));
  ck_assert_int_eq (got, RETOUR_FIELD_N);
}
END_TEST

static const struct {
  RetourField field;
  const char *value;
  gboolean takes;
} values[] = {
  { RETOUR_FIELD_KIND, "bounce", TRUE },
  { RETOUR_FIELD_KIND, "notbounce", TRUE },
  { RETOUR_FIELD_KIND, "bounced", FALSE },
  { RETOUR_FIELD_CLASS, "hard", TRUE },
  { RETOUR_FIELD_CLASS, "soft", TRUE },
  { RETOUR_FIELD_CLASS, "firm", FALSE },
  { RETOUR_FIELD_CLASS, "", FALSE },
  { RETOUR_FIELD_REASON, "mailbox_full", TRUE },
  { RETOUR_FIELD_REASON, "mailboxfull", FALSE },
  { RETOUR_FIELD_RECIPIENT, "anything", TRUE },
};

START_TEST (fixed_vocabularies_refuse_other_words)
{
  ck_assert_int_eq (retour_field_takes (values[_i].field, values[_i].value), values[_i].takes);
}
END_TEST

RETOUR_TEST_MAIN (
    "field", tcase_add_loop_test (tc, every_field_has_a_name_that_finds_it, 0, RETOUR_FIELD_N);
    tcase_add_loop_test (tc, every_name_is_lower_case_words, 0, RETOUR_FIELD_N);
    tcase_add_loop_test (tc, members_of_returned_are_named_after_it, 0, RETOUR_FIELD_N);
    tcase_add_loop_test (tc, four_fields_are_no_strings, 0, RETOUR_FIELD_N);
    tcase_add_loop_test (tc, other_names_find_nothing, 0, G_N_ELEMENTS (no_names));
    tcase_add_loop_test (tc, fixed_vocabularies_refuse_other_words, 0, G_N_ELEMENTS (values)))
