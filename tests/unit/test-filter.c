#include "base/limits.h"

#include <retour/retour.h>

#include "test.h"

/* A report about one recipient; `%s` is how lines end. */
#define REPORT(fields, recipient)                                                                  \
  fields "From: MAILER-DAEMON@example.net\nSubject: Undelivered\nMIME-Version: 1.0\n"              \
         "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"        \
         "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n"         \
         "Final-Recipient: rfc822; " recipient "\nAction: failed\nStatus: 5.1.1\n"                 \
         "Diagnostic-Code: smtp; 550 5.1.1 User unknown\n\n--b--\n"

#define HARD                                                                                       \
  "X-Retour-Kind: bounce\nX-Retour-Class: hard\nX-Retour-Reason: user_unknown\n"                   \
  "X-Retour-Action: suppress\nX-Retour-Recipient: "
#define STATUS "\nX-Retour-Status: 5.1.1\nX-Retour-Rule: "

/* What `retour filter` makes of @len bytes at @mail, read or not. */
static GString *
filter (const char *mail, gsize len, gboolean readable)
{
  char *copy = g_memdup2 (mail, len);
  g_autoptr (RetourReport) report = readable ? retour_report_new (copy, len, NULL, 1) : NULL;
  gsize used = 0, head_len;
  g_autoptr (GBytes) head = retour_filter_make_head (copy, len, report, &used);
  const char *text = g_bytes_get_data (head, &head_len);
  GString *out = g_string_new_len (text, (gssize) head_len);

  ck_assert_uint_le (used, len);
  g_string_append_len (out, copy + used, (gssize) (len - used));
  g_free (copy);
  return out;
}

/* clang-format off */
static const struct {
  const char *mail;
  const char *out;
} unreadable[] = {
  { "", "X-Retour-Kind: unreadable\n" },
  { "\n", "X-Retour-Kind: unreadable\n\n" },
  { "a: b\n\ntext\n", "X-Retour-Kind: unreadable\na: b\n\ntext\n" },
  { "a: b\n\ntext", "X-Retour-Kind: unreadable\na: b\n\ntext" },
  { "a: b", "X-Retour-Kind: unreadable\na: b" },
  { "a: b\r\n\r\ntext\r\n", "X-Retour-Kind: unreadable\r\na: b\r\n\r\ntext\r\n" },
  { "a: b\r\rtext\r", "X-Retour-Kind: unreadable\ra: b\r\rtext\r" },
  { "no header at all\n", "X-Retour-Kind: unreadable\nno header at all\n" },
  { "\tindented\n", "X-Retour-Kind: unreadable\n\n\tindented\n" },
  { "\xef\xbb\xbf" "a: b\n", "X-Retour-Kind: unreadable\n\xef\xbb\xbf" "a: b\n" },
  /* From_ lines stay in front */
  { "From a@example.org Thu Jan  1 00:00:00 2026\na: b\n",
    "From a@example.org Thu Jan  1 00:00:00 2026\nX-Retour-Kind: unreadable\na: b\n" },
  { "From a\r\n>From b\r\na: b\r\n", "From a\r\n>From b\r\nX-Retour-Kind: unreadable\r\na: b\r\n" },
  { "From: b\n", "X-Retour-Kind: unreadable\nFrom: b\n" },
  { ">From b\n", "X-Retour-Kind: unreadable\n>From b\n" },
  { "From a", "From a\nX-Retour-Kind: unreadable\n" },
  /* fields that came with the mail */
  { "X-Retour-Kind: bounce\n\n", "X-Retour-Kind: unreadable\nX-Old-Retour-Kind: bounce\n\n" },
  { "a: b\nx-RETOUR-other : c\n d\ne: f\n\n",
    "X-Retour-Kind: unreadable\na: b\nX-Old-Retour-other : c\n d\ne: f\n\n" },
  { "X-Retour-Kind\n : bounce\nX-Retour-Kind: bounce",
    "X-Retour-Kind: unreadable\nX-Old-Retour-Kind\n : bounce\nX-Old-Retour-Kind: bounce" },
  { "a: b\rX-Retour-Kind: bounce\n\n", "X-Retour-Kind: unreadable\na: b\rX-Old-Retour-Kind: bounce\n\n" },
  { "a: b\r\rX-Retour-Kind: bounce\n\n",
    "X-Retour-Kind: unreadable\na: b\r\rX-Old-Retour-Kind: bounce\n\n" },
  { "text\nX-Retour-Kind: bounce\n", "X-Retour-Kind: unreadable\ntext\nX-Old-Retour-Kind: bounce\n" },
  { "a: b\n X-Retour-Kind: c\n", "X-Retour-Kind: unreadable\na: b\n X-Retour-Kind: c\n" },
  { "a: b\n\nX-Retour-Kind: c\n", "X-Retour-Kind: unreadable\na: b\n\nX-Retour-Kind: c\n" },
  { "a: b\n\r\nX-Retour-Kind: c\n", "X-Retour-Kind: unreadable\na: b\n\r\nX-Retour-Kind: c\n" },
  { "X-Retour: b\n\n", "X-Retour-Kind: unreadable\nX-Retour: b\n\n" },
};

