#include "message/message.h"

#include "test.h"

#include "base/limits.h"
#include "message/date.h"

#include <sys/resource.h>
#include <time.h>

#define LONG_FIELD RETOUR_ODDITY_LONG_FIELD
#define NO_HEADER  RETOUR_ODDITY_NO_HEADER
#define NULS       RETOUR_ODDITY_NUL_BYTES

/* A message out of a heap copy of the mail, without its final NUL. */
typedef struct {
  char *copy;
  RetourMessage *message;
} Fixture;

static void
fixture_read_len (Fixture *f, const char *mail, gsize len)
{
  f->copy = g_memdup2 (mail, len);
  f->message = retour_message_new (f->copy, len);
}

static void
fixture_read (Fixture *f, const char *mail)
{
  fixture_read_len (f, mail, strlen (mail));
}

static void
fixture_clear (Fixture *f)
{
  retour_message_free (f->message);
  g_free (f->copy);
}

static const char *
field (const Fixture *f, const char *name)
{
  return retour_fields_get (retour_message_get_header (f->message), name,
                            retour_message_get_pool (f->message));
}

static char *
text_of (RetourSlice s)
{
  return g_strndup (s.data != NULL ? s.data : "", s.len);
}

#define ROW(text) text, sizeof (text) - 1

static const struct {
  const char *mail;
  gsize len;
  const char *subject, *body;
  guint oddities;
} mails[] = {
  { ROW ("Subject: s\n\nbody\n"), "s", "body\n", 0 },
  { ROW ("Subject: s\r\n\r\nbody\r\n"), "s", "body\r\n", 0 },
  { ROW ("Subject: s\r\rbody\rmore\r"), "s", "body\nmore\n", 0 }, /* bare CR all over */
  { ROW ("Subject: s\r\r\n\r\r\nbody\n"), "s", "body\n", 0 },
  { ROW ("\xef\xbb\xbfSubject: s\n\nbody\n"), "s", "body\n", 0 },
  { ROW ("\n\n \r\n\t\nSubject: s\n\nbody\n"), "s", "body\n", 0 },
  { ROW ("\xef\xbb\xbf\n\nSubject: s\n\nbody\n"), "s", "body\n", 0 },
  { ROW ("From x@y Mon Jan  1 00:00:00 2026\nSubject: s\n\nbody\n"), "s", "body\n", 0 },
  { ROW ("Subject: s"), "s", "", 0 },
  { ROW ("Subject: s\n"), "s", "", 0 },
  { ROW ("Subject: s\n\n"), "s", "", 0 },
  { ROW ("Subject: s\nno field\n\nbody\n"), "s", "no field\n\nbody\n", 0 },
  { ROW ("no header at all\n"), NULL, "no header at all\n", NO_HEADER },
  { ROW (" \n"), NULL, "", NO_HEADER },
  { ROW (""), NULL, "", NO_HEADER },
  { ROW ("\0"), NULL, "", NO_HEADER },
  { ROW ("\r"), NULL, "", NO_HEADER },
  { ROW ("\xef\xbb\xbf"), NULL, "", NO_HEADER },
  { ROW ("\xef\xbb"), NULL, "\xef\xbb", NO_HEADER },
  { ROW ("Subject: a\0b\n\nbody\n"),
    "a\xef\xbf\xbd"
    "b",
    "body\n", NULS },
  { ROW ("Subject: s\n\na\0b\n"), "s", "a", 0 }, /* its text says so, see below */
};

START_TEST (a_mail_is_header_and_body)
{
  Fixture f;
  g_autofree char *body = NULL;

  fixture_read_len (&f, mails[_i].mail, mails[_i].len);
  body = text_of (retour_message_get_body (f.message));
  ck_assert_pstr_eq (field (&f, "Subject"), mails[_i].subject);
  ck_assert_str_eq (body, mails[_i].body);
  ck_assert_uint_eq (retour_message_get_oddities (f.message), mails[_i].oddities);
  fixture_clear (&f);
}
END_TEST

START_TEST (the_type_is_told_with_its_parameters)
{
  Fixture f;

  fixture_read (&f, "Content-Type: Multipart/REPORT;\n Report-Type=\"delivery-status\"; "
                    "boundary=b\n\n--b\n\nx\n--b--\n");
  ck_assert_str_eq (retour_message_get_type (f.message), "multipart/report");
  ck_assert_str_eq (retour_message_get_type_parameter (f.message, "report-type"),
                    "delivery-status");
  ck_assert_ptr_null (retour_message_get_type_parameter (f.message, "charset"));
  fixture_clear (&f);
  fixture_read (&f, "Subject: s\n\n");
  ck_assert_str_eq (retour_message_get_type (f.message), "text/plain");
  ck_assert_ptr_null (retour_message_get_type_parameter (f.message, "charset"));
  fixture_clear (&f);
}
END_TEST

#define MIXED "Content-Type: multipart/mixed; boundary=b\n\n"

