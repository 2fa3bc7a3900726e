#include "output/driver.h"

#include "test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <unistd.h>

/* Our own bounce: one address that is dead, one that is full. */
static const char bounce[] =
    "Date: Sat, 21 Nov 2026 22:02:12 +0000\r\n"
    "From: MAILER-DAEMON@mx1.example.net\r\n"
    "Subject: Delivery report\r\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n"
    "MIME-Version: 1.0\r\n"
    "\r\n"
    "--b\r\n"
    "\r\n"
    "Two recipients failed.\r\n"
    "--b\r\n"
    "Content-Type: message/delivery-status\r\n"
    "\r\n"
    "Reporting-MTA: dns; mx1.example.net\r\n"
    "\r\n"
    "Final-Recipient: rfc822; gone@example.org\r\n"
    "Action: failed\r\n"
    "Status: 5.1.1\r\n"
    "Remote-MTA: dns; mx.example.org\r\n"
    "Diagnostic-Code: smtp; 550 5.1.1 \"gone\", User unknown\r\n"
    "\r\n"
    "Final-Recipient: rfc822; full@example.org\r\n"
    "Action: failed\r\n"
    "Status: 5.2.2\r\n"
    "--b\r\n"
    "Content-Type: text/rfc822-headers\r\n"
    "\r\n"
    "Message-ID: <1@example.com>\r\n"
    "From: \"dana@lists\" <dana@example.com>\r\n"
    "Subject: Minutes\r\n"
    "List-ID: The garden <garden.example.com>\r\n"
    "--b--\r\n";

static const char ordinary[] = "From: a@example.org\r\nTo: b@example.com\r\nSubject: lunch\r\n\r\n"
                               "See you at one.\r\n";

static int
open_file (void)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp (NULL, &path, NULL);

  ck_assert_int_ge (fd, 0);
  g_unlink (path);
  return fd;
}

static char *
read_file (int fd)
{
  gsize size = (gsize) lseek (fd, 0, SEEK_END);
  char *text = g_malloc (size + 1);

  ck_assert_int_eq (pread (fd, text, size, 0), (gssize) size);
  text[size] = '\0';
  close (fd);
  return text;
}

/* All records of @mail in @format. */
static char *
print (const char *format, const char *fields, const char *mail)
{
  int fd = open_file ();
  g_autoptr (RetourOutput) output = retour_output_new (format, fd, NULL);
  g_autoptr (RetourReport) report = retour_report_new (mail, strlen (mail), "box", 3);

  ck_assert (fields == NULL || retour_output_set_fields (output, fields, NULL));
  for (guint i = 0; i < retour_report_get_n_records (report); i++)
    ck_assert (retour_output_write (output, report, i, NULL));
  ck_assert (retour_output_finish (output, NULL));
  return read_file (fd);
}

/* A row of strings, written by the driver of @format. */
static char *
print_row (const char *format, const char *value)
{
  static const RetourColumn columns[] = { { "name", NULL, RETOUR_FIELD_TYPE_STRING, 0 },
                                          { "b", NULL, RETOUR_FIELD_TYPE_STRING, 0 } };
  const char *values[] = { value, NULL };
  RetourRow row = { .values = values };
  int fd = open_file ();
  g_autoptr (RetourOutput) output = retour_output_new (format, fd, NULL);

  retour_output_begin (output, columns, 2);
  ck_assert (retour_output_write_row (output, &row, NULL));
  ck_assert (retour_output_finish (output, NULL));
  return read_file (fd);
}

static const struct {
  const char *format;
  const char *value;
  const char *want;
} rows[] = {
  { "ndjson", "x", "{\"name\":\"x\",\"b\":null}\n" },
  { "json", "x", "[{\"name\":\"x\",\"b\":null}]\n" },
  { "csv", "x", "name,b\r\nx,\r\n" },
  { "csv", NULL, "name,b\r\n,\r\n" },
  { "csv", "a,b", "name,b\r\n\"a,b\",\r\n" },
  { "csv", "say \"no\"", "name,b\r\n\"say \"\"no\"\"\",\r\n" },
  { "csv", "one\ntwo\r\n", "name,b\r\n\"one\ntwo\r\n\",\r\n" },
  { "csv", " a", "name,b\r\n\" a\",\r\n" },
  { "csv", "a ", "name,b\r\n\"a \",\r\n" },
  { "csv", "=1+1", "name,b\r\n=1+1,\r\n" }, /* what the mail said, not what a spreadsheet fears */
  { "csv", "a\x1b[31m\tb", "name,b\r\na\\u001b[31m\\u0009b,\r\n" },
  { "csv", "M\xfcller M\xc3\xbcller", "name,b\r\nM\xef\xbf\xbdller M\xc3\xbcller,\r\n" },
};

