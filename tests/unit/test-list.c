#include <retour/retour.h>

#include "test.h"

#include "base/limits.h"
#include "clean/csv.h"
#include "clean/list.h"

#include <unistd.h>

/* Lists of addresses in the forms that people keep them in. */

enum { CAP = RETOUR_LIMIT_LIST_ROW };

static char *
write_file (const char *text, gsize len)
{
  char *path = NULL;
  int fd = g_file_open_tmp ("retour-test-XXXXXX", &path, NULL);

  ck_assert_int_ge (fd, 0);
  close (fd);
  ck_assert (g_file_set_contents (path, text, (gssize) len, NULL));
  return path;
}

static RetourList *
open_list (const char *text, gsize len, const char *column, GError **error)
{
  g_autofree char *path = write_file (text, len);
  RetourList *list = retour_list_open (path, column, error);

  unlink (path);
  return list;
}

/* `address|address|…`, `-` for a row without one, `!` for one that cannot be read (`~`: a piece
 * of it). */
static char *
read_addresses (RetourList *list)
{
  GString *out = g_string_new (NULL);
  RetourMember member;
  GError *error = NULL;

  while (retour_list_next (list, &member, &error)) {
    if (out->len > 0)
      g_string_append_c (out, '|');
    if (member.broken)
      g_string_append_c (out, member.more ? '~' : '!');
    else if (member.address.len == 0)
      g_string_append_c (out, '-');
    else
      g_string_append_len (out, member.address.data, (gssize) member.address.len);
  }
  ck_assert (error == NULL);
  return g_string_free (out, FALSE);
}

static const struct {
  const char *text;
  const char *column;
  const char *form;
  const char *addresses;
  const char *rows; /* header and rows as they go into a file, with '\n' behind each */
} lists[] = {
  /* CSV */
  { "email,name\na@example.com,A\nb@example.com,B\n", NULL, "csv", "a@example.com|b@example.com",
    "email,name\na@example.com,A\nb@example.com,B\n" },
  { "Name;E-Mail;Ort\r\nA;a@example.com;X\r\n", NULL, "csv", "a@example.com",
    "Name;E-Mail;Ort\nA;a@example.com;X\n" },
  { "name\tMail\nA\ta@example.com\n", NULL, "csv", "a@example.com",
    "name\tMail\nA\ta@example.com\n" },
  { "\xEF\xBB\xBF"
    "email,name\na@example.com,A\n",
    NULL, "csv", "a@example.com",
    "\xEF\xBB\xBF"
    "email,name\na@example.com,A\n" },
  { "\xEF\xBB\xBF"
    "\"email\",name\na@example.com,A\n",
    NULL, "csv", "a@example.com",
    "\xEF\xBB\xBF"
    "\"email\",name\na@example.com,A\n" },
  { "name,email\n\"A\nand\r\n\"\"B\"\"\",\"a@example.com\"\n", NULL, "csv", "a@example.com",
    "name,email\n\"A\nand\r\n\"\"B\"\"\",\"a@example.com\"\n" },
  { "name,email\n\"Doe, J\",\"\"\"j doe\"\"@example.com\"\n", NULL, "csv", "\"j doe\"@example.com",
    "name,email\n\"Doe, J\",\"\"\"j doe\"\"@example.com\"\n" },
  { "email\na@example.com\n", NULL, "csv", "a@example.com", "email\na@example.com\n" },
  { "address,contact\nMain St 1,a@example.com\n", NULL, "csv", "a@example.com",
    "address,contact\nMain St 1,a@example.com\n" },
  { "email,email2\na@example.com,b@example.com\n", "email2", "csv", "b@example.com",
    "email,email2\na@example.com,b@example.com\n" },
  { "email,email2\na@example.com,b@example.com\n", "2", "csv", "b@example.com",
    "email,email2\na@example.com,b@example.com\n" },
  { "id,what\n1,a@example.com\n", NULL, "csv", "a@example.com", "id,what\n1,a@example.com\n" },
  { "1,a@example.com\n2,b@example.com\n", NULL, "csv", "a@example.com|b@example.com",
    "column1,email\n1,a@example.com\n2,b@example.com\n" },
  { "email,name,x\na@example.com\nb@example.com,B,y,z\n", NULL, "csv",
    "a@example.com|b@example.com", "email,name,x\na@example.com,,\nb@example.com,B,y,z\n" },
  { "email,name\n,A\nnone,B\na@example.com b@example.com,C\n", NULL, "csv", "-|-|-",
    "email,name\n,A\nnone,B\na@example.com b@example.com,C\n" },
  { "email,name\nA B <a@example.com>,A\n", NULL, "csv", "a@example.com",
    "email,name\nA B <a@example.com>,A\n" },
  { "email,retour_reason,retour_cause\na@example.com,\"x,\ny\",z\n", NULL, "csv", "a@example.com",
    "email\na@example.com\n" },
  { "email,name", NULL, "csv", "", "email,name\n" },
  /* the quote is never closed: its line alone is lost */
  { "email,name\n\"a@example.com,A\nb@example.com,B\n", NULL, "csv", "!|b@example.com", NULL },
  /* lines */
  { "", NULL, "lines", "", "email\n" },
  { "a@example.com\n\nb@example.com", NULL, "lines", "a@example.com|-|b@example.com",
    "email\na@example.com\n\nb@example.com\n" },
  { "\xEF\xBB\xBF"
    "a@example.com\r\nb@example.com\r\n",
    NULL, "lines", "a@example.com|b@example.com", NULL },
  { "a@example.com\rb@example.com\r", NULL, "lines", "a@example.com|b@example.com", NULL },
  { "# our list\na@example.com\n", NULL, "lines", "-|a@example.com",
    "email\n# our list\na@example.com\n" },
  { "a@example.com\n\"b, c\"@example.com\n", NULL, "lines", "a@example.com|\"b, c\"@example.com",
    "email\na@example.com\n\"\"\"b, c\"\"@example.com\"\n" },
  /* Mailman */
  { "A B <a@example.com>\n\"Doe, J\" <j@example.com>\nb@example.com\n", NULL, "names",
    "a@example.com|j@example.com|b@example.com",
    "email,entry\na@example.com,A B <a@example.com>\n"
    "j@example.com,\"\"\"Doe, J\"\" <j@example.com>\"\nb@example.com,b@example.com\n" },
  /* Sympa */
  { "date 1\nemail a@example.com\ngecos A, B\n\nemail b@example.com\nreception nomail\n", NULL,
    "sympa", "a@example.com|b@example.com",
    "email,entry\na@example.com,\"date 1\nemail a@example.com\ngecos A, B\"\n"
    "b@example.com,\"email b@example.com\nreception nomail\"\n" },
  { "email a@example.com\r\ngecos A\r\n\r\n\r\nemail b@example.com\r\n", NULL, "sympa",
    "a@example.com|b@example.com", NULL },
};

