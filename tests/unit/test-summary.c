#include "test.h"

#include <retour/retour.h>

#include "base/limits.h"
#include "summary/summary.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* What events add up to, and how that is written. */

#define DAY 86400
#define NOW (G_GINT64_CONSTANT (1775000000)) /* 2026-03-31T23:33:20Z */

/* Short for an entry; the strings that are missing are not told. */
typedef struct {
  RetourEntryKind kind;
  int day; /* before NOW */
  const char *address, *reason, *provider, *diagnostic;
  const char *blocklist, *client, *message_id, *list_id, *feedback_type;
  const char *from_domain;
} Event;

#define BOUNCE(n, who, why, words)                                                                 \
  .kind = RETOUR_ENTRY_BOUNCE, .day = (n), .address = (who), .reason = (why), .diagnostic = (words)
#define DELAY(n, who, why, words)                                                                  \
  .kind = RETOUR_ENTRY_DELAYED, .day = (n), .address = (who), .reason = (why), .diagnostic = (words)

static const Event events[] = {
  /* one who is dead, and was late at first */
  { DELAY (9, "ann@a.example.com", "network_error", "connection timed out"),
    .message_id = "m1@example.org", .list_id = "News <news.example.org>" },
  { BOUNCE (8, "ann@a.example.com", "user_unknown", "550 5.1.1 no such user"),
    .message_id = "m1@example.org", .list_id = "News <news.example.org>" },
  { BOUNCE (1, "ann@a.example.com", "user_unknown", "550 5.1.1 still nobody"),
    .list_id = "<news.example.org>" },
  /* one whose provider asks a blocklist */
  { BOUNCE (3, "ben@b.example.net", "ip_blocklisted", "550 5.7.1 listed at zen.spamhaus.org"),
    .provider = "google", .blocklist = "zen.spamhaus.org", .client = "192.0.2.1" },
  { DELAY (2, "ben@b.example.net", "greylisted", "450 come back"), .provider = "google",
    .message_id = "m2@example.org" },
  /* one who complains, and one who answers */
  { .kind = RETOUR_ENTRY_FEEDBACK,
    .day = 2,
    .address = "cleo@example.com",
    .provider = "yahoo",
    .feedback_type = "abuse" },
  { .kind = RETOUR_ENTRY_OTHER, .day = 2, .address = "dan@example.com" },
  { .kind = RETOUR_ENTRY_DELIVERED, .day = 2, .address = "eve@example.com" },
  { .kind = RETOUR_ENTRY_PARDON, .day = 2, .address = "eve@example.com" },
  /* words that nobody knows, and a mail that is somebody else's */
  { BOUNCE (1, "flo@example.org", "unknown", "554 zorple, \"frob\"\nblub") },
  { BOUNCE (1, "gus@example.org", "user_unknown", "550 gone"), .from_domain = "elsewhere.example" },
  /* nobody is told */
  { BOUNCE (1, NULL, "unknown", NULL) },
};

static const char *const kind_names[RETOUR_ENTRY_N] = {
  [RETOUR_ENTRY_BOUNCE] = "bounce",       [RETOUR_ENTRY_DELAYED] = "delayed",
  [RETOUR_ENTRY_DELIVERED] = "delivered", [RETOUR_ENTRY_FEEDBACK] = "feedback",
  [RETOUR_ENTRY_OTHER] = "autoreply",     [RETOUR_ENTRY_PARDON] = "pardon",
};

static void
add (RetourSummary *summary, const Event *event)
{
  RetourEntry entry = { .kind = (guint8) event->kind,
                        .proof = event->message_id != NULL ? RETOUR_PROOF_RETURNED : 0,
                        .date = NOW - (gint64) event->day * DAY,
                        .kind_name = kind_names[event->kind],
                        .address = event->address,
                        .diagnostic = event->diagnostic,
                        .provider = event->provider,
                        .blocklist = event->blocklist,
                        .client = event->client,
                        .feedback_type = event->feedback_type,
                        .message_id = event->message_id,
                        .list_id = event->list_id,
                        .from_domain = event->from_domain };

  if (event->reason != NULL) {
    entry.reason = retour_reason_lookup (event->reason);
    ck_assert_ptr_nonnull (entry.reason);
    entry.hard = entry.kind == RETOUR_ENTRY_BOUNCE && retour_reason_is_hard (entry.reason);
  }
  retour_summary_add (summary, &entry);
}