START_TEST (rows_follow_the_rules_of_their_format)
{
  g_autofree char *got = print_row (rows[_i].format, rows[_i].value);

  ck_assert_str_eq (got, rows[_i].want);
}
END_TEST

START_TEST (json_of_many_rows_is_one_array)
{
  g_autofree char *got = print ("json", "kind,recipient", bounce);

  ck_assert_str_eq (got, "[{\"kind\":\"bounce\",\"recipient\":\"gone@example.org\"},\n"
                         "{\"kind\":\"bounce\",\"recipient\":\"full@example.org\"}]\n");
}
END_TEST

static const struct {
  const char *format;
  const char *want;
} empties[] = {
  { "ndjson", "" },
  { "json", "[]\n" },
  { "sisimai", "[]\n" },
  { "table", "" },
};

START_TEST (no_record_is_still_a_whole_document)
{
  int fd = open_file ();
  g_autoptr (RetourOutput) output = retour_output_new (empties[_i].format, fd, NULL);
  g_autofree char *got = NULL;

  ck_assert (retour_output_finish (output, NULL));
  got = read_file (fd);
  ck_assert_str_eq (got, empties[_i].want);
}
END_TEST

/* Where @key stands in @json as a key of the record; fails when it does not. */
static const char *
find_key (const char *json, const char *name)
{
  const char *dot = strchr (name, '.');
  g_autofree char *key = g_strdup_printf ("\"%s\":", dot != NULL ? dot + 1 : name);
  const char *start = dot != NULL ? strstr (json, "\"returned\":{") : json;
  const char *found = start != NULL ? strstr (start, key) : NULL;

  ck_assert_msg (found != NULL, "no %s in %s", name, json);
  return found;
}

START_TEST (a_record_has_all_fields_in_their_order)
{
  g_autofree char *got = print ("ndjson", NULL, ordinary);
  const char *before = got;

  for (guint i = 0; i < RETOUR_FIELD_N; i++) {
    const char *at = find_key (got, retour_field_get_name ((RetourField) i));

    ck_assert_msg (at > before, "%s comes too early", retour_field_get_name ((RetourField) i));
    before = at;
  }
  ck_assert_ptr_nonnull (strstr (got, "\"schema\":\"retour/1\""));
  ck_assert_ptr_nonnull (strstr (got, "\"origin\":\"box\",\"message\":3,"));
  ck_assert_ptr_nonnull (strstr (got, "\"recipient\":null,"));
  ck_assert_ptr_nonnull (strstr (got, "\"oddities\":[]}\n"));
}
END_TEST

static const struct {
  const char *fields;
  const char *want;
} selections[] = {
  { "recipient", "{\"recipient\":\"gone@example.org\"}\n" },
  { "status,recipient", "{\"status\":\"5.1.1\",\"recipient\":\"gone@example.org\"}\n" },
  { " status , message ", "{\"status\":\"5.1.1\",\"message\":3}\n" },
  { "status,status", "{\"status\":\"5.1.1\"}\n" },
  { "returned.subject", "{\"returned\":{\"subject\":\"Minutes\"}}\n" },
  { "returned.subject,status,returned.message_id",
    "{\"returned\":{\"subject\":\"Minutes\",\"message_id\":\"<1@example.com>\"},"
    "\"status\":\"5.1.1\"}\n" },
};

START_TEST (fields_are_chosen_and_ordered)
{
  g_autofree char *got = print ("ndjson", selections[_i].fields, bounce);

  ck_assert_msg (g_str_has_prefix (got, selections[_i].want), "%s", got);
}
END_TEST

START_TEST (returned_means_all_of_its_members)
{
  g_autofree char *got = print ("csv", "returned", bounce);

  ck_assert_msg (g_str_has_prefix (got, "returned.message_id,returned.subject,returned.from,"
                                        "returned.to,returned.date,returned.list_id,"
                                        "returned.envelope_id,returned.return_path\r\n"),
                 "%s", got);
}
END_TEST

static const char *const bad_fields[] = { "",           "recipients", "recipient,",
                                          ",recipient", "returned.x", "return" };

START_TEST (an_unknown_field_is_refused)
{
  g_autoptr (RetourOutput) output = retour_output_new ("ndjson", -1, NULL);
  g_autoptr (GError) error = NULL;

  ck_assert (!retour_output_set_fields (output, bad_fields[_i], &error));
  ck_assert (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_USAGE));
}
END_TEST

