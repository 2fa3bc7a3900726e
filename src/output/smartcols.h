/* smartcols: libsmartcols, loaded when a table is first made. */
#pragma once
#include "base/library.h"

#include <libsmartcols.h>

/* clang-format off */
#define RETOUR_SMARTCOLS_FUNCTIONS(X)                                                              \
  X (scols_cell_get_data)                                                                          \
  X (scols_cell_set_data)                                                                          \
  X (scols_column_set_whint)                                                                       \
  X (scols_line_get_cell)                                                                          \
  X (scols_line_set_color)                                                                         \
  X (scols_line_set_data)                                                                          \
  X (scols_new_table)                                                                              \
  X (scols_print_table_to_string)                                                                  \
  X (scols_table_enable_colors)                                                                    \
  X (scols_table_enable_noheadings)                                                                \
  X (scols_table_get_column)                                                                       \
  X (scols_table_get_line)                                                                         \
  X (scols_table_new_column)                                                                       \
  X (scols_table_new_line)                                                                         \
  X (scols_table_set_termforce)                                                                    \
  X (scols_table_set_termwidth)                                                                    \
  X (scols_unref_table)
/* clang-format on */

RETOUR_LIBRARY_TYPE (RetourSmartcols, RETOUR_SMARTCOLS_FUNCTIONS);

/* %FALSE with RETOUR_ERROR_UNAVAILABLE: there is no libsmartcols. */
gboolean retour_smartcols_load (GError **error);

/* The functions, loaded; whoever calls one has seen that there are any. */
const RetourSmartcols *retour_smartcols (void);

/* clang-format off */
#define scols_cell_get_data (retour_smartcols ()->scols_cell_get_data)
#define scols_cell_set_data (retour_smartcols ()->scols_cell_set_data)
#define scols_column_set_whint (retour_smartcols ()->scols_column_set_whint)
#define scols_line_get_cell (retour_smartcols ()->scols_line_get_cell)
#define scols_line_set_color (retour_smartcols ()->scols_line_set_color)
#define scols_line_set_data (retour_smartcols ()->scols_line_set_data)
#define scols_new_table (retour_smartcols ()->scols_new_table)
#define scols_print_table_to_string (retour_smartcols ()->scols_print_table_to_string)
#define scols_table_enable_colors (retour_smartcols ()->scols_table_enable_colors)
#define scols_table_enable_noheadings (retour_smartcols ()->scols_table_enable_noheadings)
#define scols_table_get_column (retour_smartcols ()->scols_table_get_column)
#define scols_table_get_line (retour_smartcols ()->scols_table_get_line)
#define scols_table_new_column (retour_smartcols ()->scols_table_new_column)
#define scols_table_new_line (retour_smartcols ()->scols_table_new_line)
#define scols_table_set_termforce (retour_smartcols ()->scols_table_set_termforce)
#define scols_table_set_termwidth (retour_smartcols ()->scols_table_set_termwidth)
#define scols_unref_table (retour_smartcols ()->scols_unref_table)
/* clang-format on */
