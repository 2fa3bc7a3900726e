/* gmime: GMime made ready for us, and scope-bound cleanup for its types, which it does not
 * declare. */
#pragma once
#include <gmime/gmime.h>

/* Call it before anything of GMime that needs g_mime_init(). GMime makes a tree of its own out of a
 * mail inside the mail; we scan returned mail ourselves and want it as a leaf. This holds for the
 * whole process, which is why it is said in README. */
void retour_gmime_init (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeParser, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeObject, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeContentType, g_object_unref)
