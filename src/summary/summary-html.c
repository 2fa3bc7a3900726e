#include "summary/html.h"

#include "base/language.h"
#include "summary/texts.h"

#include <string.h>

/* The template, src/data/report/page.html, with what {{names}} stand for in it. */

static void
put_language (const RetourSummary *self, RetourSink *sink)
{
  (void) self;
  /* TRANSLATORS: the code of your language, as in HTML: de */
  retour_html_put (sink, _ ("language: en") + strlen ("language: "));
}

static void
put_title (const RetourSummary *self, RetourSink *sink)
{
  (void) self;
  retour_html_put (sink, _ ("Returned mail"));
}

static void
put_style (const RetourSummary *self, RetourSink *sink)
{
  (void) self;
  retour_put_text (sink, retour_text_style);
}

static void
put_script (const RetourSummary *self, RetourSink *sink)
{
  (void) self;
  retour_put_text (sink, retour_text_script);
}

/* The browser runs no other script than the one with this hash. */
static void
put_hash (const RetourSummary *self, RetourSink *sink)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize len = sizeof digest;
  g_autofree char *text = NULL;

  (void) self;
  g_checksum_update (checksum, (const guchar *) retour_text_script,
                     (gssize) strlen (retour_text_script));
  g_checksum_get_digest (checksum, digest, &len);
  text = g_base64_encode (digest, len);
  retour_put_text (sink, text);
}

static void
put_period (const RetourSummary *self, RetourSink *sink)
{
  if (retour_tally_sum (&self->total) > 0)
    retour_html_put_period (sink, self->total.first, self->total.last);
}

/* What the page was narrowed to. */
static void
put_filters (const RetourSummary *self, RetourSink *sink)
{
  for (guint i = 0; i < RETOUR_FILTER_N; i++)
    for (guint k = 0; k < self->filters[i]->len; k++) {
      retour_put (sink, "<span class=\"filter\">%s <b>", retour_summary_filter_name (i));
      retour_html_put_foreign (sink, g_ptr_array_index (self->filters[i], k));
      retour_put_text (sink, "</b></span>");
    }
}

static void
put_theme (const RetourSummary *self, RetourSink *sink)
{
  (void) self;
  retour_html_put (sink, _ ("Light or dark"));
}

static void
put_empty (const RetourSummary *self, RetourSink *sink)
{
  if (retour_tally_sum (&self->total) > 0)
    return;
  retour_put_text (sink, "<section class=\"card empty\"><h2>");
  retour_html_put (sink, _ ("There is nothing to report."));
  retour_put_text (sink, "</h2><p>");
  retour_html_put (sink, _ ("No mail came back in this time, or none that passes the filters."));
  retour_put_text (sink, "</p></section>\n");
}

static void
put_footer (const RetourSummary *self, RetourSink *sink)
{
  g_autofree char *day = retour_make_day (self->now);
  g_autofree char *text =
      g_strdup_printf (_ ("Made by retour %s on %s. Days are those of UTC."), RETOUR_VERSION, day);

  retour_html_put (sink, text);
}

/* Nothing to say of nothing. */
static void
put_body (const RetourSummary *self, RetourSink *sink)
{
  static const RetourHtmlFunc sections[] = {
    retour_html_put_figures, retour_html_put_troubles, retour_html_put_incidents,
    retour_html_put_days,    retour_html_put_bars,     retour_html_put_delays,
    retour_html_put_tables,  retour_html_put_unknown,
  };

  for (guint i = 0; retour_tally_sum (&self->total) > 0 && i < G_N_ELEMENTS (sections); i++)
    sections[i](self, sink);
}

static const struct {
  const char *name;
  RetourHtmlFunc put;
} places[] = {
  { "language", put_language }, { "title", put_title },   { "style", put_style },
  { "script", put_script },     { "hash", put_hash },     { "period", put_period },
  { "filters", put_filters },   { "theme", put_theme },   { "empty", put_empty },
  { "body", put_body },         { "footer", put_footer },
};

static void
put_place (const RetourSummary *self, RetourSink *sink, const char *name, gsize len)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (strlen (places[i].name) == len && memcmp (places[i].name, name, len) == 0)
      places[i].put (self, sink);
}

static void
write_html (const RetourSummary *self, RetourSink *sink)
{
  const char *at = retour_text_page;
  const char *open;

  while ((open = strstr (at, "{{")) != NULL) {
    const char *close = strstr (open, "}}");

    retour_sink_add (sink, at, (gsize) (open - at));
    put_place (self, sink, open + strlen ("{{"), (gsize) (close - open) - strlen ("{{"));
    at = close + strlen ("}}");
  }
  retour_put_text (sink, at);
}

const RetourSummaryDriver retour_summary_html = { "html", write_html };
