#include "test.h"

#include "base/limits.h"
#include "policy/guards-private.h"
#include "policy/sketch.h"

enum { HOUR = 60 * 60, DAY = 24 * HOUR };
#define BEGIN ((gint64) 20000 * DAY)

/* A burst: so many addresses of a domain, evenly over some hours. */
typedef struct {
  const char *reason; /* `ok`: deliveries */
  const char *domain;
  guint n;
  double hour, hours; /* since BEGIN; how long */
} Burst;

enum { MAX_BURSTS = 6 };

static RetourEntry
make_entry (const char *reason, const char *address, gint64 date)
{
  RetourEntry entry = { .kind = RETOUR_ENTRY_DELIVERED, .address = address, .date = date };

  if (g_str_equal (reason, "ok"))
    return entry;
  entry.kind = RETOUR_ENTRY_BOUNCE;
  entry.proof = RETOUR_PROOF_RETURNED;
  entry.reason = retour_reason_lookup (reason);
  ck_assert_msg (entry.reason != NULL, "%s", reason);
  if (g_str_equal (reason, "ip_blocklisted")) {
    entry.blocklist = "zen.example.net";
    entry.client = "192.0.2.25";
  }
  return entry;
}

static void
add_burst (RetourGuards *guards, const Burst *burst, guint from)
{
  for (guint i = 0; i < burst->n; i++) {
    g_autofree char *address = g_strdup_printf ("u%u@%s", from + i, burst->domain);
    double hour = burst->hour + burst->hours * i / burst->n;
    RetourEntry entry = make_entry (burst->reason, address, BEGIN + (gint64) (hour * HOUR));

    retour_guards_add (guards, &entry);
  }
}

static const RetourIncident *
find (RetourGuards *guards, const char *reason, const char *address, double hour)
{
  RetourEntry entry = make_entry (reason, address, BEGIN + (gint64) (hour * HOUR));

  return retour_guards_find (guards, &entry);
}