START_TEST (sisimai_has_its_own_fields)
{
  g_autoptr (RetourOutput) output = retour_output_new ("sisimai", -1, NULL);
  g_autoptr (GError) error = NULL;

  ck_assert (!retour_output_set_fields (output, "recipient", &error));
  ck_assert_str_eq (error->message, "format 'sisimai' has its own fields");
}
END_TEST

START_TEST (an_unknown_format_is_refused)
{
  g_autoptr (GError) error = NULL;

  ck_assert_ptr_null (retour_output_new ("xml", -1, &error));
  ck_assert_str_eq (error->message, "no format 'xml'");
}
END_TEST

START_TEST (every_listed_format_opens)
{
  const char *const *formats = retour_output_list_formats ();

  guint n = 0;

  for (; formats[n] != NULL; n++) {
    g_autoptr (RetourOutput) output = retour_output_new (formats[n], -1, NULL);

    ck_assert_ptr_nonnull (output);
  }
  ck_assert_uint_eq (n, 5);
}
END_TEST

START_TEST (sisimai_keys_and_forms_are_those_of_sisimai)
{
  g_autofree char *got = print ("sisimai", NULL, bounce);

  ck_assert_msg (g_str_has_prefix (got,
                                   "[{\"action\":\"failed\",\"addresser\":\"dana@example.com\","
                                   "\"alias\":\"\",\"catch\":null,"),
                 "%s", got);
  ck_assert_ptr_nonnull (
      strstr (got, ",\"deliverystatus\":\"5.1.1\",\"destination\":\"example.org\","));
  ck_assert_ptr_nonnull (strstr (got, ",\"diagnostictype\":\"SMTP\",\"feedbackid\":\"\","
                                      "\"feedbacktype\":\"\",\"hardbounce\":1,"));
  ck_assert_ptr_nonnull (strstr (got,
                                 ",\"listid\":\"garden.example.com\","
                                 "\"messageid\":\"1@example.com\",\"origin\":\"box\","
                                 "\"reason\":\"userunknown\",\"recipient\":\"gone@example.org\","
                                 "\"replycode\":\"550\",\"rhost\":\"mx.example.org\","
                                 "\"senderdomain\":\"example.com\",\"subject\":\"Minutes\","
                                 "\"timestamp\":1795298532,\"timezoneoffset\":\"+0000\","));
  ck_assert_ptr_nonnull (strstr (got, "},\n{\"action\":\"failed\","));
  ck_assert_ptr_nonnull (strstr (got, "\"hardbounce\":0,"));
  /* the second has no Diagnostic-Code */
  ck_assert_ptr_nonnull (strstr (got, "\"diagnosticcode\":\"\",\"diagnostictype\":\"SMTP\","));
}
END_TEST

START_TEST (sisimai_token_is_the_sum_of_sender_recipient_and_time)
{
  g_autofree char *got = print ("sisimai", NULL, bounce);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA1,
                                                        "\x02"
                                                        "dana@example.com\x1egone@example.org\x1e"
                                                        "1795298532\x03",
                                                        -1);
  g_autofree char *want = g_strdup_printf (",\"token\":\"%s\"}", sum);

  ck_assert_msg (strstr (got, want) != NULL, "%s in %s", want, got);
}
END_TEST

START_TEST (sisimai_has_no_record_of_ordinary_mail)
{
  g_autofree char *got = print ("sisimai", NULL, ordinary);

  ck_assert_str_eq (got, "[]\n");
}
END_TEST

START_TEST (an_explanation_is_an_object_of_its_own_fields)
{
  static const char text[] = "550 5.1.1 User unknown";
  int fd = open_file ();
  g_autoptr (RetourOutput) output = retour_output_new ("ndjson", fd, NULL);
  g_autoptr (RetourExplanation) explanation = retour_explanation_new (text, strlen (text));
  g_autofree char *got = NULL;

  ck_assert (retour_output_write_explanation (output, explanation, NULL));
  ck_assert (retour_output_finish (output, NULL));
  got = read_file (fd);
  ck_assert_msg (g_str_has_prefix (got, "{\"reason\":\"user_unknown\",\"class\":\"hard\","
                                        "\"blame\":\"address\",\"action\":\"suppress\","
                                        "\"status\":\"5.1.1\",\"reply_code\":\"550\",\"rule\":\""),
                 "%s", got);
  ck_assert_ptr_nonnull (strstr (got, "\"decided_by\":\""));
  ck_assert_ptr_nonnull (strstr (got,
                                 "\"provider\":null,\"permanent\":true,"
                                 "\"retry_after\":null,\"blocklist\":null,\"blocklist_kind\":null,"
                                 "\"new_address\":null,\"meaning\":\"no such mailbox"));
  ck_assert_ptr_nonnull (strstr (got, "\"advice\":\"Take the address off the list."));
}
END_TEST

