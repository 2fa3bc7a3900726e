#define _GNU_SOURCE /* nftw */

#include <retour/retour.h>

#include "test.h"

#include "base/limits.h"
#include "input/input-fromline.h"
#include "input/input-mbox.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define FROM   "From a@example.com Thu Jan  1 00:00:00 2009\n"
#define HEADER "Subject: x\nTo: b@example.org\n"
#define BOM    "\xEF\xBB\xBF"

enum { READ_SIZE = 256 * 1024, MAX_MAILS = 5 };

static char *folder; /* of this test; made anew for each */

static void
setup (void)
{
  folder = g_dir_make_tmp ("retour-XXXXXX", NULL);
  ck_assert_ptr_nonnull (folder);
}

static int
remove_one (const char *path, G_GNUC_UNUSED const struct stat *st, G_GNUC_UNUSED int type,
            G_GNUC_UNUSED struct FTW *ftw)
{
  return remove (path);
}

static void
teardown (void)
{
  nftw (folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  g_clear_pointer (&folder, g_free);
}

/* A file in the folder of the test, its parents made as needed. */
static char *
put (const char *name, const char *data, gsize len)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  ck_assert_int_eq (g_mkdir_with_parents (parent, 0700), 0);
  ck_assert (g_file_set_contents (path, data, (gssize) len, NULL));
  return path;
}

static void
put_text (const char *name, const char *text)
{
  g_free (put (name, text, strlen (text)));
}

static void
free_string (gpointer data)
{
  g_string_free (data, TRUE);
}

/* All mails of a source, as GString; an error stands as "error: MESSAGE". */
static GPtrArray *
read_all (const char *path)
{
  GPtrArray *mails = g_ptr_array_new_with_free_func (free_string);
  g_autoptr (GError) error = NULL;
  g_autoptr (RetourInput) input = retour_input_new (path, &error);

  ck_assert_msg (input != NULL, "%s", error != NULL ? error->message : "");
  for (;;) {
    gsize len = 0;
    const char *mail;

    if (retour_input_next (input, &error)) {
      mail = retour_input_get_mail (input, &len);
      g_ptr_array_add (mails, g_string_new_len (mail, (gssize) len));
    } else if (error != NULL) {
      GString *line = g_string_new (NULL);

      g_string_printf (line, "error: %s", error->message);
      g_ptr_array_add (mails, line);
      g_clear_error (&error);
    } else {
      return mails;
    }
  }
}

static void
assert_mails (GPtrArray *got, const char *const *want, const char *what)
{
  guint n = 0;

  for (; n < MAX_MAILS && want[n] != NULL; n++) {
    const GString *mail = n < got->len ? g_ptr_array_index (got, n) : NULL;

    ck_assert_msg (mail != NULL && mail->len == strlen (want[n]) &&
                       memcmp (mail->str, want[n], mail->len) == 0,
                   "%s, mail %u\nwant: [%s]\ngot:  [%s]", what, n + 1, want[n],
                   mail != NULL ? mail->str : "nothing");
  }
  ck_assert_msg (got->len == n, "%s: %u mails, not %u", what, got->len, n);
}

/* What a writer puts into a pipe, @piece bytes at a time; the end to read from. */
static int
pipe_in_pieces (const char *data, gsize len, gsize piece, pid_t *writer)
{
  int ends[2];

  ck_assert_int_eq (pipe (ends), 0);
  *writer = fork ();
  ck_assert_int_ge (*writer, 0);
  if (*writer == 0) {
    close (ends[0]);
    for (gsize i = 0; i < len; i += piece)
      if (write (ends[1], data + i, MIN (piece, len - i)) < 0)
        break;
    _exit (0);
  }
  close (ends[1]);
  return ends[0];
}

/* Reads @data from standard input, where it comes in pieces. */
static GPtrArray *
read_pieces (const char *data, gsize len, gsize piece)
{
  pid_t writer = 0;
  int end = pipe_in_pieces (data, len, piece, &writer);
  int saved = dup (STDIN_FILENO);
  GPtrArray *mails;

  dup2 (end, STDIN_FILENO);
  close (end);
  mails = read_all ("-");
  dup2 (saved, STDIN_FILENO);
  close (saved);
  waitpid (writer, NULL, 0);
  return mails;
}

