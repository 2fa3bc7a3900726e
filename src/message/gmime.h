/* gmime: GMime made ready for us, and scope-bound cleanup for its types, which it does not
 * declare. */
#pragma once
#include "base/library.h"

#include <gmime/gmime.h>

/* What we use of GMime and of the object system below it. They are loaded when the first of these
 * is called: with all that they need they cost a process more than reading a usual mail, which
 * needs none of them. RETOUR_LINKED (`make static`): linked as usual. */
/* clang-format off */
#define RETOUR_GMIME_FUNCTIONS(X)                                                                  \
  X (g_mime_init)                                                                                  \
  X (g_mime_object_register_type)                                                                  \
  X (g_mime_part_get_type)                                                                         \
  X (g_mime_multipart_get_type)                                                                    \
  X (g_mime_stream_get_type)                                                                       \
  X (g_mime_stream_construct)                                                                      \
  X (g_mime_parser_new_with_stream)                                                                \
  X (g_mime_parser_set_persist_stream)                                                             \
  X (g_mime_parser_construct_part)                                                                 \
  X (g_mime_multipart_get_count)                                                                   \
  X (g_mime_multipart_get_part)                                                                    \
  X (g_mime_object_get_header)                                                                     \
  X (g_mime_object_get_content_type)                                                               \
  X (g_mime_part_get_content)                                                                      \
  X (g_mime_part_get_content_encoding)                                                             \
  X (g_mime_data_wrapper_get_stream)                                                               \
  X (g_mime_content_type_parse)                                                                    \
  X (g_mime_content_type_is_type)                                                                  \
  X (g_mime_content_type_get_media_type)                                                           \
  X (g_mime_content_type_get_media_subtype)                                                        \
  X (g_mime_content_type_get_parameters)                                                           \
  X (g_mime_param_list_length)                                                                     \
  X (g_mime_param_list_get_parameter_at)                                                           \
  X (g_mime_param_get_name)                                                                        \
  X (g_mime_param_get_value)                                                                       \
  X (g_mime_utils_header_decode_text)                                                              \
  X (g_mime_utils_header_decode_date)                                                              \
  X (g_object_new)                                                                                 \
  X (g_object_unref)                                                                               \
  X (g_type_check_instance_is_a)                                                                   \
  X (g_type_check_instance_cast)                                                                   \
  X (g_type_register_static_simple)                                                                \
  X (g_type_class_peek_parent)                                                                     \
  X (g_type_class_adjust_private_offset)
/* clang-format on */

RETOUR_LIBRARY_TYPE (RetourGmime, RETOUR_GMIME_FUNCTIONS);

/* The functions, loaded. There is no going on without them: an installation that lacks GMime ends
 * the process with a message, as the dynamic linker would. */
const RetourGmime *retour_gmime (void);

#ifndef RETOUR_LINKED
/* clang-format off */
#define g_mime_init (retour_gmime ()->g_mime_init)
#define g_mime_object_register_type (retour_gmime ()->g_mime_object_register_type)
#define g_mime_part_get_type (retour_gmime ()->g_mime_part_get_type)
#define g_mime_multipart_get_type (retour_gmime ()->g_mime_multipart_get_type)
#define g_mime_stream_get_type (retour_gmime ()->g_mime_stream_get_type)
#define g_mime_stream_construct (retour_gmime ()->g_mime_stream_construct)
#define g_mime_parser_new_with_stream (retour_gmime ()->g_mime_parser_new_with_stream)
#define g_mime_parser_set_persist_stream (retour_gmime ()->g_mime_parser_set_persist_stream)
#define g_mime_parser_construct_part (retour_gmime ()->g_mime_parser_construct_part)
#define g_mime_multipart_get_count (retour_gmime ()->g_mime_multipart_get_count)
#define g_mime_multipart_get_part (retour_gmime ()->g_mime_multipart_get_part)
#define g_mime_object_get_header (retour_gmime ()->g_mime_object_get_header)
#define g_mime_object_get_content_type (retour_gmime ()->g_mime_object_get_content_type)
#define g_mime_part_get_content (retour_gmime ()->g_mime_part_get_content)
#define g_mime_part_get_content_encoding (retour_gmime ()->g_mime_part_get_content_encoding)
#define g_mime_data_wrapper_get_stream (retour_gmime ()->g_mime_data_wrapper_get_stream)
#define g_mime_content_type_parse (retour_gmime ()->g_mime_content_type_parse)
#define g_mime_content_type_is_type (retour_gmime ()->g_mime_content_type_is_type)
#define g_mime_content_type_get_media_type (retour_gmime ()->g_mime_content_type_get_media_type)
#define g_mime_content_type_get_media_subtype (retour_gmime ()->g_mime_content_type_get_media_subtype)
#define g_mime_content_type_get_parameters (retour_gmime ()->g_mime_content_type_get_parameters)
#define g_mime_param_list_length (retour_gmime ()->g_mime_param_list_length)
#define g_mime_param_list_get_parameter_at (retour_gmime ()->g_mime_param_list_get_parameter_at)
#define g_mime_param_get_name (retour_gmime ()->g_mime_param_get_name)
#define g_mime_param_get_value (retour_gmime ()->g_mime_param_get_value)
#define g_mime_utils_header_decode_text (retour_gmime ()->g_mime_utils_header_decode_text)
#define g_mime_utils_header_decode_date (retour_gmime ()->g_mime_utils_header_decode_date)
#define g_object_new (retour_gmime ()->g_object_new)
#define g_object_unref (retour_gmime ()->g_object_unref)
#define g_type_check_instance_is_a (retour_gmime ()->g_type_check_instance_is_a)
#define g_type_check_instance_cast (retour_gmime ()->g_type_check_instance_cast)
#define g_type_register_static_simple (retour_gmime ()->g_type_register_static_simple)
#define g_type_class_peek_parent (retour_gmime ()->g_type_class_peek_parent)
#define g_type_class_adjust_private_offset (retour_gmime ()->g_type_class_adjust_private_offset)
/* clang-format on */
#endif

/* Call it before anything of GMime that needs g_mime_init(). GMime makes a tree of its own out of a
 * mail inside the mail; we scan returned mail ourselves and want it as a leaf. This holds for the
 * whole process, which is why it is said in README. */
void retour_gmime_init (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeParser, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeObject, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeContentType, g_object_unref)
