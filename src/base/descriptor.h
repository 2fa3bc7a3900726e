/* descriptor: read(2) and write(2) until there is something to tell: past signals, and past a pipe
 * or a terminal that somebody left non-blocking. Thread-safe. */
#pragma once
#include <glib.h>

/* As read(2): bytes, 0 at the end, -1 with errno set. */
gssize retour_descriptor_read (int fd, char *data, gsize len);
/* Writes all of it, however many calls that takes. %FALSE with errno set. */
gboolean retour_descriptor_write (int fd, const char *data, gsize len);
/* Writes to @to what @from has left. %FALSE with errno set. */
gboolean retour_descriptor_copy (int from, int to);
