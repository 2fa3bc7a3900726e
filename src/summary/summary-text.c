#include "summary/table.h"

#include "base/language.h"
#include "summary/delisting.h"

#include <string.h>

enum {
  DEFAULT_ROWS = 10,
  NAMED_RECEIVERS = 3,
  DEEP = 4, /* blanks before what belongs to a line */
};

/* "2026-03-01", or "2026-03-01 to 2026-03-04". */
static char *
make_period (gint64 first, gint64 last)
{
  g_autofree char *from = retour_make_day (first), *to = retour_make_day (last);

  if (g_str_equal (from, to))
    return g_steal_pointer (&from);
  return g_strdup_printf (_ ("%s to %s"), from, to);
}

static void
put_figure (RetourSink *sink, const char *title, guint64 n, const char *detail)
{
  enum { TITLE = 14 };
  glong width = g_utf8_strlen (title, -1);

  if (n == 0)
    return;
  retour_put (sink, "  %s%*s%8" G_GUINT64_FORMAT "%s%s\n", title, (int) MAX (TITLE - width, 0), "",
              n, *detail != '\0' ? "  " : "", detail);
}

/* "8 of them are dead; of 37 only an outage says so" */
static char *
make_dead (const RetourSummary *self)
{
  g_autofree char *n = retour_make_number (retour_dead_get_n (self->dead));
  g_autofree char *n_in_outage = retour_make_number (retour_dead_get_n_in_outage (self->dead));

  if (retour_dead_get_n_in_outage (self->dead) == 0)
    return g_strdup_printf (_ ("%s of them are dead"), n);
  return g_strdup_printf (_ ("%s of them are dead; of %s only an outage says so"), n, n_in_outage);
}

static void
put_figures (const RetourSummary *self, RetourSink *sink)
{
  const RetourTally *total = &self->total;
  g_autofree char *hard = retour_make_number (total->n[RETOUR_TALLY_HARD]);
  g_autofree char *soft = retour_make_number (total->n[RETOUR_TALLY_SOFT]);
  g_autofree char *classes = g_strdup_printf (_ ("hard %s, soft %s"), hard, soft);
  g_autofree char *dead = make_dead (self);

  put_figure (sink, _ ("failures"), retour_tally_failures (total), classes);
  put_figure (sink, _ ("addresses"), total->addresses, dead);
  put_figure (sink, _ ("delays"), total->n[RETOUR_TALLY_DELAYED], "");
  put_figure (sink, _ ("complaints"), total->n[RETOUR_TALLY_COMPLAINTS], "");
  put_figure (sink, _ ("deliveries"), total->n[RETOUR_TALLY_DELIVERED], "");
  put_figure (sink, _ ("other mail"), total->n[RETOUR_TALLY_OTHER], "");
  put_figure (sink, _ ("unproven"), self->n_unproven,
              _ ("failures that bring nothing back of the mail: anybody could have written them"));
  put_figure (sink, _ ("not ours"), self->n_foreign,
              _ ("reports about other senders' mail, in no other number"));
}

static void
put_head (const RetourSummary *self, RetourSink *sink, const RetourTableStyle *style)
{
  g_autofree char *period = NULL;

  if (retour_tally_sum (&self->total) == 0 && self->n_foreign == 0) {
    retour_put (sink, "%s\n", _ ("There is nothing to report."));
    return;
  }
  period = make_period (self->total.first, self->total.last);
  retour_put (sink, "%s%s%s, %s\n\n", style->colour ? "\033[1m" : "", _ ("Returned mail"),
              style->colour ? "\033[m" : "", period);
  put_figures (self, sink);
}

/* "example.com, example.net and 3 more" */
static char *
make_receivers (const RetourTallyTable *table)
{
  g_autoptr (GPtrArray) rows = retour_tally_table_sort (table);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len && i < NAMED_RECEIVERS; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            ((const RetourTally *) g_ptr_array_index (rows, i))->key);
  if (rows->len > NAMED_RECEIVERS) {
    g_string_append_c (text, ' ');
    g_string_append_printf (text, _ ("and %u more"), rows->len - NAMED_RECEIVERS);
  }
  return g_string_free (text, FALSE);
}

