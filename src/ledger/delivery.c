#include "ledger/delivery.h"

#include "base/limits.h"

#include <time.h>

/* Cuts the first word off @rest. */
static RetourSlice
next_word (RetourSlice *rest)
{
  RetourSlice word;
  gsize n = 0;

  *rest = retour_slice_strip (*rest);
  while (n < rest->len && !g_ascii_isspace (rest->data[n]))
    n++;
  word = retour_slice (rest->data, n);
  *rest = retour_slice_from (*rest, n);
  return word;
}

/* What stands between @open and the next @close. */
static gboolean
between (RetourSlice s, const char *open, char close, RetourSlice *out)
{
  gssize at = retour_slice_find (s, open, 0);
  const char *end;

  if (at < 0)
    return FALSE;
  s = retour_slice_from (s, (gsize) at + strlen (open));
  end = s.len > 0 ? memchr (s.data, close, s.len) : NULL;
  if (end == NULL)
    return FALSE;
  *out = retour_slice (s.data, (gsize) (end - s.data));
  return out->len > 0;
}

/* "2026-11-21T10:00:00.12+01:00", "2026-11-21 10:00:00", "2026-11-21", "1700000000". A time without
 * a zone is this machine's: so are those of logs. */
static gboolean
parse_date (RetourSlice text, gint64 *date)
{
  char copy[RETOUR_LIMIT_DATE + sizeof "T00:00:00"];
  g_autoptr (GTimeZone) local = NULL;
  g_autoptr (GDateTime) parsed = NULL;
  char *blank;

  text = retour_slice_strip (text);
  if (text.len == 0 || text.len > RETOUR_LIMIT_DATE)
    return FALSE;
  g_snprintf (copy, sizeof copy, "%.*s%s", (int) text.len, text.data,
              text.len == strlen ("2026-11-21") && text.data[4] == '-' ? "T00:00:00" : "");
  if (strspn (copy, "0123456789") == text.len && text.len <= 12) {
    *date = g_ascii_strtoll (copy, NULL, 10);
    return TRUE;
  }
  if (text.len > 10 && copy[10] == ' ')
    copy[10] = 'T';
  blank = strchr (copy, ' '); /* ahead of the zone */
  if (blank != NULL)
    memmove (blank, blank + 1, strlen (blank));
  local = g_time_zone_new_local ();
  parsed = g_date_time_new_from_iso8601 (copy, local);
  if (parsed != NULL)
    *date = g_date_time_to_unix (parsed);
  return parsed != NULL;
}

static int
month_of (RetourSlice name)
{
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    if (retour_slice_equal (name, months[i]))
      return (int) i;
  return -1;
}

/* The number of @n digits at @at in @s; -1: they are none. */
static int
number (RetourSlice s, gsize at, guint n)
{
  int value = 0;

  for (gsize i = at; i < at + n; i++) {
    if (i >= s.len || !g_ascii_isdigit (s.data[i]))
      return -1;
    value = value * 10 + g_ascii_digit_value (s.data[i]);
  }
  return value;
}

/* "Nov", "21", "10:00:00": syslog leaves out the year. The last one that is not to come; a day of
 * grace for clocks. */
static gboolean
parse_syslog_date (const RetourSlice word[3], gint64 now, gint64 *date)
{
  enum { A_DAY = 24 * 60 * 60 };
  struct tm today = { 0 }, when = { .tm_isdst = -1 };
  time_t seconds = (time_t) now;

  when.tm_mon = month_of (word[0]);
  when.tm_mday = number (word[1], 0, (guint) word[1].len);
  when.tm_hour = number (word[2], 0, 2);
  when.tm_min = number (word[2], 3, 2);
  when.tm_sec = number (word[2], 6, 2);
  if (when.tm_mon < 0 || word[1].len > 2 || when.tm_mday < 1 || when.tm_hour < 0 ||
      when.tm_min < 0 || when.tm_sec < 0 || localtime_r (&seconds, &today) == NULL)
    return FALSE;
  when.tm_year = today.tm_year;
  for (guint tries = 0; tries < 8; tries++) { /* 29 February is not in every year */
    struct tm normal = when;
    time_t t = mktime (&normal);

    if (normal.tm_mon == when.tm_mon && t <= seconds + A_DAY) {
      *date = MIN ((gint64) t, now);
      return TRUE;
    }
    when.tm_year--;
  }
  return FALSE;
}

