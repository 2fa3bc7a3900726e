/* csv: cells of rows as RFC 4180 has them, and with other delimiters. */
#pragma once
#include "base/slice.h"

/* Where the row at the start of @s ends: at the first line end outside of quotes, or at the end of
 * @s. %FALSE when a quote is open there. */
gboolean retour_csv_find_end (RetourSlice s, char delimiter, char eol, gsize *end);
/* Cuts the first cell off @rest, with its quotes. %FALSE when nothing is left; an empty row has
 * one cell: @rest starts with data, and ends with %NULL. */
gboolean retour_csv_next_cell (RetourSlice *rest, char delimiter, RetourSlice *cell);
/* The number of cells of @row, and the one number @i, %FALSE if there is none. */
guint retour_csv_count (RetourSlice row, char delimiter);
gboolean retour_csv_get_cell (RetourSlice row, char delimiter, guint i, RetourSlice *cell);
/* @row as far as its first @n cells. */
RetourSlice retour_csv_cut (RetourSlice row, char delimiter, guint n);
/* What @cell says: a part of it, or, where quotes are doubled in it, in @scratch. */
RetourSlice retour_csv_unquote (RetourSlice cell, GString *scratch);
/* Appends a cell, in quotes if it needs them. */
void retour_csv_append (GString *out, RetourSlice value, char delimiter);
/* As retour_csv_append(), with a ' ahead of what a spreadsheet would take for a formula. */
void retour_csv_append_safe (GString *out, RetourSlice value, char delimiter);