START_TEST (a_list_is_read_in_its_form)
{
  g_autoptr (RetourList) list =
      open_list (lists[_i].text, strlen (lists[_i].text), lists[_i].column, NULL);
  g_autofree char *addresses = NULL;

  ck_assert_ptr_nonnull (list);
  ck_assert_str_eq (retour_list_get_form (list), lists[_i].form);
  addresses = read_addresses (list);
  ck_assert_str_eq (addresses, lists[_i].addresses);
}
END_TEST

START_TEST (a_row_keeps_its_columns)
{
  g_autoptr (RetourList) list =
      open_list (lists[_i].text, strlen (lists[_i].text), lists[_i].column, NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  RetourMember member;

  retour_list_append_header (list, out);
  g_string_append_c (out, '\n');
  while (retour_list_next (list, &member, NULL)) {
    retour_list_append_row (list, &member, out);
    g_string_append_c (out, '\n');
  }
  if (lists[_i].rows != NULL)
    ck_assert_str_eq (out->str, lists[_i].rows);
}
END_TEST

START_TEST (a_list_can_be_read_again)
{
  g_autoptr (RetourList) list =
      open_list (lists[_i].text, strlen (lists[_i].text), lists[_i].column, NULL);
  g_autofree char *first = read_addresses (list);
  g_autofree char *second = NULL;

  ck_assert (retour_list_rewind (list, NULL));
  second = read_addresses (list);
  ck_assert_str_eq (first, second);
}
END_TEST

static const struct {
  const char *text;
  gsize len;
  const char *column;
  int error;
} wrong[] = {
  { "email,name\na@example.com,A\n", 27, "mail", RETOUR_ERROR_USAGE },
  { "email,name\na@example.com,A\n", 27, "3", RETOUR_ERROR_USAGE },
  { "email,name\na@example.com,A\n", 27, "0", RETOUR_ERROR_USAGE },
  { "\xFF\xFE"
    "a\0@\0",
    6, NULL, RETOUR_ERROR_DATA },
  { "PK\3\4\0\0\0", 7, NULL, RETOUR_ERROR_DATA },
};

START_TEST (what_is_no_such_list_is_an_error)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RetourList) list = open_list (wrong[_i].text, wrong[_i].len, wrong[_i].column, &error);

  ck_assert_ptr_null (list);
  ck_assert (g_error_matches (error, RETOUR_ERROR, wrong[_i].error));
}
END_TEST

