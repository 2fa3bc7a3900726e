#include "summary/table.h"

#include "base/language.h"
#include "output/display.h"
#include "summary/column.h"

#include <string.h>

enum {
  MAX_COLUMNS = 16,
  INDENT = 2,
  MIN_BAR = 8,
  MAX_BAR = 40,
  MIN_KEY = 12,
  EIGHTHS = 8, /* of a block character */
};

/* What is decided once for all rows of a table. */
typedef struct {
  const RetourTableStyle *style;
  guint group;
  guint width[MAX_COLUMNS]; /* 0: the column is left out */
  guint key;
  guint bar;
  guint64 most; /* what the longest bar stands for */
} Layout;

static guint
count_digits (guint64 n)
{
  guint digits = 1;

  for (; n >= 10; n /= 10)
    digits++;
  return digits;
}

static gsize
measure (const char *text)
{
  g_autoptr (GString) shown = g_string_new (NULL);

  return retour_display_append (shown, text, G_MAXINT);
}

/* Reasons have a name that programs know, and a meaning; people get both. */
static char *
make_label (guint group, const RetourTally *row)
{
  const char *meaning;

  if (row->key == NULL)
    return g_strdup (_ ("others"));
  meaning = retour_summary_meaning (group, row->key);
  if (meaning == NULL)
    return g_strdup (retour_summary_label (group, row->key));
  return g_strconcat (row->key, ": ", meaning, NULL);
}

static void
widen (Layout *layout, const RetourTally *row)
{
  g_autofree char *label = make_label (layout->group, row);

  for (guint i = 0; i < retour_summary_n_columns; i++)
    if (layout->width[i] > 0)
      layout->width[i] = MAX (layout->width[i], count_digits (retour_summary_columns[i].get (row)));
  layout->key = MAX (layout->key, (guint) measure (label));
  layout->most = MAX (layout->most, retour_summary_column_get_length (layout->group, row));
}

/* Keys come before bars, and bars before nothing. */
static void
lay_out (Layout *layout, const GPtrArray *rows, const RetourTally *others)
{
  guint taken = INDENT, room;

  g_assert (retour_summary_n_columns <= MAX_COLUMNS);
  for (guint i = 0; i < retour_summary_n_columns; i++)
    if (retour_summary_column_is_shown (i, layout->group, rows, rows->len))
      layout->width[i] = (guint) measure (_ (retour_summary_columns[i].title));
  for (guint i = 0; i < rows->len; i++)
    widen (layout, g_ptr_array_index (rows, i));
  if (others != NULL)
    widen (layout, others);
  for (guint i = 0; i < retour_summary_n_columns; i++)
    taken += layout->width[i] > 0 ? layout->width[i] + INDENT : 0;
  room = layout->style->width > taken + MIN_KEY ? layout->style->width - taken : MIN_KEY;
  if (room > layout->key + INDENT + MIN_BAR)
    layout->bar = MIN (room - layout->key - INDENT, MAX_BAR);
  else if (room > MIN_KEY + INDENT + MIN_BAR)
    layout->bar = MIN_BAR;
  layout->key = MIN (layout->key, room - (layout->bar > 0 ? layout->bar + INDENT : 0));
}

static void
put_padded (RetourSink *sink, const char *text, guint width)
{
  gsize used = retour_put_display (sink, text, width);

  retour_put (sink, "%*s", (int) (width - MIN (used, width)), "");
}

static void
put_titles (RetourSink *sink, const Layout *layout)
{
  retour_put (sink, "%*s", (int) (INDENT + layout->key), "");
  for (guint i = 0; i < retour_summary_n_columns; i++)
    if (layout->width[i] > 0) {
      gsize title = measure (_ (retour_summary_columns[i].title));

      retour_put (sink, "%*s%s", (int) (INDENT + layout->width[i] - title), "",
                  _ (retour_summary_columns[i].title));
    }
  retour_put_text (sink, "\n");
}