static const struct {
  const char *what;
  const char *text;
  const char *mails[MAX_MAILS];
} files[] = {
  { "empty file", "", { "" } },
  { "one message", HEADER "\nhi\n", { HEADER "\nhi\n" } },
  { "header without an empty line", "Subject: x\nTo: y", { "Subject: x\nTo: y" } },
  { "one message keeps its quotes", HEADER "\n>From x\n", { HEADER "\n>From x\n" } },
  { "one message keeps its last empty lines", HEADER "\nhi\n\n\n", { HEADER "\nhi\n\n\n" } },
  { "empty lines ahead of a header", "\n \t\n\n" HEADER "\nhi\n", { HEADER "\nhi\n" } },
  { "empty lines ahead of text are an empty header", "\n\nhi there\n", { "\n\nhi there\n" } },
  { "nothing but empty lines", "\n\n", { "\n\n" } },
  { "byte order mark", BOM HEADER "\nhi\n", { HEADER "\nhi\n" } },
  { "byte order mark and nothing", BOM, { "" } },
  { "old field with a blank", "From : a@example.com\n\nhi\n", { "From : a@example.com\n\nhi\n" } },
  { "From field", "From: a@example.com\n\nhi\n", { "From: a@example.com\n\nhi\n" } },
  { "message with a From_ line", FROM HEADER "\nhi\n", { HEADER "\nhi\n" } },
  { "first From_ line without a date", "From x\n" HEADER "\nhi\n", { HEADER "\nhi\n" } },
  { "two mails",
    FROM HEADER "\none\n\n" FROM HEADER "\ntwo\n",
    { HEADER "\none\n", HEADER "\ntwo\n" } },
  { "three mails, empty last line",
    FROM "A: 1\n\none\n\n" FROM "A: 2\n\ntwo\n\n" FROM "A: 3\n\nx\n\n",
    { "A: 1\n\none\n", "A: 2\n\ntwo\n", "A: 3\n\nx\n" } },
  { "byte order mark ahead of an mbox",
    BOM FROM "A: 1\n\none\n\n" FROM "A: 2\n",
    { "A: 1\n\none\n", "A: 2\n" } },
  { "empty lines ahead of an mbox",
    " \n\n" FROM "A: 1\n\none\n\n" FROM "A: 2\n",
    { "A: 1\n\none\n", "A: 2\n" } },
  { "empty lines behind the From_ line",
    FROM "\n\n"
         "A: 1\n\none\n\n" FROM "\nA: 2\n",
    { "A: 1\n\none\n", "A: 2\n" } },
  { "From_ line alone", FROM, { "" } },
  { "From_ line without its end", "From x Thu Jan  1 00:00:00 2009", { "" } },
  { "From_ lines only", FROM "\n" FROM "\n" FROM, { "", "", "" } },
  { "two From_ lines on one mail",
    FROM ">From b@example.com Thu Jan  1 00:00:00 2009\n"
         "A: 1\n",
    { "A: 1\n" } },
  { "mail without a header does not harm the next",
    FROM "no header here\n\n" FROM "A: 2\n\nx\n\n" FROM "A: 3\n",
    { "no header here\n", "A: 2\n\nx\n", "A: 3\n" } },
  { "no empty line ahead, no separator",
    FROM "A: 1\n\none\n" FROM "A: 2\n",
    { "A: 1\n\none\n" FROM "A: 2\n" } },
  { "a line of blanks is an empty line",
    FROM "A: 1\n\none\n \t\n" FROM "A: 2\n",
    { "A: 1\n\none\n \t\n", "A: 2\n" } },
  { "From inside a line",
    FROM "A: 1\n\nx From a@example.com Thu Jan  1 00:00:00 2009\n\n" FROM "A: 2\n",
    { "A: 1\n\nx From a@example.com Thu Jan  1 00:00:00 2009\n", "A: 2\n" } },
  { "words that start with From",
    FROM "A: 1\n\nhi\n\nFrom the middle of 2009 on\n\nFrom here\n",
    { "A: 1\n\nhi\n\nFrom the middle of 2009 on\n\nFrom here\n" } },
  { "quoted lines lose one >",
    FROM "A: 1\n\n>From x\n>>From y\n>>>From z\n\n>From\n> From x\nx >From x\n",
    { "A: 1\n\nFrom x\n>From y\n>>From z\n\n>From\n> From x\nx >From x\n" } },
  { "quoted From_ line is no separator",
    FROM "A: 1\n\nx\n\n>" FROM "y\n\n" FROM "A: 2\n",
    { "A: 1\n\nx\n\n" FROM "y\n", "A: 2\n" } },
  { "quotes in the second mail only",
    FROM "A: 1\n\nx\n\n" FROM "A: 2\n\n>From x\n",
    { "A: 1\n\nx\n", "A: 2\n\nFrom x\n" } },
  { "quote at the very end", FROM "A: 1\n\nx\n>From ", { "A: 1\n\nx\nFrom " } },
};

