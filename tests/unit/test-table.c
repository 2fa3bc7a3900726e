#include "output/driver.h"

#include "test.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <unistd.h>

static const RetourColumn columns[] = {
  { "name", NULL, RETOUR_FIELD_TYPE_STRING, 0 },
  { "class", NULL, RETOUR_FIELD_TYPE_STRING, 0 },
  { "text", NULL, RETOUR_FIELD_TYPE_STRING, 0 },
};

typedef struct {
  RetourOutput *output;
  int fd;
} Table;

static int
open_file (void)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp (NULL, &path, NULL);

  ck_assert_int_ge (fd, 0);
  g_unlink (path);
  return fd;
}

static Table
open_columns (guint width, const RetourColumn *some, guint n)
{
  int fd = open_file ();
  Table table = { .output = retour_output_new ("table", fd, NULL), .fd = fd };

  retour_output_set_width (table.output, width);
  retour_output_begin (table.output, some, n);
  return table;
}

static const struct {
  guint terminal;
  const char *want;
} widths_of_two[] = {
  { 60, "\na_word_of_twenty_two__ text as long as anything else\n" },
  { 40, "\na_word_of_twenty_two__ text as long as a\n" },
  { 33, "\na_word_of_twenty_two__ text as lo\n" },
  { 25, "\na_word_of_twen text as lo\n" }, /* the word, too, when nothing else is left */
  { 15, "\na_word_ text as\n" },
};

static Table
open_table (guint width, gboolean colour)
{
  int fd = open_file ();
  Table table = { .output = retour_output_new ("table", fd, NULL), .fd = fd };

  /* widths come from LC_CTYPE */
  ck_assert (setlocale (LC_CTYPE, "C.UTF-8") != NULL);
  retour_output_set_width (table.output, width);
  retour_output_set_colour (table.output, colour);
  retour_output_begin (table.output, columns, G_N_ELEMENTS (columns));
  return table;
}

static void
add (const Table *table, const char *name, const char *class, const char *text)
{
  const char *values[] = { name, class, text };
  RetourRow row = { .values = values, .class = class };

  ck_assert (retour_output_write_row (table->output, &row, NULL));
}

static char *
close_table (const Table *table)
{
  gsize size;
  char *text;

  ck_assert (retour_output_finish (table->output, NULL));
  size = (gsize) lseek (table->fd, 0, SEEK_END);
  text = g_malloc (size + 1);
  ck_assert_int_eq (pread (table->fd, text, size, 0), (gssize) size);
  text[size] = '\0';
  close (table->fd);
  retour_output_free (table->output);
  return text;
}

/* Columns of a terminal that @text takes. */
static guint
get_width (const char *text)
{
  guint width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    width += g_unichar_iswide (g_utf8_get_char (text)) ? 2 : 1;
  return width;
}

START_TEST (columns_are_aligned_under_their_titles)
{
  Table table = open_table (80, FALSE);
  g_autofree char *got = NULL;

  add (&table, "a@example.org", "hard", "gone");
  add (&table, NULL, NULL, "b");
  got = close_table (&table);
  ck_assert_str_eq (got, "NAME          CLASS TEXT\n"
                         "a@example.org hard  gone\n"
                         "-             -     b\n");
}
END_TEST

START_TEST (wide_characters_take_two_columns)
{
  Table table = open_table (80, FALSE);
  g_autofree char *got = NULL;

  add (&table, "\xe5\x8f\x97\xe4\xbf\xa1@example.org", "soft", "x");
  add (&table, "a@example.org", "soft", "x");
  got = close_table (&table);
  ck_assert_str_eq (got, "NAME             CLASS TEXT\n"
                         "\xe5\x8f\x97\xe4\xbf\xa1@example.org soft  x\n"
                         "a@example.org    soft  x\n");
}
END_TEST

static const guint widths[] = { 40, 60, 80, 132 };

