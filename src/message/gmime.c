#include "message/gmime.h"

/* Registering a type anew, GMime loses what it had of it before. These few bytes are not ours to
 * free; LeakSanitizer is told so. */
#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#include <sanitizer/lsan_interface.h>
#define LOSES_MEMORY(call)                                                                         \
  do {                                                                                             \
    __lsan_disable ();                                                                             \
    call;                                                                                          \
    __lsan_enable ();                                                                              \
  } while (0)
#else
#define LOSES_MEMORY(call) call
#endif

RETOUR_LIBRARY_DEFINE (RetourGmime, RETOUR_GMIME_FUNCTIONS, "libgmime-3.0.so.0")

const RetourGmime *
retour_gmime (void)
{
  g_autoptr (GError) error = NULL;
  const RetourGmime *table = get_library (&error);

  if (table == NULL)
    g_error ("%s", error->message);
  return table;
}

void
retour_gmime_init (void)
{
  static gsize done;
  static const char *const as_leaf[] = { "rfc822", "rfc2822", "global", "news", "partial" };

  if (!g_once_init_enter (&done))
    return;
  LOSES_MEMORY (g_mime_init ());
  for (guint i = 0; i < G_N_ELEMENTS (as_leaf); i++)
    g_mime_object_register_type ("message", as_leaf[i], GMIME_TYPE_PART);
  g_once_init_leave (&done, 1);
}
