/* output.h: write reports somewhere. SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#if !defined(RETOUR_INSIDE) && !defined(RETOUR_COMPILATION)
#error "include <retour/retour.h>"
#endif
#include <retour/report.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * RetourOutput:
 *
 * Writes records in one of the formats `table`, `ndjson`, `json`, `csv`, `sisimai`. What it
 * writes is valid UTF-8 with every control character escaped. One output, one thread.
 */
typedef struct _RetourOutput RetourOutput;

/**
 * retour_output_new:
 * @format: name of a format
 * @fd: where to write; not closed by the output
 * @error: return location for a #GError, or %NULL
 *
 * Returns: (transfer full) (nullable): the output, or %NULL with %RETOUR_ERROR_USAGE when there
 *   is no such format
 */
RetourOutput *retour_output_new (const char *format, int fd, GError **error);
void retour_output_free (RetourOutput *self);

/* The names of all formats, %NULL-terminated; (transfer none). */
const char *const *retour_output_list_formats (void);

/**
 * retour_output_set_fields:
 * @self: an output to which nothing has been written yet
 * @names: field names with commas between them; `returned` means all of its members
 * @error: return location for a #GError, or %NULL
 *
 * Writes only these fields, in this order. The format `sisimai` has its own fields.
 *
 * Returns: %FALSE with %RETOUR_ERROR_USAGE when there is no such field
 */
gboolean retour_output_set_fields (RetourOutput *self, const char *names, GError **error);

/* Colour (table only): default is off. Width in columns (table only): default 80. */
void retour_output_set_colour (RetourOutput *self, gboolean colour);
void retour_output_set_width (RetourOutput *self, guint columns);

/**
 * retour_output_write:
 * @self: an output
 * @report: a report
 * @record: which of its records
 * @error: return location for a #GError, or %NULL
 *
 * Returns: %FALSE with %RETOUR_ERROR_IO when it could not be written
 */
gboolean retour_output_write (RetourOutput *self, const RetourReport *report, guint record,
                              GError **error);

/* Writes what is still held back and whatever ends the format. Call once, at the end. */
gboolean retour_output_finish (RetourOutput *self, GError **error);
/* Writes what is held back, so that a reader of a pipe sees all records so far. */
gboolean retour_output_flush (RetourOutput *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourOutput, retour_output_free)

G_END_DECLS