/* "Nov 21 10:00:00 mx postfix/smtp[1]: 4FxQ: to=<a@example.org>, …, status=sent (250 ok)" */
static gboolean
parse_postfix (RetourSlice line, gint64 now, RetourDelivery *out)
{
  RetourSlice rest = line, word[3];
  gssize to = retour_slice_find (line, ": to=<", 0);
  gssize sent = to < 0 ? -1 : retour_slice_find (line, ", status=sent (", (gsize) to);
  gsize id = to < 0 ? 0 : (gsize) to;

  if (sent < 0 || retour_slice_find (line, "status=sent (forwarded as ", (gsize) sent) >= 0)
    return FALSE;
  while (id > 0 && g_ascii_isalnum (line.data[id - 1]))
    id--;
  out->id = retour_slice (line.data + id, (gsize) to - id);
  for (guint i = 0; i < G_N_ELEMENTS (word); i++)
    word[i] = next_word (&rest);
  return between (retour_slice_from (line, (gsize) to), "to=<", '>', &out->address) &&
         (parse_date (word[0], &out->date) || parse_syslog_date (word, now, &out->date));
}

/* "2026-11-21 10:00:00 1rABCD-000001-2x => a@example.org R=…": zone and process ID may stand ahead
 * of the ID, and the address that was written to in angles behind the one that it became. */
static gboolean
parse_exim (RetourSlice line, RetourDelivery *out)
{
  static const char *const arrows[] = { "=>", "->", ">>" };
  RetourSlice rest = line, day = next_word (&rest), hour = next_word (&rest), word;
  RetourSlice date = retour_slice (day.data, (gsize) (hour.data + hour.len - day.data));

  for (guint i = 0; i < 4; i++) {
    word = next_word (&rest);
    for (guint a = 0; a < G_N_ELEMENTS (arrows); a++)
      if (retour_slice_equal (word, arrows[a])) {
        RetourSlice behind;

        out->address = next_word (&rest);
        behind = next_word (&rest);
        if (behind.len > 2 && *behind.data == '<')
          out->address = behind;
        return out->id.len > 0 && parse_date (date, &out->date);
      }
    if (i < 2 && word.len == 5 && strchr ("+-", *word.data) != NULL)
      date.len = (gsize) (word.data + word.len - date.data);
    out->id = word;
  }
  return FALSE;
}

/* What Exim gave to syslog, with its own date (`syslog_timestamp`, its default): "Nov 21 10:00:00
 * mx exim[1]: 2026-11-21 …". */
static RetourSlice
skip_syslog (RetourSlice line)
{
  gssize name = retour_slice_find (line, " exim", 0);
  gssize end = name < 0 ? -1 : retour_slice_find (line, "]: ", (gsize) name);

  return end < 0 ? line : retour_slice_from (line, (gsize) end + strlen ("]: "));
}

static gboolean
parse_plain (RetourSlice line, gint64 now, RetourDelivery *out)
{
  gsize n = 0;

  while (n < line.len && line.data[n] != ',' && line.data[n] != '\t')
    n++;
  out->address = retour_slice_strip (retour_slice (line.data, n));
  if (!parse_date (retour_slice_from (line, n + 1), &out->date))
    out->date = now;
  for (gsize i = 0; i < out->address.len; i++)
    if (g_ascii_isspace (out->address.data[i]))
      return FALSE;
  return out->address.len > 0 && memchr (out->address.data, '@', out->address.len) != NULL &&
         *out->address.data != '#';
}

gboolean
retour_delivery_parse (RetourSlice line, gint64 now, RetourDelivery *out)
{
  line = retour_slice_strip (line);
  *out = (RetourDelivery) { 0 };
  if (line.len == 0 || line.len > RETOUR_LIMIT_LINE)
    return FALSE;
  if (parse_postfix (line, now, out) || parse_exim (skip_syslog (line), out))
    return TRUE;
  *out = (RetourDelivery) { 0 };
  return parse_plain (line, now, out);
}

gboolean
retour_delivery_is_log (RetourSlice line)
{
  static const char *const words[] = { "postfix/", " exim", " <= ", " == ", " ** ", " Completed" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (retour_slice_find (line, words[i], 0) >= 0)
      return TRUE;
  return FALSE;
}