/* Ends the lines of @text with @eol. */
static GString *
with_line_ends (const char *text, const char *eol)
{
  GString *out = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (*text == '\n')
      g_string_append (out, eol);
    else
      g_string_append_c (out, *text);
  return out;
}

static const char *const line_ends[] = { "\n", "\r\n", "\r" };

static void
assert_file (guint i, const char *eol)
{
  g_autofree char *what = g_strescape (eol, NULL);
  const char *want[MAX_MAILS] = { NULL };
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (free_string);
  GString *text = with_line_ends (files[i].text, eol);

  g_ptr_array_add (strings, text);
  for (guint k = 0; k < MAX_MAILS && files[i].mails[k] != NULL; k++) {
    GString *mail = with_line_ends (files[i].mails[k], eol);

    g_ptr_array_add (strings, mail);
    want[k] = mail->str;
  }
  for (gsize piece = 0; piece <= 7; piece += piece < 3 ? 1 : 4) {
    g_autofree char *name =
        g_strdup_printf ("%s (%s, %" G_GSIZE_FORMAT ")", files[i].what, what, piece);
    g_autofree char *path = put ("file", text->str, text->len);
    g_autoptr (GPtrArray) got =
        piece == 0 ? read_all (path) : read_pieces (text->str, text->len, piece);

    assert_mails (got, want, name);
  }
}

START_TEST (a_file_gives_its_mails_whatever_its_line_ends_and_pieces)
{
  for (guint i = 0; i < G_N_ELEMENTS (line_ends); i++)
    assert_file ((guint) _i, line_ends[i]);
}
END_TEST

#define LEN(n) "Content-Length: " #n "\n\n"
/* 44 + 1 + 3 bytes: a body that holds a From_ line */
#define TRAP "hi\n\n" FROM "yo\n"

static const struct {
  const char *what;
  const char *text;
  const char *mails[MAX_MAILS];
} lengths[] = {
  { "right, another mail behind",
    FROM LEN (51) TRAP "\n" FROM "A: 2\n",
    { LEN (51) TRAP, "A: 2\n" } },
  { "right, end of file behind", FROM LEN (51) TRAP, { LEN (51) TRAP } },
  { "right, end of file behind an empty line", FROM LEN (51) TRAP "\n", { LEN (51) TRAP } },
  { "right with the empty line",
    FROM LEN (52) TRAP "\n" FROM "A: 2\n",
    { LEN (52) TRAP, "A: 2\n" } },
  { "right, nothing was quoted",
    FROM "content-length:56\n\n>From x\n\n" FROM "\nx\n\n" FROM "A: 2\n",
    { "content-length:56\n\n>From x\n\n" FROM "\nx\n", "A: 2\n" } },
  { "one too large", FROM LEN (53) TRAP "\n" FROM "A: 2\n", { LEN (53) "hi\n", "yo\n", "A: 2\n" } },
  { "one too small", FROM LEN (50) TRAP "\n" FROM "A: 2\n", { LEN (50) "hi\n", "yo\n", "A: 2\n" } },
  { "zero", FROM LEN (0) "hi\n\n" FROM "A: 2\n", { LEN (0) "hi\n", "A: 2\n" } },
  { "far too large",
    FROM LEN (99999999999999999999) TRAP,
    { LEN (99999999999999999999) "hi\n", "yo\n" } },
  { "no number", FROM LEN (51x) TRAP, { LEN (51x) "hi\n", "yo\n" } },
  { "in the body", FROM "A: 1\n\n" LEN (51) TRAP, { "A: 1\n\n" LEN (51) "hi\n", "yo\n" } },
};

