#include "summary/table.h"

#include "base/language.h"
#include "output/display.h"

#include <string.h>

enum {
  N_COLUMNS = 6,
  INDENT = 2,
  MIN_BAR = 8,
  MAX_BAR = 40,
  MIN_KEY = 12,
  EIGHTHS = 8, /* of a block character */
};

static guint64
get_events (const RetourTally *row)
{
  return retour_tally_sum (row);
}

static guint64
get_addresses (const RetourTally *row)
{
  return row->addresses;
}

static guint64
get_hard (const RetourTally *row)
{
  return row->n[RETOUR_TALLY_HARD];
}

static guint64
get_soft (const RetourTally *row)
{
  return row->n[RETOUR_TALLY_SOFT];
}

static guint64
get_delayed (const RetourTally *row)
{
  return row->n[RETOUR_TALLY_DELAYED];
}

static guint64
get_complaints (const RetourTally *row)
{
  return row->n[RETOUR_TALLY_COMPLAINTS];
}

static const struct {
  const char *title;
  guint64 (*get) (const RetourTally *row);
} columns[N_COLUMNS] = {
  { N_ ("events"), get_events },   { N_ ("hard"), get_hard },
  { N_ ("soft"), get_soft },       { N_ ("delayed"), get_delayed },
  { N_ ("complaints"), get_complaints }, { N_ ("addresses"), get_addresses },
};

/* What is decided once for all rows of a table. */
typedef struct {
  const RetourTableStyle *style;
  guint group;
  guint width[N_COLUMNS]; /* 0: the column is left out */
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

  for (guint i = 0; i < N_COLUMNS; i++)
    if (columns[i].get (row) > 0)
      layout->width[i] = MAX (layout->width[i], count_digits (columns[i].get (row)));
  layout->key = MAX (layout->key, (guint) measure (label));
  layout->most = MAX (layout->most, get_events (row));
}

static void
lay_out (Layout *layout, const GPtrArray *rows, guint n, const RetourTally *others)
{
  guint taken = INDENT, room;

  for (guint i = 0; i < n; i++)
    widen (layout, g_ptr_array_index (rows, i));
  if (others != NULL)
    widen (layout, others);
  for (guint i = 0; i < N_COLUMNS; i++)
    if (layout->width[i] > 0) {
      layout->width[i] = MAX (layout->width[i], (guint) measure (_ (columns[i].title)));
      taken += layout->width[i] + INDENT;
    }
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
  for (guint i = 0; i < N_COLUMNS; i++)
    if (layout->width[i] > 0) {
      gsize title = measure (_ (columns[i].title));

      retour_put (sink, "%*s%s", (int) (INDENT + layout->width[i] - title), "",
                  _ (columns[i].title));
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
  guint64 length = layout->most == 0 ? 0 : get_events (row) * layout->bar * steps / layout->most;
  const char *colour = get_hard (row) > get_soft (row) ? "\033[31m" : "\033[33m";

  if (layout->bar == 0 || get_events (row) == 0)
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
  for (guint i = 0; i < N_COLUMNS; i++)
    if (layout->width[i] > 0)
      retour_put (sink, "%*s%*" G_GUINT64_FORMAT, INDENT, "", (int) layout->width[i],
                  columns[i].get (row));
  put_bar (sink, layout, row);
  retour_put_text (sink, "\n");
}

void
retour_table_put (RetourSink *sink, const RetourTableStyle *style, guint group,
                  const GPtrArray *rows, const RetourTally *others)
{
  Layout layout = { .style = style, .group = group };
  guint n = style->limit != 0 ? MIN (rows->len, style->limit) : rows->len;

  lay_out (&layout, rows, n, others);
  put_titles (sink, &layout);
  for (guint i = 0; i < n; i++)
    put_row (sink, &layout, g_ptr_array_index (rows, i));
  if (others != NULL)
    put_row (sink, &layout, others);
  if (n < rows->len) {
    g_autofree char *more = g_strdup_printf (_ ("and %u more"), rows->len - n);

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
