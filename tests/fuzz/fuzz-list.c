#define _GNU_SOURCE /* memfd_create() */

#include "fuzz.h"

#include "clean/list.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ROWS = 100000 }; /* more than the longest input can have */

/* Reads a list twice; the second time gives the same. */
static guint
read_all (RetourList *list)
{
  RetourMember member;
  guint n = 0;

  while (retour_list_next (list, &member, NULL)) {
    g_autoptr (GString) row = g_string_new (NULL);

    if (!member.broken)
      retour_list_append_row (list, &member, row);
    g_assert_cmpuint (++n, <, ROWS);
  }
  return n;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  int fd = memfd_create ("list", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr (RetourList) list = NULL;

  if (fd < 0 || write (fd, data, size) != (gssize) size)
    return 0;
  list = retour_list_open (path, NULL, NULL);
  if (list != NULL) {
    guint n = read_all (list);

    g_assert_true (retour_list_rewind (list, NULL));
    g_assert_cmpuint (read_all (list), ==, n);
  }
  close (fd);
  return 0;
}
