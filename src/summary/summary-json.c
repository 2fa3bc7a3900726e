#include "summary/write.h"

#include "output/json.h"
#include "summary/delisting.h"

/* The schema is report.schema.json, beside this file. */
#define SCHEMA "retour-report/1"

static void
put_string (RetourSink *sink, const char *text)
{
  if (text != NULL)
    retour_json_string (sink, retour_slice_of (text));
  else
    retour_put_text (sink, "null");
}

static void
put_member (RetourSink *sink, const char *key, const char *text)
{
  retour_put (sink, "\"%s\":", key);
  put_string (sink, text);
}

static void
put_number (RetourSink *sink, const char *key, guint64 n)
{
  retour_put (sink, "\"%s\":%" G_GUINT64_FORMAT, key, n);
}

static void
put_date (RetourSink *sink, const char *key, gint64 date, gboolean known)
{
  g_autofree char *text = known ? retour_make_time (date) : NULL;

  put_member (sink, key, text);
}

/* The members that every counted row has, without braces. */
static void
put_tally (RetourSink *sink, const RetourTally *row)
{
  gboolean known = retour_tally_sum (row) > 0;

  put_number (sink, "count", retour_tally_sum (row));
  retour_put_text (sink, ",");
  put_number (sink, "failures", retour_tally_failures (row));
  for (guint i = 0; i < RETOUR_TALLY_N; i++) {
    retour_put_text (sink, ",");
    put_number (sink, retour_tally_count_name (i), row->n[i]);
  }
  retour_put_text (sink, ",");
  put_number (sink, "addresses", row->addresses);
  retour_put_text (sink, ",");
  put_date (sink, "first", row->first, known);
  retour_put_text (sink, ",");
  put_date (sink, "last", row->last, known);
}

static const char *
get_id (const RetourReason *reason)
{
  return reason != NULL ? retour_reason_get_id (reason) : NULL;
}

static void
put_row (RetourSink *sink, const RetourTally *row)
{
  retour_put_text (sink, "{");
  put_member (sink, "key", row->key);
  retour_put_text (sink, ",");
  put_tally (sink, row);
  retour_put_text (sink, ",");
  put_member (sink, "reason", get_id (retour_tally_get_reason (row)));
  retour_put_text (sink, ",");
  put_member (sink, "sample", row->sample);
  retour_put_text (sink, "}");
}

static void
put_rows (RetourSink *sink, const GPtrArray *rows, const RetourTally *others)
{
  retour_put_text (sink, "[");
  for (guint i = 0; i < rows->len; i++) {
    retour_put_text (sink, i > 0 ? ",\n  " : "\n  ");
    put_row (sink, g_ptr_array_index (rows, i));
  }
  if (others != NULL) {
    retour_put_text (sink, rows->len > 0 ? ",\n  " : "\n  ");
    put_row (sink, others);
  }
  retour_put_text (sink, "]");
}

static void
put_table (RetourSink *sink, const char *key, const RetourTallyTable *table)
{
  g_autoptr (GPtrArray) rows = retour_tally_table_sort (table);

  retour_put (sink, ",\n\"%s\":", key);
  put_rows (sink, rows,
            retour_tally_table_get_n_lost (table) > 0 ? retour_tally_table_get_others (table)
                                                      : NULL);
}

static void
put_filters (const RetourSummary *self, RetourSink *sink)
{
  retour_put_text (sink, "\"filters\":{");
  for (guint i = 0; i < RETOUR_FILTER_N; i++) {
    retour_put (sink, "%s\"%s\":[", i > 0 ? "," : "", retour_summary_filter_name (i));
    for (guint k = 0; k < self->filters[i]->len; k++) {
      retour_put_text (sink, k > 0 ? "," : "");
      put_string (sink, g_ptr_array_index (self->filters[i], k));
    }
    retour_put_text (sink, "]");
  }
  retour_put_text (sink, "}");
}

static void
put_head (const RetourSummary *self, RetourSink *sink)
{
  put_member (sink, "schema", SCHEMA);
  retour_put_text (sink, ",\n");
  put_date (sink, "made", self->now, TRUE);
  retour_put_text (sink, ",\n");
  put_date (sink, "since", self->since, self->since != 0);
  retour_put_text (sink, ",\n");
  put_date (sink, "until", self->until, self->until != 0);
  retour_put_text (sink, ",\n");
  put_filters (self, sink);
}

static void
put_totals (const RetourSummary *self, RetourSink *sink)
{
  retour_put_text (sink, ",\n\"totals\":{");
  put_tally (sink, &self->total);
  retour_put_text (sink, ",");
  put_number (sink, "dead_addresses", retour_dead_get_n (self->dead));
  retour_put_text (sink, ",");
  put_number (sink, "outage_addresses", retour_dead_get_n_in_outage (self->dead));
  retour_put_text (sink, ",");
  put_number (sink, "unproven", self->n_unproven);
  retour_put_text (sink, ",");
  put_number (sink, "foreign", self->n_foreign);
  retour_put_text (sink, "}");
}

