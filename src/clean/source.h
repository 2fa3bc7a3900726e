/* source: opens what is to be read twice. */
#pragma once
#include <glib.h>

/* A file descriptor of @path (`-`: standard input) that lseek(2) works on, at its start; -1 with
 * RETOUR_ERROR_NO_INPUT or _IO. */
int retour_source_open (const char *path, GError **error);
