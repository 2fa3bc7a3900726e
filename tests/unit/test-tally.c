#include "test.h"

#include <retour/retour.h>

#include "base/limits.h"
#include "summary/delay.h"
#include "summary/delisting.h"
#include "summary/organisation.h"
#include "summary/span.h"
#include "summary/tally.h"
#include "summary/top.h"

/* The parts that a summary is made of. */

enum { LIMIT = 8, DAY = 86400, NOW = 100 * DAY };

static void
add_failures (RetourTallyTable *table, const char *key, guint n)
{
  RetourEntry entry = { .kind = RETOUR_ENTRY_BOUNCE, .address = key };

  for (guint i = 0; i < n; i++)
    retour_tally_table_add (table, key, &entry, i + 1);
}

static void
fill (RetourTallyTable *table, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *key = g_strdup_printf ("row%02u", i);

    add_failures (table, key, i + 1);
  }
}

START_TEST (a_full_table_keeps_every_row)
{
  g_autoptr (RetourTallyTable) table = retour_tally_table_new (0, LIMIT);

  fill (table, LIMIT);
  ck_assert_uint_eq (retour_tally_table_get_n_lost (table), 0);
  ck_assert_ptr_nonnull (retour_tally_table_lookup (table, "row00"));
}
END_TEST

START_TEST (one_row_more_takes_the_place_of_the_smallest)
{
  g_autoptr (RetourTallyTable) table = retour_tally_table_new (0, LIMIT);
  g_autoptr (GPtrArray) rows = NULL;

  fill (table, LIMIT + 1);
  ck_assert_uint_eq (retour_tally_table_get_n_lost (table), 2);
  ck_assert_uint_eq (retour_tally_sum (retour_tally_table_get_others (table)), 1 + 2);
  ck_assert_ptr_null (retour_tally_table_lookup (table, "row00"));
  ck_assert_ptr_null (retour_tally_table_lookup (table, "row01"));
  rows = retour_tally_table_sort (table);
  ck_assert_uint_eq (rows->len, LIMIT - 1);
  ck_assert_str_eq (((RetourTally *) rows->pdata[0])->key, "row08");
}
END_TEST

START_TEST (the_reason_of_a_row_is_that_of_most)
{
  g_autoptr (RetourTallyTable) table = retour_tally_table_new (RETOUR_TALLY_KEEP_REASONS, LIMIT);
  static const char *const ids[] = { "mailbox_full", "user_unknown", "user_unknown", "expired" };
  const RetourTally *row;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    RetourEntry entry = { .kind = RETOUR_ENTRY_BOUNCE, .reason = retour_reason_lookup (ids[i]) };

    retour_tally_table_add (table, "x", &entry, 1);
  }
  row = retour_tally_table_lookup (table, "x");
  ck_assert_str_eq (retour_reason_get_id (retour_tally_get_reason (row)), "user_unknown");
}
END_TEST

START_TEST (the_sample_of_a_row_is_the_last)
{
  g_autoptr (RetourTallyTable) table = retour_tally_table_new (RETOUR_TALLY_KEEP_SAMPLES, LIMIT);
  const RetourReason *reason = retour_reason_lookup ("unknown");
  RetourEntry entries[] = {
    { .kind = RETOUR_ENTRY_BOUNCE, .date = 2, .diagnostic = "newer", .reason = reason },
    { .kind = RETOUR_ENTRY_BOUNCE, .date = 1, .diagnostic = "older", .reason = reason },
  };
  const RetourTally *row;

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    retour_tally_table_add (table, "x", &entries[i], 1);
  row = retour_tally_table_lookup (table, "x");
  ck_assert_str_eq (row->sample, "newer");
  ck_assert_int_eq (row->first, 1);
  ck_assert_int_eq (row->last, 2);
}
END_TEST

/* Numbers of failures of addresses, and which of them are left of three. */
START_TEST (the_top_keeps_the_largest)
{
  static const guint n[] = { 3, 9, 1, 7, 2, 8, 5 };
  static const char *const want[] = { "b", "f", "d" };
  g_autoptr (RetourTop) top = retour_top_new (G_N_ELEMENTS (want));
  g_autoptr (GPtrArray) rows = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (n); i++) {
    RetourTally row = { .key = g_strdup_printf ("%c", 'a' + i), .n = { n[i] } };

    retour_top_take (top, &row);
    ck_assert_ptr_null (row.key);
  }
  rows = retour_top_sort (top);
  ck_assert_uint_eq (rows->len, G_N_ELEMENTS (want));
  for (guint i = 0; i < rows->len; i++)
    ck_assert_str_eq (((RetourTally *) rows->pdata[i])->key, want[i]);
}
END_TEST