START_TEST (text_is_decoded_once_and_kept)
{
  RetourSlice first, again;
  Fixture f;

  fixture_read (&f,
                MIXED "--b\nContent-Type: text/plain; charset=iso-8859-1\n\ngr\xfc\xdf\n--b\n"
                      "Content-Type: text/html\n\n<p>a &amp; b\n--b\nContent-Type: image/png\n\n"
                      "\x89PNG\n--b--\n");
  ck_assert_uint_eq (retour_message_get_n_parts (f.message), 3);
  first = retour_message_get_text (f.message, 0);
  again = retour_message_get_text (f.message, 0);
  ck_assert (retour_slice_equal (first, "grüß"));
  ck_assert_ptr_eq (first.data, again.data);
  ck_assert (
      retour_slice_equal (retour_slice_strip (retour_message_get_text (f.message, 1)), "a & b"));
  ck_assert_uint_eq (retour_message_get_text (f.message, 2).len, 0); /* not text: left alone */
  ck_assert_uint_eq (retour_message_get_oddities (f.message), 0);
  fixture_clear (&f);
}
END_TEST

START_TEST (what_is_wrong_with_a_text_is_said_when_it_is_read)
{
  Fixture f;

  fixture_read_len (&f, ROW ("Subject: s\n\na\0b\n"));
  ck_assert (retour_slice_equal (retour_message_get_text (f.message, 0), "ab\n"));
  ck_assert_uint_eq (retour_message_get_oddities (f.message), NULS);
  fixture_clear (&f);
}
END_TEST

/* Text and HTML are examined up to one cap, status parts up to another. */
static const struct {
  const char *type;
  gsize cap;
} caps[] = {
  { "text/plain", RETOUR_LIMIT_PART_TEXT },
  { "text/html", RETOUR_LIMIT_PART_TEXT },
  { "message/rfc822", RETOUR_LIMIT_PART_TEXT },
  { "message/delivery-status", RETOUR_LIMIT_STATUS_PART },
  { "message/feedback-report", RETOUR_LIMIT_STATUS_PART },
};

START_TEST (text_is_capped_by_kind)
{
  for (gsize over = 0; over < 2; over++) {
    g_autofree char *text = g_strnfill (caps[_i].cap + over, 'x');
    g_autofree char *mail = g_strdup_printf ("Content-Type: %s\n\n%s", caps[_i].type, text);
    Fixture f;

    fixture_read (&f, mail);
    ck_assert_uint_eq (retour_slice_strip (retour_message_get_text (f.message, 0)).len,
                       caps[_i].cap);
    ck_assert_uint_eq (retour_message_get_oddities (f.message), over ? RETOUR_ODDITY_LONG_TEXT : 0);
    fixture_clear (&f);
  }
}
END_TEST

START_TEST (charsets_are_guessed_up_to_the_cap)
{
  g_autoptr (GString) mail = g_string_new (MIXED);
  Fixture f;

  for (guint i = 0; i <= RETOUR_LIMIT_GUESSES; i++) /* "no mailbox" in Chinese */
    g_string_append (mail, "--b\n\n\xd3\xca\xcf\xe4\xb2\xbb\xb4\xe6\xd4\xda\n");
  fixture_read_len (&f, mail->str, mail->len);
  for (guint i = 0; i <= RETOUR_LIMIT_GUESSES; i++)
    ck_assert (retour_slice_equal (retour_slice_strip (retour_message_get_text (f.message, i)),
                                   i < RETOUR_LIMIT_GUESSES ? "邮箱不存在" : "ÓÊÏä²»´æÔÚ"));
  fixture_clear (&f);
}
END_TEST

START_TEST (any_bytes_become_text)
{
  g_autofree char *long_one = g_strnfill (RETOUR_LIMIT_PART_TEXT + 1, 'x');
  Fixture f;

  fixture_read (&f, "Subject: s\n\n");
  ck_assert (
      retour_slice_equal (retour_message_to_text (f.message, RETOUR_SLICE ("gr\xfc\xdf")), "grüß"));
  ck_assert_uint_eq (retour_message_to_text (f.message, retour_slice_of (long_one)).len,
                     RETOUR_LIMIT_PART_TEXT);
  ck_assert_uint_eq (retour_message_to_text (f.message, retour_slice (NULL, 0)).len, 0);
  fixture_clear (&f);
}
END_TEST

START_TEST (strings_outlive_the_message_in_its_pool)
{
  GStringChunk *pool;
  const char *subject;
  Fixture f;

  fixture_read (&f, "Subject: s\n\n");
  subject = field (&f, "Subject");
  pool = retour_message_steal_pool (f.message);
  fixture_clear (&f);
  ck_assert_str_eq (subject, "s");
  g_string_chunk_free (pool);
}
END_TEST

