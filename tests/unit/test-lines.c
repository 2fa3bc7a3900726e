#include "extract/lines.h"

#include "test.h"

#include "base/limits.h"

#define MIXED "Content-Type: multipart/mixed; boundary=b\n\n"

/* The lines of a mail. The mail is a heap copy without the final NUL. */
typedef struct {
  char *copy;
  RetourMessage *message;
  RetourLines lines;
} Fixture;

static void
fixture_read (Fixture *f, const char *mail)
{
  gsize len = strlen (mail);

  f->copy = g_memdup2 (mail, len);
  f->message = retour_message_new (f->copy, len);
  retour_lines_read (f->message, &f->lines);
}

static void
fixture_clear (Fixture *f)
{
  retour_lines_clear (&f->lines);
  retour_message_free (f->message);
  g_free (f->copy);
}

static const struct {
  const char *mail, *want; /* line ends as "/" */
  gint returned;
} mails[] = {
  { "\none\ntwo\n", "one/two", -1 },
  { "\r\none\r\n\r\ntwo", "one/two", -1 },
  { "\n", "", -1 },
  { "Content-Type: text/html\n\none<br>two", "one/two", -1 },
  { MIXED "--b\n\none\n--b\n\ntwo\n--b--\n", "one/two", -1 },
  /* words in one buffer and words in another */
  { MIXED "--b\n\ngr\xfc\xdf\n--b\n\ntwo\n--b\n\n\xfc\n--b--\n", "grüß/two/ü", -1 },
  { MIXED "--b\n\none\n--b\nContent-Type: text/html\n\n<p>two\n--b--\n", "one", -1 },
  { MIXED "--b\n\n\n \n--b\nContent-Type: text/html\n\ntwo\n--b--\n", "two", -1 },
  { MIXED "--b\n\none\n--b\nContent-Type: message/rfc822\n\nTo: a\n\nx\n--b\n\ntwo\n--b--\n", "one",
    1 },
  { MIXED "--b\nContent-Type: text/rfc822-headers\n\nTo: a\n--b\n\ntwo\n--b--\n", "two", 0 },
  { MIXED "--b\nContent-Type: image/png\n\none\n--b--\n", "", -1 },
};

static char *
flat (RetourSlice text)
{
  GString *all = g_string_new (NULL);
  RetourSlice line;

  while (retour_slice_next_line (&text, &line))
    if (line.len > 0)
      g_string_append_printf (all, "%s%.*s", all->len > 0 ? "/" : "", (int) line.len, line.data);
  return g_string_free (all, FALSE);
}

START_TEST (the_words_of_a_report_come_as_lines)
{
  Fixture f;
  g_autofree char *got = NULL;

  fixture_read (&f, mails[_i].mail);
  got = flat (retour_lines_join (&f.lines, G_MAXUINT, f.message));
  ck_assert_str_eq (got, mails[_i].want);
  ck_assert_int_eq (f.lines.returned, mails[_i].returned);
  fixture_clear (&f);
}
END_TEST

START_TEST (the_first_lines_are_joined)
{
  Fixture f;
  g_autofree char *got = NULL;

  fixture_read (&f, "\none\ntwo\nthree\n");
  got = flat (retour_lines_join (&f.lines, 2, f.message));
  ck_assert_str_eq (got, "one/two");
  ck_assert_uint_eq (retour_lines_join (&f.lines, 0, f.message).len, 0);
  fixture_clear (&f);
}
END_TEST

START_TEST (joined_lines_end_at_the_cap)
{
  g_autofree char *part = g_strnfill (RETOUR_LIMIT_PART_TEXT, 'x');
  g_autofree char *mail = g_strdup_printf (MIXED "--b\n\n%s\n--b\n\n%s\n--b--\n", part, part);
  Fixture f;

  fixture_read (&f, mail);
  ck_assert_uint_eq (f.lines.lines->len, 2);
  ck_assert_uint_eq (retour_lines_join (&f.lines, 2, f.message).len, RETOUR_LIMIT_PART_TEXT);
  fixture_clear (&f);
}
END_TEST

START_TEST (lines_are_read_up_to_the_cap)
{
  for (guint over = 0; over < 2; over++) {
    g_autoptr (GString) mail = g_string_new ("\n");
    Fixture f;

    for (guint i = 0; i < RETOUR_LIMIT_LINES + over; i++)
      g_string_append (mail, "x\n");
    fixture_read (&f, mail->str);
    ck_assert_uint_eq (f.lines.lines->len, RETOUR_LIMIT_LINES);
    ck_assert_uint_eq (retour_message_get_oddities (f.message) & RETOUR_ODDITY_LONG_TEXT,
                       over ? RETOUR_ODDITY_LONG_TEXT : 0);
    fixture_clear (&f);
  }
}
END_TEST

START_TEST (the_rest_of_a_text_is_found_from_its_line)
{
  Fixture f;
  g_autofree char *got = NULL;

  fixture_read (&f, MIXED "--b\n\none\n--b\n\ngr\xfc\xdf\nthree\nfour\n--b--\n");
  got = flat (retour_lines_rest (f.message, g_array_index (f.lines.lines, RetourSlice, 2)));
  ck_assert_str_eq (got, "three/four");
  ck_assert_uint_eq (retour_lines_rest (f.message, RETOUR_SLICE ("elsewhere")).len, 0);
  fixture_clear (&f);
}
END_TEST

RETOUR_TEST_MAIN ("lines", tcase_add_loop_test (tc, the_words_of_a_report_come_as_lines, 0,
                                                G_N_ELEMENTS (mails));
                  tcase_add_test (tc, the_first_lines_are_joined);
                  tcase_add_test (tc, joined_lines_end_at_the_cap);
                  tcase_add_test (tc, lines_are_read_up_to_the_cap);
                  tcase_add_test (tc, the_rest_of_a_text_is_found_from_its_line))
