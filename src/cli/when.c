#include "cli/when.h"

#include <string.h>

enum { HOUR = 60 * 60, DAY = 24 * HOUR, WEEK = 7 * DAY, MAX_COUNT = 100000 };

static const struct {
  const char *unit;
  gint64 seconds;
} units[] = { { "h", HOUR }, { "d", DAY }, { "w", WEEK } };

static gboolean
parse_ago (const char *text, gint64 now, gint64 *when)
{
  char *end = NULL;
  guint64 n = g_ascii_isdigit (*text) ? g_ascii_strtoull (text, &end, 10) : 0;

  for (guint i = 0; end != NULL && n <= MAX_COUNT && i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (end, units[i].unit)) {
      *when = now - (gint64) n * units[i].seconds;
      return TRUE;
    }
  return FALSE;
}

gboolean
retour_when_parse (const char *text, gint64 now, gint64 *when, gboolean *day)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  gboolean whole = strlen (text) == strlen ("2026-03-01");
  g_autofree char *full = whole ? g_strconcat (text, "T00:00:00Z", NULL) : g_strdup (text);
  g_autoptr (GDateTime) date = NULL;

  if (day != NULL)
    *day = FALSE;
  if (parse_ago (text, now, when))
    return TRUE;
  date = strlen (full) > strlen ("2026-03-01") ? g_date_time_new_from_iso8601 (full, utc) : NULL;
  if (date == NULL)
    return FALSE;
  *when = g_date_time_to_unix (date);
  if (day != NULL)
    *day = whole;
  return TRUE;
}

gboolean
retour_when_parse_now (const char *text, gint64 *when)
{
  gint64 parsed = 0;
  gboolean day = FALSE;

  if (!retour_when_parse (text, g_get_real_time () / G_USEC_PER_SEC, &parsed, &day) || parsed < 0)
    return FALSE;
  *when = day ? parsed + DAY - 1 : parsed;
  return *when > 0; /* 0: not told */
}
