#include "summary/html.h"

#include "base/language.h"
#include "summary/span.h"

/* The chart of days. The bars are one drawing that is stretched to the width of the page; axes and
 * their labels are text beside it, which stays as large as all other text. */

enum { TICKS = 5, LABELS = 8, TEN = 10 };

static const struct {
  RetourTallyCount count;
  const char *title;
} layers[] = {
  { RETOUR_TALLY_HARD, N_ ("hard") },
  { RETOUR_TALLY_SOFT, N_ ("soft") },
  { RETOUR_TALLY_DELAYED, N_ ("delayed") },
};

static const char *const units[] = {
  [RETOUR_SPAN_DAY] = N_ ("Failures by day"),
  [RETOUR_SPAN_WEEK] = N_ ("Failures by week"),
  [RETOUR_SPAN_MONTH] = N_ ("Failures by month"),
  [RETOUR_SPAN_YEAR] = N_ ("Failures by year"),
};

static const char *const months[] = {
  N_ ("Jan"), N_ ("Feb"), N_ ("Mar"), N_ ("Apr"), N_ ("May"), N_ ("Jun"),
  N_ ("Jul"), N_ ("Aug"), N_ ("Sep"), N_ ("Oct"), N_ ("Nov"), N_ ("Dec"),
};

static const RetourSpanColumn *
get_column (const RetourSpan *span, guint i)
{
  return &g_array_index (span->columns, RetourSpanColumn, i);
}

static guint64
get_height (const RetourSpanColumn *column)
{
  guint64 sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    sum += column->n[layers[i].count];
  return sum;
}

/* Such that at most TICKS steps reach @most: 1, 2 or 5 times a power of ten. */
static guint64
choose_step (guint64 most)
{
  static const guint64 steps[] = { 1, 2, 5 };

  for (guint64 power = 1;; power *= TEN)
    for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
      if (steps[i] * power * TICKS >= most)
        return steps[i] * power;
}

/* "14 Mar", "Mar 2026" or "2026". */
static char *
make_label (RetourSpanUnit unit, gint64 start)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (start);
  int year = g_date_time_get_year (date), day = g_date_time_get_day_of_month (date);
  const char *month = _ (months[g_date_time_get_month (date) - 1]);

  if (unit == RETOUR_SPAN_YEAR)
    return g_strdup_printf ("%d", year);
  if (unit == RETOUR_SPAN_MONTH)
    return g_strdup_printf ("%s %d", month, year);
  return g_strdup_printf (_ ("%d %s"), day, month);
}

static void
put_legend (RetourSink *sink, guint64 delays)
{
  retour_put_text (sink, "<p class=\"legend\">");
  for (guint i = 0; i < G_N_ELEMENTS (layers); i++) {
    if (layers[i].count == RETOUR_TALLY_DELAYED && delays == 0)
      continue;
    retour_put (sink, "<span class=\"key %s\"></span>", retour_tally_count_name (layers[i].count));
    retour_html_put (sink, _ (layers[i].title));
    retour_put_text (sink, " ");
  }
  retour_put_text (sink, "</p>\n");
}

static void
put_ticks (RetourSink *sink, guint64 step, guint64 top)
{
  retour_put_text (sink, "<div class=\"ticks\" aria-hidden=\"true\">");
  for (guint64 at = 0; at <= top; at += step) {
    retour_put (sink, "<span style=\"bottom:%.3f%%\"><i>", 100.0 * (double) at / (double) top);
    retour_html_put_number (sink, at);
    retour_put_text (sink, "</i></span>");
  }
  retour_put_text (sink, "</div>\n");
}

static void
put_bar (RetourSink *sink, const RetourSpanColumn *column, guint i, guint64 top)
{
  static const double width = 0.76;
  guint64 y = top;

  for (guint k = 0; k < G_N_ELEMENTS (layers); k++) {
    guint64 n = column->n[layers[k].count];

    if (n == 0)
      continue;
    y -= n;
    retour_put (sink,
                "<rect class=\"%s\" x=\"%.2f\" y=\"%" G_GUINT64_FORMAT
                "\" width=\"%.2f\" height=\"%" G_GUINT64_FORMAT "\"/>",
                retour_tally_count_name (layers[k].count), i + (1 - width) / 2, y, width, n);
  }
}

static void
put_drawing (RetourSink *sink, const RetourSpan *span, guint64 top)
{
  retour_put (sink,
              "<svg viewBox=\"0 0 %u %" G_GUINT64_FORMAT
              "\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"",
              span->columns->len, top);
  retour_html_put (sink, _ (units[span->unit]));
  retour_put_text (sink, "\">");
  for (guint i = 0; i < span->columns->len; i++)
    put_bar (sink, get_column (span, i), i, top);
  retour_put_text (sink, "</svg>\n");
}

