/* library: shared libraries that are loaded when something is first asked of them. A process that
 * runs once a mail pays for each library that it starts with; most of ours need none of the large
 * ones. */
#pragma once
#include <glib.h>

/* One shared library: the file names that it may go by, what we want of it, and where that is put
 * (one pointer for each function, in the same order). */
typedef struct {
  const char *const *files;     /* %NULL-terminated, in the order of preference */
  const char *const *functions; /* %NULL-terminated */
  gpointer *table;
  gsize done;
} RetourLibrary;

/**
 * retour_library_get:
 * @self: a static library
 * @error: return location for a #GError, or %NULL
 *
 * Loads a library, the first time, for the rest of the process. Thread-safe.
 *
 * Returns: (transfer none) (nullable): its table, or %NULL with %RETOUR_ERROR_UNAVAILABLE when
 * there is no such library, or when it lacks a function
 */
gconstpointer retour_library_get (RetourLibrary *self, GError **error);

#define RETOUR_LIBRARY_MEMBER(name)  __typeof__ (&(name)) (name);
#define RETOUR_LIBRARY_NAME(name)    #name,
#define RETOUR_LIBRARY_ADDRESS(name) .name = (name),

/* The type of the table of a library, for its header, ahead of the macros that lead callers to it.
 * @FUNCTIONS: a macro that calls its argument with each function. */
#define RETOUR_LIBRARY_TYPE(Type, FUNCTIONS)                                                       \
  typedef struct {                                                                                 \
    FUNCTIONS (RETOUR_LIBRARY_MEMBER)                                                              \
  } Type

/* Defines `static const TYPE *get_library (GError **error)`, for the one file that loads it. The
 * names of files are the last arguments. */
#define RETOUR_LIBRARY_DEFINE_SHARED(Type, FUNCTIONS, ...)                                         \
  static const Type *get_library (GError **error)                                                  \
  {                                                                                                \
    static const char *const names[] = { FUNCTIONS (RETOUR_LIBRARY_NAME) NULL };                   \
    static const char *const files[] = { __VA_ARGS__, NULL };                                      \
    static Type table;                                                                             \
    static RetourLibrary library = { files, names, (gpointer *) (void *) &table, 0 };              \
                                                                                                   \
    G_STATIC_ASSERT (sizeof table == (G_N_ELEMENTS (names) - 1) * sizeof (gpointer));              \
    return retour_library_get (&library, error);                                                   \
  }

/* The same for a library that comes as an archive, too. RETOUR_LINKED (`make static`): it was
 * linked in the usual way. */
#ifdef RETOUR_LINKED
#define RETOUR_LIBRARY_DEFINE(Type, FUNCTIONS, ...)                                                \
  static const Type *get_library (GError **error)                                                  \
  {                                                                                                \
    static const Type table = { FUNCTIONS (RETOUR_LIBRARY_ADDRESS) };                              \
                                                                                                   \
    (void) error;                                                                                  \
    return &table;                                                                                 \
  }
#else
#define RETOUR_LIBRARY_DEFINE RETOUR_LIBRARY_DEFINE_SHARED
#endif
