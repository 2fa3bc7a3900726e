#include <retour/retour.h>

#include "test.h"

/* The manual names everything that a user can see or write. */
#define MANUAL "src/cli/retour.1"

/* @word stands in the manual with no letter, digit or underscore beside it. */
static gboolean
is_named (const char *word)
{
  g_autofree char *text = NULL;
  gsize len = strlen (word);
  const char *at;

  ck_assert (g_file_get_contents (MANUAL, &text, NULL, NULL));
  for (at = strstr (text, word); at != NULL; at = strstr (at + 1, word))
    if (at > text && !g_ascii_isalnum (at[-1]) && at[-1] != '_' && at[-1] != '.' &&
        !g_ascii_isalnum (at[len]) && at[len] != '_')
      return TRUE;
  return FALSE;
}

START_TEST (every_field_is_in_the_manual)
{
  const char *name = retour_field_get_name ((RetourField) _i);

  ck_assert_msg (is_named (name), "%s", name);
}
END_TEST

START_TEST (every_reason_is_in_the_manual)
{
  guint n = 0;

  for (; retour_reason_get_nth (n) != NULL; n++) {
    const char *id = retour_reason_get_id (retour_reason_get_nth (n));

    ck_assert_msg (is_named (id), "%s", id);
  }
  ck_assert_uint_gt (n, 0);
}
END_TEST

START_TEST (every_format_is_in_the_manual)
{
  const char *const *formats = retour_output_list_formats ();

  for (guint i = 0; formats[i] != NULL; i++)
    ck_assert_msg (is_named (formats[i]), "%s", formats[i]);
}
END_TEST

START_TEST (a_word_inside_another_does_not_count)
{
  ck_assert (is_named ("recipient"));
  ck_assert (!is_named ("recipien"));
}
END_TEST

RETOUR_TEST_MAIN ("manual",
                  tcase_add_loop_test (tc, every_field_is_in_the_manual, 0, RETOUR_FIELD_N);
                  tcase_add_test (tc, every_reason_is_in_the_manual);
                  tcase_add_test (tc, every_format_is_in_the_manual);
                  tcase_add_test (tc, a_word_inside_another_does_not_count))
