/* language.h: texts for people in their own language. SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#if !defined(RETOUR_INSIDE) && !defined(RETOUR_COMPILATION)
#error "include <retour/retour.h>"
#endif
#include <glib.h>

G_BEGIN_DECLS

/* What the library says to people is English, and each text is the key of its translation in the
 * gettext catalog `retour` (po/). They are looked for as `LANGUAGE/LC_MESSAGES/retour.mo` in
 * $TEXTDOMAINDIR, beside the program (`locale`, `../share/locale`) and where `make install` puts
 * them. No locale needs to be installed, and none is set. */

/**
 * retour_language_use:
 * @tag: (nullable): `de`, `de_AT`, `en`, …; %NULL for the one that the environment asks for
 *   (`LANGUAGE`, `LC_ALL`, `LC_MESSAGES`, `LANG`, as gettext does)
 * @error: return location for a #GError, or %NULL
 *
 * From now on error messages, and what #RetourOutput writes for people, are in this language; it
 * is the process's, and chosen once: later calls change nothing. Without this call everything is
 * English. With %NULL nothing is read before the first text is needed.
 *
 * Returns: %FALSE with %RETOUR_ERROR_USAGE when there is no catalog of the language @tag
 */
gboolean retour_language_use (const char *tag, GError **error);

/**
 * retour_language_translate:
 * @text: an English text
 *
 * Returns: (transfer none): its translation; @text itself where there is none
 */
const char *retour_language_translate (const char *text) G_GNUC_FORMAT (1);

G_END_DECLS
