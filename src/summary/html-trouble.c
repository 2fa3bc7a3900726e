#include "summary/html.h"

#include "base/language.h"
#include "summary/delisting.h"

enum {
  TROUBLES = 40,  /* of one kind */
  OPEN = 2,       /* of them that are seen at once */
  INCIDENTS = 60, /* of which */
  OPEN_INCIDENTS = 6,
  RECEIVERS = 6,
};

static void
put_receivers (RetourSink *sink, const RetourTrouble *row)
{
  g_autoptr (GPtrArray) rows = retour_tally_table_sort (row->receivers);

  if (row->provider != NULL)
    return; /* it is the only one, and stands above */
  retour_put_text (sink, "<p class=\"who\">");
  retour_html_put (sink, _ ("Refused by"));
  for (guint i = 0; i < rows->len && i < RECEIVERS; i++) {
    retour_put_text (sink, i > 0 ? ", " : " ");
    retour_html_put_foreign (sink, ((const RetourTally *) g_ptr_array_index (rows, i))->key);
  }
  if (rows->len > RECEIVERS) {
    g_autofree char *more = g_strdup_printf (_ ("and %u more"), rows->len - RECEIVERS);

    retour_put_text (sink, " ");
    retour_html_put (sink, more);
  }
  retour_put_text (sink, "</p>");
}

static void
put_name (RetourSink *sink, const RetourTrouble *row, const RetourDelisting *way)
{
  guint providers = retour_group_lookup ("provider");
  const char *who = way != NULL              ? way->title
                    : row->blocklist != NULL ? row->blocklist
                    : row->provider != NULL  ? retour_summary_label (providers, row->provider)
                                             : NULL;

  if (who != NULL) {
    retour_put_text (sink, "<b>");
    retour_html_put_foreign (sink, who);
    retour_put_text (sink, "</b> ");
  }
  if (row->client != NULL) {
    retour_put_text (sink, "<code>");
    retour_html_put_foreign (sink, row->client);
    retour_put_text (sink, "</code> ");
  }
}

static void
put_way (RetourSink *sink, const RetourTrouble *row, const RetourDelisting *way)
{
  retour_put_text (sink, "<p class=\"way\">");
  retour_html_put (sink, way != NULL ? _ (way->way) : _ (retour_reason_get_advice (row->reason)));
  if (way != NULL && *way->page != '\0') {
    retour_put_text (sink, " <a rel=\"noreferrer noopener\" href=\"");
    retour_html_put (sink, way->page);
    retour_put_text (sink, "\">");
    retour_html_put (sink, way->page);
    retour_put_text (sink, "</a>");
  }
  retour_put_text (sink, "</p>");
}

static void
put_trouble (RetourSink *sink, const RetourTrouble *row)
{
  gboolean listed = row->kind == RETOUR_TROUBLE_BLOCKLIST || row->kind == RETOUR_TROUBLE_REPUTATION;
  g_autoptr (RetourDelisting) way =
      listed ? retour_delisting_lookup (row->blocklist, row->provider) : NULL;

  retour_put_text (sink, "<li><div class=\"count\"><strong>");
  retour_html_put_number (sink, retour_tally_sum (&row->tally));
  retour_put_text (sink, "</strong>");
  retour_html_put_period (sink, row->tally.first, row->tally.last);
  retour_put_text (sink, "</div><div><p class=\"what\">");
  put_name (sink, row, way);
  retour_put_text (sink, "<span class=\"say\">");
  retour_html_put (sink, _ (retour_reason_get_meaning (row->reason)));
  retour_put_text (sink, "</span></p>");
  put_way (sink, row, way);
  put_receivers (sink, row);
  if (row->tally.sample != NULL) {
    retour_put_text (sink, "<p class=\"said\">");
    retour_html_put_foreign (sink, row->tally.sample);
    retour_put_text (sink, "</p>");
  }
  retour_put_text (sink, "</div></li>\n");
}

/* The list goes on for those who ask. */
static void
put_more (RetourSink *sink, guint n)
{
  g_autofree char *more = g_strdup_printf (_ ("and %u more"), n);

  retour_put_text (sink, "</ul><details><summary>");
  retour_html_put (sink, more);
  retour_put_text (sink, "</summary><ul class=\"troubles\">\n");
}

