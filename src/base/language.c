#include "base/language.h"

#include "base/catalog.h"

#include <errno.h>
#include <string.h>

/* Not libc's gettext(): that one speaks a language only where a locale of it is installed, which
 * most servers and all containers lack, and `--lang de` has to work there too. */

#ifndef RETOUR_LOCALEDIR
#define RETOUR_LOCALEDIR "/usr/local/share/locale"
#endif

/* The process has one language, as it has one environment: chosen once, and constant from then
 * on. 0: not chosen yet; ENGLISH; or a catalog. */
static gsize language;
static int asked; /* somebody wants the language of the environment */

#define ENGLISH ((gsize) 1)

/* The catalog of exactly this language in @folder. */
static RetourCatalog *
load_from (const char *folder, const char *tag)
{
  g_autofree char *path = g_build_filename (folder, tag, "LC_MESSAGES", "retour.mo", NULL);

  return retour_catalog_load (path);
}

static RetourCatalog *
load_beside_program (const char *tag)
{
  static const char *const folders[] = { "locale", "../share/locale" };
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;
  RetourCatalog *found = NULL;

  for (guint i = 0; folder != NULL && found == NULL && i < G_N_ELEMENTS (folders); i++) {
    g_autofree char *path = g_build_filename (folder, folders[i], NULL);

    found = load_from (path, tag);
  }
  return found;
}

static RetourCatalog *
load_exactly (const char *tag)
{
  const char *folder = g_getenv ("TEXTDOMAINDIR");
  RetourCatalog *found = folder != NULL ? load_from (folder, tag) : NULL;

  if (found == NULL)
    found = load_beside_program (tag);
  return found != NULL ? found : load_from (RETOUR_LOCALEDIR, tag);
}

/* Of "de_AT.UTF-8@euro" the catalog of "de_AT", or of "de"; 0 if there is none. */
static gsize
load (const char *tag)
{
  g_autofree char *name = g_strndup (tag, strcspn (tag, ".@"));
  RetourCatalog *found;

  if (*name == '\0' || strpbrk (name, "/\\") != NULL)
    return 0;
  if (g_str_has_prefix (name, "en") && !g_ascii_isalpha (name[2]))
    return ENGLISH;
  found = load_exactly (name);
  if (found == NULL && strpbrk (name, "_-") != NULL) {
    name[strcspn (name, "_-")] = '\0';
    found = load_exactly (name);
  }
  return (gsize) found;
}

/* What the environment says of the messages; %NULL: nothing, or that they are not translated. */
static const char *
get_locale (void)
{
  static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = g_getenv (names[i]);

    if (value != NULL && *value != '\0')
      return g_str_equal (value, "C") || g_str_equal (value, "POSIX") ||
                     g_str_has_prefix (value, "C.")
                 ? NULL
                 : value;
  }
  return NULL;
}

static gsize
load_by_environment (void)
{
  const char *locale = get_locale ();
  const char *list = g_getenv ("LANGUAGE");
  g_auto (GStrv) tags = NULL;
  gsize found = 0;

  if (locale == NULL)
    return ENGLISH;
  tags = g_strsplit (list != NULL && *list != '\0' ? list : locale, ":", -1);
  for (guint i = 0; found == 0 && tags[i] != NULL; i++)
    found = load (tags[i]);
  return found != 0 ? found : ENGLISH;
}

gboolean
retour_language_use (const char *tag, GError **error)
{
  gsize found;

  if (tag == NULL) {
    g_atomic_int_set (&asked, TRUE);
    return TRUE;
  }
  if (!g_once_init_enter (&language))
    return TRUE;
  found = load (tag);
  g_once_init_leave (&language, found != 0 ? found : ENGLISH);
  if (found == 0)
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_USAGE, _ ("no language '%s'"), tag);
  return found != 0;
}

/* The catalog; %NULL for English. */
static const RetourCatalog *
get_catalog (void)
{
  if (g_atomic_pointer_get (&language) == 0 && !g_atomic_int_get (&asked))
    return NULL;
  if (g_once_init_enter (&language))
    g_once_init_leave (&language, load_by_environment ());
  return language != ENGLISH ? (const RetourCatalog *) language : NULL;
}

const char *
retour_language_translate (const char *text)
{
  int number = errno; /* "cannot open …": the next argument is why */
  const RetourCatalog *catalog = get_catalog ();
  const char *found = NULL;

  if (catalog != NULL && *text != '\0') /* the empty text is the catalog's header */
    found = retour_catalog_lookup (catalog, text);
  errno = number;
  return found != NULL && *found != '\0' ? found : text;
}
