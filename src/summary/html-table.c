#include "summary/html.h"

#include "base/language.h"

#include <string.h>

enum {
  BARS = 12,     /* rows of a chart of bars */
  ROWS = 150,    /* of a table */
  SHORT = 8,     /* a table that is longer can be filtered */
  UNKNOWN = 30,  /* replies that nobody understands */
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
  retour_html_put (sink, meaning);
  retour_put_text (sink, " <code>");
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

static void
put_bar_chart (const RetourSummary *self, RetourSink *sink, guint group)
{
  g_autoptr (GPtrArray) rows = retour_summary_sort (self, group);
  guint64 most = 1;
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    most = MAX (most, get_length (g_ptr_array_index (rows, i)));
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

static const char *const bar_groups[] = { "reason", "provider", "blame" };

void
retour_html_put_bars (const RetourSummary *self, RetourSink *sink)
{
  if (get_length (&self->total) == 0)
    return;
  retour_put_text (sink, "<div class=\"columns\">\n");
  for (guint i = 0; i < G_N_ELEMENTS (bar_groups); i++)
    if (retour_summary_has_group (self, retour_group_lookup (bar_groups[i])))
      put_bar_chart (self, sink, retour_group_lookup (bar_groups[i]));
  retour_put_text (sink, "</div>\n");
}

/* ------------------------------------------------------------------------------------- tables */
static guint64
get_failures (const RetourTally *row)
{
  return retour_tally_failures (row);
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

static guint64
get_addresses (const RetourTally *row)
{
  return row->addresses;
}

/* @lesser: left out where the page is narrow. */
static const struct {
  const char *title;
  guint64 (*get) (const RetourTally *row);
  gboolean lesser;
} columns[] = {
  { N_ ("failures"), get_failures, FALSE },    { N_ ("hard"), get_hard, FALSE },
  { N_ ("soft"), get_soft, FALSE },            { N_ ("delayed"), get_delayed, TRUE },
  { N_ ("complaints"), get_complaints, TRUE }, { N_ ("addresses"), get_addresses, TRUE },
};

/* A column that has nothing in it is left out. An address is one address. */
static gboolean
is_shown (const GPtrArray *rows, guint group, guint column)
{
  if (retour_groups[group].get_key == NULL && columns[column].get == get_addresses)
    return FALSE;
  for (guint i = 0; i < rows->len && i < ROWS; i++)
    if (columns[column].get (g_ptr_array_index (rows, i)) > 0)
      return TRUE;
  return FALSE;
}

static void
put_column_title (RetourSink *sink, const char *title, const char *class, gboolean sorted)
{
  retour_put (sink, "<th scope=\"col\"%s%s%s%s><button type=\"button\">", *class ? " class=\"" : "",
              class, *class ? "\"" : "", sorted ? " aria-sort=\"descending\"" : "");
  retour_html_put (sink, title);
  retour_put_text (sink, "</button></th>");
}

static void
put_head (RetourSink *sink, const GPtrArray *rows, guint group)
{
  retour_put_text (sink, "<thead><tr>");
  put_column_title (sink, _ ("name"), "", FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (is_shown (rows, group, i))
      put_column_title (sink, _ (columns[i].title), columns[i].lesser ? "num lesser" : "num",
                        i == 0);
  put_column_title (sink, _ ("main reason"), "reason", FALSE);
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
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++) {
    guint64 n = columns[i].get (row);

    if (!is_shown (rows, group, i))
      continue;
    retour_put (sink, "<td class=\"num%s\" data-v=\"%" G_GUINT64_FORMAT "\">",
                columns[i].lesser ? " lesser" : "", n);
    if (n > 0)
      retour_html_put_number (sink, n);
    retour_put_text (sink, "</td>");
  }
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