/* One kind: the worst are seen, the others asked for. Returns the index behind it. */
static guint
put_kind (RetourSink *sink, const GPtrArray *rows, guint from)
{
  RetourTroubleKind kind = ((const RetourTrouble *) g_ptr_array_index (rows, from))->kind;
  guint end = from;

  while (end < rows->len && ((const RetourTrouble *) g_ptr_array_index (rows, end))->kind == kind)
    end++;
  retour_put_text (sink, "<h3>");
  retour_html_put (sink, _ (retour_trouble_kind_title (kind)));
  retour_put_text (sink, "</h3>\n<ul class=\"troubles\">\n");
  for (guint i = from; i < end && i - from < TROUBLES; i++) {
    if (i - from == OPEN)
      put_more (sink, end - i);
    put_trouble (sink, g_ptr_array_index (rows, i));
  }
  retour_put (sink, "</ul>%s\n", end - from > OPEN ? "</details>" : "");
  return end;
}

void
retour_html_put_troubles (const RetourSummary *self, RetourSink *sink)
{
  g_autoptr (GPtrArray) rows = retour_troubles_sort (self->troubles);

  retour_put (sink, "<section class=\"card %s\">\n<h2>", rows->len > 0 ? "alarm" : "calm");
  retour_html_put (sink, _ ("Yours to mend"));
  retour_put_text (sink, "</h2>\n");
  if (rows->len > 0) {
    for (guint i = 0; i < rows->len;)
      i = put_kind (sink, rows, i);
  } else {
    retour_put_text (sink, "<p class=\"none\">");
    retour_html_put (sink, _ ("No receiver blames the sender: no blocklist, no reputation, no "
                              "authentication that fails."));
    retour_put_text (sink, "</p>");
  }
  retour_put_text (sink, "</section>\n");
}

static void
put_incident (RetourSink *sink, const RetourIncident *row)
{
  g_autofree char *count = retour_make_figure (row->count);
  g_autofree char *addresses = retour_make_figure (row->addresses);
  g_autofree char *size = g_strdup_printf (_ ("%s failures of %s addresses"), count, addresses);

  retour_put (sink, "<li class=\"%s\"><div class=\"count\"><strong>",
              row->outage ? "outage" : "incident");
  retour_html_put (sink, row->outage ? _ ("Outage") : _ ("Incident"));
  retour_put_text (sink, "</strong>");
  retour_html_put_period (sink, row->first, row->last);
  retour_put_text (sink, "</div><div><p class=\"what\"><b>");
  retour_html_put_foreign (sink, retour_summary_incident_name (row));
  retour_put_text (sink, "</b> ");
  if (row->client != NULL) {
    retour_put_text (sink, "<code>");
    retour_html_put_foreign (sink, row->client);
    retour_put_text (sink, "</code> ");
  }
  retour_put_text (sink, "<span class=\"say\">");
  retour_html_put (sink, _ (retour_reason_get_meaning (row->reason)));
  retour_put_text (sink, "</span></p><p class=\"who\">");
  retour_html_put (sink, size);
  retour_put_text (sink, "</p></div></li>\n");
}

void
retour_html_put_incidents (const RetourSummary *self, RetourSink *sink)
{
  g_autoptr (GPtrArray) rows = retour_summary_sort_incidents (self);

  if (rows->len == 0)
    return;
  retour_put_text (sink, "<section class=\"card\">\n<h2>");
  retour_html_put (sink, _ ("Incidents and outages"));
  retour_put_text (sink, "</h2>\n<p class=\"lead\">");
  retour_html_put (sink, _ ("Many addresses failed for one cause within hours. None of them is "
                            "removed from a list for it."));
  retour_put_text (sink, "</p>\n<ul class=\"troubles\">\n");
  for (guint i = 0; i < rows->len && i < INCIDENTS; i++) {
    if (i == OPEN_INCIDENTS)
      put_more (sink, rows->len - i);
    put_incident (sink, g_ptr_array_index (rows, i));
  }
  retour_put (sink, "</ul>%s\n</section>\n", rows->len > OPEN_INCIDENTS ? "</details>" : "");
}
