/* input.h: the mails of a source, one by one. SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#if !defined(RETOUR_INSIDE) && !defined(RETOUR_COMPILATION)
#error "include <retour/retour.h>"
#endif
#include <glib.h>

G_BEGIN_DECLS

/**
 * RetourInput:
 *
 * Reads a source mail by mail in constant memory, whatever its size: standard input,
 * a file with one message, an mbox, a Maildir (`new` and `cur`), or a folder (every
 * regular file in it, recursively, in name order). One input, one thread.
 */
typedef struct _RetourInput RetourInput;

/**
 * retour_input_new:
 * @path: a path, or `-` for standard input
 * @error: return location for a #GError, or %NULL
 *
 * Returns: (transfer full) (nullable): the input, or %NULL with %RETOUR_ERROR_NO_INPUT when
 *   there is no such source or it may not be read
 */
RetourInput *retour_input_new (const char *path, GError **error);

/**
 * retour_input_new_from_memory:
 * @data: (array length=len): one message; borrowed, must outlive the input
 * @len: number of bytes
 *
 * For a message that came through a pipe: it gives one mail, which is never taken for an mbox, but
 * for the `From ` lines that many mail systems put ahead of it. Its origin is `-`.
 *
 * Returns: (transfer full): the input
 */
RetourInput *retour_input_new_from_memory (const char *data, gsize len);
void retour_input_free (RetourInput *self);

/**
 * retour_input_next:
 * @self: an input
 * @error: return location for a #GError, or %NULL
 *
 * Goes to the next mail. A file of a folder that cannot be read gives an error, and the
 * next call goes on behind it.
 *
 * Returns: %TRUE when there is a mail; %FALSE with @error unset at the end, or with @error
 *   set (%RETOUR_ERROR_IO, %RETOUR_ERROR_NO_INPUT) when something could not be read
 */
gboolean retour_input_next (RetourInput *self, GError **error);

/**
 * retour_input_get_mail:
 * @self: an input after a successful retour_input_next()
 * @len: (out): number of bytes
 *
 * The mail as it came, without its mbox `From ` line, unquoted (mboxrd, mboxo). May hold
 * NUL bytes; not NUL-terminated.
 *
 * Returns: (transfer none): valid until the next call on @self
 */
const char *retour_input_get_mail (const RetourInput *self, gsize *len);
/* Path of the file that the mail stands in, `-` for standard input. */
const char *retour_input_get_origin (const RetourInput *self);
/* 1-based number in an mbox, else 1. */
guint64 retour_input_get_number (const RetourInput *self);
/* About how much of the source has been read, 0 … 1; negative where that cannot be told. Costs
 * system calls. */
double retour_input_get_share (const RetourInput *self);
/* The mail was longer than the cap of 32 MiB; what is given is its beginning. */
gboolean retour_input_is_truncated (const RetourInput *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourInput, retour_input_free)

G_END_DECLS