/* Every other label is left out where the page is narrow. */
static void
put_labels (RetourSink *sink, const RetourSpan *span)
{
  guint n = span->columns->len, every = (n + LABELS - 1) / LABELS;

  retour_put_text (sink, "<div class=\"labels\" aria-hidden=\"true\">");
  for (guint i = 0; i < n; i += every) {
    g_autofree char *label = make_label (span->unit, get_column (span, i)->start);

    retour_put (sink, "<span%s style=\"left:%.3f%%\">", i / every % 2 == 1 ? " class=\"wide\"" : "",
                100.0 * (i + 0.5) / n);
    retour_html_put (sink, label);
    retour_put_text (sink, "</span>");
  }
  retour_put_text (sink, "</div>\n");
}

/* The same as numbers: for those who cannot see the chart, and for its tips. */
static void
put_numbers (RetourSink *sink, const RetourSpan *span)
{
  retour_put_text (sink, "<details><summary>");
  retour_html_put (sink, _ ("As a table"));
  retour_put_text (sink, "</summary>\n<div class=\"scroll\"><table class=\"days\"><caption>");
  retour_html_put (sink, _ (units[span->unit]));
  retour_put_text (sink, "</caption><thead><tr><th scope=\"col\">");
  retour_html_put (sink, _ ("date"));
  retour_put_text (sink, "</th>");
  for (guint k = 0; k < G_N_ELEMENTS (layers); k++) {
    retour_put_text (sink, "<th scope=\"col\" class=\"num\">");
    retour_html_put (sink, _ (layers[k].title));
    retour_put_text (sink, "</th>");
  }
  retour_put_text (sink, "</tr></thead><tbody>\n");
  for (guint i = 0; i < span->columns->len; i++) {
    const RetourSpanColumn *column = get_column (span, i);
    g_autofree char *day = retour_make_day (column->start);

    retour_put (sink, "<tr><th scope=\"row\">%s</th>", day);
    for (guint k = 0; k < G_N_ELEMENTS (layers); k++) {
      retour_put_text (sink, "<td class=\"num\">");
      retour_html_put_number (sink, column->n[layers[k].count]);
      retour_put_text (sink, "</td>");
    }
    retour_put_text (sink, "</tr>\n");
  }
  retour_put_text (sink, "</tbody></table></div></details>\n");
}

static void
put_note (RetourSink *sink, const RetourSpan *span)
{
  g_autofree char *day = retour_make_day (get_column (span, 0)->start);
  g_autofree char *n = retour_make_figure (span->n_before);
  g_autofree char *note = g_strdup_printf (_ ("%s events before %s are not drawn."), n, day);

  if (span->n_before == 0)
    return;
  retour_put_text (sink, "<p class=\"lead\">");
  retour_html_put (sink, note);
  retour_put_text (sink, "</p>\n");
}

void
retour_html_put_days (const RetourSummary *self, RetourSink *sink)
{
  guint group = retour_group_lookup ("day");
  g_autoptr (GPtrArray) days = NULL;
  g_autoptr (RetourSpan) span = NULL;
  guint64 most = 1, step, top;

  if (!retour_summary_has_group (self, group) ||
      retour_tally_failures (&self->total) + self->total.n[RETOUR_TALLY_DELAYED] == 0)
    return;
  days = retour_summary_sort (self, group);
  span = retour_span_new (days);
  for (guint i = 0; i < span->columns->len; i++)
    most = MAX (most, get_height (get_column (span, i)));
  step = choose_step (most);
  top = (most + step - 1) / step * step;
  retour_put_text (sink, "<section class=\"card\">\n<div class=\"title\"><h2>");
  retour_html_put (sink, _ (units[span->unit]));
  retour_put_text (sink, "</h2>");
  put_legend (sink, self->total.n[RETOUR_TALLY_DELAYED]);
  retour_put_text (sink, "</div>\n<div class=\"chart\">\n");
  put_ticks (sink, step, top);
  retour_put_text (sink, "<div class=\"plot\" tabindex=\"0\">\n");
  put_drawing (sink, span, top);
  retour_put_text (sink, "<div class=\"tip\" role=\"status\" hidden></div></div>\n");
  put_labels (sink, span);
  retour_put_text (sink, "</div>\n");
  put_note (sink, span);
  put_numbers (sink, span);
  retour_put_text (sink, "</section>\n");
}
