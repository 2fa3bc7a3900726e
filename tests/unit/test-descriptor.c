#define _GNU_SOURCE /* pipe2() */
#include "base/descriptor.h"

#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { MUCH = 1 << 20 }; /* more than a pipe holds */

typedef struct {
  int fd;
  GString *text;
} Reader;

static gpointer
read_slowly (gpointer data)
{
  Reader *reader = data;
  char block[5000];
  gssize n;

  g_usleep (20 * 1000); /* the pipe is full by then */
  while ((n = retour_descriptor_read (reader->fd, block, sizeof (block))) > 0)
    g_string_append_len (reader->text, block, n);
  return GINT_TO_POINTER (n == 0);
}

START_TEST (a_non_blocking_pipe_passes_all_that_is_written)
{
  g_autofree char *text = g_malloc (MUCH);
  g_autoptr (GString) got = g_string_new (NULL);
  int ends[2];
  Reader reader = { .text = got };
  GThread *thread = NULL;

  for (guint i = 0; i < MUCH; i++)
    text[i] = (char) ('a' + i % 23);
  ck_assert_int_eq (pipe2 (ends, O_CLOEXEC | O_NONBLOCK), 0);
  reader.fd = ends[0];
  thread = g_thread_new ("reader", read_slowly, &reader);
  ck_assert (retour_descriptor_write (ends[1], text, MUCH));
  g_usleep (20 * 1000); /* the reader waits by then */
  ck_assert (retour_descriptor_write (ends[1], "end", 3));
  close (ends[1]);
  ck_assert (GPOINTER_TO_INT (g_thread_join (thread)));
  ck_assert_uint_eq (got->len, MUCH + 3);
  ck_assert_mem_eq (got->str, text, MUCH);
  ck_assert_str_eq (got->str + MUCH, "end");
  close (ends[0]);
}
END_TEST

START_TEST (copy_passes_what_is_left)
{
  g_autofree char *name = NULL;
  int file = g_file_open_tmp ("retour-test-XXXXXX", &name, NULL), ends[2];
  char got[8] = "";

  ck_assert_int_ge (file, 0);
  unlink (name);
  ck_assert_int_eq (pipe2 (ends, O_CLOEXEC), 0);
  ck_assert (retour_descriptor_write (ends[1], "letter", 6));
  close (ends[1]);
  ck_assert (retour_descriptor_copy (ends[0], file));
  ck_assert_int_eq (pread (file, got, sizeof (got), 0), 6);
  ck_assert_str_eq (got, "letter");
  close (ends[0]);
  close (file);
}
END_TEST

START_TEST (errors_are_told)
{
  int folder = open ("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  char byte;

  ck_assert_int_ge (folder, 0);
  errno = 0;
  ck_assert_int_eq (retour_descriptor_read (folder, &byte, 1), -1);
  ck_assert_int_eq (errno, EISDIR);
  errno = 0;
  ck_assert (!retour_descriptor_write (folder, "x", 1));
  ck_assert_int_eq (errno, EBADF);
  ck_assert (!retour_descriptor_copy (folder, folder));
  ck_assert (retour_descriptor_write (folder, NULL, 0));
  close (folder);
}
END_TEST

/* clang-format off */
RETOUR_TEST_MAIN ("descriptor",
  tcase_add_test (tc, a_non_blocking_pipe_passes_all_that_is_written);
  tcase_add_test (tc, copy_passes_what_is_left);
  tcase_add_test (tc, errors_are_told))
/* clang-format on */
