/* A table for people. Rows are laid out in blocks, so that memory stays the same however many
 * there are; the first block sets the widths of all. */
#include "output/display.h"
#include "output/driver.h"
#include "output/explanation.h"
#include "output/smartcols.h"

enum { BLOCK = 1000 }; /* rows */

typedef struct {
  struct libscols_table *block; /* %NULL: no row is held back */
  guint n_rows;                 /* in the block */
  guint *widths;                /* one a column: widest cell so far, in the end what is printed */
  gboolean settled;             /* the widths are */
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
  /* a title counts for the width even where none is printed */
  g_autofree char *title = state->settled ? g_strdup ("") : g_ascii_strup (column->name, -1);

  state->widths[i] = MAX (state->widths[i], (guint) strlen (title));
  scols_table_new_column (state->block, title, state->settled ? state->widths[i] : 0,
                          SCOLS_FL_TRUNC);
}

static void
open_block (RetourOutput *self)
{
  State *state = self->state;

  state->block = scols_new_table ();
  scols_table_set_termforce (state->block, SCOLS_TERMFORCE_ALWAYS);
  scols_table_set_termwidth (state->block, self->width);
  scols_table_enable_colors (state->block, self->colour);
  scols_table_enable_noheadings (state->block, state->settled);
  for (guint i = 0; i < self->columns->len; i++)
    add_column (self, i);
}

/* Width of the table when no column is wider than @level. */
static guint
get_total (const RetourOutput *self, guint level)
{
  const State *state = self->state;
  guint total = self->columns->len - 1; /* the blanks between */

  for (guint i = 0; i < self->columns->len; i++)
    total += MIN (state->widths[i], level);
  return total;
}

/* Takes from the columns that give way first, from the right, what is too much. */
static void
cut_columns (RetourOutput *self)
{
  State *state = self->state;

  for (guint i = self->columns->len; i-- > 0;) {
    guint total = get_total (self, G_MAXUINT);
    guint keep = g_array_index (self->columns, RetourColumn, i).keep;
    guint excess = total > self->width ? total - self->width : 0;

    if (keep > 0 && state->widths[i] > keep)
      state->widths[i] -= MIN (excess, state->widths[i] - keep);
  }
}

/* Makes the widest as wide as the next, and so on, until the table fits, if it can. */
static void
level_columns (RetourOutput *self)
{
  State *state = self->state;
  guint level = self->width;

  while (level > 1 && get_total (self, level) > self->width)
    level--;
  for (guint i = 0; i < self->columns->len; i++)
    state->widths[i] = MIN (state->widths[i], level);
}

/* The cells of the first block are there before the widths are known. */
static void
cut_cells (RetourOutput *self)
{
  State *state = self->state;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->columns->len; i++) {
    scols_column_set_whint (scols_table_get_column (state->block, i), state->widths[i]);
    for (guint k = 0; k < state->n_rows; k++) {
      struct libscols_cell *cell = scols_line_get_cell (scols_table_get_line (state->block, k), i);

      g_string_truncate (text, 0);
      retour_display_append (text, scols_cell_get_data (cell), state->widths[i]);
      scols_cell_set_data (cell, text->str);
    }
  }
}

static void
flush (RetourOutput *self)
{
  State *state = self->state;
  char *text = NULL;

  if (state->n_rows == 0)
    return;
  if (!state->settled) {
    cut_columns (self);
    level_columns (self);
    cut_cells (self);
    state->settled = TRUE;
  }
  if (scols_print_table_to_string (state->block, &text) == 0 && text != NULL) {
    retour_sink_add (&self->sink, text, strlen (text));
    retour_sink_add (&self->sink, "\n", 1);
  }
  free (text); /* from libsmartcols, not from GLib */
  scols_unref_table (state->block);
  state->block = NULL;
  state->n_rows = 0;
}

static void
begin (RetourOutput *self)
{
  State *state = g_new0 (State, 1);

  state->widths = g_new0 (guint, self->columns->len);
  self->state = state;
}

static const char *
get_colour (const char *class)
{
  for (guint i = 0; class != NULL && i < G_N_ELEMENTS (colours); i++)
    if (g_str_equal (colours[i].class, class))
      return colours[i].colour;
  return NULL;
}

static void
add_cell (RetourOutput *self, struct libscols_line *line, guint i, const char *value)
{
  State *state = self->state;
  g_autoptr (GString) cell = g_string_new (NULL);
  gsize cap = state->settled ? state->widths[i] : self->width;
  gsize width = retour_display_append (cell, value != NULL ? value : "-", cap);

  if (!state->settled)
    state->widths[i] = MAX (state->widths[i], (guint) width);
  scols_line_set_data (line, i, cell->str);
}

static void
row (RetourOutput *self, const RetourRow *r)
{
  State *state = self->state;
  struct libscols_line *line;

  if (state->block == NULL)
    open_block (self);
  line = scols_table_new_line (state->block, NULL);
  for (guint i = 0; i < self->columns->len; i++)
    add_cell (self, line, i, r->values[i]);
  scols_line_set_color (line, get_colour (r->class));
  if (++state->n_rows == BLOCK)
    flush (self);
}

static void
explain (RetourOutput *self, const RetourRow *r)
{
  retour_explanation_print (&self->sink, r, self->width);
}

static void
clear (RetourOutput *self)
{
  State *state = self->state;

  if (state->block != NULL)
    scols_unref_table (state->block);
  g_free (state->widths);
  g_free (state);
}

const RetourOutputDriver retour_output_table = {
  .name = "table",
  .view = &retour_view_table,
  .check = retour_smartcols_load,
  .begin = begin,
  .row = row,
  .explain = explain,
  .flush = flush,
  .clear = clear,
};