/* clang-format off */
static const struct {
  const char *what;
  guint64 members; /* of d.example.com; 0: not known */
  Burst bursts[MAX_BURSTS];
  const char *reason; /* of the failure that is asked for, at u0@d.example.com */
  double hour;
  char want; /* 'o' outage, 'i' incident, '-' neither */
} cases[] = {
  { "five addresses are an incident", 0, { { "spam_content", "d.example.com", 5, 0, 1 } }, "spam_content", 0, 'i' },
  { "four are chance", 0, { { "spam_content", "d.example.com", 4, 0, 1 } }, "spam_content", 0, '-' },
  { "so are five over more than six hours", 0, { { "spam_content", "d.example.com", 5, 0, 10 } }, "spam_content", 0, '-' },
  { "another reason is another thing", 0, { { "spam_content", "d.example.com", 5, 0, 1 } }, "auth_failure", 0, '-' },
  { "what is ahead of it is no part of it", 0, { { "spam_content", "d.example.com", 5, 30, 1 } }, "spam_content", 9, '-' },
  { "what the queues still hold is", 0, { { "spam_content", "d.example.com", 50, 0, 1 }, { "spam_content", "d.example.com", 1, 20, 1 } }, "spam_content", 20, 'i' },
  { "days later it is not", 0, { { "spam_content", "d.example.com", 50, 0, 1 }, { "spam_content", "d.example.com", 1, 60, 1 } }, "spam_content", 60, '-' },
  { "a list is shared by receivers", 0, { { "ip_blocklisted", "d.example.com", 2, 0, 1 }, { "ip_blocklisted", "e.example.com", 2, 0, 1 }, { "ip_blocklisted", "f.example.com", 2, 0, 1 } }, "ip_blocklisted", 0, 'i' },
  { "full mailboxes never are", 0, { { "mailbox_full", "d.example.com", 500, 0, 1 } }, "mailbox_full", 0, '-' },
  /* a dead server: two weeks, then it counts */
  { "a server that is down", 0, { { "network_error", "d.example.com", 20, 0, 1 } }, "network_error", 0, 'i' },
  { "is down a week later", 0, { { "network_error", "d.example.com", 20, 0, 1 }, { "network_error", "d.example.com", 20, 168, 1 } }, "network_error", 168, 'i' },
  { "and for good three weeks later", 0, { { "network_error", "d.example.com", 20, 0, 1 }, { "network_error", "d.example.com", 20, 168, 1 }, { "network_error", "d.example.com", 20, 504, 1 } }, "network_error", 504, '-' },
  { "months later it is new", 0, { { "network_error", "d.example.com", 20, 0, 1 }, { "network_error", "d.example.com", 20, 1500, 1 } }, "network_error", 1500, 'i' },
  { "our reputation is never theirs", 0, { { "bad_reputation", "d.example.com", 20, 0, 1 }, { "bad_reputation", "d.example.com", 20, 504, 1 } }, "bad_reputation", 504, 'i' },
  /* outages */
  { "many unknown users at once", 0, { { "user_unknown", "d.example.com", 10, 0, 3 } }, "user_unknown", 1, 'o' },
  { "nine of how many?", 0, { { "user_unknown", "d.example.com", 9, 0, 3 } }, "user_unknown", 1, '-' },
  { "a disabled one of that time belongs to it", 0, { { "user_unknown", "d.example.com", 10, 0, 3 } }, "mailbox_disabled", 1, 'o' },
  { "nine of 17 members", 17, { { "user_unknown", "d.example.com", 9, 0, 3 } }, "user_unknown", 1, 'o' },
  { "nine of 18 members", 18, { { "user_unknown", "d.example.com", 9, 0, 3 } }, "user_unknown", 1, '-' },
  { "three of five", 5, { { "user_unknown", "d.example.com", 3, 0, 3 } }, "user_unknown", 1, 'o' },
  { "two of two are two dead addresses", 2, { { "user_unknown", "d.example.com", 2, 0, 3 } }, "user_unknown", 1, '-' },
  { "the dead of months at a large provider", 10000, { { "user_unknown", "d.example.com", 300, 0, 3 } }, "user_unknown", 1, '-' },
  { "a quarter of its members", 10000, { { "user_unknown", "d.example.com", 3000, 0, 3 } }, "user_unknown", 1, 'o' },
  { "the others get their mail", 0, { { "ok", "d.example.com", 400, 0, 3 }, { "user_unknown", "d.example.com", 300, 0, 3 } }, "user_unknown", 1, '-' },
  { "one in six says that it is full", 0, { { "mailbox_full", "d.example.com", 45, 0, 3 }, { "user_unknown", "d.example.com", 270, 0, 3 } }, "user_unknown", 1, '-' },
  { "five at a domain that took mail yesterday", 0, { { "ok", "d.example.com", 10, -24, 3 }, { "user_unknown", "d.example.com", 5, 0, 3 } }, "user_unknown", 1, 'o' },
  { "five at one that took it a month ago", 0, { { "ok", "d.example.com", 10, -720, 3 }, { "user_unknown", "d.example.com", 5, 0, 3 } }, "user_unknown", 1, '-' },
  { "five beside a thousand", 0, { { "ok", "d.example.com", 1000, -24, 3 }, { "user_unknown", "d.example.com", 5, 0, 3 } }, "user_unknown", 1, '-' },
  { "hours later it is over", 0, { { "user_unknown", "d.example.com", 40, 0, 3 }, { "user_unknown", "d.example.com", 1, 24, 1 } }, "user_unknown", 24, '-' },
  { "who is dead a week later is dead", 0, { { "user_unknown", "d.example.com", 40, 0, 3 }, { "user_unknown", "d.example.com", 40, 168, 3 } }, "user_unknown", 169, '-' },
  { "but not when mail was taken between", 0, { { "user_unknown", "d.example.com", 40, 0, 3 }, { "ok", "d.example.com", 40, 48, 3 }, { "user_unknown", "d.example.com", 40, 168, 3 } }, "user_unknown", 169, 'o' },
  { "other domains are not out", 0, { { "user_unknown", "e.example.com", 40, 0, 3 }, { "user_unknown", "d.example.com", 1, 1, 1 } }, "user_unknown", 1, '-' },
};
/* clang-format on */

START_TEST (what_many_share_is_told_apart)
{
  g_autoptr (RetourGuards) guards = retour_guards_new ();
  const RetourIncident *found;

  if (cases[_i].members > 0)
    retour_guards_set_members (guards, "d.example.com", cases[_i].members);
  for (guint i = 0; i < MAX_BURSTS && cases[_i].bursts[i].reason != NULL; i++)
    add_burst (guards, &cases[_i].bursts[i],
               g_str_equal (cases[_i].bursts[i].reason, "user_unknown") ? 0 : 1000);
  retour_guards_finish (guards);
  found = find (guards, cases[_i].reason, "u0@d.example.com", cases[_i].hour);
  ck_assert_msg ((found == NULL   ? '-'
                  : found->outage ? 'o'
                                  : 'i') == cases[_i].want,
                 "%s", cases[_i].what);
}
END_TEST

