#include "message/date.h"

#include "base/limits.h"
#include "base/slice.h"
#include "message/gmime.h"

#include <string.h>

static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

/* Zones by name, in hours (RFC 5322 §4.3). */
static const struct {
  char name[4];
  gint8 hours;
} zones[] = { { "GMT", 0 },  { "UTC", 0 },  { "UT", 0 },   { "EDT", -4 },
              { "EST", -5 }, { "CDT", -5 }, { "CST", -6 }, { "MDT", -6 },
              { "MST", -7 }, { "PDT", -7 }, { "PST", -8 } };

/* @n digits at *p (at least @min of them); -1: there are fewer. Moves *p. */
static gint
take_digits (const char **p, gint min, gint n)
{
  gint value = 0, taken = 0;

  for (; taken < n && g_ascii_isdigit (**p); taken++)
    value = value * 10 + (*(*p)++ - '0');
  return taken >= min ? value : -1;
}

static gboolean
take_blanks (const char **p)
{
  gsize n = strspn (*p, " \t");

  *p += n;
  return n > 0;
}

static gboolean
take_char (const char **p, char c)
{
  if (**p != c)
    return FALSE;
  (*p)++;
  return TRUE;
}

/* 0 ... 11; -1: none. Moves *p. */
static gint
take_month (const char **p)
{
  gsize n = strnlen (*p, 3);

  for (gsize i = 0; n == 3 && i < sizeof months - 1; i += 3) {
    if (!retour_slice_same (*p, months + i, 3))
      continue;
    *p += 3;
    return (gint) i / 3;
  }
  return -1;
}

/* 1970 ...; of two digits the century is known (RFC 5322 §4.3). Another number: no year. */
static gint
take_year (const char **p)
{
  const char *start = *p;
  gint year = take_digits (p, 2, 4);

  if (*p - start == 2)
    return year + (year < 50 ? 2000 : 1900);
  return *p - start == 4 ? year : -1;
}

static gboolean
take_zone_name (const char **p, gint *seconds)
{
  gsize n = 0;

  while (g_ascii_isalpha ((*p)[n]))
    n++;
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++) {
    if (!retour_slice_equal (retour_slice (*p, n), zones[i].name))
      continue;
    *p += n;
    *seconds = zones[i].hours * 3600;
    return TRUE;
  }
  return FALSE;
}

/* "+0100" in seconds; %FALSE: no such thing. Moves *p. */
static gboolean
take_zone (const char **p, gint *seconds)
{
  gboolean west = **p == '-';
  gint hours, minutes;

  if (**p != '+' && **p != '-')
    return take_zone_name (p, seconds);
  (*p)++;
  hours = take_digits (p, 2, 2);
  minutes = take_digits (p, 2, 2);
  if (hours < 0 || minutes < 0 || minutes > 59 || hours > 23)
    return FALSE;
  *seconds = (hours * 60 + minutes) * 60 * (west ? -1 : 1);
  return TRUE;
}

/* Days from 1970-01-01 to the day of the Gregorian calendar; @month 0 ... 11. */
static gint64
days_of (gint year, gint month, gint day)
{
  gint64 y = month <= 1 ? year - 1 : year; /* years begin in March: the odd day comes last */
  gint64 m = (month + 10) % 12;

  return y * 365 + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + day - 1 - 719468;
}

/* The form that nearly all dates have, without GLib's time zones: 4 % of the time of a whole run.
 */
static gboolean
parse_usual (const char *p, gint64 *unix_time)
{
  gint day, month, year, hour, minute, second, zone;
  gint64 minutes;

  if (g_ascii_isalpha (*p)) {
    const char *comma = strchr (p, ',');

    p = comma != NULL ? comma + 1 : p;
  }
  take_blanks (&p);
  day = take_digits (&p, 1, 2);
  if (!take_blanks (&p) || (month = take_month (&p)) < 0 || !take_blanks (&p))
    return FALSE;
  year = take_year (&p);
  if (!take_blanks (&p) || (hour = take_digits (&p, 2, 2)) < 0 || !take_char (&p, ':'))
    return FALSE;
  minute = take_digits (&p, 2, 2);
  second = take_char (&p, ':') ? take_digits (&p, 2, 2) : 0;
  if (!take_blanks (&p) || !take_zone (&p, &zone) || (*p != '\0' && strchr (" \t(", *p) == NULL))
    return FALSE;
  if (day < 1 || day > 31 || year < 1970 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
      second > 60)
    return FALSE;
  minutes = (days_of (year, month, day) * 24 + hour) * 60 + minute;
  *unix_time = minutes * 60 + second - zone;
  return TRUE;
}

/* All other forms that mail has, ISO 8601 with a zone among them. */
static gboolean
parse_unusual (const char *text, gint64 *unix_time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (text, NULL);

  if (date == NULL)
    date = g_mime_utils_header_decode_date (text);
  if (date != NULL)
    *unix_time = g_date_time_to_unix (date);
  return date != NULL;
}

/* @n digits, the last one at @end - 1. */
static void
put_digits (char *end, guint n, gint64 value)
{
  for (; n > 0; n--, value /= 10)
    *--end = (char) ('0' + value % 10);
}

/* As days_of(), the other way round. gmtime_r() would look for the time zone of the machine. */
static void
write_date (gint64 unix_time, char *buffer)
{
  gint64 day = unix_time / 86400 - (unix_time % 86400 < 0), second = unix_time - day * 86400;
  gint64 since = day + 719468; /* 0000-03-01, a year that no mail has is left out before */
  gint64 era = since / 146097, in_era = since % 146097;
  gint64 year_in_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
  gint64 in_year = in_era - (365 * year_in_era + year_in_era / 4 - year_in_era / 100);
  gint64 m = (5 * in_year + 2) / 153, month = m < 10 ? m + 3 : m - 9;

  memcpy (buffer, "0000-00-00T00:00:00Z", sizeof "0000-00-00T00:00:00Z");
  put_digits (buffer + 4, 4, era * 400 + year_in_era + (month <= 2));
  put_digits (buffer + 7, 2, month);
  put_digits (buffer + 10, 2, in_year - (153 * m + 2) / 5 + 1);
  put_digits (buffer + 13, 2, second / 3600);
  put_digits (buffer + 16, 2, second / 60 % 60);
  put_digits (buffer + 19, 2, second % 60);
}

const char *
retour_date_parse (const char *text, GStringChunk *pool)
{
  /* 1900-01-01 and the end of 9999 */
  static const gint64 first = -2208988800, last = 253402300799;
  char buffer[sizeof "9999-12-31T23:59:59Z"];
  gint64 unix_time;

  if (text == NULL || strlen (text) > RETOUR_LIMIT_DATE ||
      (!parse_usual (text, &unix_time) && !parse_unusual (text, &unix_time)) || unix_time < first ||
      unix_time > last)
    return NULL;
  write_date (unix_time, buffer);
  return g_string_chunk_insert (pool, buffer);
}