/* What happens to one address, in words of a letter, a message and a day: d1@5 is a delay of
 * message 1 five days ago; b, a bounce; s, a delivery; message 0 has no Message-ID. */
static const struct {
  const char *story;
  guint64 open, failed, delivered, silent;
} stories[] = {
  { "", 0, 0, 0, 0 },          { "d1@9", 0, 0, 0, 1 },
  { "d1@4", 1, 0, 0, 0 },      { "d1@9 d1@8 d1@4", 1, 0, 0, 0 }, /* one message, told three times */
  { "d1@9 d2@4", 1, 0, 0, 1 }, { "d1@9 b1@5", 0, 1, 0, 0 },
  { "d1@9 b2@5", 0, 0, 0, 1 }, /* another message failed */
  { "d1@9 b0@5", 0, 1, 0, 0 }, { "d0@9 b1@5", 0, 1, 0, 0 },
  { "d1@9 s1@8", 0, 0, 1, 0 }, { "d1@9 s1@8 d1@4", 1, 0, 1, 0 },
  { "b1@9 d1@4", 1, 0, 0, 0 }, /* what is over before it began ends nothing */
};

static void
tell (RetourDelays *delays, const char *story)
{
  g_auto (GStrv) words = g_strsplit (story, " ", -1);

  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++) {
    g_autofree char *message = g_strdup_printf ("%c@example.com", words[i][1]);
    RetourEntry entry = { .kind = *words[i] == 'd'   ? RETOUR_ENTRY_DELAYED
                                  : *words[i] == 'b' ? RETOUR_ENTRY_BOUNCE
                                                     : RETOUR_ENTRY_DELIVERED,
                          .message_id = words[i][1] != '0' ? message : NULL,
                          .date = NOW - (gint64) (words[i][3] - '0') * DAY };

    retour_delays_add (delays, &entry);
  }
  retour_delays_end_address (delays);
}

START_TEST (a_delay_ends_as_its_message_does)
{
  g_autoptr (RetourDelays) delays = retour_delays_new (NOW);

  tell (delays, stories[_i].story);
  ck_assert_uint_eq (retour_delays_get_n (delays, RETOUR_DELAY_OPEN), stories[_i].open);
  ck_assert_uint_eq (retour_delays_get_n (delays, RETOUR_DELAY_FAILED), stories[_i].failed);
  ck_assert_uint_eq (retour_delays_get_n (delays, RETOUR_DELAY_DELIVERED), stories[_i].delivered);
  ck_assert_uint_eq (retour_delays_get_n (delays, RETOUR_DELAY_SILENT), stories[_i].silent);
}
END_TEST

START_TEST (of_one_address_so_many_messages_are_waited_for)
{
  g_autoptr (RetourDelays) delays = retour_delays_new (NOW);

  for (guint i = 0; i <= RETOUR_LIMIT_SUMMARY_DELAYS; i++) {
    g_autofree char *message = g_strdup_printf ("m%u@example.com", i);
    RetourEntry entry = { .kind = RETOUR_ENTRY_DELAYED, .message_id = message, .date = NOW };
    guint64 open = i == RETOUR_LIMIT_SUMMARY_DELAYS ? i : 0; /* all before it are done with */

    retour_delays_add (delays, &entry);
    ck_assert_uint_eq (retour_delays_get_n (delays, RETOUR_DELAY_OPEN), open);
  }
}
END_TEST

/* First and last day, and what the columns of their chart are. */
static const struct {
  const char *first, *last;
  RetourSpanUnit unit;
  guint columns;
} spans[] = {
  { "2026-03-01", "2026-03-01", RETOUR_SPAN_DAY, 1 },
  { "2026-03-01", "2026-03-31", RETOUR_SPAN_DAY, 31 },
  { "2026-01-01", "2026-04-10", RETOUR_SPAN_DAY, RETOUR_SPAN_MAX },
  { "2026-01-01", "2026-04-11", RETOUR_SPAN_WEEK, 15 },
  { "2024-01-01", "2025-11-30", RETOUR_SPAN_WEEK, RETOUR_SPAN_MAX },
  { "2024-01-01", "2025-12-01", RETOUR_SPAN_MONTH, 24 },
  { "2000-01-01", "2026-12-31", RETOUR_SPAN_YEAR, 27 },
};

