#include "summary/html.h"

#include "base/language.h"
#include "summary/column.h"

#include <string.h>

enum {
  BARS = 12,    /* rows of a chart of bars */
  ROWS = 150,   /* of a table */
  SHORT = 8,    /* a table that is longer can be filtered */
  UNKNOWN = 30, /* replies that nobody understands */
};

/* --------------------------------------------------------------------------------------- bars */
static const RetourTallyCount segments[] = { RETOUR_TALLY_HARD, RETOUR_TALLY_SOFT,
                                             RETOUR_TALLY_DELAYED };

static guint64
get_length (const RetourTally *row)
{
  guint64 sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (segments); i++)
    sum += row->n[segments[i]];
  return sum;
}

static void
put_label (RetourSink *sink, guint group, const RetourTally *row)
{
  const char *meaning = retour_summary_meaning (group, row->key);

  if (meaning == NULL) {
    retour_html_put_foreign (sink, retour_summary_label (group, row->key));
    return;
  }
  retour_put_text (sink, "<span class=\"say\">");
  retour_html_put (sink, meaning);
  retour_put_text (sink, "</span> <code>");
  retour_html_put_foreign (sink, row->key);
  retour_put_text (sink, "</code>");
}

static void
put_bar (RetourSink *sink, guint group, const RetourTally *row, guint64 most)
{
  retour_put_text (sink, "<tr><th scope=\"row\">");
  put_label (sink, group, row);
  retour_put_text (sink, "</th><td class=\"num\">");
  retour_html_put_number (sink, get_length (row));
  retour_put_text (sink, "</td><td class=\"bar\" aria-hidden=\"true\">");
  for (guint i = 0; i < G_N_ELEMENTS (segments); i++)
    if (row->n[segments[i]] > 0)
      retour_put (sink, "<i class=\"%s\" style=\"width:%.2f%%\"></i>",
                  retour_tally_count_name (segments[i]),
                  100.0 * (double) row->n[segments[i]] / (double) most);
  retour_put_text (sink, "</td></tr>\n");
}

static int
compare_lengths (gconstpointer a, gconstpointer b)
{
  guint64 left = get_length (*(const RetourTally *const *) a);
  guint64 right = get_length (*(const RetourTally *const *) b);

  return left < right ? 1 : left > right ? -1 : 0;
}

static void
put_bar_chart (const RetourSummary *self, RetourSink *sink, guint group)
{
  g_autoptr (GPtrArray) rows = retour_summary_sort (self, group);
  guint64 most;
  guint n = 0;

  g_ptr_array_sort (rows, compare_lengths);
  most = rows->len > 0 ? MAX (get_length (g_ptr_array_index (rows, 0)), 1) : 1;
  retour_put_text (sink, "<section class=\"card\">\n<h2 id=\"");
  retour_put (sink, "by-%s\">", retour_groups[group].name);
  retour_html_put (sink, _ (retour_groups[group].title));
  retour_put (sink, "</h2>\n<table class=\"bars\" aria-labelledby=\"by-%s\"><tbody>\n",
              retour_groups[group].name);
  for (guint i = 0; i < rows->len && n < BARS; i++)
    if (get_length (g_ptr_array_index (rows, i)) > 0) {
      put_bar (sink, group, g_ptr_array_index (rows, i), most);
      n++;
    }
  retour_put_text (sink, "</tbody></table>\n</section>\n");
}

/* Where no receiver is one that has a name, their domains say more. */
static const char *
choose_receivers (const RetourSummary *self)
{
  guint group = retour_group_lookup ("provider");
  g_autoptr (GPtrArray) rows = NULL;

  if (!retour_summary_has_group (self, group))
    return "domain";
  rows = retour_summary_sort (self, group);
  return rows->len == 1 && g_str_equal (((const RetourTally *) rows->pdata[0])->key, "-")
             ? "domain"
             : "provider";
}

static void
put_if_there (const RetourSummary *self, RetourSink *sink, const char *name)
{
  if (retour_summary_has_group (self, retour_group_lookup (name)))
    put_bar_chart (self, sink, retour_group_lookup (name));
}

void
retour_html_put_bars (const RetourSummary *self, RetourSink *sink)
{
  if (get_length (&self->total) == 0)
    return;
  retour_put_text (sink, "<div class=\"columns\">\n<div>");
  put_if_there (self, sink, "reason");
  retour_put_text (sink, "</div>\n<div>");
  put_if_there (self, sink, choose_receivers (self));
  put_if_there (self, sink, "blame");
  retour_put_text (sink, "</div>\n</div>\n");
}

/* ------------------------------------------------------------------------------------- tables */
static void
put_column_title (RetourSink *sink, const char *title, const char *class, gboolean sorted)
{
  retour_put (sink, "<th scope=\"col\"%s%s%s%s><button type=\"button\">", *class ? " class=\"" : "",
              class, *class ? "\"" : "", sorted ? " aria-sort=\"descending\"" : "");
  retour_html_put (sink, title);
  retour_put_text (sink, "</button></th>");
}

static gboolean
is_shown (const GPtrArray *rows, guint group, guint column)
{
  return retour_summary_column_is_shown (column, group, rows, MIN (rows->len, ROWS));
}

/* Groups whose rows know why, or what was said last. */
static gboolean
has_reason (guint group)
{
  return (retour_groups[group].keep & (RETOUR_TALLY_KEEP_REASONS | RETOUR_TALLY_KEEP_SAMPLES)) != 0;
}

