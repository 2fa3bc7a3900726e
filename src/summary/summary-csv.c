#include "summary/write.h"

#include <string.h>

/* RFC 4180: a field in quotes where it has to be. */
static void
put_field (RetourSink *sink, const char *text)
{
  if (text[strcspn (text, ",\"\r\n")] == '\0') {
    retour_put_text (sink, text);
    return;
  }
  retour_put_text (sink, "\"");
  for (; *text != '\0'; text++)
    retour_sink_add (sink, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
  retour_put_text (sink, "\"");
}

static void
put_start (RetourSink *sink, const char *section, const char *key, const char *detail)
{
  put_field (sink, section);
  retour_put_text (sink, ",");
  put_field (sink, key);
  retour_put_text (sink, ",");
  put_field (sink, detail);
}

static void
put_date (RetourSink *sink, gint64 date)
{
  g_autofree char *text = retour_make_time (date);

  retour_put (sink, ",%s", text);
}

static void
put_tally (RetourSink *sink, const char *section, const char *detail, const RetourTally *row)
{
  put_start (sink, section, row->key != NULL ? row->key : "", detail);
  retour_put (sink, ",%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT, retour_tally_sum (row),
              retour_tally_failures (row));
  for (guint i = 0; i < RETOUR_TALLY_N; i++)
    retour_put (sink, ",%" G_GUINT64_FORMAT, row->n[i]);
  retour_put (sink, ",%" G_GUINT64_FORMAT, row->addresses);
  if (retour_tally_sum (row) > 0) {
    put_date (sink, row->first);
    put_date (sink, row->last);
  } else {
    retour_put_text (sink, ",,");
  }
  retour_put_text (sink, "\r\n");
}

/* A number alone: all columns behind it are empty. */
static void
put_count (RetourSink *sink, const char *section, const char *key, guint64 n)
{
  put_start (sink, section, key, "");
  retour_put (sink, ",%" G_GUINT64_FORMAT ",,,,,,,,,,\r\n", n);
}

static void
put_groups (const RetourSummary *self, RetourSink *sink)
{
  for (guint i = 0; i < retour_n_groups; i++) {
    g_autoptr (GPtrArray) rows = NULL;
    const RetourTally *others;

    if (!retour_summary_has_group (self, i))
      continue;
    rows = retour_summary_sort (self, i);
    for (guint k = 0; k < rows->len; k++) {
      const RetourTally *row = g_ptr_array_index (rows, k);
      const RetourReason *reason = retour_tally_get_reason (row);

      put_tally (sink, retour_groups[i].name, reason != NULL ? retour_reason_get_id (reason) : "",
                 row);
    }
    others = retour_summary_get_others (self, i);
    if (others != NULL)
      put_tally (sink, retour_groups[i].name, "others", others);
  }
}

static void
put_troubles (const RetourSummary *self, RetourSink *sink)
{
  g_autoptr (GPtrArray) rows = retour_troubles_sort (self->troubles);

  for (guint i = 0; i < rows->len; i++) {
    const RetourTrouble *row = g_ptr_array_index (rows, i);
    g_autofree char *detail =
        g_strjoin (" ", retour_reason_get_id (row->reason), row->client, NULL);
    RetourTally tally = row->tally;

    tally.key = row->blocklist != NULL ? row->blocklist : row->provider;
    put_tally (sink, retour_trouble_kind_name (row->kind), detail, &tally);
  }
}

static void
put_incidents (const RetourSummary *self, RetourSink *sink)
{
  for (guint i = 0; i < retour_guards_get_n (self->guards); i++) {
    const RetourIncident *row = retour_guards_get_nth (self->guards, i);
    g_autofree char *detail = g_strjoin (" ", retour_reason_get_id (row->reason),
                                         row->blocklist != NULL ? row->blocklist : "",
                                         row->client != NULL ? row->client : "", NULL);

    put_start (sink, row->outage ? "outage" : "incident",
               row->receiver != NULL ? row->receiver : "", g_strstrip (detail));
    retour_put (sink, ",%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ",,,,,,,%" G_GUINT64_FORMAT,
                row->count, row->count, row->addresses);
    put_date (sink, row->first);
    put_date (sink, row->last);
    retour_put_text (sink, "\r\n");
  }
}

static void
put_rows (const RetourTallyTable *table, const char *section, RetourSink *sink)
{
  g_autoptr (GPtrArray) rows = retour_tally_table_sort (table);

  for (guint i = 0; i < rows->len; i++) {
    const RetourTally *row = g_ptr_array_index (rows, i);

    put_tally (sink, section, row->sample != NULL ? row->sample : "", row);
  }
}

static void
write_csv (const RetourSummary *self, RetourSink *sink)
{
  retour_put_text (sink, "section,key,detail,count,failures");
  for (guint i = 0; i < RETOUR_TALLY_N; i++)
    retour_put (sink, ",%s", retour_tally_count_name (i));
  retour_put_text (sink, ",addresses,first,last\r\n");
  if (!self->chosen) {
    put_tally (sink, "total", "", &self->total);
    put_count (sink, "total", "dead_addresses", retour_dead_get_n (self->dead));
    put_count (sink, "total", "outage_addresses", retour_dead_get_n_in_outage (self->dead));
    put_count (sink, "total", "unproven", self->n_unproven);
    put_count (sink, "total", "foreign", self->n_foreign);
    put_troubles (self, sink);
    put_incidents (self, sink);
    for (guint i = 0; i < RETOUR_DELAY_N; i++)
      put_count (sink, "delay", retour_delay_end_name (i), retour_delays_get_n (self->delays, i));
    put_rows (self->complaints, "complaint", sink);
  }
  put_groups (self, sink);
  if (!self->chosen)
    put_rows (self->unknown, "unknown", sink);
}

const RetourSummaryDriver retour_summary_csv = { "csv", write_csv };
