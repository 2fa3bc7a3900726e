#include "base/slice.h"

#include "test.h"

/* A heap copy without the final NUL: ASan sees any read past the end. */
static RetourSlice
copy (const char *text, char **owned)
{
  gsize len = strlen (text);

  *owned = g_memdup2 (text, len);
  return retour_slice (*owned, len);
}

static const struct {
  const char *text, *want;
} strips[] = {
  { "", "" },
  { " ", "" },
  { " \t\r\n", "" },
  { "a", "a" },
  { "  a b ", "a b" },
  { "\n\va\f\r\n", "a" },
  { "\xA0 a", "\xA0 a" }, /* not ASCII */
};

START_TEST (strip_takes_white_space_off_both_ends)
{
  g_autofree char *owned = NULL;
  RetourSlice got = retour_slice_strip (copy (strips[_i].text, &owned));

  ck_assert_uint_eq (got.len, strlen (strips[_i].want));
  ck_assert_int_eq (strncmp (got.data != NULL ? got.data : "", strips[_i].want, got.len), 0);
}
END_TEST

START_TEST (strip_takes_nul_bytes_off_both_ends)
{
  RetourSlice got = retour_slice_strip (retour_slice ("\0 a\0b\0", 6));

  ck_assert_uint_eq (got.len, 3);
}
END_TEST

static const struct {
  const char *text, *other;
  gboolean equal, starts;
} compares[] = {
  { "", "", TRUE, TRUE },       { "a", "", FALSE, TRUE },         { "", "a", FALSE, FALSE },
  { "Abc", "aBC", TRUE, TRUE }, { "Abcd", "abc", FALSE, TRUE },   { "ab", "abc", FALSE, FALSE },
  { "a@", "a`", FALSE, FALSE }, /* differ in the bit of case, and are no letters */
  { "[x", "{x", FALSE, FALSE }, { "\xC4", "\xE4", FALSE, FALSE },
};

START_TEST (equal_and_starts_ignore_ascii_case)
{
  g_autofree char *owned = NULL;
  RetourSlice s = copy (compares[_i].text, &owned);

  ck_assert_int_eq (retour_slice_equal (s, compares[_i].other), compares[_i].equal);
  ck_assert_int_eq (retour_slice_starts (s, compares[_i].other), compares[_i].starts);
}
END_TEST

START_TEST (a_nul_byte_is_not_the_end)
{
  ck_assert (!retour_slice_equal (retour_slice ("a\0b", 3), "a"));
  ck_assert (!retour_slice_starts (retour_slice ("a\0b", 3), "ab"));
  ck_assert_int_eq (retour_slice_find (retour_slice ("a\0b", 3), "B", 0), 2);
}
END_TEST

static const struct {
  const char *text, *needle;
  gsize from;
  gssize want;
} finds[] = {
  { "", "", 0, 0 },           { "", "a", 0, -1 },       { "abc", "", 3, 3 },
  { "abc", "", 4, -1 },       { "abc", "abc", 0, 0 },   { "abc", "abcd", 0, -1 },
  { "xxabc", "ABC", 0, 2 },   { "xxABC", "abc", 0, 2 }, { "abcABC", "aBc", 1, 3 },
  { "abcABC", "abc", 4, -1 }, { "aAaAb", "aab", 0, 2 }, { "AaAaB", "aab", 0, 2 },
  { "xxab", "abc", 0, -1 },   { "abc", "c", 2, 2 },     { "abc", "c", 3, -1 },
  { "abc", "c", 99, -1 },     { "a.b:c", ":C", 0, 3 },  { "aaab", "AB", 0, 2 },
  { "1@2`", "`", 0, 3 }, /* '@' and '`' differ in the bit of case */
};

START_TEST (find_gives_the_first_place_behind_from)
{
  g_autofree char *owned = NULL;
  RetourSlice s = copy (finds[_i].text, &owned);

  ck_assert_int_eq (retour_slice_find (s, finds[_i].needle, finds[_i].from), finds[_i].want);
}
END_TEST

static const struct {
  const char *text;
  const char *lines[5];
} texts[] = {
  { "", { NULL } },
  { "a", { "a" } },
  { "a\n", { "a" } },
  { "\n", { "" } },
  { "\n\n", { "", "" } },
  { "a\nb", { "a", "b" } },
  { "a\r\nb\r\n", { "a", "b" } },
  { "a\rb\r", { "a", "b" } },
  { "a\r\r\nb", { "a", "b" } },
  { "a\r\rb", { "a", "", "b" } },
  { "a\r\r", { "a", "" } },
  { "a\r\r\r\nb", { "a", "", "b" } },
  { "a\n\rb", { "a", "", "b" } },
  { "a\r\n\r\nb", { "a", "", "b" } },
};

