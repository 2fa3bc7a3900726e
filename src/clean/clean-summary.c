#include "clean/clean-private.h"

#include "base/language.h"

#include <time.h>

enum {
  MAX_INCIDENTS = 20, /* that are told one by one */
  LABEL = 28,         /* columns of what numbers are of */
};

static const char *const causes[] = {
  [RETOUR_CAUSE_NOTHING] = NULL,
  [RETOUR_CAUSE_POLICY] = NULL,
  [RETOUR_CAUSE_INCIDENT] = N_ ("an incident"),
  [RETOUR_CAUSE_OUTAGE] = N_ ("an outage"),
  [RETOUR_CAUSE_UNPROVEN] = N_ ("not proven"),
};

static const struct {
  RetourVerdict verdict;
  const char *label;
} verdicts[] = {
  { RETOUR_VERDICT_KEEP, N_ ("keep") },
  { RETOUR_VERDICT_REMOVE, N_ ("remove") },
  { RETOUR_VERDICT_HOLD, N_ ("hold") },
};

/* What came out of mails, or is a file's name, without characters that do more than stand there. */
static void
append_printable (GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    g_string_append_unichar (out, g_unichar_isprint (c) ? c : '?');
  }
}

static void
append_count (GString *out, int indent, const char *label, guint64 n)
{
  int width = (int) g_utf8_strlen (label, -1) + indent;

  g_string_append_printf (out, "%*s%s%*s%9" G_GUINT64_FORMAT "\n", indent, "", label,
                          MAX (LABEL - width, 1), "", n);
}

static int
compare_tallies (gconstpointer a, gconstpointer b)
{
  const RetourTally *one = a, *other = b;

  if (one->n != other->n)
    return one->n < other->n ? 1 : -1;
  return strcmp (retour_clean_get_reason_name (one->reason),
                 retour_clean_get_reason_name (other->reason));
}

static void
append_tallies (const RetourClean *self, RetourVerdict verdict, GString *out)
{
  for (guint i = 0; i < self->tallies->len; i++) {
    const RetourTally *row = &g_array_index (self->tallies, RetourTally, i);
    const char *cause = causes[row->cause];
    g_autofree char *label = NULL;

    if (row->verdict != verdict)
      continue;
    label = cause != NULL
                ? g_strdup_printf ("%s (%s)", retour_clean_get_reason_name (row->reason), _ (cause))
                : g_strdup (retour_clean_get_reason_name (row->reason));
    append_count (out, 4, label, row->n);
  }
}

static void
append_time (GString *out, gint64 seconds)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *text = date != NULL ? g_date_time_format (date, "%Y-%m-%d %H:%M") : NULL;

  g_string_append (out, text != NULL ? text : "?");
}

static void
append_incident (GString *out, const RetourIncident *incident)
{
  const char *details[] = { incident->blocklist, incident->client };
  const char *separator = " (";

  g_string_append (out, "  ");
  append_time (out, incident->first);
  g_string_append (out, " \xE2\x80\x93 ");
  append_time (out, incident->last);
  g_string_append (out, "  ");
  if (incident->receiver != NULL && *incident->receiver != '\0') {
    append_printable (out, incident->receiver);
    g_string_append (out, ": ");
  }
  g_string_append (out, retour_clean_get_reason_name (incident->reason));
  for (guint i = 0; i < G_N_ELEMENTS (details); i++) {
    if (details[i] == NULL)
      continue;
    g_string_append (out, separator);
    append_printable (out, details[i]);
    separator = ", ";
  }
  g_string_append (out, *separator == ',' ? "), " : ", ");
  g_string_append_printf (out, _ ("%llu failures, about %llu addresses"),
                          (unsigned long long) incident->count,
                          (unsigned long long) incident->addresses);
  g_string_append_c (out, '\n');
}

static void
append_incidents (const RetourClean *self, gboolean outages, const char *title, GString *out)
{
  guint n = retour_guards_get_n (self->guards), told = 0, left = 0;

  for (guint i = 0; i < n; i++) {
    const RetourIncident *incident = retour_guards_get_nth (self->guards, i);

    if (!incident->outage != !outages)
      continue;
    if (told == 0)
      g_string_append_printf (out, "\n%s\n", title);
    if (told < MAX_INCIDENTS) {
      append_incident (out, incident);
      told++;
    } else {
      left++;
    }
  }
  if (left == 0)
    return;
  g_string_append_printf (out, _ ("  and %u more"), left);
  g_string_append_c (out, '\n');
}

static void
append_files (const RetourClean *self, GString *out)
{
  g_string_append_c (out, '\n');
  if (self->written->len == 0) {
    g_string_append_printf (out, "%s\n", _ ("nothing was written"));
    return;
  }
  g_string_append (out, _ ("written:"));
  for (guint i = 0; i < self->written->len; i++) {
    g_string_append_c (out, ' ');
    append_printable (out, self->written->pdata[i]);
  }
  g_string_append_c (out, '\n');
}

/* What is worth a line only if it is there. */
static void
append_oddments (const RetourClean *self, GString *out)
{
  const struct {
    const char *label;
    guint64 n;
  } rows[] = {
    { N_ ("without an address"), self->n_without_address },
    { N_ ("unreadable rows"), self->n_unreadable },
    { N_ ("likely typos"), self->n_typos },
    { N_ ("unproven failures"), self->n_unproven },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].n > 0)
      append_count (out, 2, _ (rows[i].label), rows[i].n);
}

char *
retour_clean_make_summary (const RetourClean *self)
{
  GString *out = g_string_new (NULL);

  g_array_sort (self->tallies, compare_tallies);
  append_count (out, 0, _ ("addresses"), self->n_addresses);
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++) {
    append_count (out, 2, _ (verdicts[i].label), self->n[verdicts[i].verdict]);
    append_tallies (self, verdicts[i].verdict, out);
  }
  append_oddments (self, out);
  append_incidents (self, FALSE, _ ("incidents: nobody is held for them"), out);
  append_incidents (self, TRUE, _ ("outages: held until they are over"), out);
  append_files (self, out);
  return g_string_free (out, FALSE);
}