START_TEST (a_chart_has_as_many_columns_as_can_be_told_apart)
{
  RetourTally rows[] = { { .key = (char[16]) { 0 }, .n = { 1 } },
                         { .key = (char[16]) { 0 }, .n = { 2 } } };
  g_autoptr (GPtrArray) days = g_ptr_array_new ();
  g_autoptr (RetourSpan) span = NULL;
  const RetourSpanColumn *first, *last;

  g_strlcpy (rows[0].key, spans[_i].first, 16);
  g_strlcpy (rows[1].key, spans[_i].last, 16);
  g_ptr_array_add (days, &rows[0]);
  g_ptr_array_add (days, &rows[1]);
  span = retour_span_new (days);
  ck_assert_int_eq (span->unit, spans[_i].unit);
  ck_assert_uint_eq (span->columns->len, spans[_i].columns);
  first = &g_array_index (span->columns, RetourSpanColumn, 0);
  last = &g_array_index (span->columns, RetourSpanColumn, span->columns->len - 1);
  ck_assert_uint_eq (first->n[0] + (first != last ? last->n[0] : 0), 3);
  ck_assert_uint_eq (span->n_before, 0);
}
END_TEST

START_TEST (one_mail_of_1970_does_not_squeeze_the_chart)
{
  RetourTally rows[] = { { .key = (char[]) { "1970-01-01" }, .n = { 1 } },
                         { .key = (char[]) { "2026-03-01" }, .n = { 500 } },
                         { .key = (char[]) { "2026-03-10" }, .n = { 500 } } };
  g_autoptr (GPtrArray) days = g_ptr_array_new ();
  g_autoptr (RetourSpan) span = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_ptr_array_add (days, &rows[i]);
  span = retour_span_new (days);
  ck_assert_int_eq (span->unit, RETOUR_SPAN_DAY);
  ck_assert_uint_eq (span->columns->len, 10);
  ck_assert_uint_eq (span->n_before, 1);
}
END_TEST

static const struct {
  const char *name, *provider, *title;
} lists[] = {
  { "zen.spamhaus.org", NULL, "Spamhaus" },
  { "Spamhaus", NULL, "Spamhaus" },
  { "dbl.spamhaus.org", NULL, "Spamhaus DBL" },
  { "b.barracudacentral.org", "google", "Barracuda" },
  { "notspamhaus.org", NULL, NULL },
  { NULL, "google", "Google" },
  { NULL, "proofpoint", "Proofpoint Dynamic Reputation" }, /* a filter that receivers use */
  { "list.example.org", "google", NULL }, /* a list that nobody knows is not the receiver's own */
  { NULL, NULL, NULL },
};

START_TEST (the_way_off_a_list_is_known_by_its_name)
{
  g_autoptr (RetourDelisting) way = retour_delisting_lookup (lists[_i].name, lists[_i].provider);

  ck_assert_int_eq (way != NULL, lists[_i].title != NULL);
  if (way != NULL)
    ck_assert_str_eq (way->title, lists[_i].title);
}
END_TEST

static const struct {
  const char *domain, *organisation;
} domains[] = {
  { "example.com", "example.com" },
  { "mail.example.com", "example.com" },
  { "a.b.example.co.uk", "example.co.uk" },
  { "co.uk", "co.uk" }, /* nobody registered that one */
  { "localhost", "localhost" },
  { "", "" },
};

START_TEST (hosts_belong_to_the_domain_that_was_registered)
{
  ck_assert_str_eq (retour_organisation_of (domains[_i].domain), domains[_i].organisation);
}
END_TEST

RETOUR_TEST_MAIN ("tally", tcase_add_test (tc, a_full_table_keeps_every_row);
                  tcase_add_test (tc, one_row_more_takes_the_place_of_the_smallest);
                  tcase_add_test (tc, the_reason_of_a_row_is_that_of_most);
                  tcase_add_test (tc, the_sample_of_a_row_is_the_last);
                  tcase_add_test (tc, the_top_keeps_the_largest);
                  tcase_add_loop_test (tc, a_delay_ends_as_its_message_does, 0,
                                       G_N_ELEMENTS (stories));
                  tcase_add_test (tc, of_one_address_so_many_messages_are_waited_for);
                  tcase_add_loop_test (tc, a_chart_has_as_many_columns_as_can_be_told_apart, 0,
                                       G_N_ELEMENTS (spans));
                  tcase_add_test (tc, one_mail_of_1970_does_not_squeeze_the_chart);
                  tcase_add_loop_test (tc, the_way_off_a_list_is_known_by_its_name, 0,
                                       G_N_ELEMENTS (lists));
                  tcase_add_loop_test (tc, hosts_belong_to_the_domain_that_was_registered, 0,
                                       G_N_ELEMENTS (domains)))
