#include "base/library.h"

#include "base/language.h"

#include <dlfcn.h>
#include <retour/retour.h>

static void
refuse (const RetourLibrary *self, GError **error)
{
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_UNAVAILABLE, _ ("cannot load library '%s'"),
               self->files[0]);
}

/* A shared library would bring a second C library, and a second GLib, into a static program. */
static void *
open_library (const char *file)
{
#ifdef RETOUR_LINKED
  (void) file;
  return NULL;
#else
  return dlopen (file, RTLD_LAZY | RTLD_LOCAL);
#endif
}

static gboolean
load (const RetourLibrary *self, GError **error)
{
  void *handle = NULL;

  for (guint i = 0; self->files[i] != NULL && handle == NULL; i++)
    handle = open_library (self->files[i]);
  if (handle == NULL) {
    refuse (self, error);
    return FALSE;
  }
  for (guint i = 0; self->functions[i] != NULL; i++) {
    self->table[i] = dlsym (handle, self->functions[i]);
    if (self->table[i] != NULL)
      continue;
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_UNAVAILABLE, _ ("library '%s' lacks '%s'"),
                 self->files[0], self->functions[i]);
    return FALSE;
  }
  return TRUE; /* the handle stays open: the functions are in use until the process ends */
}

/* What failed once fails ever after, and says so each time. */
gconstpointer
retour_library_get (RetourLibrary *self, GError **error)
{
  enum { LOADED = 1, MISSING };

  if (g_once_init_enter (&self->done)) {
    gboolean ok = load (self, error);

    g_once_init_leave (&self->done, ok ? LOADED : MISSING);
    return ok ? self->table : NULL;
  }
  if (self->done == LOADED)
    return self->table;
  refuse (self, error);
  return NULL;
}
