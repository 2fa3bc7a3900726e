#include "test.h"

#include <glib/gstdio.h>
#include <retour/retour.h>

#include "ledger/history.h"

/* What a ledger keeps, and what it refuses to be. */

static char *folder, *path;

static void
set_up (void)
{
  folder = g_dir_make_tmp ("test-ledger-XXXXXX", NULL);
  path = g_build_filename (folder, "sub", "ledger.db", NULL);
}

static void
tear_down (void)
{
  g_autofree char *command = g_strdup_printf ("rm -r %s", folder);

  ck_assert (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_clear_pointer (&folder, g_free);
  g_clear_pointer (&path, g_free);
}

static RetourLedger *
open_ledger (RetourLedgerMode mode)
{
  g_autoptr (GError) error = NULL;
  RetourLedger *ledger = retour_ledger_open (path, mode, &error);

  ck_assert_msg (ledger != NULL, "%s", error != NULL ? error->message : "");
  return ledger;
}

static void
commit (RetourLedger *ledger)
{
  g_autoptr (GError) error = NULL;

  ck_assert_msg (retour_ledger_commit (ledger, &error), "%s", error != NULL ? error->message : "");
}

/* A report of the failure of @to, sent on @date; @extra: header fields. */
static RetourReport *
make_report (const char *date, const char *to, const char *action, const char *extra)
{
  g_autofree char *mail = g_strconcat (
      "From: MAILER-DAEMON@mx.example.org\nSubject: Undelivered\nDate: ", date, "\n", extra,
      "Message-ID: <r1@mx.example.org>\nContent-Type: multipart/report;"
      " report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
      "Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; ",
      to, "\nAction: ", action,
      "\nStatus: 5.1.1\nRemote-MTA: dns; mx.example.com\n"
      "Diagnostic-Code: smtp; 550 5.1.1 User unknown\n\n--b\n"
      "Content-Type: text/rfc822-headers\n\nFrom: News <news@Lists.Example.org>\n"
      "Message-ID: <m1@example.org>\nList-Id: <news.example.org>\n"
      "Return-Path: <bounces@example.org>\n\n--b--\n",
      NULL);

  return retour_report_new (mail, strlen (mail), NULL, 1);
}

#define DATE "Sat, 21 Nov 2020 10:00:00 +0000"

static void
add_report (RetourLedger *ledger, const char *to)
{
  g_autoptr (RetourReport) report = make_report (DATE, to, "failed", "");

  ck_assert (retour_ledger_add (ledger, report, NULL, NULL));
}

/* What the ledger gives back, a line each. */
static gboolean
print_entry (const RetourEntry *entry, gpointer data)
{
  g_string_append_printf (data, "%s %" G_GINT64_FORMAT " %s%s%s\n",
                          entry->address != NULL ? entry->address : "-", entry->date,
                          entry->kind_name, entry->hard ? " hard " : " ",
                          entry->reason != NULL ? retour_reason_get_id (entry->reason) : "-");
  return TRUE;
}

static char *
print_ledger (RetourLedger *ledger, const RetourQuery *query)
{
  const RetourQuery all = { .order = RETOUR_ORDER_ADDRESS };
  GString *text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  ck_assert_msg (
      retour_ledger_each (ledger, query != NULL ? query : &all, print_entry, text, &error), "%s",
      error != NULL ? error->message : "");
  return g_string_free (text, FALSE);
}

static void
check_ledger (RetourLedger *ledger, const char *want)
{
  g_autofree char *got = print_ledger (ledger, NULL);

  ck_assert_str_eq (got, want);
}

static gboolean
check_entry (const RetourEntry *entry, gpointer data)
{
  guint *n = data;

  (*n)++;
  ck_assert_str_eq (entry->address, "A.user@example.com");
  ck_assert_str_eq (entry->status, "5.1.1");
  ck_assert_str_eq (entry->reply_code, "550");
  ck_assert_str_eq (entry->diagnostic, "550 5.1.1 User unknown");
  ck_assert_str_eq (entry->remote_mta, "mx.example.com");
  ck_assert_str_eq (entry->reporting_mta, "mx.example.org");
  ck_assert_str_eq (entry->message_id, "<m1@example.org>");
  ck_assert_str_eq (entry->list_id, "<news.example.org>");
  ck_assert_str_eq (entry->from_domain, "lists.example.org");
  ck_assert_str_eq (entry->return_domain, "example.org");
  ck_assert_ptr_eq (entry->reason, retour_reason_lookup ("user_unknown"));
  ck_assert (entry->hard);
  ck_assert_int_eq (entry->kind, RETOUR_ENTRY_BOUNCE);
  ck_assert_int_eq (entry->proof, RETOUR_PROOF_RETURNED);
  ck_assert_ptr_null (entry->provider);
  ck_assert_ptr_null (entry->campaign);
  return TRUE;
}

START_TEST (what_went_in_comes_back)
{
  const RetourQuery all = { .order = (RetourOrder) _i };
  RetourLedger *ledger = open_ledger (RETOUR_LEDGER_WRITE);
  guint n = 0;

  add_report (ledger, "A.user@Example.COM");
  commit (ledger);
  retour_ledger_free (ledger);
  ledger = open_ledger (RETOUR_LEDGER_READ);
  ck_assert (retour_ledger_each (ledger, &all, check_entry, &n, NULL));
  ck_assert_uint_eq (n, 1);
  retour_ledger_free (ledger);
}
END_TEST

START_TEST (the_same_report_counts_once)
{
  RetourLedger *ledger = open_ledger (RETOUR_LEDGER_WRITE);

  add_report (ledger, "a@example.com");
  add_report (ledger, "a@example.com"); /* in one batch */
  commit (ledger);
  add_report (ledger, "a@example.com"); /* in the next one */
  add_report (ledger, "b@example.com");
  commit (ledger);
  ck_assert_uint_eq (retour_ledger_get_n_new (ledger), 2);
  ck_assert_uint_eq (retour_ledger_get_n_known (ledger), 2);
  retour_ledger_free (ledger);
  ledger = open_ledger (RETOUR_LEDGER_WRITE); /* in another process */
  add_report (ledger, "b@example.com");
  commit (ledger);
  ck_assert_uint_eq (retour_ledger_get_n_new (ledger), 0);
  check_ledger (ledger, "a@example.com 1605952800 bounce hard user_unknown\n"
                        "b@example.com 1605952800 bounce hard user_unknown\n");
  retour_ledger_free (ledger);
}
END_TEST

START_TEST (what_is_not_committed_is_not_there)
{
  RetourLedger *ledger = open_ledger (RETOUR_LEDGER_WRITE);

  add_report (ledger, "a@example.com");
  retour_ledger_free (ledger);
  ledger = open_ledger (RETOUR_LEDGER_READ);
  check_ledger (ledger, "");
  retour_ledger_free (ledger);
}
END_TEST

START_TEST (deliveries_and_pardons_are_events)
{
  RetourLedger *ledger = open_ledger (RETOUR_LEDGER_WRITE);

  for (guint i = 0; i < 2; i++) {
    ck_assert (retour_ledger_add_delivery (ledger, "a@Example.com", 1000, "Q1", NULL));
    ck_assert (retour_ledger_add_delivery (ledger, "a@example.com", 1000, "Q2", NULL));
    ck_assert (retour_ledger_add_delivery (ledger, "no address", 1000, "Q3", NULL));
    ck_assert (retour_ledger_add_pardon (ledger, "a@example.com", 2000, NULL));
  }
  check_ledger (ledger, "a@example.com 1000 delivered -\na@example.com 1000 delivered -\n"
                        "a@example.com 2000 pardon -\n");
  ck_assert_uint_eq (retour_ledger_get_n_new (ledger), 3);
  retour_ledger_free (ledger);
}
END_TEST

static const struct {
  RetourQuery query;
  const char *want;
} queries[] = {
  { { .order = RETOUR_ORDER_ADDRESS },
    "a@x.example.com 3 delivered -\na@x.example.com 5 delivered -\nb@x.example.com 4 delivered "
    "-\n" },
  { { .order = RETOUR_ORDER_DATE },
    "a@x.example.com 3 delivered -\nb@x.example.com 4 delivered -\na@x.example.com 5 delivered "
    "-\n" },
  { { .since = 4, .order = RETOUR_ORDER_DATE },
    "b@x.example.com 4 delivered -\na@x.example.com 5 delivered -\n" },
  { { .until = 5 }, "a@x.example.com 3 delivered -\nb@x.example.com 4 delivered -\n" },
  { { .address = "a@x.example.com" },
    "a@x.example.com 3 delivered -\na@x.example.com 5 delivered -\n" },
  { { .address = "a@x.example.com", .since = 4, .until = 6 }, "a@x.example.com 5 delivered -\n" },
  { { .address = "c@x.example.com" }, "" },
};

START_TEST (queries_give_what_they_ask_for)
{
  RetourLedger *ledger = open_ledger (RETOUR_LEDGER_WRITE);
  g_autofree char *got = NULL;

  ck_assert (retour_ledger_add_delivery (ledger, "a@x.example.com", 5, NULL, NULL));
  ck_assert (retour_ledger_add_delivery (ledger, "a@x.example.com", 3, NULL, NULL));
  ck_assert (retour_ledger_add_delivery (ledger, "b@x.example.com", 4, NULL, NULL));
  got = print_ledger (ledger, &queries[_i].query);
  ck_assert_str_eq (got, queries[_i].want);
  retour_ledger_free (ledger);
}
END_TEST

/* More entries than a run holds, and more company of traits than are kept apart. */
enum { MANY = 70000 };

static gboolean
check_order (const RetourEntry *entry, gpointer data)
{
  guint *n = data;
  char address[64], list[64];

  g_snprintf (address, sizeof address, "u%06u@example.com", *n);
  g_snprintf (list, sizeof list, "list %u\\\n", *n);
  ck_assert_str_eq (entry->address, address);
  ck_assert_str_eq (entry->list_id, list);
  ck_assert_str_eq (entry->remote_mta, "mx.example.com");
  ck_assert_str_eq (entry->kind_name, "delayed");
  ck_assert_int_eq (entry->kind, RETOUR_ENTRY_DELAYED);
  ck_assert_int_eq (entry->proof, RETOUR_PROOF_RETURNED | RETOUR_PROOF_VERP);
  (*n)++;
  return TRUE;
}

START_TEST (many_entries_come_back_in_order)
{
  const RetourQuery all = { .order = RETOUR_ORDER_ADDRESS };
  RetourLedger *ledger = open_ledger (RETOUR_LEDGER_WRITE);
  guint n = 0;

  for (guint i = 0; i < MANY; i++) {
    guint number = (guint) ((guint64) i * 30011 % MANY); /* each once */
    char address[64], list[64];
    RetourEntry entry = { .kind_name = "delayed",
                          .address = address,
                          .list_id = list,
                          .remote_mta = "mx.example.com",
                          .date = 1000 + number,
                          .proof = RETOUR_PROOF_RETURNED | RETOUR_PROOF_VERP };

    g_snprintf (address, sizeof address, "u%06u@example.com", number);
    g_snprintf (list, sizeof list, "list %u\\\n", number);
    memcpy (entry.event, &number, sizeof number);
    ck_assert (retour_ledger_add_entry (ledger, &entry, NULL));
  }
  commit (ledger);
  ck_assert_uint_eq (retour_ledger_get_n_new (ledger), MANY);
  ck_assert (retour_ledger_each (ledger, &all, check_order, &n, NULL));
  ck_assert_uint_eq (n, MANY);
  retour_ledger_free (ledger);
  ledger = open_ledger (RETOUR_LEDGER_READ);
  n = 0;
  ck_assert (retour_ledger_each (ledger, &all, check_order, &n, NULL));
  ck_assert_uint_eq (n, MANY);
  retour_ledger_free (ledger);
}
END_TEST

START_TEST (a_temporary_ledger_leaves_nothing_behind)
{
  RetourLedger *ledger = retour_ledger_open (NULL, RETOUR_LEDGER_WRITE, NULL);

  add_report (ledger, "a@example.com");
  check_ledger (ledger, "a@example.com 1605952800 bounce hard user_unknown\n");
  retour_ledger_free (ledger);
  ck_assert_int_eq (g_rmdir (folder), 0);
  ck_assert_int_eq (g_mkdir (folder, 0700), 0);
}
END_TEST

/* A file in place of a ledger, and what comes of opening it. */
static const struct {
  const char *make; /* shell command; $L is the file, $S one that is a ledger */
  RetourLedgerMode mode;
  RetourError code;
  const char *message;
} broken[] = {
  { ":", RETOUR_LEDGER_READ, RETOUR_ERROR_NO_INPUT, "No such file" },
  { "echo 'dear diary, this is a text' >$L", RETOUR_LEDGER_READ, RETOUR_ERROR_DATA, "no ledger" },
  { "echo 'dear diary, this is a text' >$L", RETOUR_LEDGER_WRITE, RETOUR_ERROR_DATA, "no ledger" },
  { ": >$L", RETOUR_LEDGER_READ, RETOUR_ERROR_NO_INPUT, "nothing in it" },
  { "mkdir $L", RETOUR_LEDGER_WRITE, RETOUR_ERROR_IO, "Is a directory" },
  { "head -c 5000 $S >$L", RETOUR_LEDGER_READ, RETOUR_ERROR_DATA, "damaged" },
  { "head -c 5000 $S >$L", RETOUR_LEDGER_WRITE, RETOUR_ERROR_DATA, "damaged" },
  /* user_version is at 60, application_id at 68 */
  { "cp $S $L; printf '\\0\\0\\0\\011' | dd of=$L bs=1 seek=60 conv=notrunc", RETOUR_LEDGER_READ,
    RETOUR_ERROR_DATA, "newer version" },
  { "cp $S $L; printf '\\0\\0\\0\\011' | dd of=$L bs=1 seek=60 conv=notrunc", RETOUR_LEDGER_WRITE,
    RETOUR_ERROR_DATA, "newer version" },
  { "cp $S $L; printf abcd | dd of=$L bs=1 seek=68 conv=notrunc", RETOUR_LEDGER_WRITE,
    RETOUR_ERROR_DATA, "no ledger" },
};

static void
run_shell (const char *command, const char *ledger, const char *sound)
{
  g_autofree char *text =
      g_strdup_printf ("L=%s; S=%s; { %s; } 2>/dev/null", ledger, sound, command);
  const char *argv[] = { "/bin/sh", "-c", text, NULL };

  ck_assert (g_spawn_sync (NULL, (char **) (gpointer) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL,
                           NULL, NULL, NULL));
}

START_TEST (what_is_no_sound_ledger_is_refused)
{
  RetourLedger *ledger = open_ledger (RETOUR_LEDGER_WRITE);
  g_autofree char *other = g_build_filename (folder, "other.db", NULL);
  g_autoptr (GError) error = NULL;

  add_report (ledger, "a@example.com");
  commit (ledger);
  retour_ledger_free (ledger);
  run_shell (broken[_i].make, other, path);
  ledger = retour_ledger_open (other, broken[_i].mode, &error);
  ck_assert_ptr_null (ledger);
  ck_assert_msg (g_error_matches (error, RETOUR_ERROR, (int) broken[_i].code), "%s",
                 error->message);
  ck_assert_msg (strstr (error->message, broken[_i].message) != NULL, "%s", error->message);
  ck_assert_msg (strstr (error->message, other) != NULL, "%s", error->message);
}
END_TEST

START_TEST (an_empty_file_becomes_a_ledger)
{
  RetourLedger *ledger;

  g_mkdir_with_parents (folder, 0700);
  run_shell ("mkdir -p $(dirname $L) && : >$L", path, path);
  ledger = open_ledger (RETOUR_LEDGER_WRITE);
  check_ledger (ledger, "");
  retour_ledger_free (ledger);
}
END_TEST

RETOUR_TEST_MAIN ("ledger", tcase_add_checked_fixture (tc, set_up, tear_down);
                  tcase_add_loop_test (tc, what_went_in_comes_back, 0, RETOUR_ORDER_ANY + 1);
                  tcase_add_test (tc, the_same_report_counts_once);
                  tcase_add_test (tc, what_is_not_committed_is_not_there);
                  tcase_add_test (tc, deliveries_and_pardons_are_events);
                  tcase_add_loop_test (tc, queries_give_what_they_ask_for, 0,
                                       G_N_ELEMENTS (queries));
                  tcase_add_test (tc, many_entries_come_back_in_order);
                  tcase_add_test (tc, a_temporary_ledger_leaves_nothing_behind);
                  tcase_add_loop_test (tc, what_is_no_sound_ledger_is_refused, 0,
                                       G_N_ELEMENTS (broken));
                  tcase_add_test (tc, an_empty_file_becomes_a_ledger))
