#include "message/date.h"

#include "test.h"

#include <time.h>

#include "base/limits.h"

/* clang-format off */
static const struct {
  const char *text;
  const char *want; /* %NULL: no date */
} cases[] = {
  { "Sat, 21 Nov 2026 22:02:11 +0000", "2026-11-21T22:02:11Z" },
  { "Sat, 21 Nov 2026 23:02:11 +0100 (CET)", "2026-11-21T22:02:11Z" },
  { "1 Jan 1970 00:00 +0000", "1970-01-01T00:00:00Z" },
  { "Thu, 29 Feb 2024 23:59:59 -0130", "2024-03-01T01:29:59Z" },
  { "Fri,  1 Mar 2024 00:00:00 +0100", "2024-02-29T23:00:00Z" },
  { "Tue, 28 Feb 2100 23:00:00 -0200", "2100-03-01T01:00:00Z" },
  { "Mon, 31 Dec 2029 23:59:60 +0000", "2030-01-01T00:00:00Z" },
  { "Sat, 21 Nov 2026 22:02:11 GMT", "2026-11-21T22:02:11Z" },
  { "Sat, 21 Nov 2026 22:02:11 gmt (comment)", "2026-11-21T22:02:11Z" },
  { "Sat, 21 Nov 2026 22:02:11 UT", "2026-11-21T22:02:11Z" },
  { "Sat, 21 Nov 2026 22:02:11 UTC", "2026-11-21T22:02:11Z" },
  { "Sat, 21 Nov 2026 22:02:11 EST", "2026-11-22T03:02:11Z" },
  { "Sat, 21 Nov 2026 22:02:11 EDT", "2026-11-22T02:02:11Z" },
  { "Sat, 21 Nov 2026 22:02:11 CST", "2026-11-22T04:02:11Z" },
  { "Sat, 21 Nov 2026 22:02:11 CDT", "2026-11-22T03:02:11Z" },
  { "Sat, 21 Nov 2026 22:02:11 MST", "2026-11-22T05:02:11Z" },
  { "Sat, 21 Nov 2026 22:02:11 MDT", "2026-11-22T04:02:11Z" },
  { "Sat, 21 Nov 2026 22:02:11 PST", "2026-11-22T06:02:11Z" },
  { "Sat, 21 Nov 2026 22:02:11 PDT", "2026-11-22T05:02:11Z" },
  { "Sat,  7 Nov  2026\t22:02:11  +0000(UTC)", "2026-11-07T22:02:11Z" },
  { "Sat,7 Nov 2026 22:02:11 +0000", "2026-11-07T22:02:11Z" },
  { "7 Nov 26 22:02 GMT", "2026-11-07T22:02:00Z" },
  { "Sat, 31 Dec 49 22:02:11 +0000", "2049-12-31T22:02:11Z" },
  { "Thu, 31 Dec 70 22:02:11 +0000", "1970-12-31T22:02:11Z" },
  { "Fri, 31 Dec 99 22:02:11 +0000", "1999-12-31T22:02:11Z" },
  { "Sat Nov 21 22:02:11 2026", "2026-11-21T22:02:11Z" },
  { "2026-11-21T23:02:11.500+01:00", "2026-11-21T22:02:11Z" },
  { "2026-11-21T22:02:11Z", "2026-11-21T22:02:11Z" },
  { "", NULL },
  { "yesterday", NULL },
  { "-", NULL },
};
/* clang-format on */

START_TEST (reads_the_dates_that_mail_has)
{
  g_autoptr (GStringChunk) pool = g_string_chunk_new (64);
  const char *got = retour_date_parse (cases[_i].text, pool);

  if (cases[_i].want == NULL)
    ck_assert_msg (got == NULL, "'%s' gives %s", cases[_i].text, got);
  else
    ck_assert_str_eq (got, cases[_i].want);
}
END_TEST

START_TEST (every_day_of_four_centuries_is_the_day_of_the_c_library)
{
  g_autoptr (GStringChunk) pool = g_string_chunk_new (64);

  for (gint64 day = 0; day < 400 * 366; day += 17) {
    time_t seconds = (time_t) (day * 86400 + 43200);
    struct tm tm;
    char text[64], want[64];

    gmtime_r (&seconds, &tm);
    strftime (text, sizeof text, "%d %b %Y 12:00:00 +0000", &tm);
    strftime (want, sizeof want, "%Y-%m-%dT12:00:00Z", &tm);
    ck_assert_str_eq (retour_date_parse (text, pool), want);
  }
}
END_TEST

START_TEST (a_date_over_the_cap_is_none)
{
  g_autoptr (GStringChunk) pool = g_string_chunk_new (64);
  g_autofree char *blanks = g_strnfill (RETOUR_LIMIT_DATE, ' ');
  g_autofree char *at = NULL;
  g_autofree char *over = NULL;

  memcpy (blanks, "21 Nov 2026 22:02:11 +0000", strlen ("21 Nov 2026 22:02:11 +0000"));
  at = g_strdup (blanks);
  over = g_strconcat (blanks, " ", NULL);
  ck_assert_str_eq (retour_date_parse (at, pool), "2026-11-21T22:02:11Z");
  ck_assert_ptr_null (retour_date_parse (over, pool));
  ck_assert_ptr_null (retour_date_parse (NULL, pool));
}
END_TEST

RETOUR_TEST_MAIN ("date",
                  tcase_add_loop_test (tc, reads_the_dates_that_mail_has, 0, G_N_ELEMENTS (cases));
                  tcase_add_test (tc, every_day_of_four_centuries_is_the_day_of_the_c_library);
                  tcase_add_test (tc, a_date_over_the_cap_is_none))