static void
add_all (RetourSummary *summary)
{
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    add (summary, &events[i]);
  retour_summary_end (summary);
}

static char *
write_as (RetourSummary *summary, const char *format)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp (NULL, &path, NULL);
  char *text = NULL;

  ck_assert_int_ge (fd, 0);
  ck_assert (retour_summary_write (summary, format, fd, &error));
  close (fd);
  ck_assert (g_file_get_contents (path, &text, NULL, NULL));
  g_unlink (path);
  return text;
}

static const struct {
  const char *group, *key;
  guint64 count;
} counts[] = {
  { "kind", "bounce", 6 },
  { "kind", "delayed", 2 },
  { "kind", "feedback", 1 },
  { "kind", "pardon", 0 }, /* nothing that happened */
  { "class", "hard", 3 },
  { "class", "soft", 3 },
  { "reason", "user_unknown", 3 },
  { "reason", "unknown", 2 },
  { "reason", "greylisted", 1 },
  { "blame", "address", 3 },
  { "blame", "none", 3 },
  { "provider", "google", 2 },
  { "provider", "-", 7 },
  { "domain", "example.com", 6 }, /* hosts below it as well */
  { "domain", "example.net", 2 },
  { "domain", "a.example.com", 0 },
  { "day", "2026-03-22", 1 },
  { "day", "2026-03-30", 4 },
  { "campaign", "news.example.org", 3 }, /* with and without a name */
  { "status", "5.1.1", 0 },              /* not asked for */
  { "nonsense", "x", 0 },
};

START_TEST (events_count_in_every_group)
{
  g_autoptr (RetourSummary) summary = retour_summary_new (NOW);

  add_all (summary);
  ck_assert_uint_eq (retour_summary_get_count (summary, counts[_i].group, counts[_i].key),
                     counts[_i].count);
}
END_TEST

static const struct {
  const char *name, *value;
  guint64 failures, foreign;
} filters[] = {
  { "domain", "example.com", 2, 0 },
  { "domain", "a.example.com", 2, 0 },
  { "domain", "ample.com", 0, 0 },
  { "domain", "EXAMPLE.ORG", 2, 0 },
  { "reason", "user_unknown", 3, 0 },
  { "reason", "greylisted", 0, 0 },
  { "campaign", "news.example.org", 2, 0 },
  { "campaign", "News <news.example.org>", 1, 0 },
  { "campaign", "news.example", 0, 0 },
  { "our-domain", "example.org", 5, 1 },
  { "our-domain", "elsewhere.example", 6, 0 },
};

START_TEST (filters_leave_out_the_others)
{
  g_autoptr (RetourSummary) summary = retour_summary_new (NOW);
  g_autoptr (GError) error = NULL;

  ck_assert (retour_summary_set_filter (summary, filters[_i].name, filters[_i].value, &error));
  add_all (summary);
  ck_assert_uint_eq (retour_tally_failures (&summary->total), filters[_i].failures);
  ck_assert_uint_eq (summary->n_foreign, filters[_i].foreign);
}
END_TEST

START_TEST (a_period_starts_with_its_first_second_and_ends_before_its_last)
{
  g_autoptr (RetourSummary) summary = retour_summary_new (NOW);

  retour_summary_set_period (summary, NOW - 3 * DAY, NOW - DAY);
  add_all (summary);
  ck_assert_uint_eq (retour_tally_sum (&summary->total), 5);
  ck_assert_int_eq (summary->total.first, NOW - 3 * DAY);
  ck_assert_int_eq (summary->total.last, NOW - 2 * DAY);
}
END_TEST

START_TEST (addresses_count_once)
{
  g_autoptr (RetourSummary) summary = retour_summary_new (NOW);

  add_all (summary);
  ck_assert_uint_eq (summary->total.addresses, 4);
  ck_assert_uint_eq (retour_dead_get_n (summary->dead), 1); /* nothing proves the other one */
  ck_assert_uint_eq (summary->n_unproven, 5);
}
END_TEST

/* A domain that knows nobody for an hour, and of one still nobody weeks later. */
static void
add_outage (RetourSummary *summary)
{
  enum { USERS = 20, LATER = 5 };

  for (guint i = 0; i < USERS; i++) {
    g_autofree char *address = g_strdup_printf ("u%02u@out.example.com", i);
    Event event = { BOUNCE (60, address, "user_unknown", "550 5.1.1 no such user"),
                    .message_id = "m3@example.org" };

    add (summary, &event);
    event.day = 1;
    if (i == LATER)
      add (summary, &event);
  }
  retour_summary_end (summary);
}