static void
put_delisting (RetourSink *sink, const RetourTrouble *row)
{
  g_autoptr (RetourDelisting) way = NULL;

  if (row->kind == RETOUR_TROUBLE_BLOCKLIST || row->kind == RETOUR_TROUBLE_REPUTATION)
    way = retour_delisting_lookup (row->blocklist, row->provider);
  retour_put_text (sink, ",\"delisting\":");
  if (way == NULL) {
    retour_put_text (sink, "null");
    return;
  }
  retour_put_text (sink, "{");
  put_member (sink, "title", way->title);
  retour_put_text (sink, ",");
  put_member (sink, "kind", way->kind);
  retour_put_text (sink, ",");
  put_member (sink, "page", *way->page != '\0' ? way->page : NULL);
  retour_put_text (sink, ",");
  put_member (sink, "way", way->way);
  retour_put_text (sink, "}");
}

static void
put_receivers (RetourSink *sink, const RetourTrouble *row)
{
  g_autoptr (GPtrArray) rows = retour_tally_table_sort (row->receivers);

  retour_put_text (sink, ",\"receivers\":[");
  for (guint i = 0; i < rows->len; i++) {
    retour_put_text (sink, i > 0 ? "," : "");
    put_string (sink, ((const RetourTally *) g_ptr_array_index (rows, i))->key);
  }
  retour_put_text (sink, "]");
}

static void
put_trouble (RetourSink *sink, const RetourTrouble *row)
{
  retour_put_text (sink, "{");
  put_member (sink, "kind", retour_trouble_kind_name (row->kind));
  retour_put_text (sink, ",");
  put_member (sink, "reason", get_id (row->reason));
  retour_put_text (sink, ",");
  put_member (sink, "blocklist", row->blocklist);
  retour_put_text (sink, ",");
  put_member (sink, "client", row->client);
  retour_put_text (sink, ",");
  put_member (sink, "provider", row->provider);
  retour_put_text (sink, ",");
  put_tally (sink, &row->tally);
  put_receivers (sink, row);
  retour_put_text (sink, ",");
  put_member (sink, "sample", row->tally.sample);
  put_delisting (sink, row);
  retour_put_text (sink, "}");
}

static void
put_troubles (const RetourSummary *self, RetourSink *sink)
{
  g_autoptr (GPtrArray) rows = retour_troubles_sort (self->troubles);

  retour_put_text (sink, ",\n\"troubles\":[");
  for (guint i = 0; i < rows->len; i++) {
    retour_put_text (sink, i > 0 ? ",\n  " : "\n  ");
    put_trouble (sink, g_ptr_array_index (rows, i));
  }
  retour_put_text (sink, "]");
}

static void
put_incident (RetourSink *sink, const RetourIncident *row)
{
  retour_put_text (sink, "{");
  put_member (sink, "kind", row->outage ? "outage" : "incident");
  retour_put_text (sink, ",");
  put_member (sink, "receiver", row->receiver);
  retour_put_text (sink, ",");
  put_member (sink, "reason", get_id (row->reason));
  retour_put_text (sink, ",");
  put_member (sink, "blocklist", row->blocklist);
  retour_put_text (sink, ",");
  put_member (sink, "client", row->client);
  retour_put_text (sink, ",");
  put_number (sink, "count", row->count);
  retour_put_text (sink, ",");
  put_number (sink, "addresses", row->addresses);
  retour_put_text (sink, ",");
  put_date (sink, "first", row->first, TRUE);
  retour_put_text (sink, ",");
  put_date (sink, "last", row->last, TRUE);
  retour_put_text (sink, "}");
}

static void
put_incidents (const RetourSummary *self, RetourSink *sink)
{
  retour_put_text (sink, ",\n\"incidents\":[");
  for (guint i = 0; i < retour_guards_get_n (self->guards); i++) {
    retour_put_text (sink, i > 0 ? ",\n  " : "\n  ");
    put_incident (sink, retour_guards_get_nth (self->guards, i));
  }
  retour_put_text (sink, "]");
}

static void
put_delays (const RetourSummary *self, RetourSink *sink)
{
  retour_put_text (sink, ",\n\"delays\":{");
  for (guint i = 0; i < RETOUR_DELAY_N; i++) {
    retour_put_text (sink, i > 0 ? "," : "");
    put_number (sink, retour_delay_end_name (i), retour_delays_get_n (self->delays, i));
  }
  retour_put_text (sink, "}");
}

static void
put_groups (const RetourSummary *self, RetourSink *sink)
{
  const char *before = "\n";

  retour_put_text (sink, ",\n\"groups\":{");
  for (guint i = 0; i < retour_n_groups; i++) {
    g_autoptr (GPtrArray) rows = NULL;

    if (!retour_summary_has_group (self, i))
      continue;
    rows = retour_summary_sort (self, i);
    retour_put (sink, "%s\"%s\":", before, retour_groups[i].name);
    put_rows (sink, rows, retour_summary_get_others (self, i));
    before = ",\n";
  }
  retour_put_text (sink, "}");
}

static void
write_json (const RetourSummary *self, RetourSink *sink)
{
  retour_put_text (sink, "{");
  put_head (self, sink);
  put_totals (self, sink);
  if (!self->chosen) {
    put_troubles (self, sink);
    put_incidents (self, sink);
    put_delays (self, sink);
    put_table (sink, "complaints", self->complaints);
    put_table (sink, "unknown", self->unknown);
  }
  put_groups (self, sink);
  retour_put_text (sink, "}\n");
}

const RetourSummaryDriver retour_summary_json = { "json", write_json };