START_TEST (an_explanation_for_people_starts_with_the_meaning)
{
  static const char text[] = "550 5.1.1 User unknown";
  int fd = open_file ();
  g_autoptr (RetourOutput) output = retour_output_new ("table", fd, NULL);
  g_autoptr (RetourExplanation) explanation = retour_explanation_new (text, strlen (text));
  g_autofree char *got = NULL;

  ck_assert (retour_output_write_explanation (output, explanation, NULL));
  ck_assert (retour_output_finish (output, NULL));
  got = read_file (fd);
  ck_assert_msg (g_str_has_prefix (got, "no such mailbox at a domain that exists\n"
                                        "  reason    user_unknown\n"
                                        "  class     hard: the address will not take mail again\n"),
                 "%s", got);
}
END_TEST

START_TEST (sisimai_has_no_explanations)
{
  g_autoptr (RetourOutput) output = retour_output_new ("sisimai", -1, NULL);
  g_autoptr (RetourExplanation) explanation = retour_explanation_new ("550", 3);
  g_autoptr (GError) error = NULL;

  ck_assert (!retour_output_write_explanation (output, explanation, &error));
  ck_assert (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_USAGE));
}
END_TEST

START_TEST (what_cannot_be_written_is_an_error)
{
  int fd = open ("/dev/full", O_WRONLY | O_CLOEXEC);
  g_autoptr (RetourOutput) output = retour_output_new ("json", fd, NULL);
  g_autoptr (GError) error = NULL;

  ck_assert (!retour_output_finish (output, &error));
  ck_assert (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_IO));
  ck_assert (g_str_has_prefix (error->message, "cannot write: "));
  close (fd);
}
END_TEST

START_TEST (a_reader_that_went_away_is_told_apart)
{
  int ends[2];
  g_autoptr (RetourOutput) output = NULL;
  g_autoptr (GError) error = NULL;

  signal (SIGPIPE, SIG_IGN);
  ck_assert_int_eq (pipe (ends), 0);
  close (ends[0]);
  output = retour_output_new ("json", ends[1], NULL);
  ck_assert (!retour_output_finish (output, &error));
  ck_assert (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_CLOSED));
  close (ends[1]);
}
END_TEST

START_TEST (flush_shows_all_records_so_far)
{
  int fd = open_file ();
  g_autoptr (RetourOutput) output = retour_output_new ("ndjson", fd, NULL);
  g_autoptr (RetourReport) report = retour_report_new (ordinary, strlen (ordinary), NULL, 1);

  ck_assert (retour_output_write (output, report, 0, NULL));
  ck_assert_int_eq (lseek (fd, 0, SEEK_END), 0);
  ck_assert (retour_output_flush (output, NULL));
  ck_assert_int_gt (lseek (fd, 0, SEEK_END), 0);
  close (fd);
}
END_TEST

RETOUR_TEST_MAIN (
    "output",
    tcase_add_loop_test (tc, rows_follow_the_rules_of_their_format, 0, G_N_ELEMENTS (rows));
    tcase_add_test (tc, json_of_many_rows_is_one_array);
    tcase_add_loop_test (tc, no_record_is_still_a_whole_document, 0, G_N_ELEMENTS (empties));
    tcase_add_test (tc, a_record_has_all_fields_in_their_order);
    tcase_add_loop_test (tc, fields_are_chosen_and_ordered, 0, G_N_ELEMENTS (selections));
    tcase_add_test (tc, returned_means_all_of_its_members);
    tcase_add_loop_test (tc, an_unknown_field_is_refused, 0, G_N_ELEMENTS (bad_fields));
    tcase_add_test (tc, sisimai_has_its_own_fields);
    tcase_add_test (tc, an_unknown_format_is_refused);
    tcase_add_test (tc, every_listed_format_opens);
    tcase_add_test (tc, sisimai_keys_and_forms_are_those_of_sisimai);
    tcase_add_test (tc, sisimai_token_is_the_sum_of_sender_recipient_and_time);
    tcase_add_test (tc, sisimai_has_no_record_of_ordinary_mail);
    tcase_add_test (tc, an_explanation_is_an_object_of_its_own_fields);
    tcase_add_test (tc, an_explanation_for_people_starts_with_the_meaning);
    tcase_add_test (tc, sisimai_has_no_explanations);
    tcase_add_test (tc, what_cannot_be_written_is_an_error);
    tcase_add_test (tc, a_reader_that_went_away_is_told_apart);
    tcase_add_test (tc, flush_shows_all_records_so_far))
