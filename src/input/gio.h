/* gio: GIO, loaded when a folder is first watched. */
#pragma once
#include "base/library.h"

#include <gio/gio.h>

/* clang-format off */
#define RETOUR_GIO_FUNCTIONS(X)                                                                    \
  X (g_file_get_path)                                                                              \
  X (g_file_monitor_cancel)                                                                        \
  X (g_file_monitor_directory)                                                                     \
  X (g_file_new_for_path)                                                                          \
  X (g_object_unref)                                                                               \
  X (g_signal_connect_data)
/* clang-format on */

RETOUR_LIBRARY_TYPE (RetourGio, RETOUR_GIO_FUNCTIONS);

/* The functions, loaded; %NULL: there is no GIO. */
const RetourGio *retour_gio (void);