static void
put_run (RetourSink *sink, const char *sign, guint64 n)
{
  for (guint64 i = 0; i < n; i++)
    retour_put_text (sink, sign);
}

/* A bar in eighths of a character, where the terminal has such characters. */
static void
put_bar (RetourSink *sink, const Layout *layout, const RetourTally *row)
{
  static const char *const parts[EIGHTHS] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
  guint64 steps = layout->style->unicode ? EIGHTHS : 1;
  guint64 n = retour_summary_column_get_length (layout->group, row);
  guint64 length = layout->most == 0 ? 0 : n * layout->bar * steps / layout->most;
  const char *colour =
      row->n[RETOUR_TALLY_HARD] > row->n[RETOUR_TALLY_SOFT] ? "\033[31m" : "\033[33m";

  if (layout->bar == 0 || n == 0)
    return;
  length = MAX (length, 1);
  retour_put (sink, "%*s%s", INDENT, "", layout->style->colour ? colour : "");
  put_run (sink, layout->style->unicode ? "█" : "#", length / steps);
  retour_put_text (sink, layout->style->unicode ? parts[length % EIGHTHS] : "");
  retour_put_text (sink, layout->style->colour ? "\033[m" : "");
}

static void
put_row (RetourSink *sink, const Layout *layout, const RetourTally *row)
{
  g_autofree char *label = make_label (layout->group, row);

  retour_put (sink, "%*s", INDENT, "");
  put_padded (sink, label, layout->key);
  for (guint i = 0; i < retour_summary_n_columns; i++)
    if (layout->width[i] > 0)
      retour_put (sink, "%*s%*" G_GUINT64_FORMAT, INDENT, "", (int) layout->width[i],
                  retour_summary_columns[i].get (row));
  put_bar (sink, layout, row);
  retour_put_text (sink, "\n");
}

/* The rows that are shown: the first ones; of days, the last. */
static GPtrArray *
choose_rows (const RetourTableStyle *style, guint group, const GPtrArray *rows)
{
  guint n = style->limit != 0 ? MIN (rows->len, style->limit) : rows->len;
  gboolean by_key = (retour_groups[group].keep & RETOUR_TALLY_BY_KEY) != 0;
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (chosen, g_ptr_array_index (rows, by_key ? rows->len - n + i : i));
  return chosen;
}

void
retour_table_put (RetourSink *sink, const RetourTableStyle *style, guint group,
                  const GPtrArray *rows, const RetourTally *others)
{
  g_autoptr (GPtrArray) chosen = choose_rows (style, group, rows);
  Layout layout = { .style = style, .group = group };

  lay_out (&layout, chosen, others);
  put_titles (sink, &layout);
  for (guint i = 0; i < chosen->len; i++)
    put_row (sink, &layout, g_ptr_array_index (chosen, i));
  if (others != NULL)
    put_row (sink, &layout, others);
  if (chosen->len < rows->len) {
    g_autofree char *more = g_strdup_printf (_ ("and %u more"), rows->len - chosen->len);

    retour_put (sink, "%*s%s\n", INDENT, "", more);
  }
}

void
retour_table_put_heading (RetourSink *sink, const RetourTableStyle *style, const char *title)
{
  retour_put (sink, "\n%s%s%s\n", style->colour ? "\033[1m" : "", title,
              style->colour ? "\033[m" : "");
}

void
retour_table_put_wrapped (RetourSink *sink, const RetourTableStyle *style, guint indent,
                          const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  gsize room = MAX (style->width, indent + MIN_KEY) - indent, used = 0;

  retour_put (sink, "%*s", (int) indent, "");
  for (guint i = 0; words[i] != NULL; i++) {
    gsize width = measure (words[i]);

    if (used > 0 && used + 1 + width > room) {
      retour_put (sink, "\n%*s", (int) indent, "");
      used = 0;
    }
    retour_put_text (sink, used > 0 ? " " : "");
    used += retour_put_display (sink, words[i], G_MAXINT) + (used > 0 ? 1 : 0);
  }
  retour_put_text (sink, "\n");
}
