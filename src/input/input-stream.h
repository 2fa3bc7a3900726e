/* input-stream: the mails of one open file, be it one message or an mbox. */
#pragma once
#include "base/slice.h"
#include "input/input.h"

typedef struct _RetourInputStream RetourInputStream;

/* %NULL when there is no memory for it. One stream serves many files, one after the other. */
RetourInputStream *retour_input_stream_new (GError **error);
void retour_input_stream_free (RetourInputStream *self);
/* Goes on with the file at @path, or with a file descriptor that stays the caller's. */
gboolean retour_input_stream_open (RetourInputStream *self, const char *path, GError **error);
void retour_input_stream_attach (RetourInputStream *self, int fd, const char *origin);
/* As retour_input_next(). A file of 0 bytes gives one mail of 0 bytes. */
gboolean retour_input_stream_next (RetourInputStream *self, RetourInputMail *mail, GError **error);
/* How much of a file has been read, with what is read ahead; negative where that cannot be told. */
double retour_input_stream_get_share (const RetourInputStream *self);
/* How many bytes stand ahead of the header of @mail and are not part of the mail: a byte order
 * mark; empty lines, but only if a header comes, for they may also be the end of an empty one. */
gsize retour_input_stream_leading (RetourSlice mail);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourInputStream, retour_input_stream_free)
