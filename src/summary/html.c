#include "summary/html.h"

#include "base/language.h"

void
retour_html_put (RetourSink *sink, const char *text)
{
  retour_put_html (sink, text, G_MAXINT);
}

void
retour_html_put_foreign (RetourSink *sink, const char *text)
{
  retour_put_text (sink, "<bdi>");
  if (retour_put_html (sink, text, RETOUR_HTML_TEXT) >= RETOUR_HTML_TEXT)
    retour_put_text (sink, "…");
  retour_put_text (sink, "</bdi>");
}

void
retour_html_put_number (RetourSink *sink, guint64 n)
{
  g_autofree char *text = retour_make_figure (n);

  retour_put_text (sink, text);
}

void
retour_html_put_period (RetourSink *sink, gint64 first, gint64 last)
{
  g_autofree char *from = retour_make_day (first), *to = retour_make_day (last);

  if (g_str_equal (from, to))
    retour_put (sink, "<time>%s</time>", from);
  else
    retour_put (sink, "<time>%s</time> – <time>%s</time>", from, to);
}

/* One number that the page is about. */
static void
put_figure (RetourSink *sink, const char *class, guint64 n, const char *title, const char *detail)
{
  retour_put (sink, "<li class=\"figure %s\"><strong>", class);
  retour_html_put_number (sink, n);
  retour_put_text (sink, "</strong> <span>");
  retour_html_put (sink, title);
  retour_put_text (sink, "</span> <small>");
  retour_html_put (sink, detail);
  retour_put_text (sink, "</small></li>\n");
}

/* "12 %" of @of; nothing when there is nothing. */
static char *
make_share (guint64 n, guint64 of)
{
  enum { PERCENT = 100 };

  if (of == 0)
    return g_strdup ("");
  if (n > 0 && n * PERCENT < of)
    return g_strdup_printf (_ ("less than %d %% of the failures"), 1);
  {
    g_autofree char *share = retour_make_number ((n * PERCENT + of / 2) / of);

    return g_strdup_printf (_ ("%s %% of the failures"), share);
  }
}

void
retour_html_put_figures (const RetourSummary *self, RetourSink *sink)
{
  const RetourTally *total = &self->total;
  guint64 failures = retour_tally_failures (total);
  guint64 open = retour_delays_get_n (self->delays, RETOUR_DELAY_OPEN);
  g_autofree char *hard = make_share (total->n[RETOUR_TALLY_HARD], failures);
  g_autofree char *soft = make_share (total->n[RETOUR_TALLY_SOFT], failures);
  g_autofree char *addresses = retour_make_figure (total->addresses);
  g_autofree char *of = g_strdup_printf (_ ("of %s addresses"), addresses);
  g_autofree char *tried = retour_make_figure (open);
  g_autofree char *late = g_strdup_printf (_ ("%s still tried"), tried);
  guint64 n_in_outage = retour_dead_get_n_in_outage (self->dead);
  g_autofree char *hidden = retour_make_figure (n_in_outage);
  g_autofree char *outage = g_strdup_printf (_ ("without %s in outages"), hidden);

  retour_put_text (sink, "<ul class=\"figures\">\n");
  put_figure (sink, "", failures, _ ("failures"), of);
  put_figure (sink, "hard", total->n[RETOUR_TALLY_HARD], _ ("hard"), hard);
  put_figure (sink, "soft", total->n[RETOUR_TALLY_SOFT], _ ("soft"), soft);
  put_figure (sink, "", retour_dead_get_n (self->dead), _ ("dead addresses"),
              n_in_outage > 0 ? outage : of);
  put_figure (sink, "delayed", total->n[RETOUR_TALLY_DELAYED], _ ("delays"), late);
  put_figure (sink, "complaints", total->n[RETOUR_TALLY_COMPLAINTS], _ ("complaints"),
              total->n[RETOUR_TALLY_COMPLAINTS] > 0 ? _ ("take these addresses off the list")
                                                    : _ ("nobody complained"));
  retour_put_text (sink, "</ul>\n");
}

static const struct {
  RetourDelayEnd end;
  const char *title;
} ends[] = {
  { RETOUR_DELAY_OPEN, N_ ("still tried") },
  { RETOUR_DELAY_FAILED, N_ ("failed in the end") },
  { RETOUR_DELAY_DELIVERED, N_ ("delivered in the end") },
  { RETOUR_DELAY_SILENT, N_ ("nothing more was heard") },
};

/* What is said of few things: delays, complaints, reports that prove nothing. */
static void
put_fact (RetourSink *sink, guint64 n, const char *text)
{
  if (n == 0)
    return;
  retour_put_text (sink, "<li><strong>");
  retour_html_put_number (sink, n);
  retour_put_text (sink, "</strong> ");
  retour_html_put (sink, text);
  retour_put_text (sink, "</li>\n");
}

static void
put_complaints (const RetourSummary *self, RetourSink *sink)
{
  g_autoptr (GPtrArray) rows = retour_tally_table_sort (self->complaints);

  if (rows->len == 0)
    return;
  retour_put_text (sink, "<div><h3>");
  retour_html_put (sink, _ ("Complaints"));
  retour_put_text (sink, "</h3>\n<ul class=\"facts\">");
  for (guint i = 0; i < rows->len && i < 10; i++) {
    const RetourTally *row = g_ptr_array_index (rows, i);

    put_fact (sink, retour_tally_sum (row), row->key);
  }
  retour_put_text (sink, "</ul></div>\n");
}

static gboolean
has_delays (const RetourSummary *self)
{
  guint64 n = 0;

  for (guint i = 0; i < RETOUR_DELAY_N; i++)
    n += retour_delays_get_n (self->delays, i);
  return n > 0;
}

static void
put_late (const RetourSummary *self, RetourSink *sink)
{
  if (!has_delays (self))
    return;
  retour_put_text (sink, "<div><h3>");
  retour_html_put (sink, _ ("Messages that were late"));
  retour_put_text (sink, "</h3>\n<ul class=\"facts\">");
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    put_fact (sink, retour_delays_get_n (self->delays, ends[i].end), _ (ends[i].title));
  retour_put_text (sink, "</ul></div>\n");
}

static void
put_doubts (const RetourSummary *self, RetourSink *sink)
{
  if (self->n_unproven == 0 && self->n_foreign == 0)
    return;
  retour_put_text (sink, "<div><h3>");
  retour_html_put (sink, _ ("Not proven"));
  retour_put_text (sink, "</h3>\n<ul class=\"facts\">");
  put_fact (sink, self->n_unproven,
            _ ("failures that bring nothing back of the mail: anybody could have written them"));
  put_fact (sink, self->n_foreign, _ ("reports about other senders' mail, in no other number"));
  retour_put_text (sink, "</ul></div>\n");
}

void
retour_html_put_delays (const RetourSummary *self, RetourSink *sink)
{
  gboolean complaints = self->total.n[RETOUR_TALLY_COMPLAINTS] > 0;

  if (!has_delays (self) && !complaints && self->n_unproven == 0 && self->n_foreign == 0)
    return;
  retour_put_text (sink, "<section class=\"card three\">\n");
  put_late (self, sink);
  put_complaints (self, sink);
  put_doubts (self, sink);
  retour_put_text (sink, "</section>\n");
}