START_TEST (one_blocklisting_is_one_incident)
{
  g_autoptr (RetourGuards) guards = retour_guards_new ();
  const char *const domains[] = { "d.example.com", "e.example.com", "f.example.com" };
  g_autofree char *text = NULL;
  const RetourIncident *incident;

  for (guint i = 0; i < G_N_ELEMENTS (domains); i++) {
    Burst burst = { "ip_blocklisted", domains[i], 7000, 1, 9 };

    add_burst (guards, &burst, 0);
  }
  retour_guards_finish (guards);
  ck_assert_uint_eq (retour_guards_get_n (guards), 1);
  incident = retour_guards_get_nth (guards, 0);
  ck_assert (!incident->outage);
  ck_assert_str_eq (incident->blocklist, "zen.example.net");
  ck_assert_str_eq (incident->client, "192.0.2.25");
  ck_assert_ptr_null (incident->receiver);
  ck_assert_uint_eq (incident->count, 21000);
  ck_assert_uint_ge (incident->addresses, 18000);
  ck_assert_uint_le (incident->addresses, 21000);
  ck_assert_int_eq (incident->first, BEGIN + HOUR);
  ck_assert_int_lt (incident->last, BEGIN + 10 * HOUR);
  text = retour_incident_describe (incident);
  ck_assert_ptr_nonnull (strstr (text, "zen.example.net"));
  ck_assert_ptr_nonnull (strstr (text, "192.0.2.25"));
  ck_assert_ptr_nonnull (strstr (text, "21000"));
}
END_TEST

START_TEST (incidents_stand_by_date)
{
  g_autoptr (RetourGuards) guards = retour_guards_new ();
  const Burst bursts[] = { { "spam_content", "b.example.com", 9, 50, 1 },
                           { "user_unknown", "a.example.com", 40, 1, 1 },
                           { "auth_failure", "c.example.com", 9, 20, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (bursts); i++)
    add_burst (guards, &bursts[i], 0);
  retour_guards_finish (guards);
  ck_assert_uint_eq (retour_guards_get_n (guards), 3);
  ck_assert_str_eq (retour_guards_get_nth (guards, 0)->receiver, "a.example.com");
  ck_assert_str_eq (retour_guards_get_nth (guards, 1)->receiver, "c.example.com");
  ck_assert_str_eq (retour_guards_get_nth (guards, 2)->receiver, "b.example.com");
}
END_TEST

/* Every third hour of 40 days, and 12 addresses in some of them. */
static RetourGuards *
make_guards (guint step)
{
  RetourGuards *guards = retour_guards_new ();
  const guint n = 320 * 12;

  for (guint k = 0; k < n; k++) {
    guint i = (guint) ((guint64) k * step % n), hour = i / 12 * 3, user = i % 12;
    g_autofree char *address = g_strdup_printf ("u%u@d.example.com", user);
    RetourEntry entry = make_entry ("spam_content", address, BEGIN + (gint64) hour * HOUR);

    if (hour / 100 % 2 == 0)
      retour_guards_add (guards, &entry);
  }
  retour_guards_finish (guards);
  return guards;
}

START_TEST (the_order_of_entries_does_not_matter)
{
  g_autoptr (RetourGuards) straight = make_guards (1);
  g_autoptr (RetourGuards) mixed = make_guards (1009); /* shares no divisor with their number */

  ck_assert_uint_eq (retour_guards_get_n (straight), 5);
  ck_assert_uint_eq (retour_guards_get_n (mixed), retour_guards_get_n (straight));
  for (guint i = 0; i < retour_guards_get_n (mixed); i++) {
    const RetourIncident *a = retour_guards_get_nth (straight, i);
    const RetourIncident *b = retour_guards_get_nth (mixed, i);

    ck_assert_int_eq (a->first, b->first);
    ck_assert_int_eq (a->last, b->last);
    ck_assert_uint_eq (a->count, b->count);
    ck_assert_uint_eq (a->addresses, b->addresses);
  }
}
END_TEST

START_TEST (forged_reports_make_no_outage)
{
  g_autoptr (RetourGuards) guards = retour_guards_new ();

  for (guint i = 0; i < 100; i++) {
    g_autofree char *address = g_strdup_printf ("u%u@d.example.com", i);
    RetourEntry entry = make_entry ("user_unknown", address, BEGIN);

    entry.proof = 0;
    retour_guards_add (guards, &entry);
  }
  retour_guards_finish (guards);
  ck_assert_uint_eq (retour_guards_get_n (guards), 0);
}
END_TEST

START_TEST (delays_and_strays_are_no_failures)
{
  g_autoptr (RetourGuards) guards = retour_guards_new ();

  for (guint i = 0; i < 100; i++) {
    g_autofree char *address = g_strdup_printf ("u%u@d.example.com", i);
    RetourEntry entry = make_entry ("spam_content", address, BEGIN);

    entry.kind = RETOUR_ENTRY_DELAYED;
    retour_guards_add (guards, &entry);
    entry.kind = RETOUR_ENTRY_BOUNCE;
    entry.address = NULL;
    retour_guards_add (guards, &entry);
    entry.address = "nobody"; /* has no domain, but a reason and a provider */
    entry.reason = NULL;
    retour_guards_add (guards, &entry);
  }
  retour_guards_finish (guards);
  ck_assert_uint_eq (retour_guards_get_n (guards), 0);
}
END_TEST

static void
add_domains (RetourGuards *guards, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *address = g_strdup_printf ("u@d%u.example.com", i);
    RetourEntry entry = make_entry ("user_unknown", address, BEGIN);

    retour_guards_add (guards, &entry);
  }
}