/* The line that says what it is: who says what of whom, how often, when. */
static char *
make_headline (const RetourTrouble *row, const RetourDelisting *way)
{
  const char *who = way != NULL              ? way->title
                    : row->blocklist != NULL ? row->blocklist
                    : row->provider != NULL
                        ? retour_summary_label (retour_group_lookup ("provider"), row->provider)
                        : NULL;
  g_autofree char *period = make_period (row->tally.first, row->tally.last);
  g_autofree char *name = NULL;

  if (row->client != NULL)
    name = g_strdup_printf ("%s%s%s", who != NULL ? who : "", who != NULL ? ": " : "", row->client);
  return g_strdup_printf ("%s%s%s, %" G_GUINT64_FORMAT "×, %s",
                          name != NULL  ? name
                          : who != NULL ? who
                                        : "",
                          name != NULL || who != NULL ? ": " : "",
                          _ (retour_reason_get_meaning (row->reason)),
                          retour_tally_sum (&row->tally), period);
}

static void
put_trouble (RetourSink *sink, const RetourTableStyle *style, const RetourTrouble *row)
{
  gboolean listed = row->kind == RETOUR_TROUBLE_BLOCKLIST || row->kind == RETOUR_TROUBLE_REPUTATION;
  g_autoptr (RetourDelisting) way =
      listed ? retour_delisting_lookup (row->blocklist, row->provider) : NULL;
  g_autofree char *headline = make_headline (row, way);
  g_autofree char *receivers = make_receivers (row->receivers);
  g_autofree char *where = g_strdup_printf (_ ("refused by %s"), receivers);

  retour_table_put_wrapped (sink, style, 2, headline);
  retour_table_put_wrapped (sink, style, DEEP, where);
  if (way != NULL && *way->page != '\0')
    retour_table_put_wrapped (sink, style, DEEP, way->page);
  retour_table_put_wrapped (
      sink, style, DEEP, way != NULL ? _ (way->way) : _ (retour_reason_get_advice (row->reason)));
  if (row->tally.sample != NULL) {
    retour_put (sink, "%*s> ", DEEP, "");
    retour_put_display (sink, row->tally.sample, MAX (style->width, DEEP * 4) - DEEP - 2);
    retour_put_text (sink, "\n");
  }
}

/* How many were left out. */
static void
put_rest (RetourSink *sink, guint n, guint limit)
{
  g_autofree char *more = n > limit ? g_strdup_printf (_ ("and %u more"), n - limit) : NULL;

  if (limit != 0 && more != NULL)
    retour_put (sink, "  %s\n", more);
}

static void
put_troubles (const RetourSummary *self, RetourSink *sink, const RetourTableStyle *style)
{
  g_autoptr (GPtrArray) rows = retour_troubles_sort (self->troubles);
  guint kind = RETOUR_TROUBLE_N, n = 0;

  for (guint i = 0; i < rows->len; i++) {
    const RetourTrouble *row = g_ptr_array_index (rows, i);

    if (row->kind != kind) {
      put_rest (sink, n, style->limit);
      retour_table_put_heading (sink, style, _ (retour_trouble_kind_title (row->kind)));
      n = 0;
    }
    kind = row->kind;
    if (n++ < style->limit || style->limit == 0)
      put_trouble (sink, style, row);
  }
  put_rest (sink, n, style->limit);
}

static void
put_incident (RetourSink *sink, const RetourTableStyle *style, const RetourIncident *row)
{
  g_autofree char *period = make_period (row->first, row->last);
  g_autofree char *count = retour_make_number (row->count);
  g_autofree char *addresses = retour_make_number (row->addresses);
  g_autofree char *name = g_strdup_printf (row->client != NULL ? "%s, %s" : "%s",
                                           retour_summary_incident_name (row), row->client);
  g_autofree char *text =
      g_strdup_printf (_ ("%s: %s, %s failures of %s addresses, %s"), name,
                       _ (retour_reason_get_meaning (row->reason)), count, addresses, period);

  retour_table_put_wrapped (sink, style, 2, text);
}