START_TEST (whom_an_outage_hides_is_not_dead)
{
  g_autoptr (RetourSummary) summary = retour_summary_new (NOW);
  g_autofree char *text = NULL;

  add_outage (summary);
  ck_assert_uint_eq (retour_dead_get_n (summary->dead), 1);
  ck_assert_uint_eq (retour_dead_get_n_in_outage (summary->dead), 19);
  text = write_as (summary, "text");
  ck_assert_ptr_nonnull (strstr (text, "1 of them are dead; of 19 only an outage says so"));
}
END_TEST

START_TEST (an_incident_of_many_receivers_has_a_name)
{
  enum { USERS = 20 };
  g_autoptr (RetourSummary) summary = retour_summary_new (NOW);
  g_autofree char *text = NULL;

  for (guint i = 0; i < USERS; i++) {
    g_autofree char *address = g_strdup_printf ("u@d%02u.example.com", i);
    const Event event = { BOUNCE (9, address, "ip_blocklisted", "550 5.7.1 listed"),
                          .blocklist = "zen.spamhaus.org", .client = "192.0.2.1",
                          .message_id = "m4@example.org" };

    add (summary, &event);
  }
  retour_summary_end (summary);
  text = write_as (summary, "text");
  ck_assert_ptr_nonnull (strstr (text, "  zen.spamhaus.org, 192.0.2.1: the sending IP"));
}
END_TEST

START_TEST (late_messages_come_to_an_end)
{
  g_autoptr (RetourSummary) summary = retour_summary_new (NOW);

  add_all (summary);
  ck_assert_uint_eq (retour_delays_get_n (summary->delays, RETOUR_DELAY_FAILED), 1);
  ck_assert_uint_eq (retour_delays_get_n (summary->delays, RETOUR_DELAY_OPEN), 1);
  ck_assert_uint_eq (retour_delays_get_n (summary->delays, RETOUR_DELAY_DELIVERED), 0);
  ck_assert_uint_eq (retour_delays_get_n (summary->delays, RETOUR_DELAY_SILENT), 0);
}
END_TEST

static const struct {
  const char *name, *value;
} wrong[] = { { "domains", "x" }, { "reason", "zorple" }, { "", "" } };

START_TEST (there_are_no_other_filters_and_groups)
{
  g_autoptr (RetourSummary) summary = retour_summary_new (NOW);
  g_autoptr (GError) error = NULL;

  ck_assert (!retour_summary_set_filter (summary, wrong[_i].name, wrong[_i].value, &error));
  ck_assert (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_USAGE));
  ck_assert (!retour_summary_set_groups (summary, "reason,zorple", NULL));
  ck_assert (!retour_summary_set_groups (summary, "", NULL));
  ck_assert (!retour_summary_write (summary, "xml", 1, NULL));
}
END_TEST

START_TEST (groups_that_are_named_are_the_only_ones)
{
  g_autoptr (RetourSummary) summary = retour_summary_new (NOW);

  ck_assert (retour_summary_set_groups (summary, "dialect,reason", NULL));
  add_all (summary);
  ck_assert_uint_eq (retour_summary_get_count (summary, "reason", "user_unknown"), 3);
  ck_assert_uint_eq (retour_summary_get_count (summary, "kind", "bounce"), 0);
}
END_TEST

/* `make accept` writes these files; read what changed. */
static const char *const goldens[] = { "text", "csv", "json" };

START_TEST (a_summary_is_written_as_expected)
{
  g_autoptr (RetourSummary) summary = retour_summary_new (NOW);
  g_autofree char *path = g_strconcat ("tests/golden/report.", goldens[_i], NULL);
  g_autofree char *got = NULL, *want = NULL;

  ck_assert (retour_summary_set_filter (summary, "our-domain", "example.org", NULL));
  add_all (summary);
  got = write_as (summary, goldens[_i]);
  if (g_getenv ("RETOUR_ACCEPT") != NULL)
    g_file_set_contents (path, got, -1, NULL);
  ck_assert_msg (g_file_get_contents (path, &want, NULL, NULL), "%s: missing", path);
  ck_assert_msg (g_str_equal (got, want), "%s\nwant:\n%s\ngot:\n%s", path, want, got);
}
END_TEST

