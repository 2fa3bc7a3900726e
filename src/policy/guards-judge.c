/* guards-judge: which failures that share a cause are an incident or an outage. */
#include "policy/guards-private.h"

#include "base/language.h"

enum { HOUR = 60 * 60, DAY_HOURS = 24 };

/* An incident is a window with failures of at least so many addresses. It is the same for a list of
 * 200 and of 200,000: what it takes in never speaks of the address, so a coincidence costs nothing.
 * What follows within a day is what the queues still held. */
enum { INCIDENT_ADDRESSES = 5, WINDOW_HOURS = 6, INCIDENT_TAIL_HOURS = DAY_HOURS };

/* Trouble that goes on, or comes again with each mailing, is no incident any more: a server that is
 * down for good takes its addresses with it. How long it may last, and what is so far apart that it
 * is new trouble. */
enum {
  REMOTE_LASTS_HOURS = 14 * DAY_HOURS,
  OUTAGE_LASTS_HOURS = 4 * DAY_HOURS,
  AGAIN_HOURS = 35 * DAY_HOURS,
};

/* Dead addresses come in bursts as well: the first mailing in months to a large provider meets all
 * that died there since. What tells an outage apart is the share: of the domain's members on the
 * list, where they are known; else of all addresses that the domain answered for in these hours,
 * delivered mail and full mailboxes among them, for a server without its directory knows neither.
 * Beside that, a domain that took mail within the last days did not lose a tenth of its users
 * since. When in doubt it is an outage: addresses that are dead are held for some days, and fail
 * again. */
enum {
  OUTAGE_FEW = 3,           /* addresses, when they are more than half of the known members */
  OUTAGE_AT_LIVING = 5,     /* at a domain that took mail within TOOK_MAIL_HOURS */
  OUTAGE_ADDRESSES = 10,    /* otherwise */
  OUTAGE_SHARE = 4,         /* at least one in so many members */
  OUTAGE_LIVING_SHARE = 10, /* at a domain that took mail: of its members, or of those it took */
  TOOK_MAIL_HOURS = 7 * DAY_HOURS,
};

/* What happens in a span of hours. */
typedef struct {
  guint64 count;
  gint64 first, last;
  RetourSketch addresses;
} Span;

static void
span_add (Span *self, const RetourGuardHour *hour)
{
  if (self->count == 0) {
    self->first = hour->first;
    self->last = hour->last;
  }
  self->first = MIN (self->first, hour->first);
  self->last = MAX (self->last, hour->last);
  self->count += hour->count;
  retour_sketch_merge (&self->addresses, &hour->addresses);
}