/* One address, and before it as many letters of a name as make a row of @len bytes. */
static char *
make_row (gsize len, const char *quote)
{
  const char *start = "a@example.com,";
  gsize n = len - strlen (start) - 2 * strlen (quote);
  g_autofree char *name = g_strnfill (n, 'x');

  return g_strconcat (start, quote, name, quote, NULL);
}

static const struct {
  gsize len;
  const char *quote;
  const char *end;
  const char *addresses;
} caps[] = {
  { CAP, "", "\n", "a@example.com|b@example.com" },
  { CAP, "", "\r\n", "a@example.com|b@example.com" },
  { CAP, "\"", "\n", "a@example.com|b@example.com" },
  { CAP, "\"", "\r\n", "a@example.com|b@example.com" },
  { CAP + 1, "", "\n", "~|!|b@example.com" },
  { CAP + 1, "", "\r\n", "~|!|b@example.com" },
  { CAP + 1, "\"", "\n", "~|!|b@example.com" },
  { 3 * CAP, "", "\n", "~|~|~|!|b@example.com" },
  { 3 * CAP + 1, "\"", "\n", "~|~|~|!|b@example.com" },
};

START_TEST (a_row_at_the_cap_is_read_and_a_longer_one_is_kept)
{
  g_autofree char *row = make_row (caps[_i].len, caps[_i].quote);
  g_autofree char *text = g_strconcat ("email,name", caps[_i].end, row, caps[_i].end,
                                       "b@example.com,B", caps[_i].end, NULL);
  g_autoptr (RetourList) list = open_list (text, strlen (text), NULL, NULL);
  g_autofree char *addresses = read_addresses (list);
  g_autoptr (GString) all = g_string_new (NULL);
  RetourMember member;

  ck_assert_str_eq (addresses, caps[_i].addresses);
  ck_assert (retour_list_rewind (list, NULL));
  while (retour_list_next (list, &member, NULL)) {
    g_string_append_len (all, member.text.data, (gssize) member.text.len);
    g_string_append_len (all, member.end.data, (gssize) member.end.len);
  }
  ck_assert_str_eq (all->str, strchr (text, '\n') + 1);
}
END_TEST

START_TEST (a_stanza_over_the_cap_is_kept)
{
  g_autofree char *name = g_strnfill (CAP, 'x');
  g_autofree char *text = g_strconcat ("email a@example.com\n\nemail b@example.com\ngecos ", name,
                                       "\n\nemail c@example.com\n", NULL);
  g_autoptr (RetourList) list = open_list (text, strlen (text), NULL, NULL);
  g_autofree char *addresses = read_addresses (list);

  ck_assert_msg (g_str_has_prefix (addresses, "a@example.com|!|"), "%s", addresses);
  ck_assert_msg (g_str_has_suffix (addresses, "|c@example.com"), "%s", addresses);
}
END_TEST

/* Longer than any buffer, so that rows lie across its ends. */
START_TEST (a_long_list_is_read_to_its_end)
{
  g_autoptr (GString) text = g_string_new ("email,name\n");
  g_autoptr (RetourList) list = NULL;
  RetourMember member;
  guint n = 0;

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (text, "user%u@example.com,\"line\none %u\"\n", i, i);
  list = open_list (text->str, text->len, NULL, NULL);
  while (retour_list_next (list, &member, NULL)) {
    g_autofree char *want = g_strdup_printf ("user%u@example.com", n++);

    ck_assert (retour_slice_equal (member.address, want));
  }
  ck_assert_uint_eq (n, 100000);
}
END_TEST

/* A list whose only column with addresses is the last of @columns. */
static char *
make_wide_list (guint columns)
{
  g_autofree char *commas = g_strnfill (columns - 1, ',');

  return g_strconcat ("id", commas, "last\n1", commas, "a@example.com\n", NULL);
}

/* @column: %NULL: it is guessed. */
static const struct {
  guint columns;
  const char *column;
  int error; /* -1: none */
} wide[] = {
  { RETOUR_LIMIT_LIST_COLUMNS, NULL, -1 },
  { RETOUR_LIMIT_LIST_COLUMNS, "1000", -1 },
  { RETOUR_LIMIT_LIST_COLUMNS, "last", -1 },
  { RETOUR_LIMIT_LIST_COLUMNS + 1, NULL, RETOUR_ERROR_DATA },
  { RETOUR_LIMIT_LIST_COLUMNS, "1001", RETOUR_ERROR_USAGE },
  { RETOUR_LIMIT_LIST_COLUMNS + 1, "1", RETOUR_ERROR_DATA },
  { RETOUR_LIMIT_LIST_COLUMNS + 1, "last", RETOUR_ERROR_DATA },
};