/* What a mail says, and what must never stand in a page for it. */
static const struct {
  const char *text, *never, *instead;
} hostile[] = {
  { "<script>alert(1)</script>", "<script>alert", "&lt;script&gt;alert(1)&lt;/script&gt;" },
  { "\"><img src=x onerror=alert(1)>", "<img", "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;" },
  { "' onmouseover='x", "' onmouseover", "&#39; onmouseover=&#39;x" },
  { "&lt;b&gt;", "said\">&lt;b", "&amp;lt;b&amp;gt;" },
  { "moc.elpmaxe\xe2\x80\xaexe", "\xe2\x80\xae", "\\u202e" },
  { "\033[31mred", "\033", "\\u001b[31mred" },
  { "{{script}} {{style}}", "said\">(function", "{{script}} {{style}}" },
};

START_TEST (nothing_out_of_a_mail_is_more_than_text)
{
  static const char *const formats[] = { "html", "text", "json" };
  const char *text = hostile[_i].text;
  const Event all[] = {
    { BOUNCE (1, text, "ip_blocklisted", text), .provider = text, .blocklist = text, .client = text,
      .list_id = text },
    { BOUNCE (1, text, "unknown", text) },
    { .kind = RETOUR_ENTRY_FEEDBACK, .day = 1, .address = text, .feedback_type = text },
  };
  g_autoptr (RetourSummary) summary = retour_summary_new (NOW);

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    add (summary, &all[i]);
  retour_summary_end (summary);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autofree char *got = write_as (summary, formats[i]);

    ck_assert (g_utf8_validate (got, -1, NULL));
    if (i == 0)
      ck_assert_msg (strstr (got, hostile[_i].instead) != NULL, "%s: not shown", hostile[_i].text);
    if (i == 0 || (guchar) hostile[_i].never[0] >= 0x80 || hostile[_i].never[0] < ' ')
      ck_assert_msg (strstr (got, hostile[_i].never) == NULL, "%s: there", hostile[_i].text);
  }
}
END_TEST

START_TEST (a_page_of_nothing_says_so)
{
  g_autoptr (RetourSummary) summary = retour_summary_new (NOW);
  g_autofree char *page = NULL, *text = NULL;

  retour_summary_end (summary);
  page = write_as (summary, "html");
  text = write_as (summary, "text");
  ck_assert_ptr_nonnull (strstr (page, "There is nothing to report."));
  ck_assert_ptr_null (strstr (page, "<svg"));
  ck_assert_str_eq (text, "There is nothing to report.\n");
}
END_TEST

/* @n times @event, each time another text in @told, which is one of its members. */
static void
add_many (RetourSummary *summary, guint n, Event *event, const char **told, const char *prefix)
{
  for (guint i = 0; i < n; i++) {
    char text[64];

    g_snprintf (text, sizeof text, "%s%u.example.org", prefix, i);
    *told = text;
    add (summary, event);
  }
  retour_summary_end (summary);
}

/* A full table gives up a quarter of its rows at once. */
static const guint rows[] = { RETOUR_LIMIT_SUMMARY_ROWS, RETOUR_LIMIT_SUMMARY_ROWS + 1 };

START_TEST (a_group_has_so_many_rows_and_gives_some_up_for_one_more)
{
  g_autoptr (RetourSummary) summary = retour_summary_new (NOW);
  g_autoptr (GPtrArray) left = NULL;
  guint group = retour_group_lookup ("campaign"), lost;
  const RetourTally *others;
  Event event = { BOUNCE (1, "ann@example.com", "expired", "late") };

  ck_assert (retour_summary_set_groups (summary, "campaign", NULL));
  add_many (summary, rows[_i], &event, &event.list_id, "n");
  left = retour_summary_sort (summary, group);
  others = retour_summary_get_others (summary, group);
  lost = rows[_i] - left->len;
  ck_assert_uint_eq (lost, _i == 0 ? 0 : RETOUR_LIMIT_SUMMARY_ROWS / 4);
  ck_assert_int_eq (others != NULL, lost > 0);
  if (others != NULL)
    ck_assert_uint_eq (retour_tally_failures (others), lost);
}
END_TEST