static void
put_incidents (const RetourSummary *self, RetourSink *sink, const RetourTableStyle *style,
               gboolean outages)
{
  g_autoptr (GPtrArray) rows = retour_summary_sort_incidents (self);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++) {
    const RetourIncident *row = g_ptr_array_index (rows, i);

    if ((row->outage != FALSE) != outages)
      continue;
    if (n++ == 0)
      retour_table_put_heading (sink, style,
                                outages ? _ ("Outages: these addresses are not dead")
                                        : _ ("Incidents: one cause, many addresses"));
    if (style->limit == 0 || n <= style->limit)
      put_incident (sink, style, row);
  }
  put_rest (sink, n, style->limit);
}

static const char *const delay_titles[RETOUR_DELAY_N] = {
  [RETOUR_DELAY_OPEN] = N_ ("still tried"),
  [RETOUR_DELAY_FAILED] = N_ ("failed in the end"),
  [RETOUR_DELAY_DELIVERED] = N_ ("delivered in the end"),
  [RETOUR_DELAY_SILENT] = N_ ("nothing more was heard"),
};

static void
put_delays (const RetourSummary *self, RetourSink *sink, const RetourTableStyle *style)
{
  gboolean begun = FALSE;

  for (guint i = 0; i < RETOUR_DELAY_N; i++) {
    guint64 n = retour_delays_get_n (self->delays, i);

    if (n > 0 && !begun)
      retour_table_put_heading (sink, style, _ ("Messages that were late"));
    begun = begun || n > 0;
    if (n > 0)
      retour_put (sink, "  %8" G_GUINT64_FORMAT "  %s\n", n, _ (delay_titles[i]));
  }
}

static void
put_list (RetourSink *sink, const RetourTableStyle *style, const char *title,
          const RetourTallyTable *table)
{
  g_autoptr (GPtrArray) rows = retour_tally_table_sort (table);

  if (rows->len == 0)
    return;
  retour_table_put_heading (sink, style, title);
  for (guint i = 0; i < rows->len && (style->limit == 0 || i < style->limit); i++) {
    const RetourTally *row = g_ptr_array_index (rows, i);
    const char *text = row->sample != NULL ? row->sample : row->key;

    retour_put (sink, "  %8" G_GUINT64_FORMAT "  ", retour_tally_sum (row));
    retour_put_display (sink, *text != '\0' ? text : _ ("no words at all"),
                        MAX (style->width, 32) - 12);
    retour_put_text (sink, "\n");
  }
}

static void
put_groups (const RetourSummary *self, RetourSink *sink, const RetourTableStyle *style)
{
  for (guint i = 0; i < retour_n_groups; i++) {
    g_autoptr (GPtrArray) rows =
        retour_summary_has_group (self, i) ? retour_summary_sort (self, i) : NULL;

    if (rows == NULL || rows->len == 0)
      continue;
    retour_table_put_heading (sink, style, _ (retour_groups[i].title));
    retour_table_put (sink, style, i, rows, retour_summary_get_others (self, i));
  }
}

static void
write_text (const RetourSummary *self, RetourSink *sink)
{
  const char *charset = NULL;
  RetourTableStyle style = { .width = self->width,
                             .limit = self->limit,
                             .colour = self->colour,
                             .unicode = g_get_charset (&charset) };

  if (style.limit == 0 && !self->chosen)
    style.limit = DEFAULT_ROWS;
  put_head (self, sink, &style);
  if (!self->chosen) {
    put_troubles (self, sink, &style);
    put_incidents (self, sink, &style, FALSE);
    put_incidents (self, sink, &style, TRUE);
    put_delays (self, sink, &style);
    put_list (sink, &style, _ ("Complaints"), self->complaints);
  }
  put_groups (self, sink, &style);
  if (!self->chosen)
    put_list (sink, &style, _ ("Replies that nobody understands"), self->unknown);
}

const RetourSummaryDriver retour_summary_text = { "text", write_text };