/* First of the sorted hours that is not before @hour. */
static guint
seek (const RetourGuardCause *cause, gint64 hour)
{
  guint low = 0, high = cause->n_hours;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (cause->hours[middle].hour < hour)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Addresses of @cause (may be %NULL) from one hour to another, the last one included. */
static guint64
count_addresses (const RetourGuardCause *cause, gint64 from, gint64 to)
{
  Span span = { 0 };
  guint64 n;

  if (cause == NULL)
    return 0;
  for (guint i = seek (cause, from); i < cause->n_hours && cause->hours[i].hour <= to; i++)
    span_add (&span, &cause->hours[i]);
  n = retour_sketch_estimate (&span.addresses);
  retour_sketch_clear (&span.addresses);
  return n;
}

/* The domain took mail of at least as many within the last days, and it is not one of those that
 * lose so many users every week. */
static gboolean
was_living (const RetourGuardCause *delivered, gint64 hour, guint64 n, guint64 members)
{
  guint64 before;

  if (n < OUTAGE_AT_LIVING)
    return FALSE;
  before = count_addresses (delivered, hour - TOOK_MAIL_HOURS, hour - 1);
  return before >= n && n * OUTAGE_LIVING_SHARE >= (members > 0 ? members : before);
}

static gboolean
is_outage (const RetourGuards *self, const RetourGuardCause *cause, gint64 hour, guint64 n)
{
  const RetourGuardCause *full = retour_guards_lookup (self, RETOUR_SHARED_FULL, NULL, cause->text);
  const RetourGuardCause *delivered =
      retour_guards_lookup (self, RETOUR_SHARED_DELIVERED, NULL, cause->text);
  guint64 *known = g_hash_table_lookup (self->members, cause->text);
  guint64 members = known != NULL ? *known : 0;
  guint64 alive;

  if (n < OUTAGE_FEW)
    return FALSE;
  alive = count_addresses (delivered, hour, hour + WINDOW_HOURS - 1) +
          count_addresses (full, hour, hour + WINDOW_HOURS - 1);
  if (members > 0 ? n <= alive : n <= alive * OUTAGE_LIVING_SHARE)
    return FALSE;
  if (was_living (delivered, hour, n, members) || (members > 0 && n * 2 > members))
    return TRUE;
  return n >= OUTAGE_ADDRESSES && (members == 0 || n * OUTAGE_SHARE >= members);
}

/* Whether the window that begins with hour @i is more than chance. */
static gboolean
is_burst (const RetourGuards *self, const RetourGuardCause *cause, guint i)
{
  gint64 hour = cause->hours[i].hour;
  guint64 n = count_addresses (cause, hour, hour + WINDOW_HOURS - 1);

  return cause->shared == RETOUR_SHARED_HARD ? is_outage (self, cause, hour, n)
                                             : n >= INCIDENT_ADDRESSES;
}

/* Ends of the span that begins with hour @i: windows that touch each other, and what follows. */
static guint
find_end (const RetourGuards *self, const RetourGuardCause *cause, guint i)
{
  guint tail = cause->shared == RETOUR_SHARED_HARD ? 0 : INCIDENT_TAIL_HOURS;
  gint64 burst = cause->hours[i].hour + WINDOW_HOURS - 1, end = burst;

  for (; i < cause->n_hours && cause->hours[i].hour <= end; i++) {
    if (cause->hours[i].hour > burst - WINDOW_HOURS + 1 && is_burst (self, cause, i))
      burst = cause->hours[i].hour + WINDOW_HOURS - 1;
    end = burst + tail;
  }
  return i;
}

static void
add_incident (RetourGuardCause *cause, guint from, guint to)
{
  Span span = { 0 };
  RetourIncident incident = { .reason = cause->sample };

  for (guint i = from; i < to; i++)
    span_add (&span, &cause->hours[i]);
  incident.outage = cause->shared == RETOUR_SHARED_HARD;
  incident.blocklist = cause->shared == RETOUR_SHARED_BLOCKLIST ? cause->text : NULL;
  incident.client = *cause->client != '\0' ? cause->client : NULL;
  incident.receiver = *cause->receiver != '\0' ? cause->receiver : NULL;
  if (incident.outage || cause->shared == RETOUR_SHARED_REMOTE)
    incident.receiver = cause->text; /* a domain, also of a provider with many */
  incident.first = span.first;
  incident.last = span.last;
  incident.count = span.count;
  incident.addresses = MIN (retour_sketch_estimate (&span.addresses), span.count);
  retour_sketch_clear (&span.addresses);
  if (cause->incidents == NULL)
    cause->incidents = g_array_new (FALSE, FALSE, sizeof (RetourIncident));
  g_array_append_val (cause->incidents, incident);
}

/* How long trouble of this kind may last, in hours. */
static gint64
find_lasting (const RetourGuardCause *cause)
{
  static const gint64 lasts[RETOUR_SHARED_N] = {
    [RETOUR_SHARED_BLOCKLIST] = G_MAXINT64,    [RETOUR_SHARED_CLIENT] = G_MAXINT64,
    [RETOUR_SHARED_SENDER] = G_MAXINT64,       [RETOUR_SHARED_REMOTE] = REMOTE_LASTS_HOURS,
    [RETOUR_SHARED_HARD] = OUTAGE_LASTS_HOURS,
  };

  return lasts[cause->shared];
}

/* Mail was taken between two outages: the second one is new. */
static gboolean
was_alive (const RetourGuards *self, const RetourGuardCause *cause, gint64 from, gint64 to)
{
  const RetourGuardCause *delivered =
      cause->shared == RETOUR_SHARED_HARD
          ? retour_guards_lookup (self, RETOUR_SHARED_DELIVERED, NULL, cause->text)
          : NULL;
  guint i = delivered != NULL ? seek (delivered, from) : 0;

  return delivered != NULL && i < delivered->n_hours && delivered->hours[i].hour <= to;
}

void
retour_guards_judge (RetourGuards *self, RetourGuardCause *cause)
{
  gint64 lasts = find_lasting (cause), begin = 0, last = G_MININT64 / 2;
  guint i = 0;

  while (cause->shared < RETOUR_SHARED_DELIVERED && i < cause->n_hours) {
    gint64 hour = cause->hours[i].hour;
    guint from = i, end;

    if (!is_burst (self, cause, i++))
      continue;
    if (hour - last > AGAIN_HOURS || was_alive (self, cause, last + 1, hour - 1))
      begin = hour;
    end = find_end (self, cause, from);
    for (i = from; i < end && cause->hours[i].hour - begin < lasts;)
      i++;
    if (i > from)
      add_incident (cause, from, i);
    last = cause->hours[end - 1].hour;
    i = end;
  }
}

/* What is told of an incident beside its reason. */
static void
describe_place (GString *out, const RetourIncident *self)
{
  if (self->receiver != NULL)
    g_string_append_printf (out, _ (" at %s"), self->receiver);
  if (self->blocklist != NULL)
    g_string_append_printf (out, _ (", list %s"), self->blocklist);
  if (self->client != NULL)
    g_string_append_printf (out, _ (", for %s"), self->client);
}

static char *
format_date (gint64 seconds)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (seconds);

  return date != NULL ? g_date_time_format (date, "%Y-%m-%d %H:%M") : g_strdup ("?");
}

char *
retour_incident_describe (const RetourIncident *self)
{
  GString *out = g_string_new (self->outage ? _ ("outage") : _ ("incident"));
  g_autofree char *first = format_date (self->first);
  g_autofree char *last = format_date (self->last);

  describe_place (out, self);
  g_string_append_printf (out, ": %s; ", retour_reason_get_id (self->reason));
  g_string_append_printf (out, _ ("%llu failures of %llu addresses, from %s to %s"),
                          (unsigned long long) self->count, (unsigned long long) self->addresses,
                          first, last);
  return g_string_free (out, FALSE);
}
