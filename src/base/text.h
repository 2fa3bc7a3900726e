/* text: the one reader of our data files. */
#pragma once
#include <glib.h>

/* One line: no line end, no trailing blanks; leading blanks kept. Lines that start with `#` and
 * empty lines come as "". @text may be changed, not kept. */
typedef gboolean (*RetourLineFunc) (const char *file, guint line, char *text, gpointer data,
                                    GError **error);

/* Calls @func for every line of @bytes, numbered from 1, until it returns %FALSE.
 * Returns %FALSE with @error set by @func, or RETOUR_ERROR_DATA when @bytes are not UTF-8. */
gboolean retour_text_each_line (const char *file, GBytes *bytes, RetourLineFunc func, gpointer data,
                                GError **error);

/* Sets @error to RETOUR_ERROR_DATA, "file:line: …"; always returns %FALSE. */
gboolean retour_text_fail (GError **error, const char *file, guint line, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