START_TEST (a_content_length_counts_where_it_is_right)
{
  gsize len = strlen (lengths[_i].text);
  g_autofree char *path = put ("file", lengths[_i].text, len);
  g_autoptr (GPtrArray) got = read_all (path);
  g_autoptr (GPtrArray) pieces = read_pieces (lengths[_i].text, len, 5);

  assert_mails (got, lengths[_i].mails, lengths[_i].what);
  assert_mails (pieces, lengths[_i].mails, lengths[_i].what);
}
END_TEST

/* An mbox mail of Content-Length whose From_ line in the body is @jump bytes ahead of its end. */
static guint
count_with_jump (gsize jump)
{
  g_autoptr (GString) text = g_string_new (FROM);
  g_autoptr (GPtrArray) got = NULL;
  g_autofree char *path = NULL;

  g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\n\n\n", jump + 1);
  g_string_append (text, FROM);
  g_string_set_size (text, text->len + jump - strlen (FROM) - 1);
  memset (strrchr (text->str, '\n') + 1, 'x', jump - strlen (FROM) - 1);
  g_string_append (text, "\n\n" FROM "A: 2\n");
  path = put ("file", text->str, text->len);
  got = read_all (path);
  return got->len;
}

START_TEST (a_content_length_jumps_as_far_as_the_cap)
{
  ck_assert_uint_eq (count_with_jump (RETOUR_LIMIT_LOOKAHEAD), 2);
  ck_assert_uint_eq (count_with_jump (RETOUR_LIMIT_LOOKAHEAD + 1), 3);
}
END_TEST

static const struct {
  const char *line;
  gboolean want;
} from_lines[] = {
  { "From a@example.com Thu Jan  1 00:00:00 2009", TRUE },
  { "From a@example.com Thu Jan  1 00:00:00 2009\r\n", TRUE },
  { "From a@example.com Thu Jan 01 00:00 2009", TRUE },
  { "From a@example.com  Thu Jan  1 00:00:00 CET 2009", TRUE },
  { "From a@example.com Thu Jan  1 00:00:00 2009 +0100", TRUE },
  { "From a@example.com Thu, 1 Jan 2009 00:00:00 +0100 (CET)", TRUE },
  { "From a@example.com Thu Jan  1 00:00:00 2009 remote from example", TRUE },
  { "From MAILER-DAEMON Thu Jan  1 00:00:00 2009", TRUE },
  { "From - Thu Jan  1 00:00:00 2009", TRUE },
  { "From  Thu Jan  1 00:00:00 2009", TRUE },
  { "From Thu Jan  1 00:00:00 2009", TRUE },
  { "From \"a b\"@example.com Thu Jan  1 00:00:00 2009", TRUE },
  { "From Mister X Thu Jan  1 00:00:00 2009", TRUE },
  { "From a@example.com Thu Jan  1 00:00:00 99", TRUE },
  { "From a@example.com 2009-01-01 00:00:00", TRUE },
  { "From a@example.com 2009-01-01T00:00:00Z", TRUE },
  { "From a@example.com Do 1. Januar 00:00:00 2009", TRUE },
  { "From the middle of", FALSE },
  { "From the middle of 2009 to 10:30 today", FALSE },
  { "From 10:30 to 12:00 on Thu Jan 1 2009", FALSE },
  { "From a@example.com at home", FALSE },
  { "From a@example.com in 2009", FALSE },
  { "From a@example.com", FALSE },
  { "From: a@example.com Thu Jan  1 00:00:00 2009", FALSE },
  { "from a@example.com Thu Jan  1 00:00:00 2009", FALSE },
  { "From ", FALSE },
  { "From", FALSE },
  { "", FALSE },
};

START_TEST (a_from_line_is_told_by_its_date)
{
  gsize len = strlen (from_lines[_i].line);
  g_autofree char *copy = g_memdup2 (from_lines[_i].line, len);

  ck_assert_msg (retour_input_is_from_line (retour_slice (copy, len)) == from_lines[_i].want, "%s",
                 from_lines[_i].line);
}
END_TEST

