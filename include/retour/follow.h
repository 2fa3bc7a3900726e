/* follow.h: mails as they come in. SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#if !defined(RETOUR_INSIDE) && !defined(RETOUR_COMPILATION)
#error "include <retour/retour.h>"
#endif
#include <glib.h>

G_BEGIN_DECLS

/**
 * RetourFollow:
 *
 * The mails of Maildirs: those that are there, and then those that come, each once, also when it is
 * moved from `new` to `cur` or gets other flags. It needs the default #GMainContext to run, which
 * retour_follow_wait() sees to. One #RetourFollow, one thread.
 */
typedef struct _RetourFollow RetourFollow;

/**
 * retour_follow_new:
 * @folders: (array zero-terminated=1): paths of Maildirs
 * @rescan: seconds after which all is looked through, whether changes were seen or not
 * @error: return location for a #GError, or %NULL
 *
 * Returns: (transfer full) (nullable): what to ask for mails, or %NULL with %RETOUR_ERROR_NO_INPUT
 *   when one of @folders is no Maildir that can be read
 */
RetourFollow *retour_follow_new (const char *const *folders, guint rescan, GError **error);
void retour_follow_free (RetourFollow *self);
/* (transfer full): the path of the next mail; %NULL: there is none now. */
char *retour_follow_take (RetourFollow *self);
/* Waits until there may be a mail to take, something else happened in the main context, or
 * @milliseconds are over. */
void retour_follow_wait (RetourFollow *self, guint milliseconds);
/* The mail at @path was gone when it was to be read: it is given again wherever it turns up. */
void retour_follow_put_back (RetourFollow *self, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourFollow, retour_follow_free)

G_END_DECLS