/* At RETOUR_LIMIT_GUARD_CAUSES nothing is lost; past it, those go that were seen of one address
 * only, and what is found out in spite of it is right. */
START_TEST (causes_have_a_cap)
{
  g_autoptr (RetourGuards) guards = retour_guards_new ();
  const Burst first = { "user_unknown", "a.example.net", 9, 0, 1 };
  const Burst later = { "user_unknown", "b.example.net", 12, 0, 1 };
  const guint over = _i;

  ck_assert_uint_eq (guards->max_causes, RETOUR_LIMIT_GUARD_CAUSES);
  if (TEST_IS_SLOW)
    guards->max_causes = 5000;
  add_burst (guards, &first, 0);
  add_domains (guards, guards->max_causes - 2 + over);
  add_burst (guards, &later, 0);
  add_burst (guards, &first, 9); /* nine more: an outage only if the first nine are remembered */
  retour_guards_finish (guards);
  ck_assert_uint_eq (retour_guards_get_n (guards), 2);
  ck_assert_ptr_nonnull (find (guards, "user_unknown", "u0@a.example.net", 0));
  ck_assert_ptr_nonnull (find (guards, "user_unknown", "u0@b.example.net", 0));
}
END_TEST

/* Two addresses each: none of them gives way, and to find that out once is enough. When each one
 * that comes too late looks through all, this goes on beyond the time limit. */
START_TEST (causes_that_stay_cost_no_time)
{
  g_autoptr (RetourGuards) guards = retour_guards_new ();
  const Burst burst = { "user_unknown", "b.example.net", 12, 0, 1 };

  if (TEST_IS_SLOW)
    guards->max_causes = 5000;
  for (guint twice = 0; twice < 2; twice++)
    for (guint i = 0; i < guards->max_causes; i++) {
      g_autofree char *address = g_strdup_printf ("u%u@d%u.example.com", twice, i);
      RetourEntry entry = make_entry ("user_unknown", address, BEGIN);

      retour_guards_add (guards, &entry);
    }
  add_burst (guards, &burst, 0);
  for (guint i = 0; i < 20000; i++) {
    g_autofree char *address = g_strdup_printf ("u@e%u.example.com", i);
    RetourEntry entry = make_entry ("user_unknown", address, BEGIN);

    retour_guards_add (guards, &entry);
  }
  retour_guards_finish (guards);
  ck_assert_uint_eq (retour_guards_get_n (guards), 0); /* there was no room for the burst */
}
END_TEST

START_TEST (a_sketch_counts_what_is_different)
{
  const guint counts[] = {
    0, 1, 2, RETOUR_SKETCH_EXACT, RETOUR_SKETCH_EXACT + 1, 500, 5000, 200000
  };
  const guint n = counts[_i];
  RetourSketch sketch = { 0 }, half = { 0 }, both = { 0 };
  guint64 got;

  for (guint twice = 0; twice < 2; twice++)
    for (guint i = 0; i < n; i++)
      retour_sketch_add (i % 2 == 0 ? &sketch : &half, i * 2654435761u);
  retour_sketch_merge (&both, &sketch);
  retour_sketch_merge (&both, &half);
  retour_sketch_merge (&both, &half);
  got = retour_sketch_estimate (&both);
  if (n <= RETOUR_SKETCH_EXACT)
    ck_assert_uint_eq (got, n);
  ck_assert_uint_ge (got * 100, (guint64) n * 85);
  ck_assert_uint_le (got * 100, (guint64) n * 115);
  retour_sketch_clear (&sketch);
  retour_sketch_clear (&half);
  retour_sketch_clear (&both);
}
END_TEST

RETOUR_TEST_MAIN ("guards",
                  tcase_add_loop_test (tc, what_many_share_is_told_apart, 0, G_N_ELEMENTS (cases));
                  tcase_add_test (tc, one_blocklisting_is_one_incident);
                  tcase_add_test (tc, incidents_stand_by_date);
                  tcase_add_test (tc, the_order_of_entries_does_not_matter);
                  tcase_add_test (tc, forged_reports_make_no_outage);
                  tcase_add_test (tc, delays_and_strays_are_no_failures);
                  tcase_add_loop_test (tc, causes_have_a_cap, 0, 2);
                  tcase_add_test (tc, causes_that_stay_cost_no_time);
                  tcase_add_loop_test (tc, a_sketch_counts_what_is_different, 0, 8))