static gboolean
is_long_from_line (gsize len)
{
  const char *date = "@example.com Thu Jan  1 00:00:00 2009";
  g_autofree char *line = g_malloc (len);

  memset (line, 'x', len);
  memcpy (line, "From ", 5);
  memcpy (line + len - strlen (date), date, strlen (date));
  return retour_input_is_from_line (retour_slice (line, len));
}

START_TEST (a_from_line_is_as_long_as_the_cap)
{
  ck_assert (is_long_from_line (RETOUR_LIMIT_FROM_LINE));
  ck_assert (!is_long_from_line (RETOUR_LIMIT_FROM_LINE + 1));
}
END_TEST

/* Two mails whose second From_ line starts at byte @at; with a quoted line behind it. */
static void
assert_split_at (gsize at, gboolean cr, gsize piece)
{
  g_autoptr (GString) text = g_string_new (FROM "A: 1\n\n");
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) got = NULL;
  gsize body = at - text->len - 2;
  const GString *first, *second;

  g_string_set_size (text, at - 2);
  memset (text->str + at - 2 - body, 'x', body);
  g_string_append (text, "\n\n" FROM "A: 2\n\n>From y\n");
  if (cr)
    g_strdelimit (text->str, "\n", '\r');
  path = put ("file", text->str, text->len);
  got = piece == 0 ? read_all (path) : read_pieces (text->str, text->len, piece);
  ck_assert_msg (got->len == 2, "at %" G_GSIZE_FORMAT ": %u", at, got->len);
  first = g_ptr_array_index (got, 0);
  second = g_ptr_array_index (got, 1);
  ck_assert_uint_eq (first->len, strlen ("A: 1\n\n\n") + body);
  ck_assert_str_eq (second->str, cr ? "A: 2\r\rFrom y\r" : "A: 2\n\nFrom y\n");
}

START_TEST (a_separator_is_found_wherever_a_read_ends)
{
  for (gsize at = READ_SIZE - 80; at < READ_SIZE + 20; at++) {
    assert_split_at (at, FALSE, 0);
    assert_split_at (at, TRUE, 0);
  }
  assert_split_at (READ_SIZE, FALSE, 4096);
}
END_TEST

START_TEST (from_in_a_long_line_is_text)
{
  g_autoptr (GString) text = g_string_new (FROM HEADER "\n");
  g_autoptr (GPtrArray) got = NULL;
  g_autofree char *path = NULL;

  for (guint i = 0; i < 4000; i++)
    g_string_append (text, i % 2 == 0 ? "From From " : "zzzzzzzFrom ");
  for (guint i = 0; i < READ_SIZE / 8; i++)
    g_string_append (text, ">>>>>>>>");
  g_string_append (text, "From the middle of a line\n\n" FROM HEADER "\nok\n");
  path = put ("file", text->str, text->len);
  got = read_all (path);
  ck_assert_uint_eq (got->len, 2);
  ck_assert_str_eq (((GString *) g_ptr_array_index (got, 1))->str, HEADER "\nok\n");
}
END_TEST

/* A mail of @len bytes, From_ lines of @rest around it; checks what comes of it. */
static void
assert_large (gsize len, gboolean mbox, gboolean truncated)
{
  const char *head = mbox ? FROM : "", *tail = mbox ? "\n" FROM "A: 2\n" : "";
  gsize n = strlen (head), got = 0;
  g_autoptr (GString) text = g_string_sized_new (len + 200);
  g_autoptr (RetourInput) input = NULL;
  g_autofree char *path = NULL;
  const char *mail;

  g_string_append (text, head);
  g_string_set_size (text, n + len);
  memset (text->str + n, 'x', len - 1);
  memcpy (text->str + n, "A: 1\n\n", 6);
  text->str[n + len - 1] = '\n';
  g_string_append (text, tail);
  path = put ("file", text->str, text->len);
  input = retour_input_new (path, NULL);
  ck_assert (retour_input_next (input, NULL));
  mail = retour_input_get_mail (input, &got);
  ck_assert_uint_eq (got, MIN (len, RETOUR_LIMIT_MESSAGE));
  ck_assert_int_eq (memcmp (mail, text->str + n, got), 0);
  ck_assert_int_eq (retour_input_is_truncated (input), truncated);
  ck_assert_int_eq (retour_input_next (input, NULL), mbox);
  if (!mbox)
    return;
  mail = retour_input_get_mail (input, &got);
  ck_assert_uint_eq (got, 5);
  ck_assert_int_eq (memcmp (mail, "A: 2\n", 5), 0);
  ck_assert_int_eq (retour_input_is_truncated (input), FALSE);
  ck_assert_uint_eq (retour_input_get_number (input), 2);
}