static const struct {
  const char *mail;
  const char *fields; /* all of it ahead of the name of the rule */
} verdicts[] = {
  { REPORT ("", "user@example.org"), HARD "user@example.org" STATUS },
  { REPORT ("", "j\xc3\xb6rg@example.org"), HARD "=?utf-8?B?asO2cmdAZXhhbXBsZS5vcmc=?=" STATUS },
  { REPORT ("Comments: gr\xc3\xbc\xc3\x9f" "e\n", "j\xc3\xb6rg@example.org"), HARD "j\xc3\xb6rg@example.org" STATUS },
  { REPORT ("Comments: gr\xfc\xdf" "e\n", "j\xc3\xb6rg@example.org"),
    HARD "=?utf-8?B?asO2cmdAZXhhbXBsZS5vcmc=?=" STATUS },
};
/* clang-format on */

START_TEST (fields_go_on_top_and_the_rest_stays)
{
  g_autoptr (GString) out = filter (unreadable[_i].mail, strlen (unreadable[_i].mail), FALSE);

  ck_assert_str_eq (out->str, unreadable[_i].out);
}
END_TEST

START_TEST (the_verdict_is_told_in_the_script_of_the_header)
{
  const char *mail = verdicts[_i].mail;
  g_autoptr (GString) out = filter (mail, strlen (mail), TRUE);

  ck_assert_msg (g_str_has_prefix (out->str, verdicts[_i].fields), "%s", out->str);
  ck_assert (g_str_has_suffix (out->str, mail));
}
END_TEST

START_TEST (nul_bytes_and_8_bit_text_pass)
{
  const char mail[] = "a: \0\xff\n\n\0\x80 \n";
  g_autoptr (GString) out = filter (mail, sizeof (mail) - 1, TRUE);
  const char want[] = "X-Retour-Kind: notbounce\na: \0\xff\n\n\0\x80 \n";

  ck_assert_uint_eq (out->len, sizeof (want) - 1);
  ck_assert_mem_eq (out->str, want, sizeof (want) - 1);
}
END_TEST

/* A report about @recipient. */
static GString *
filter_recipient (const char *recipient)
{
  g_autofree char *mail = g_strdup_printf (REPORT ("", "%s"), recipient);

  return filter (mail, strlen (mail), TRUE);
}

static gsize
longest_line (const char *text)
{
  gsize longest = 0;

  for (gsize n; *text != '\0'; text += n) {
    n = strcspn (text, "\n");
    longest = MAX (longest, n);
    n += text[n] != '\0';
  }
  return longest;
}

START_TEST (long_values_are_folded_at_blanks_only)
{
  g_autofree char *word = g_strnfill (60, 'a');
  g_autofree char *recipient = g_strdup_printf ("\"%s %s\"@example.org", word, word);
  g_autofree char *want =
      g_strdup_printf ("X-Retour-Recipient: \"%s\n %s\"@example.org\n", word, word);
  g_autoptr (GString) out = filter_recipient (recipient);

  ck_assert_msg (strstr (out->str, want) != NULL, "%s", out->str);
}
END_TEST

