#define _GNU_SOURCE /* memfd_create */
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"

#include <retour/retour.h>

/* Reads the mails of @fd; together they are not longer than what was written. */
static void
read_mails (int fd, gsize size)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr (GError) error = NULL;
  g_autoptr (RetourInput) input = retour_input_new (path, &error);
  gsize total = 0;
  guint64 n = 0;

  g_assert_no_error (error);
  while (retour_input_next (input, &error)) {
    gsize len = 0;
    const char *mail = retour_input_get_mail (input, &len);

    total += len;
    n++;
    g_assert_true (mail != NULL || len == 0);
    g_assert_cmpuint (retour_input_get_number (input), ==, n);
  }
  g_assert_no_error (error);
  g_assert_cmpuint (total, <=, size);
}

static void
try_source (const char *prefix, const guint8 *data, gsize size)
{
  int fd = memfd_create ("fuzz", MFD_CLOEXEC);
  gsize prefix_len = strlen (prefix);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, prefix, prefix_len), ==, (gssize) prefix_len);
  g_assert_cmpint (write (fd, data, size), ==, (gssize) size);
  read_mails (fd, prefix_len + size);
  close (fd);
}

/* The bytes as they are, and as the rest of an mbox. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  try_source ("", data, size);
  try_source ("From x Thu Jan  1 00:00:00 2026\nSubject: first\n\nok\n\n", data, size);
  return 0;
}