static const gsize sizes[] = { 0, 1, 2, 3, 255, 256, 257, 300, READ_SIZE, 3 * READ_SIZE + 1 };

START_TEST (a_mail_is_kept_up_to_the_cap)
{
  gsize over = sizes[_i];

  assert_large (RETOUR_LIMIT_MESSAGE + over, FALSE, over > 0);
  assert_large (RETOUR_LIMIT_MESSAGE + over, TRUE, over > 0);
}
END_TEST

/* The number of mails if @n blank bytes stand ahead of an mbox of two. */
static guint
count_behind_blanks (gsize n)
{
  const char *mbox = FROM "A: 1\n\n" FROM "A: 2\n";
  g_autofree char *text = g_malloc (n + strlen (mbox));
  g_autoptr (GPtrArray) got = NULL;
  g_autofree char *path = NULL;

  memset (text, '\n', n);
  memcpy (text + n, mbox, strlen (mbox));
  path = put ("file", text, n + strlen (mbox));
  got = read_all (path);
  return got->len;
}

START_TEST (leading_blanks_are_skipped_up_to_the_cap)
{
  ck_assert_uint_eq (count_behind_blanks (RETOUR_LIMIT_LEADING_BLANKS - 1), 2);
  ck_assert_uint_eq (count_behind_blanks (RETOUR_LIMIT_LEADING_BLANKS), 2);
  ck_assert_uint_eq (count_behind_blanks (RETOUR_LIMIT_LEADING_BLANKS + 1), 1);
}
END_TEST

START_TEST (nul_bytes_are_bytes)
{
  static const char text[] = FROM "A: 1\0\n\n\0x\n\n" FROM "A: 2\n";
  g_autofree char *path = put ("file", text, sizeof text - 1);
  g_autoptr (GPtrArray) got = read_all (path);

  ck_assert_uint_eq (got->len, 2);
  ck_assert_uint_eq (((GString *) g_ptr_array_index (got, 0))->len, 10);
}
END_TEST

START_TEST (a_mail_knows_its_file_and_number)
{
  const char *text = FROM "A: 1\n\n" FROM "A: 2\n";
  g_autofree char *path = put ("file", text, strlen (text));
  g_autoptr (RetourInput) input = retour_input_new (path, NULL);

  for (guint i = 1; i <= 2; i++) {
    ck_assert (retour_input_next (input, NULL));
    ck_assert_uint_eq (retour_input_get_number (input), i);
    ck_assert_str_eq (retour_input_get_origin (input), path);
  }
  ck_assert (!retour_input_next (input, NULL));
  ck_assert (!retour_input_next (input, NULL));
}
END_TEST

START_TEST (a_source_that_is_not_there_is_an_error)
{
  g_autoptr (GError) error = NULL;

  ck_assert_ptr_null (retour_input_new ("/nonexistent/x", &error));
  ck_assert (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_NO_INPUT));
  ck_assert_str_eq (error->message, "cannot open '/nonexistent/x': No such file or directory");
}
END_TEST

START_TEST (trouble_while_reading_is_an_error_and_then_the_end)
{
  g_autoptr (GError) error = NULL;
  int saved = dup (STDIN_FILENO), fd = open (folder, O_RDONLY); /* read(2) fails on a folder */
  g_autoptr (RetourInput) input = retour_input_new ("-", NULL);

  dup2 (fd, STDIN_FILENO);
  ck_assert (!retour_input_next (input, &error));
  ck_assert (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_IO));
  ck_assert_str_eq (error->message, "cannot read '-': Is a directory");
  g_clear_error (&error);
  ck_assert (!retour_input_next (input, &error));
  ck_assert_ptr_null (error);
  dup2 (saved, STDIN_FILENO);
  close (saved);
  close (fd);
}
END_TEST