/* Start, piece, how often, end. */
static const struct {
  const char *start, *piece;
  gsize times;
  const char *end;
  guint oddities;
} hostile[] = {
  { "Subject: ", "word word \n ", 1000000, "end\n\nx\n", LONG_FIELD },
  { "Content-Type: text/plain; charset=\"", "A", 10000000, "\"\n\nhello \xff\n", LONG_FIELD },
  { "Content-Type: text/plain; charset*=", "A", 10000, "''x\n\nhello \xff\n", 0 },
  { "Subject: =?", "A", 10000000, "?Q?x?=\n\nhello\n", LONG_FIELD },
  { "Content-Type: text/plain", "; p=v", 100000, "\n\nx\n", LONG_FIELD },
  { "Content-Type: text/plain", "; n*0=v", 2000, "\n\nx\n", 0 },
  { "Content-Type: text/plain; n*1000000000=v", "", 0, "\n\nx\n", 0 },
  { "To: ", "a:", 200000, "\n\nx\n", LONG_FIELD },
  { "Content-Type: ", "(", 16000, "\n\nx\n", 0 },
  { "Content-Type: multipart/mixed; boundary=\"", "b", 16000, "\"\n\n--b\n\nx\n", 0 },
  { "", "\r", 30000000, "\nx", NO_HEADER },
  { "", " \n", 10000000, "Subject: s\n\n", 0 },
  { "Subject: s\n\n", "\r", 30000000, "\n", 0 },
  { "", "a:\n", 1000000, "\n", LONG_FIELD },
  { "", "a:\r", 1000000, "\n", LONG_FIELD },
};

#if TEST_IS_SLOW
enum { CPU_SECONDS = 10, MEMORY_KB = G_MAXINT };
#else
enum { CPU_SECONDS = 1, MEMORY_KB = 160 * 1024 }; /* three copies of the mail are the test's */
#endif

START_TEST (a_hostile_mail_costs_little)
{
  g_autoptr (GString) mail = g_string_new (hostile[_i].start);
  clock_t start;
  struct rusage usage;
  Fixture f;

  for (gsize i = 0; i < hostile[_i].times; i++)
    g_string_append (mail, hostile[_i].piece);
  g_string_append (mail, hostile[_i].end);
  start = clock ();
  fixture_read_len (&f, mail->str, mail->len);
  for (guint i = 0; i < retour_message_get_n_parts (f.message); i++)
    retour_message_get_text (f.message, i);
  retour_fields_get_decoded (retour_message_get_header (f.message), "Subject",
                             retour_message_get_pool (f.message));
  ck_assert_uint_eq (retour_message_get_oddities (f.message) & hostile[_i].oddities,
                     hostile[_i].oddities);
  fixture_clear (&f);
  ck_assert_int_lt (clock () - start, CPU_SECONDS * CLOCKS_PER_SEC);
  getrusage (RUSAGE_SELF, &usage);
  ck_assert_int_lt (usage.ru_maxrss, MEMORY_KB);
}
END_TEST

static const char *const dates[] = {
  "Thu, 1 Jan 99999 00:00:00 +0000",
  "Thu, 1 Jan 2026 99:99:99 +0000",
  "Thu, 1 Jan 2026 00:00:00 +9999",
  "Thu, 1 Jan 2026 00:00:00 -9999",
  "Thu, 32 Jan 2026 00:00:00 +0000",
  "Fri, 30 Feb 2026 00:00:00 +0000",
  "9223372036854775808 Jan 2026 00:00:00 +0000",
  "-1 -1 -1 -1:-1:-1 -1",
  "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
  ",,,,,,,,,,,",
  ":::::::::::",
  "(((((((((((",
  "\xff\xfe\xfd",
};

START_TEST (a_hostile_date_is_a_date_or_none)
{
  g_autoptr (GStringChunk) pool = g_string_chunk_new (64);
  const char *got = retour_date_parse (dates[_i], pool);

  if (got != NULL)
    ck_assert_uint_eq (strlen (got), strlen ("2026-01-01T00:00:00Z"));
}
END_TEST

RETOUR_TEST_MAIN ("message", tcase_set_timeout (tc, 30);
                  tcase_add_loop_test (tc, a_mail_is_header_and_body, 0, G_N_ELEMENTS (mails));
                  tcase_add_test (tc, the_type_is_told_with_its_parameters);
                  tcase_add_test (tc, text_is_decoded_once_and_kept);
                  tcase_add_test (tc, what_is_wrong_with_a_text_is_said_when_it_is_read);
                  tcase_add_loop_test (tc, text_is_capped_by_kind, 0, G_N_ELEMENTS (caps));
                  tcase_add_test (tc, charsets_are_guessed_up_to_the_cap);
                  tcase_add_test (tc, any_bytes_become_text);
                  tcase_add_test (tc, strings_outlive_the_message_in_its_pool);
                  tcase_add_loop_test (tc, a_hostile_mail_costs_little, 0, G_N_ELEMENTS (hostile));
                  tcase_add_loop_test (tc, a_hostile_date_is_a_date_or_none, 0,
                                       G_N_ELEMENTS (dates)))
