#include "base/texts.h"

#include "test.h"

START_TEST (texts_are_found_by_their_offsets)
{
  static const char *const texts[] = { "one", "", "a longer one", "on", "one more" };
  RetourText at[G_N_ELEMENTS (texts)];
  RetourTexts pool;

  retour_texts_init (&pool);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    at[i] = retour_texts_add (&pool, texts[i]);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    ck_assert_str_eq (retour_text_at (pool.block->str, at[i]), texts[i]);
  retour_texts_clear (&pool);
}
END_TEST

START_TEST (a_text_is_kept_once)
{
  RetourTexts pool;
  RetourText first, second;
  gsize len;

  retour_texts_init (&pool);
  first = retour_texts_add (&pool, "twice");
  len = pool.block->len;
  second = retour_texts_add (&pool, "twice");
  ck_assert_uint_eq (first, second);
  ck_assert_uint_eq (pool.block->len, len);
  retour_texts_clear (&pool);
}
END_TEST

START_TEST (no_text_is_not_the_empty_text)
{
  RetourTexts pool;
  RetourText none, empty;
  g_autofree char *block = NULL;

  retour_texts_init (&pool);
  none = retour_texts_add (&pool, NULL);
  empty = retour_texts_add (&pool, "");
  block = retour_texts_steal (&pool);
  ck_assert_ptr_null (retour_text_at (block, none));
  ck_assert_str_eq (retour_text_at (block, empty), "");
}
END_TEST

RETOUR_TEST_MAIN ("texts", tcase_add_test (tc, texts_are_found_by_their_offsets);
                  tcase_add_test (tc, a_text_is_kept_once);
                  tcase_add_test (tc, no_text_is_not_the_empty_text))
