#include "summary/write.h"

#include "output/json.h"
#include "summary/delisting.h"

/* The schema is report.schema.json, beside this file. */
#define SCHEMA "retour-report/1"

typedef struct {
  RetourSink *sink;
  const char *before; /* what goes before the next member of the object or array that is open */
} Json;

/* The next member stands on a line of its own. */
static void
break_line (Json *json, const char *indent)
{
  if (*json->before != '\0')
    retour_put_text (json->sink, ",");
  retour_put (json->sink, "\n%s", indent);
  json->before = "";
}

/* @key: %NULL in an array. */
static void
begin_member (Json *json, const char *key)
{
  retour_put_text (json->sink, json->before);
  if (key != NULL)
    retour_put (json->sink, "\"%s\":", key);
  json->before = ",";
}

static void
open_member (Json *json, const char *key, const char *bracket)
{
  begin_member (json, key);
  retour_put_text (json->sink, bracket);
  json->before = "";
}

static void
close_member (Json *json, const char *bracket)
{
  retour_put_text (json->sink, bracket);
  json->before = ",";
}

static void
put_member (Json *json, const char *key, const char *text)
{
  begin_member (json, key);
  if (text != NULL)
    retour_json_string (json->sink, retour_slice_of (text));
  else
    retour_put_text (json->sink, "null");
}

static void
put_number (Json *json, const char *key, guint64 n)
{
  begin_member (json, key);
  retour_put (json->sink, "%" G_GUINT64_FORMAT, n);
}

static void
put_date (Json *json, const char *key, gint64 date, gboolean known)
{
  g_autofree char *text = known ? retour_make_time (date) : NULL;

  put_member (json, key, text);
}

/* The members that every counted row has, without braces. */
static void
put_tally (Json *json, const RetourTally *row)
{
  gboolean known = retour_tally_sum (row) > 0;

  put_number (json, "count", retour_tally_sum (row));
  put_number (json, "failures", retour_tally_failures (row));
  for (guint i = 0; i < RETOUR_TALLY_N; i++)
    put_number (json, retour_tally_count_name (i), row->n[i]);
  put_number (json, "addresses", row->addresses);
  put_date (json, "first", row->first, known);
  put_date (json, "last", row->last, known);
}

static const char *
get_id (const RetourReason *reason)
{
  return reason != NULL ? retour_reason_get_id (reason) : NULL;
}

static void
put_row (Json *json, const RetourTally *row)
{
  open_member (json, NULL, "{");
  put_member (json, "key", row->key);
  put_tally (json, row);
  put_member (json, "reason", get_id (retour_tally_get_reason (row)));
  put_member (json, "sample", row->sample);
  close_member (json, "}");
}

static void
put_rows (Json *json, const char *key, const GPtrArray *rows, const RetourTally *others)
{
  open_member (json, key, "[");
  for (guint i = 0; i < rows->len; i++) {
    break_line (json, "  ");
    put_row (json, g_ptr_array_index (rows, i));
  }
  if (others != NULL) {
    break_line (json, "  ");
    put_row (json, others);
  }
  close_member (json, "]");
}

static void
put_table (Json *json, const char *key, const RetourTallyTable *table)
{
  g_autoptr (GPtrArray) rows = retour_tally_table_sort (table);

  break_line (json, "");
  put_rows (json, key, rows,
            retour_tally_table_get_n_lost (table) > 0 ? retour_tally_table_get_others (table)
                                                      : NULL);
}

static void
put_filters (Json *json, const RetourSummary *self)
{
  open_member (json, "filters", "{");
  for (guint i = 0; i < RETOUR_FILTER_N; i++) {
    open_member (json, retour_summary_filter_name (i), "[");
    for (guint k = 0; k < self->filters[i]->len; k++)
      put_member (json, NULL, g_ptr_array_index (self->filters[i], k));
    close_member (json, "]");
  }
  close_member (json, "}");
}

static void
put_head (Json *json, const RetourSummary *self)
{
  put_member (json, "schema", SCHEMA);
  break_line (json, "");
  put_date (json, "made", self->now, TRUE);
  break_line (json, "");
  put_date (json, "since", self->since, self->since != 0);
  break_line (json, "");
  put_date (json, "until", self->until, self->until != 0);
  break_line (json, "");
  put_filters (json, self);
}

static void
put_totals (Json *json, const RetourSummary *self)
{
  break_line (json, "");
  open_member (json, "totals", "{");
  put_tally (json, &self->total);
  put_number (json, "dead_addresses", retour_dead_get_n (self->dead));
  put_number (json, "outage_addresses", retour_dead_get_n_in_outage (self->dead));
  put_number (json, "unproven", self->n_unproven);
  put_number (json, "foreign", self->n_foreign);
  close_member (json, "}");
}