static void
put_head (RetourSink *sink, const GPtrArray *rows, guint group)
{
  gboolean sorted = TRUE;

  retour_put_text (sink, "<thead><tr>");
  put_column_title (sink, _ ("name"), "", FALSE);
  for (guint i = 0; i < retour_summary_n_columns; i++)
    if (is_shown (rows, group, i)) {
      put_column_title (sink, _ (retour_summary_columns[i].title),
                        retour_summary_columns[i].lesser ? "num lesser" : "num", sorted);
      sorted = FALSE;
    }
  if (has_reason (group))
    put_column_title (sink,
                      retour_groups[group].get_key != NULL ? _ ("main reason") : _ ("last reply"),
                      "reason", FALSE);
  put_column_title (sink, _ ("last"), "lesser", FALSE);
  retour_put_text (sink, "</tr></thead>\n");
}

static void
put_reason (RetourSink *sink, const RetourTally *row)
{
  const RetourReason *reason = retour_tally_get_reason (row);

  retour_put_text (sink, "<td class=\"reason\">");
  if (reason != NULL) {
    retour_put_text (sink, "<code>");
    retour_html_put (sink, retour_reason_get_id (reason));
    retour_put_text (sink, "</code>");
  }
  if (row->sample != NULL) {
    retour_put_text (sink, "<small>");
    retour_html_put_foreign (sink, row->sample);
    retour_put_text (sink, "</small>");
  }
  retour_put_text (sink, "</td>");
}

static void
put_row (RetourSink *sink, const GPtrArray *rows, guint group, const RetourTally *row)
{
  g_autofree char *last = retour_make_day (row->last);

  retour_put_text (sink, "<tr><th scope=\"row\">");
  put_label (sink, group, row);
  retour_put_text (sink, "</th>");
  for (guint i = 0; i < retour_summary_n_columns; i++) {
    guint64 n = retour_summary_columns[i].get (row);

    if (!is_shown (rows, group, i))
      continue;
    retour_put (sink, "<td class=\"num%s\" data-v=\"%" G_GUINT64_FORMAT "\">",
                retour_summary_columns[i].lesser ? " lesser" : "", n);
    if (n > 0)
      retour_html_put_number (sink, n);
    retour_put_text (sink, "</td>");
  }
  if (has_reason (group))
    put_reason (sink, row);
  retour_put (sink, "<td class=\"lesser\"><time>%s</time></td></tr>\n", last);
}

static void
put_tools (RetourSink *sink, guint n, guint total)
{
  retour_put_text (sink, "<div class=\"tools\"><label>");
  retour_html_put (sink, _ ("Filter"));
  retour_put_text (sink, " <input type=\"search\" autocomplete=\"off\"></label> "
                         "<output aria-live=\"polite\">");
  retour_put (sink, "%u", n);
  retour_put_text (sink, "</output>");
  if (n < total) {
    g_autofree char *of = g_strdup_printf (_ ("the first %u of %u"), n, total);

    retour_put_text (sink, " <span>");
    retour_html_put (sink, of);
    retour_put_text (sink, "</span>");
  }
  retour_put_text (sink, "</div>\n");
}

static void
put_table (const RetourSummary *self, RetourSink *sink, guint group)
{
  g_autoptr (GPtrArray) rows = retour_summary_sort (self, group);
  guint n = MIN (rows->len, ROWS);

  if (n == 0)
    return;
  retour_put_text (sink, "<section class=\"card list\">\n<div class=\"title\"><h2>");
  retour_html_put (sink, _ (retour_groups[group].title));
  retour_put_text (sink, "</h2>");
  if (n > SHORT)
    put_tools (sink, n, rows->len);
  retour_put_text (sink, "</div>\n<div class=\"scroll\"><table class=\"sort\"><caption>");
  retour_html_put (sink, _ (retour_groups[group].title));
  retour_put_text (sink, "</caption>");
  put_head (sink, rows, group);
  retour_put_text (sink, "<tbody>\n");
  for (guint i = 0; i < n; i++)
    put_row (sink, rows, group, g_ptr_array_index (rows, i));
  retour_put_text (sink, "</tbody></table></div>\n</section>\n");
}

/* Those that are drawn, and those whose numbers stand at the top of the page. */
static gboolean
is_elsewhere (guint group)
{
  static const char *const drawn[] = { "reason", "provider", "blame", "day", "class", NULL };

  return g_strv_contains (drawn, retour_groups[group].name);
}

void
retour_html_put_tables (const RetourSummary *self, RetourSink *sink)
{
  for (guint i = 0; i < retour_n_groups; i++)
    if (retour_summary_has_group (self, i) && !is_elsewhere (i))
      put_table (self, sink, i);
}

void
retour_html_put_unknown (const RetourSummary *self, RetourSink *sink)
{
  g_autoptr (GPtrArray) rows = retour_tally_table_sort (self->unknown);

  if (rows->len == 0)
    return;
  retour_put_text (sink, "<section class=\"card\">\n<h2>");
  retour_html_put (sink, _ ("Replies that nobody understands"));
  retour_put_text (sink, "</h2>\n<p class=\"lead\">");
  retour_html_put (sink, _ ("'retour unknowns' proposes rules for them."));
  retour_put_text (sink, "</p>\n<ol class=\"facts\">\n");
  for (guint i = 0; i < rows->len && i < UNKNOWN; i++) {
    const RetourTally *row = g_ptr_array_index (rows, i);

    retour_put_text (sink, "<li><strong>");
    retour_html_put_number (sink, retour_tally_sum (row));
    retour_put_text (sink, "</strong> ");
    if (row->sample != NULL)
      retour_html_put_foreign (sink, row->sample);
    else
      retour_html_put (sink, _ ("no words at all"));
    retour_put_text (sink, "</li>\n");
  }
  retour_put_text (sink, "</ol>\n</section>\n");
}