START_TEST (a_list_has_so_many_columns_and_not_one_more)
{
  g_autofree char *text = make_wide_list (wide[_i].columns);
  g_autoptr (GError) error = NULL;
  g_autoptr (RetourList) list = open_list (text, strlen (text), wide[_i].column, &error);
  g_autofree char *addresses = list != NULL ? read_addresses (list) : NULL;

  ck_assert_pstr_eq (addresses, wide[_i].error == -1 ? "a@example.com" : NULL);
  if (wide[_i].error != -1)
    ck_assert (g_error_matches (error, RETOUR_ERROR, wide[_i].error));
}
END_TEST

static const struct {
  const char *value;
  const char *cell;
} safe[] = {
  { "", "" },
  { "plain", "plain" },
  { "a,b", "\"a,b\"" },
  { "a\"b", "\"a\"\"b\"" },
  { "a\nb", "\"a\nb\"" },
  { "=1+1", "'=1+1" },
  { "+49", "'+49" },
  { "-1", "'-1" },
  { "@x", "'@x" },
  { "\tx", "'\tx" },
  { "\rx", "\"'\rx\"" },
  { "=a,\"b\"", "\"'=a,\"\"b\"\"\"" },
  { "a=b", "a=b" },
};

START_TEST (a_formula_is_made_harmless)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gsize len = strlen (safe[_i].value);
  g_autofree char *copy = len > 0 ? g_memdup2 (safe[_i].value, len) : NULL;

  retour_csv_append_safe (out, retour_slice (copy, len), ',');
  ck_assert_str_eq (out->str, safe[_i].cell);
}
END_TEST

static const struct {
  const char *row;
  guint n;
  const char *last; /* unquoted */
  const char *first_two;
} rows[] = {
  { "", 1, "", "" },
  { ",", 2, "", "," },
  { "a,b,c", 3, "c", "a,b" },
  { "a,b,", 3, "", "a,b" },
  { "\"a,b\",c", 2, "c", "\"a,b\",c" },
  { "a,\"b\"\"c\"", 2, "b\"c", "a,\"b\"\"c\"" },
  { "a,\"b\"c", 2, "bc", "a,\"b\"c" },
  { "a,\"b", 2, "\"b", "a,\"b" },
  { "a,b\"c", 2, "b\"c", "a,b\"c" },
  { "\"\",\"\"", 2, "", "\"\",\"\"" },
};

START_TEST (a_row_is_split_into_cells)
{
  gsize len = strlen (rows[_i].row);
  g_autofree char *copy = g_memdup2 (len > 0 ? rows[_i].row : "x", MAX (len, 1));
  RetourSlice row = retour_slice (copy, len), cell;
  g_autoptr (GString) scratch = g_string_new (NULL);
  gsize end;

  ck_assert_uint_eq (retour_csv_count (row, ','), rows[_i].n);
  ck_assert (retour_csv_get_cell (row, ',', rows[_i].n - 1, &cell));
  cell = retour_csv_unquote (cell, scratch);
  ck_assert_uint_eq (cell.len, strlen (rows[_i].last));
  ck_assert_int_eq (strncmp (cell.data, rows[_i].last, cell.len), 0);
  ck_assert (!retour_csv_get_cell (row, ',', rows[_i].n, &cell));
  cell = retour_csv_cut (row, ',', 2);
  ck_assert_uint_eq (cell.len, strlen (rows[_i].first_two));
  ck_assert_int_eq (retour_csv_find_end (row, ',', '\n', &end),
                    strcmp (rows[_i].row, "a,\"b") != 0);
}
END_TEST

RETOUR_TEST_MAIN (
    "list", tcase_add_loop_test (tc, a_list_is_read_in_its_form, 0, G_N_ELEMENTS (lists));
    tcase_add_loop_test (tc, a_row_keeps_its_columns, 0, G_N_ELEMENTS (lists));
    tcase_add_loop_test (tc, a_list_can_be_read_again, 0, G_N_ELEMENTS (lists));
    tcase_add_loop_test (tc, what_is_no_such_list_is_an_error, 0, G_N_ELEMENTS (wrong));
    tcase_add_loop_test (tc, a_row_at_the_cap_is_read_and_a_longer_one_is_kept, 0,
                         G_N_ELEMENTS (caps));
    tcase_add_test (tc, a_stanza_over_the_cap_is_kept);
    tcase_add_test (tc, a_long_list_is_read_to_its_end);
    tcase_add_loop_test (tc, a_list_has_so_many_columns_and_not_one_more, 0, G_N_ELEMENTS (wide));
    tcase_add_loop_test (tc, a_formula_is_made_harmless, 0, G_N_ELEMENTS (safe));
    tcase_add_loop_test (tc, a_row_is_split_into_cells, 0, G_N_ELEMENTS (rows)))