/* u0 fails twice, so it is another one that gives way. */
START_TEST (so_many_addresses_are_named_and_no_more)
{
  g_autoptr (RetourSummary) summary = retour_summary_new (NOW);
  g_autoptr (GPtrArray) top = NULL;
  guint n = RETOUR_LIMIT_SUMMARY_ADDRESSES + _i;
  Event event = { BOUNCE (1, "ann@u0.example.org", "expired", "late") };

  add (summary, &event);
  add_many (summary, n, &event, &event.address, "ann@u");
  top = retour_summary_sort (summary, retour_group_lookup ("address"));
  ck_assert_uint_eq (summary->total.addresses, n);
  ck_assert_uint_eq (top->len, RETOUR_LIMIT_SUMMARY_ADDRESSES);
  ck_assert_str_eq (((RetourTally *) top->pdata[0])->key, "ann@u0.example.org");
}
END_TEST

static const guint receivers[] = { RETOUR_LIMIT_SUMMARY_RECEIVERS,
                                   RETOUR_LIMIT_SUMMARY_RECEIVERS + 1 };

START_TEST (a_trouble_names_so_many_receivers_and_gives_some_up_for_one_more)
{
  g_autoptr (RetourSummary) summary = retour_summary_new (NOW);
  g_autoptr (GPtrArray) troubles = NULL, left = NULL;
  const RetourTrouble *trouble;
  Event event = { BOUNCE (1, NULL, "ip_blocklisted", "listed"), .blocklist = "zen.spamhaus.org" };

  add_many (summary, receivers[_i], &event, &event.address, "ann@r");
  troubles = retour_troubles_sort (summary->troubles);
  ck_assert_uint_eq (troubles->len, 1);
  trouble = troubles->pdata[0];
  left = retour_tally_table_sort (trouble->receivers);
  ck_assert_uint_eq (retour_tally_failures (&trouble->tally), receivers[_i]);
  ck_assert_uint_eq (left->len + retour_tally_table_get_n_lost (trouble->receivers), receivers[_i]);
  ck_assert_uint_eq (retour_tally_table_get_n_lost (trouble->receivers),
                     _i == 0 ? 0 : RETOUR_LIMIT_SUMMARY_RECEIVERS / 4);
}
END_TEST

START_TEST (so_many_troubles_are_told_apart_and_the_rest_is_counted)
{
  g_autoptr (RetourSummary) summary = retour_summary_new (NOW);
  g_autoptr (GPtrArray) troubles = NULL;
  Event event = { BOUNCE (1, "ann@example.com", "ip_blocklisted", "listed") };

  add_many (summary, RETOUR_LIMIT_SUMMARY_TROUBLES + _i, &event, &event.blocklist, "b");
  troubles = retour_troubles_sort (summary->troubles);
  ck_assert_uint_eq (troubles->len, RETOUR_LIMIT_SUMMARY_TROUBLES);
  ck_assert_uint_eq (retour_troubles_get_n_lost (summary->troubles), _i);
}
END_TEST

RETOUR_TEST_MAIN (
    "summary", tcase_add_loop_test (tc, events_count_in_every_group, 0, G_N_ELEMENTS (counts));
    tcase_add_loop_test (tc, filters_leave_out_the_others, 0, G_N_ELEMENTS (filters));
    tcase_add_test (tc, a_period_starts_with_its_first_second_and_ends_before_its_last);
    tcase_add_test (tc, addresses_count_once);
    tcase_add_test (tc, whom_an_outage_hides_is_not_dead);
    tcase_add_test (tc, an_incident_of_many_receivers_has_a_name);
    tcase_add_test (tc, late_messages_come_to_an_end);
    tcase_add_loop_test (tc, there_are_no_other_filters_and_groups, 0, G_N_ELEMENTS (wrong));
    tcase_add_test (tc, groups_that_are_named_are_the_only_ones);
    tcase_add_loop_test (tc, a_summary_is_written_as_expected, 0, G_N_ELEMENTS (goldens));
    tcase_add_loop_test (tc, nothing_out_of_a_mail_is_more_than_text, 0, G_N_ELEMENTS (hostile));
    tcase_add_test (tc, a_page_of_nothing_says_so);
    tcase_add_loop_test (tc, a_group_has_so_many_rows_and_gives_some_up_for_one_more, 0,
                         G_N_ELEMENTS (rows));
    tcase_add_loop_test (tc, so_many_addresses_are_named_and_no_more, 0, 2);
    tcase_add_loop_test (tc, a_trouble_names_so_many_receivers_and_gives_some_up_for_one_more, 0,
                         G_N_ELEMENTS (receivers));
    tcase_add_loop_test (tc, so_many_troubles_are_told_apart_and_the_rest_is_counted, 0, 2))