START_TEST (a_fifo_and_a_device_are_sources)
{
  g_autofree char *path = g_build_filename (folder, "fifo", NULL);
  g_autoptr (GPtrArray) none = read_all ("/dev/null");
  g_autoptr (GPtrArray) got = NULL;
  const char *const want[MAX_MAILS] = { "A: 1\n", "A: 2\n" };
  pid_t writer;

  ck_assert_int_eq (mkfifo (path, 0600), 0);
  writer = fork ();
  if (writer == 0) {
    const char *text = FROM "A: 1\n\n" FROM "A: 2\n";
    int fd = open (path, O_WRONLY);

    _exit (write (fd, text, strlen (text)) < 0);
  }
  got = read_all (path);
  waitpid (writer, NULL, 0);
  assert_mails (got, want, "fifo");
  ck_assert_uint_eq (none->len, 1);
}
END_TEST

START_TEST (a_pipe_left_non_blocking_is_waited_for)
{
  pid_t writer = 0;
  int end = pipe_in_pieces ("A: 1\n", 5, 1, &writer), saved = dup (STDIN_FILENO);
  const char *const want[MAX_MAILS] = { "A: 1\n" };
  g_autoptr (GPtrArray) got = NULL;

  fcntl (end, F_SETFL, O_NONBLOCK);
  dup2 (end, STDIN_FILENO);
  got = read_all ("-");
  dup2 (saved, STDIN_FILENO);
  close (saved);
  close (end);
  waitpid (writer, NULL, 0);
  assert_mails (got, want, "pipe");
}
END_TEST

/* The texts of all mails, one behind the other. */
static char *
read_texts (const char *path)
{
  g_autoptr (GPtrArray) got = read_all (path);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < got->len; i++)
    g_string_append_printf (out, "%s,", ((GString *) g_ptr_array_index (got, i))->str);
  return g_string_free (out, FALSE);
}

START_TEST (a_maildir_gives_new_and_then_cur_in_name_order)
{
  g_autofree char *texts = NULL;

  put_text ("new/2", "C");
  put_text ("new/10", "B");
  put_text ("new/.hidden", "no");
  put_text ("cur/1:2,S", "D");
  put_text ("tmp/x", "no");
  put_text (".Sent/cur/x", "no");
  put_text ("courierimapuiddb", "no");
  put_text ("new/1", "A");
  put_text ("cur/sub/x", "no");
  texts = read_texts (folder);
  ck_assert_str_eq (texts, "A,B,C,D,");
}
END_TEST

START_TEST (a_folder_is_read_with_all_below_it_in_name_order)
{
  g_autofree char *texts = NULL;

  put_text ("b/2", "C");
  put_text ("b/1", "B");
  put_text ("a", "A");
  put_text ("box", FROM "D\n\n" FROM "E\n");
  put_text ("d/cur/1", "G");
  put_text ("d/new/1", "F");
  put_text ("d/tmp/1", "no");
  put_text ("d/x", "no");
  put_text ("e/f/g", "H");
  put_text (".hidden/x", "no");
  put_text (".x", "no");
  put_text ("z", "");
  texts = read_texts (folder);
  ck_assert_str_eq (texts, "A,B,C,D\n,E\n,F,G,H,,");
}
END_TEST

START_TEST (links_to_files_count_and_links_to_folders_do_not)
{
  g_autofree char *file = g_build_filename (folder, "b-link", NULL);
  g_autofree char *loop = g_build_filename (folder, "c-loop", NULL);
  g_autofree char *fifo = g_build_filename (folder, "d-fifo", NULL);
  g_autofree char *texts = NULL;

  put_text ("a", "A");
  ck_assert_int_eq (symlink ("a", file), 0);
  ck_assert_int_eq (symlink (".", loop), 0);
  ck_assert_int_eq (mkfifo (fifo, 0600), 0);
  texts = read_texts (folder);
  ck_assert_str_eq (texts, "A,A,");
}
END_TEST

