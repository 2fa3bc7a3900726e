/* replace: a file that is written beside the one that it is for, and takes its place when it is
 * whole: nobody ever reads half of it. A link stays one: what it leads to is replaced. What is no
 * file (a device, a pipe) is written to as it is, and stays what it is. */
#pragma once
#include <glib.h>

typedef struct {
  char *path;  /* as it was given */
  char *real;  /* where links lead */
  char *draft; /* %NULL: there is none, it is written to at once */
  int fd;
} RetourReplace;

/* %FALSE with %RETOUR_ERROR_IO when there is no writing beside @path. */
gboolean retour_replace_begin (RetourReplace *self, const char *path, GError **error);
/* Puts it in place, with the rights of the file that was there. */
gboolean retour_replace_commit (RetourReplace *self, GError **error);
/* What was not put in place is gone. */
void retour_replace_clear (RetourReplace *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RetourReplace, retour_replace_clear)
