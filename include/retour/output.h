/* output.h: write reports somewhere. SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#if !defined(RETOUR_INSIDE) && !defined(RETOUR_COMPILATION)
#error "include <retour/retour.h>"
#endif
#include <retour/explain.h>
#include <retour/report.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * RetourOutput:
 *
 * Writes records, or explanations, in one of the formats `table`, `ndjson`, `json`, `csv`,
 * `sisimai` (records only). What it writes is valid UTF-8 with every control character escaped;
 * `csv` keeps line ends inside a field. One output, one thread.
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
 * Writes only these fields, in this order; a field that is named twice counts once. In `ndjson`
 * and `json` the members of `returned` stand together, where the first of them is named.
 *
 * Returns: %FALSE with %RETOUR_ERROR_USAGE when there is no such field, or when the format
 *   (`sisimai`) has its own fields
 */
gboolean retour_output_set_fields (RetourOutput *self, const char *names, GError **error);

/* Colour (table only): default is off. Width in columns (table and explanations for people):
 * default 80; a table takes what it needs of more. How wide a character is, the table takes from
 * LC_CTYPE: call setlocale(3) before. */
void retour_output_set_colour (RetourOutput *self, gboolean colour);
void retour_output_set_width (RetourOutput *self, guint columns);

/**
 * retour_output_write:
 * @self: an output
 * @report: a report
 * @record: which of its records
 * @error: return location for a #GError, or %NULL
 *
 * Writes one record; most of it is held back until there is enough for a large write. `sisimai`
 * leaves out what Sisimai leaves out: records without a recipient, and kinds other than bounce,
 * delayed, feedback and autoreply.
 *
 * Returns: %FALSE when it could not be written: with %RETOUR_ERROR_CLOSED when the reader of a
 *   pipe went away, with %RETOUR_ERROR_UNAVAILABLE when it is `table` and libsmartcols is not
 *   installed, else with %RETOUR_ERROR_IO
 */
gboolean retour_output_write (RetourOutput *self, const RetourReport *report, guint record,
                              GError **error);

/**
 * retour_output_write_explanation:
 * @self: an output to which no record is written
 * @explanation: an explanation
 * @error: return location for a #GError, or %NULL
 *
 * Writes what a bare reply means: one object or row, in format `table` a few lines for people.
 *
 * Returns: %FALSE as retour_output_write(), or with %RETOUR_ERROR_USAGE when the format
 *   (`sisimai`) has no explanations
 */
gboolean retour_output_write_explanation (RetourOutput *self, const RetourExplanation *explanation,
                                          GError **error);

/* Writes what is still held back and whatever ends the format. Call once, at the end. */
gboolean retour_output_finish (RetourOutput *self, GError **error);
/* Writes what is held back, so that a reader of a pipe sees all records so far. */
gboolean retour_output_flush (RetourOutput *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourOutput, retour_output_free)

G_END_DECLS