START_TEST (a_link_to_a_folder_is_a_source)
{
  g_autofree char *link = g_build_filename (folder, "link", NULL);
  g_autofree char *texts = NULL;

  put_text ("sub/a", "A");
  ck_assert_int_eq (symlink ("sub", link), 0);
  texts = read_texts (link);
  ck_assert_str_eq (texts, "A,");
}
END_TEST

START_TEST (an_unreadable_file_is_an_error_and_the_next_is_read)
{
  g_autofree char *bad = g_build_filename (folder, "b", NULL);
  g_autofree char *texts = NULL;
  g_autofree char *want =
      g_strdup_printf ("A,error: cannot open '%s': No such file or directory,C,", bad);

  put_text ("a", "A");
  ck_assert_int_eq (symlink ("nowhere", bad), 0);
  put_text ("c", "C");
  texts = read_texts (folder);
  ck_assert_str_eq (texts, want);
}
END_TEST

START_TEST (folders_are_read_as_deep_as_the_cap)
{
  g_autoptr (GString) path = g_string_new (NULL);
  g_autoptr (GPtrArray) got = NULL;

  /* the source is the first level */
  for (guint i = 1; i < RETOUR_LIMIT_FOLDER_DEPTH; i++)
    g_string_append (path, "d/");
  g_string_append (path, "a");
  put_text (path->str, "A");
  got = read_all (folder);
  ck_assert_uint_eq (got->len, 1);
  ck_assert_str_eq (((GString *) g_ptr_array_index (got, 0))->str, "A");
  g_clear_pointer (&got, g_ptr_array_unref);

  g_string_truncate (path, path->len - 1);
  g_string_append (path, "b/c");
  put_text (path->str, "C");
  got = read_all (folder);
  ck_assert_uint_eq (got->len, 2);
  ck_assert_ptr_nonnull (strstr (((GString *) g_ptr_array_index (got, 1))->str, "too deep"));
}
END_TEST

START_TEST (an_empty_folder_has_no_mail)
{
  g_autoptr (GPtrArray) got = read_all (folder);

  ck_assert_uint_eq (got->len, 0);
}
END_TEST

/* clang-format off */
RETOUR_TEST_MAIN ("input",
  tcase_set_timeout (tc, 60);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_loop_test (tc, a_file_gives_its_mails_whatever_its_line_ends_and_pieces, 0, G_N_ELEMENTS (files));
  tcase_add_loop_test (tc, a_content_length_counts_where_it_is_right, 0, G_N_ELEMENTS (lengths));
  tcase_add_test (tc, a_content_length_jumps_as_far_as_the_cap);
  tcase_add_loop_test (tc, a_from_line_is_told_by_its_date, 0, G_N_ELEMENTS (from_lines));
  tcase_add_test (tc, a_from_line_is_as_long_as_the_cap);
  tcase_add_test (tc, a_separator_is_found_wherever_a_read_ends);
  tcase_add_test (tc, from_in_a_long_line_is_text);
  tcase_add_loop_test (tc, a_mail_is_kept_up_to_the_cap, 0, G_N_ELEMENTS (sizes));
  tcase_add_test (tc, leading_blanks_are_skipped_up_to_the_cap);
  tcase_add_test (tc, nul_bytes_are_bytes);
  tcase_add_test (tc, a_mail_knows_its_file_and_number);
  tcase_add_test (tc, a_source_that_is_not_there_is_an_error);
  tcase_add_test (tc, trouble_while_reading_is_an_error_and_then_the_end);
  tcase_add_test (tc, a_fifo_and_a_device_are_sources);
  tcase_add_test (tc, a_pipe_left_non_blocking_is_waited_for);
  tcase_add_test (tc, a_maildir_gives_new_and_then_cur_in_name_order);
  tcase_add_test (tc, a_folder_is_read_with_all_below_it_in_name_order);
  tcase_add_test (tc, links_to_files_count_and_links_to_folders_do_not);
  tcase_add_test (tc, a_link_to_a_folder_is_a_source);
  tcase_add_test (tc, an_unreadable_file_is_an_error_and_the_next_is_read);
  tcase_add_test (tc, folders_are_read_as_deep_as_the_cap);
  tcase_add_test (tc, an_empty_folder_has_no_mail))
/* clang-format on */