START_TEST (lines_end_with_lf_crlf_or_cr)
{
  g_autofree char *owned = NULL;
  RetourSlice rest = copy (texts[_i].text, &owned), line;
  guint n = 0;

  for (; retour_slice_next_line (&rest, &line); n++) {
    ck_assert_ptr_nonnull (texts[_i].lines[n]);
    ck_assert (retour_slice_equal (line, texts[_i].lines[n]));
  }
  ck_assert_ptr_null (texts[_i].lines[n]);
}
END_TEST

START_TEST (a_line_of_any_length_ends_where_it_ends)
{
  for (gsize len = 0; len < 600; len++) {
    g_autofree char *text = g_malloc (len + 2);
    RetourSlice rest = retour_slice (text, len + 2), line;

    memset (text, 'x', len);
    memcpy (text + len, len % 2 == 0 ? "\r\n" : "\ny", 2);
    ck_assert (retour_slice_next_line (&rest, &line));
    ck_assert_uint_eq (line.len, len);
    ck_assert_uint_eq (rest.len, len % 2);
  }
}
END_TEST

/* Would take minutes if each line were searched for the other kind of line end. */
START_TEST (many_lines_of_one_kind_take_linear_time)
{
  gsize len = 8 * 1024 * 1024;
  g_autofree char *text = g_malloc (len);
  RetourSlice rest = retour_slice (text, len), line;
  gsize n = 0;

  memset (text, _i == 0 ? '\r' : '\n', len);
  while (retour_slice_next_line (&rest, &line))
    n++;
  ck_assert_uint_eq (n, len);
}
END_TEST

START_TEST (from_and_of_give_pieces)
{
  ck_assert (retour_slice_equal (retour_slice_from (RETOUR_SLICE ("abc"), 1), "bc"));
  ck_assert_uint_eq (retour_slice_from (RETOUR_SLICE ("abc"), 3).len, 0);
  ck_assert_uint_eq (retour_slice_from (RETOUR_SLICE ("abc"), 4).len, 0);
  ck_assert_uint_eq (retour_slice_of (NULL).len, 0);
  ck_assert_uint_eq (retour_slice_of ("ab").len, 2);
}
END_TEST

START_TEST (keep_copies_even_nothing)
{
  GStringChunk *pool = g_string_chunk_new (16);

  ck_assert_str_eq (retour_slice_keep (retour_slice (NULL, 0), pool), "");
  ck_assert_str_eq (retour_slice_keep (retour_slice ("abc", 2), pool), "ab");
  g_string_chunk_free (pool);
}
END_TEST

START_TEST (ascii_is_told_from_other_bytes_at_every_place)
{
  for (gsize len = 0; len < 20; len++) {
    g_autofree char *text = g_strnfill (len, 'a');
    g_autofree char *heap = g_memdup2 (text, len);

    ck_assert (retour_slice_is_ascii (retour_slice (heap, len)));
    for (gsize i = 0; i < len; i++) {
      heap[i] = (char) 0x80;
      ck_assert (!retour_slice_is_ascii (retour_slice (heap, len)));
      heap[i] = 'a';
    }
  }
}
END_TEST

START_TEST (letters_become_small_and_no_other_byte_does)
{
  for (guint c = 0; c < 256; c++)
    ck_assert_int_eq (retour_ascii_lower ((char) c), g_ascii_tolower ((char) c));
}
END_TEST

/* clang-format off */
RETOUR_TEST_MAIN ("slice",
  tcase_add_loop_test (tc, strip_takes_white_space_off_both_ends, 0, G_N_ELEMENTS (strips));
  tcase_add_test (tc, strip_takes_nul_bytes_off_both_ends);
  tcase_add_loop_test (tc, equal_and_starts_ignore_ascii_case, 0, G_N_ELEMENTS (compares));
  tcase_add_test (tc, a_nul_byte_is_not_the_end);
  tcase_add_loop_test (tc, find_gives_the_first_place_behind_from, 0, G_N_ELEMENTS (finds));
  tcase_add_loop_test (tc, lines_end_with_lf_crlf_or_cr, 0, G_N_ELEMENTS (texts));
  tcase_add_test (tc, a_line_of_any_length_ends_where_it_ends);
  tcase_add_loop_test (tc, many_lines_of_one_kind_take_linear_time, 0, 2);
  tcase_add_test (tc, from_and_of_give_pieces);
  tcase_add_test (tc, ascii_is_told_from_other_bytes_at_every_place);
  tcase_add_test (tc, letters_become_small_and_no_other_byte_does);
  tcase_add_test (tc, keep_copies_even_nothing))
/* clang-format on */
