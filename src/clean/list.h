/* list: a list of addresses, row by row, in constant memory, in one of the forms that people keep
 * them in: CSV with any delimiter and column order, one address a line, lines as Mailman's
 * list_members prints them ("Name <address>"), stanzas as Sympa dumps them. */
#pragma once
#include "clean/rows.h"

typedef struct {
  RetourSlice text;    /* the row as it stands, without its line end */
  RetourSlice end;     /* its line end */
  RetourSlice address; /* nothing: the row holds none */
  gboolean broken;     /* cannot be read: to be kept as it is */
  gboolean more;       /* a piece of a broken row, which goes on in the next one */
} RetourMember;

typedef struct _RetourList RetourList;

/**
 * retour_list_open:
 * @path: a file; `-`: standard input
 * @column: (nullable): the column of addresses, by name or by number; %NULL: the one whose name or
 *   whose cells say so
 * @error: return location for a #GError, or %NULL
 *
 * Opens a list and finds out what form it has. What cannot be read twice is copied into a temporary
 * file first.
 *
 * Returns: (transfer full) (nullable): the list, or %NULL with %RETOUR_ERROR_NO_INPUT when there is
 *   no such file, %RETOUR_ERROR_USAGE when there is no such column, %RETOUR_ERROR_DATA when no
 *   column holds addresses or the file is no text, %RETOUR_ERROR_IO
 */
RetourList *retour_list_open (const char *path, const char *column, GError **error);
void retour_list_free (RetourList *self);
/* Back to the first row. */
gboolean retour_list_rewind (RetourList *self, GError **error);
/* The next row behind the header. %FALSE at the end, or with @error (%RETOUR_ERROR_IO). A member is
 * valid until the next call. */
gboolean retour_list_next (RetourList *self, RetourMember *member, GError **error);

/* `csv`, `lines`, `names`, `sympa`. */
const char *retour_list_get_form (const RetourList *self);
/* What stands between cells and behind rows in files made of this list. */
char retour_list_get_delimiter (const RetourList *self);
const char *retour_list_get_line_end (const RetourList *self);
/* The form is CSV: a row is written as it stands. Otherwise it is text. */
gboolean retour_list_is_csv (const RetourList *self);
/* Appends names of columns, or a row, as CSV without its line end. Columns of ours (`retour_…`),
 * of an earlier run, at the end of rows are left out. */
void retour_list_append_header (const RetourList *self, GString *out);
void retour_list_append_row (RetourList *self, const RetourMember *member, GString *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourList, retour_list_free)
