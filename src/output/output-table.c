/* A table for people. Rows are laid out in blocks, so that memory stays the same however many
 * there are; the first block sets the widths of all. */
#include "output/display.h"
#include "output/driver.h"
#include "output/explanation.h"

#include <libsmartcols.h>

enum { BLOCK = 1000 }; /* rows */

typedef struct {
  struct libscols_table *block;
  guint n_rows;   /* in the block */
  GArray *widths; /* of double, one a column; empty in the first block */
} State;

static const struct {
  const char *class;
  const char *colour;
} colours[] = {
  { "hard", "red" },
  { "soft", "yellow" },
};

static void
add_column (RetourOutput *self, guint i)
{
  State *state = self->state;
  const RetourColumn *column = &g_array_index (self->columns, RetourColumn, i);
  gboolean first = state->widths->len == 0;
  /* a title counts for the width even where none is printed */
  g_autofree char *title = first ? g_ascii_strup (column->name, -1) : g_strdup ("");
  double hint = first ? 0 : g_array_index (state->widths, double, i);

  scols_table_new_column (state->block, title, hint,
                          SCOLS_FL_TRUNC | (first ? 0 : SCOLS_FL_STRICTWIDTH));
}

static void
open_block (RetourOutput *self)
{
  State *state = self->state;

  state->block = scols_new_table ();
  state->n_rows = 0;
  scols_table_set_termforce (state->block, SCOLS_TERMFORCE_ALWAYS);
  scols_table_set_termwidth (state->block, self->width);
  scols_table_enable_colors (state->block, self->colour);
  scols_table_enable_noheadings (state->block, state->widths->len > 0);
  for (guint i = 0; i < self->columns->len; i++)
    add_column (self, i);
}

static void
keep_widths (State *state)
{
  double width = 0;

  if (state->widths->len > 0)
    return;
  for (size_t i = 0; i < scols_table_get_ncols (state->block); i++) {
    width = (double) scols_column_get_width (scols_table_get_column (state->block, i));
    g_array_append_val (state->widths, width);
  }
}

static void
flush (RetourOutput *self)
{
  State *state = self->state;
  char *text = NULL;

  if (state->n_rows == 0)
    return;
  if (scols_print_table_to_string (state->block, &text) == 0 && text != NULL) {
    retour_sink_add (&self->sink, text, strlen (text));
    retour_sink_add (&self->sink, "\n", 1);
  }
  free (text); /* from libsmartcols, not from GLib */
  keep_widths (state);
  scols_unref_table (state->block);
  open_block (self);
}

static void
begin (RetourOutput *self)
{
  State *state = g_new0 (State, 1);

  state->widths = g_array_new (FALSE, FALSE, sizeof (double));
  self->state = state;
  open_block (self);
}

static const char *
get_colour (const char *class)
{
  for (guint i = 0; class != NULL && i < G_N_ELEMENTS (colours); i++)
    if (g_str_equal (colours[i].class, class))
      return colours[i].colour;
  return NULL;
}

/* No cell shows more than the table is wide, and no later one more than the first block gave its
 * column: only the last column has nothing to push aside. */
static guint
get_cap (const RetourOutput *self, guint i)
{
  const State *state = self->state;
  gboolean open = state->widths->len == 0 || i + 1 == self->columns->len;

  return open ? self->width : (guint) g_array_index (state->widths, double, i);
}

static void
row (RetourOutput *self, const RetourRow *r)
{
  State *state = self->state;
  struct libscols_line *line = scols_table_new_line (state->block, NULL);
  g_autoptr (GString) cell = g_string_new (NULL);

  for (guint i = 0; i < self->columns->len; i++) {
    g_string_truncate (cell, 0);
    retour_display_append (cell, r->values[i] != NULL ? r->values[i] : "-", get_cap (self, i));
    scols_line_set_data (line, i, cell->str);
  }
  scols_line_set_color (line, get_colour (r->class));
  if (++state->n_rows == BLOCK)
    flush (self);
}

static void
explain (RetourOutput *self, const RetourRow *r)
{
  retour_explanation_print (&self->sink, r);
}

static void
clear (RetourOutput *self)
{
  State *state = self->state;

  scols_unref_table (state->block);
  g_array_unref (state->widths);
  g_free (state);
}

const RetourOutputDriver retour_output_table = {
  .name = "table",
  .view = &retour_view_table,
  .begin = begin,
  .row = row,
  .explain = explain,
  .flush = flush,
  .clear = clear,
};