static void
put_delisting (Json *json, const RetourTrouble *row)
{
  g_autoptr (RetourDelisting) way = NULL;

  if (row->kind == RETOUR_TROUBLE_BLOCKLIST || row->kind == RETOUR_TROUBLE_REPUTATION)
    way = retour_delisting_lookup (row->blocklist, row->provider);
  if (way == NULL) {
    put_member (json, "delisting", NULL);
    return;
  }
  open_member (json, "delisting", "{");
  put_member (json, "title", way->title);
  put_member (json, "kind", way->kind);
  put_member (json, "page", *way->page != '\0' ? way->page : NULL);
  put_member (json, "way", way->way);
  close_member (json, "}");
}

static void
put_receivers (Json *json, const RetourTrouble *row)
{
  g_autoptr (GPtrArray) rows = retour_tally_table_sort (row->receivers);

  open_member (json, "receivers", "[");
  for (guint i = 0; i < rows->len; i++)
    put_member (json, NULL, ((const RetourTally *) g_ptr_array_index (rows, i))->key);
  close_member (json, "]");
}

static void
put_trouble (Json *json, const RetourTrouble *row)
{
  open_member (json, NULL, "{");
  put_member (json, "kind", retour_trouble_kind_name (row->kind));
  put_member (json, "reason", get_id (row->reason));
  put_member (json, "blocklist", row->blocklist);
  put_member (json, "client", row->client);
  put_member (json, "provider", row->provider);
  put_tally (json, &row->tally);
  put_receivers (json, row);
  put_member (json, "sample", row->tally.sample);
  put_delisting (json, row);
  close_member (json, "}");
}

static void
put_troubles (Json *json, const RetourSummary *self)
{
  g_autoptr (GPtrArray) rows = retour_troubles_sort (self->troubles);

  break_line (json, "");
  open_member (json, "troubles", "[");
  for (guint i = 0; i < rows->len; i++) {
    break_line (json, "  ");
    put_trouble (json, g_ptr_array_index (rows, i));
  }
  close_member (json, "]");
}

static void
put_incident (Json *json, const RetourIncident *row)
{
  open_member (json, NULL, "{");
  put_member (json, "kind", row->outage ? "outage" : "incident");
  put_member (json, "receiver", row->receiver);
  put_member (json, "reason", get_id (row->reason));
  put_member (json, "blocklist", row->blocklist);
  put_member (json, "client", row->client);
  put_number (json, "count", row->count);
  put_number (json, "addresses", row->addresses);
  put_date (json, "first", row->first, TRUE);
  put_date (json, "last", row->last, TRUE);
  close_member (json, "}");
}

static void
put_incidents (Json *json, const RetourSummary *self)
{
  break_line (json, "");
  open_member (json, "incidents", "[");
  for (guint i = 0; i < retour_guards_get_n (self->guards); i++) {
    break_line (json, "  ");
    put_incident (json, retour_guards_get_nth (self->guards, i));
  }
  close_member (json, "]");
}

static void
put_delays (Json *json, const RetourSummary *self)
{
  break_line (json, "");
  open_member (json, "delays", "{");
  for (guint i = 0; i < RETOUR_DELAY_N; i++)
    put_number (json, retour_delay_end_name (i), retour_delays_get_n (self->delays, i));
  close_member (json, "}");
}

static void
put_groups (Json *json, const RetourSummary *self)
{
  break_line (json, "");
  open_member (json, "groups", "{");
  for (guint i = 0; i < retour_n_groups; i++) {
    g_autoptr (GPtrArray) rows = NULL;

    if (!retour_summary_has_group (self, i))
      continue;
    rows = retour_summary_sort (self, i);
    break_line (json, "");
    put_rows (json, retour_groups[i].name, rows, retour_summary_get_others (self, i));
  }
  close_member (json, "}");
}

static void
write_json (const RetourSummary *self, RetourSink *sink)
{
  Json out = { sink, "" }, *json = &out;

  open_member (json, NULL, "{");
  put_head (json, self);
  put_totals (json, self);
  if (!self->chosen) {
    put_troubles (json, self);
    put_incidents (json, self);
    put_delays (json, self);
    put_table (json, "complaints", self->complaints);
    put_table (json, "unknown", self->unknown);
  }
  put_groups (json, self);
  close_member (json, "}\n");
}

const RetourSummaryDriver retour_summary_json = { "json", write_json };