START_TEST (no_line_is_wider_than_the_terminal)
{
  Table table = open_table (widths[_i], FALSE);
  g_autofree char *got = NULL;
  g_auto (GStrv) lines = NULL;
  guint widest = 0;

  for (guint i = 0; i < 20; i++)
    add (&table, "somebody.with.a.long.name@department.example.org", "hard",
         "\xe5\x8f\x97\xe4\xbf\xa1 550 5.1.1 the recipient's address was rejected, and then there "
         "are many more words behind that, as many servers have them, up to the end of the line");
  got = close_table (&table);
  lines = g_strsplit (got, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    widest = MAX (widest, get_width (lines[i]));
  ck_assert_uint_le (widest, widths[_i]);
  ck_assert_uint_ge (widest, widths[_i] - 1); /* and the room is used */
  ck_assert_ptr_nonnull (strstr (got, "hard"));
}
END_TEST

START_TEST (control_characters_never_reach_the_terminal)
{
  Table table = open_table (80, FALSE);
  g_autofree char *got = NULL;

  add (&table, "\x1b]0;title\x07", "hard",
       "one\r\ntwo\x7f\xc2\x9b"
       "31m\xff");
  got = close_table (&table);
  ck_assert_str_eq (got, "NAME                 CLASS TEXT\n"
                         "\\u001b]0;title\\u0007 hard  one  two\\u007f\\u009b31m\xef\xbf\xbd\n");
}
END_TEST

START_TEST (hard_is_red_and_soft_is_yellow)
{
  Table table = open_table (80, TRUE);
  g_autofree char *got = NULL;
  g_auto (GStrv) lines = NULL;

  add (&table, "a", "hard", "x");
  add (&table, "b", "soft", "x");
  add (&table, "c", NULL, "x");
  got = close_table (&table);
  lines = g_strsplit (got, "\n", -1);
  ck_assert_msg (g_str_has_prefix (lines[1], "\x1b[31m"), "%s", lines[1]);
  ck_assert_msg (g_str_has_prefix (lines[2], "\x1b[1;33m"), "%s", lines[2]);
  ck_assert_ptr_null (strchr (lines[3], '\x1b'));
}
END_TEST

START_TEST (columns_that_give_way_are_cut_before_the_others)
{
  static const RetourColumn two[] = {
    { "word", NULL, RETOUR_FIELD_TYPE_STRING, 0 },
    { "text", NULL, RETOUR_FIELD_TYPE_STRING, 10 },
  };
  static const char *const values[] = { "a_word_of_twenty_two__", "text as long as anything else" };
  const RetourRow row = { .values = values };
  Table table = open_columns (widths_of_two[_i].terminal, two, 2);
  g_autofree char *got = NULL;

  ck_assert (retour_output_write_row (table.output, &row, NULL));
  got = close_table (&table);
  ck_assert_msg (g_str_has_suffix (got, widths_of_two[_i].want), "%s", got);
}
END_TEST

START_TEST (later_blocks_keep_the_widths_of_the_first)
{
  Table table = open_table (80, FALSE);
  g_autofree char *got = NULL;
  g_auto (GStrv) lines = NULL;

  add (&table, "a@example.org", "hard", "first");
  for (guint i = 1; i < 2500; i++)
    add (&table, "b", "soft", "x");
  add (&table, "longer.than.all@example.org", "soft", "last");
  got = close_table (&table);
  lines = g_strsplit (got, "\n", -1);
  ck_assert_uint_eq (g_strv_length (lines),
                     2503); /* title, 2501 rows, nothing behind the last end */
  ck_assert_str_eq (lines[0], "NAME          CLASS TEXT");
  ck_assert_str_eq (lines[1500], "b             soft  x");
  ck_assert_str_eq (lines[2501], "longer.than.a soft  last");
}
END_TEST

RETOUR_TEST_MAIN ("table", tcase_add_test (tc, columns_are_aligned_under_their_titles);
                  tcase_add_test (tc, wide_characters_take_two_columns);
                  tcase_add_loop_test (tc, no_line_is_wider_than_the_terminal, 0,
                                       G_N_ELEMENTS (widths));
                  tcase_add_test (tc, control_characters_never_reach_the_terminal);
                  tcase_add_test (tc, hard_is_red_and_soft_is_yellow);
                  tcase_add_loop_test (tc, columns_that_give_way_are_cut_before_the_others, 0,
                                       G_N_ELEMENTS (widths_of_two));
                  tcase_add_test (tc, later_blocks_keep_the_widths_of_the_first))
