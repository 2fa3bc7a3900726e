#include <dlfcn.h>

#include "test.h"

/* The shared library exports what the public headers declare. */
static GPtrArray *names; /* of char * */

static void
find_names (const char *header)
{
  static const char prefix[] = "retour_";
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (header, &text, NULL, NULL))
    return;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    const char *name = strstr (lines[i], prefix);
    gsize len = name != NULL ? strspn (name, "abcdefghijklmnopqrstuvwxyz_0123456789") : 0;

    if (len > 0 && !strchr ("/ #", lines[i][0]) && g_str_has_prefix (name + len, " ("))
      g_ptr_array_add (names, g_strndup (name, len));
  }
}

static void
prepare (void)
{
  g_autoptr (GDir) dir = g_dir_open ("include/retour", 0, NULL);
  const char *file;

  names = g_ptr_array_new_with_free_func (g_free);
  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename ("include/retour", file, NULL);

    find_names (path);
  }
}

START_TEST (a_public_function_is_exported)
{
  g_autofree char *path = g_build_filename (g_getenv ("B"), "libretour.so.0", NULL);
  void *library = dlopen (path, RTLD_NOW | RTLD_LOCAL);
  const char *name = g_ptr_array_index (names, _i);

  ck_assert_msg (library != NULL, "%s", dlerror ());
  ck_assert_msg (dlsym (library, name) != NULL, "%s is not exported", name);
  dlclose (library);
}
END_TEST

START_TEST (an_internal_function_is_not_exported)
{
  g_autofree char *path = g_build_filename (g_getenv ("B"), "libretour.so.0", NULL);
  void *library = dlopen (path, RTLD_NOW | RTLD_LOCAL);

  ck_assert_msg (library != NULL, "%s", dlerror ());
  ck_assert_ptr_null (dlsym (library, "retour_slice_strip"));
  dlclose (library);
}
END_TEST

RETOUR_TEST_MAIN ("library", prepare (); tcase_add_test (tc, an_internal_function_is_not_exported);
                  tcase_add_loop_test (tc, a_public_function_is_exported, 0, (int) names->len))