START_TEST (encoded_words_are_no_longer_than_a_line)
{
  g_autoptr (GString) recipient = g_string_new (NULL);
  g_autoptr (GString) out = NULL;

  for (guint i = 0; i < 50; i++)
    g_string_append (recipient, "\xc3\xb6\xe2\x82\xac");
  g_string_append (recipient, "@example.org");
  out = filter_recipient (recipient->str);
  ck_assert_ptr_nonnull (strstr (out->str, "X-Retour-Recipient: =?utf-8?B?"));
  *strstr (out->str, "From: ") = '\0';
  ck_assert_uint_le (longest_line (out->str), 78);
}
END_TEST

START_TEST (no_line_is_longer_than_mail_may_have)
{
  g_autofree char *local = g_strnfill (1000, 'a');
  g_autofree char *recipient = g_strconcat (local, "@example.org", NULL);
  g_autoptr (GString) out = filter_recipient (recipient);
  char *end = strstr (out->str, "From: ");

  ck_assert_ptr_nonnull (end);
  *end = '\0';
  ck_assert_uint_le (longest_line (out->str), RETOUR_LIMIT_FIELD_LINE);
}
END_TEST

START_TEST (a_recipient_cannot_end_its_field)
{
  g_autoptr (GString) out =
      filter_recipient ("\"a\rX-Retour-Kind: delivered\r\" <b\x01\x1b[31m@example.org>");
  char *end = strstr (out->str, "From: ");

  ck_assert_ptr_nonnull (end);
  *end = '\0';
  for (const char *p = out->str; *p != '\0'; p++)
    ck_assert (*p == '\n' || (*p >= ' ' && *p < 0x7f));
  ck_assert_ptr_null (strstr (out->str, "\nX-Retour-Kind: delivered"));
}
END_TEST

/* A report about @n recipients; returns how many the header names. */
static guint
count_recipients (guint n)
{
  g_autoptr (GString) mail = g_string_new ("Content-Type: message/delivery-status\n\n"
                                           "Reporting-MTA: dns; mx.example.net\n\n");
  g_autoptr (GString) out = NULL;
  guint count = 0;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (
        mail, "Final-Recipient: rfc822; u%u@example.org\nAction: failed\nStatus: 5.1.1\n\n", i);
  out = filter (mail->str, mail->len, TRUE);
  for (const char *p = out->str; (p = strstr (p, "X-Retour-Recipient: ")) != NULL; p++)
    count++;
  return count;
}

START_TEST (every_recipient_has_a_field_up_to_the_cap)
{
  ck_assert_uint_eq (count_recipients (3), 3);
  ck_assert_uint_eq (count_recipients (RETOUR_LIMIT_FILTER_RECORDS), RETOUR_LIMIT_FILTER_RECORDS);
  ck_assert_uint_eq (count_recipients (RETOUR_LIMIT_FILTER_RECORDS + 1),
                     RETOUR_LIMIT_FILTER_RECORDS);
}
END_TEST

RETOUR_TEST_MAIN ("filter", tcase_add_loop_test (tc, fields_go_on_top_and_the_rest_stays, 0,
                                                 G_N_ELEMENTS (unreadable));
                  tcase_add_loop_test (tc, the_verdict_is_told_in_the_script_of_the_header, 0,
                                       G_N_ELEMENTS (verdicts));
                  tcase_add_test (tc, nul_bytes_and_8_bit_text_pass);
                  tcase_add_test (tc, long_values_are_folded_at_blanks_only);
                  tcase_add_test (tc, encoded_words_are_no_longer_than_a_line);
                  tcase_add_test (tc, no_line_is_longer_than_mail_may_have);
                  tcase_add_test (tc, a_recipient_cannot_end_its_field);
                  tcase_add_test (tc, every_recipient_has_a_field_up_to_the_cap))
