#include "summary/span.h"

#include <string.h>

enum {
  DAY = 24 * 60 * 60,
  WEEK = 7,
  YEAR = 12,
  FEW = 200, /* one of so many events may be left out of the chart for being old */
};

static guint32
parse_day (const char *key)
{
  guint8 number[4] = { 0 }; /* century, year, month, day */
  GDateYear year;
  GDate date;

  for (guint i = 0; i < G_N_ELEMENTS (number); i++) {
    if (!g_ascii_isdigit (key[0]) || !g_ascii_isdigit (key[1]))
      return 0;
    number[i] = (guint8) (g_ascii_digit_value (key[0]) * 10 + g_ascii_digit_value (key[1]));
    key += key[2] == '-' ? strlen ("dd-") : strlen ("dd");
  }
  year = (GDateYear) (number[0] * 100 + number[1]);
  if (!g_date_valid_dmy (number[3], (GDateMonth) number[2], year))
    return 0;
  g_date_set_dmy (&date, number[3], (GDateMonth) number[2], year);
  return g_date_get_julian (&date);
}

/* The number of the column that the day @julian is in: consecutive ones follow each other. */
static guint32
find_column (RetourSpanUnit unit, guint32 julian)
{
  GDate date;

  if (unit == RETOUR_SPAN_DAY)
    return julian;
  if (unit == RETOUR_SPAN_WEEK)
    return (julian - 1) / WEEK; /* day 1 was a Monday */
  g_date_set_julian (&date, julian);
  if (unit == RETOUR_SPAN_YEAR)
    return g_date_get_year (&date);
  return (guint32) g_date_get_year (&date) * YEAR + (guint32) g_date_get_month (&date) - 1;
}

static guint32
get_first_day (RetourSpanUnit unit, guint32 column)
{
  GDate date;

  if (unit == RETOUR_SPAN_DAY)
    return column;
  if (unit == RETOUR_SPAN_WEEK)
    return column * WEEK + 1;
  if (unit == RETOUR_SPAN_YEAR)
    g_date_set_dmy (&date, 1, G_DATE_JANUARY, (GDateYear) column);
  else
    g_date_set_dmy (&date, 1, (GDateMonth) (column % YEAR + 1), (GDateYear) (column / YEAR));
  return g_date_get_julian (&date);
}

static RetourSpanUnit
choose_unit (guint32 first, guint32 last)
{
  RetourSpanUnit unit = RETOUR_SPAN_DAY;

  while (unit < RETOUR_SPAN_YEAR &&
         find_column (unit, last) - find_column (unit, first) >= RETOUR_SPAN_MAX)
    unit++;
  return unit;
}

static guint64
count_drawn (const RetourTally *row)
{
  return retour_tally_failures (row) + row->n[RETOUR_TALLY_DELAYED];
}

/* The first row that is drawn: a mail with the date of 1970 must not make a line of all others. */
static guint
skip_old (const GPtrArray *days, guint64 *n_before)
{
  guint32 last = parse_day (((const RetourTally *) g_ptr_array_index (days, days->len - 1))->key);
  guint64 total = 0, sum = 0;
  guint i = 0;

  for (guint k = 0; k < days->len; k++)
    total += count_drawn (g_ptr_array_index (days, k));
  for (; i + 1 < days->len; i++) {
    const RetourTally *row = g_ptr_array_index (days, i);

    sum += count_drawn (row);
    if (sum > total / FEW || last - parse_day (row->key) < RETOUR_SPAN_MAX)
      break;
    *n_before = sum;
  }
  return i;
}

static void
fill (RetourSpan *self, guint32 from, guint32 to)
{
  enum { EPOCH = 719163 }; /* 1970-01-01 as a Julian day of GLib's */

  for (guint32 column = from; column <= to && self->columns->len < RETOUR_SPAN_MAX; column++) {
    RetourSpanColumn fresh = { .start =
                                   ((gint64) get_first_day (self->unit, column) - EPOCH) * DAY };

    g_array_append_val (self->columns, fresh);
  }
}

static void
add_row (RetourSpan *self, guint32 first, const RetourTally *row)
{
  guint32 column = find_column (self->unit, parse_day (row->key)) - first;
  RetourSpanColumn *into;

  if (column >= self->columns->len)
    return;
  into = &g_array_index (self->columns, RetourSpanColumn, column);
  for (guint i = 0; i < RETOUR_TALLY_N; i++)
    into->n[i] += row->n[i];
}

RetourSpan *
retour_span_new (const GPtrArray *days)
{
  RetourSpan *self = g_new0 (RetourSpan, 1);
  guint begin;
  guint32 from, to;

  self->columns = g_array_new (FALSE, FALSE, sizeof (RetourSpanColumn));
  if (days->len == 0)
    return self;
  begin = skip_old (days, &self->n_before);
  from = parse_day (((const RetourTally *) g_ptr_array_index (days, begin))->key);
  to = parse_day (((const RetourTally *) g_ptr_array_index (days, days->len - 1))->key);
  self->unit = choose_unit (from, to);
  from = find_column (self->unit, from);
  fill (self, from, find_column (self->unit, to));
  for (guint i = begin; i < days->len; i++)
    add_row (self, from, g_ptr_array_index (days, i));
  return self;
}

void
retour_span_free (RetourSpan *self)
{
  g_array_unref (self->columns);
  g_free (self);
}
