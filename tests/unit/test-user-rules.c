#include "test.h"

#include <glib/gstdio.h>
#include <retour/retour.h>

#include "base/limits.h"

/* Rules of the user's own: loading, precedence, mistakes, what their tests find. */

/* A fresh folder with files in it; NULL-terminated pairs of name and text. */
static char *
make_folder (const char *const *files)
{
  char *folder = g_dir_make_tmp ("retour-rules-XXXXXX", NULL);

  for (guint i = 0; files[i] != NULL; i += 2) {
    g_autofree char *path = g_build_filename (folder, files[i], NULL);

    ck_assert (g_file_set_contents (path, files[i + 1], -1, NULL));
  }
  return folder;
}

static void
remove_folder (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  g_dir_close (dir);
  g_rmdir (folder);
}

/* Loads one file with @text, or gives the message, without the folder. */
static RetourRules *
load_text (const char *text, char **message)
{
  const char *const files[] = { "my.rules", text, NULL };
  g_autofree char *folder = make_folder (files);
  const char *const paths[] = { folder, NULL };
  g_autoptr (GError) error = NULL;
  RetourRules *rules = retour_rules_load (paths, &error);

  if (message != NULL)
    *message = error != NULL ? g_strdup (error->message + strlen (folder) + 1) : NULL;
  remove_folder (folder);
  return rules;
}

static char *
reason_of (const RetourRules *rules, const char *text)
{
  g_autoptr (RetourExplanation) got =
      retour_explanation_new_with_rules (text, strlen (text), rules);

  return g_strconcat (retour_reason_get_id (retour_explanation_get_reason (got)), " ",
                      retour_explanation_get_decided_by (got), NULL);
}

static const struct {
  const char *rules;
  const char *text;
  const char *want; /* reason, and what decided */
} cases[] = {
  /* before ours, and ours where they say nothing */
  { "policy\n say user unknown\n", "550 5.1.1 user unknown", "policy rule" },
  { "policy\n say frobnicated\n", "550 5.1.1 user unknown", "user_unknown rule" },
  { "policy\n say frobnicated\n", "552", "mailbox_full reply" },
  { "# nothing\n", "550 5.1.1 user unknown", "user_unknown rule" },
  /* a weak rule gives way to a specific status, and to nothing else of ours */
  { "policy\n say frobnicated\n weak\n", "550 5.2.2 frobnicated", "mailbox_full status" },
  { "policy\n say user unknown\n weak\n", "550 user unknown", "policy rule" },
  /* classes, lists and providers of ours */
  { "virus\n say @blocklist .. says evil\n", "550 spamhaus says evil", "virus rule" },
  { "virus\n say @mail frobnicated\n", "550 message frobnicated", "virus rule" },
  { "provider google\nvirus\n say frobnicated\n",
    "host gmail-smtp-in.l.google.com said: 550 frobnicated", "virus rule" },
  { "provider google\nvirus\n say frobnicated\n", "550 frobnicated", "unknown default" },
  /* what stands around a reply, also where we read the reply */
  { "policy\n frame\n say checked it\n", "550 we checked it: 550 5.1.1 user unknown",
    "policy rule" },
  { "policy\n frame\n say checked it\n", "550 we checked it: 550 mailbox full",
    "mailbox_full rule" },
  { "policy\n frame\n say checked it\n", "550 5.1.1 user unknown, checked it",
    "user_unknown rule" },
  /* codes alone */
  { "virus\n reply 550\n status 5.6.6\n", "550 5.6.6 hello", "virus rule" },
};

START_TEST (own_rules_are_asked_first)
{
  g_autoptr (RetourRules) rules = load_text (cases[_i].rules, NULL);
  g_autofree char *got = NULL;

  ck_assert_ptr_nonnull (rules);
  got = reason_of (rules, cases[_i].text);
  ck_assert_str_eq (got, cases[_i].want);
}
END_TEST

START_TEST (what_is_said_outlives_the_rules)
{
  static const char text[] = "550 mine.example.com says evil of gmail-smtp-in.l.google.com: 550 no";
  RetourRules *rules = load_text ("blocklist mine = mine.example.com\n"
                                  "ip_blocklisted\n say mine.example.com says evil\n",
                                  NULL);
  g_autoptr (RetourExplanation) got =
      retour_explanation_new_with_rules (text, strlen (text), rules);

  retour_rules_free (rules);
  ck_assert_str_eq (retour_explanation_get_blocklist (got), "mine");
  ck_assert_str_eq (retour_explanation_get_evidence (got), "mine.example.com says evil");
  ck_assert (g_str_has_suffix (retour_explanation_get_rule (got), "my.rules:2"));
}
END_TEST

START_TEST (files_of_a_folder_are_read_in_the_order_of_their_names)
{
  const char *const files[] = { "20.rules",  "virus\n say frobnicated\n",
                                "10.rules",  "policy\n say frobnicated\n",
                                "note.text", "no rule at all",
                                ".x.rules",  "hidden",
                                NULL };
  g_autofree char *folder = make_folder (files);
  const char *const paths[] = { folder, NULL };
  g_autoptr (RetourRules) rules = retour_rules_load (paths, NULL);
  g_autofree char *got = NULL;

  remove_folder (folder);
  ck_assert_ptr_nonnull (rules);
  ck_assert_uint_eq (retour_rules_get_n (rules), 2);
  ck_assert (g_str_has_suffix (retour_rules_get_name (rules, 1), "/20.rules:1"));
  ck_assert_str_eq (retour_reason_get_id (retour_rules_get_reason (rules, 1)), "virus");
  got = reason_of (rules, "550 frobnicated");
  ck_assert_str_eq (got, "policy rule");
}
END_TEST

static const struct {
  const char *text;
  const char *want;
} mistakes[] = {
  { "virus\n say virus\n\nviruses\n say x\n", "my.rules:4: there is no reason 'viruses'" },
  { "virus\n say (a\n", "my.rules:2: '(a' is not closed" },
  { "virus\n say \xff\n", "my.rules:1: not UTF-8" },
};

START_TEST (a_malformed_file_is_refused_with_its_line)
{
  g_autofree char *message = NULL;

  ck_assert_ptr_null (load_text (mistakes[_i].text, &message));
  ck_assert_str_eq (message, mistakes[_i].want);
}
END_TEST

START_TEST (a_path_that_is_no_file_is_an_error)
{
  const char *const missing[] = { "/no/such/file", NULL };
  const char *const device[] = { "/dev/zero", NULL };
  g_autoptr (GError) error = NULL;

  ck_assert_ptr_null (retour_rules_load (missing, &error));
  ck_assert (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_NO_INPUT));
  g_clear_error (&error);
  ck_assert_ptr_null (retour_rules_load (device, &error));
  ck_assert (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_DATA));
}
END_TEST

START_TEST (a_file_may_be_as_long_as_the_cap)
{
  g_autofree char *text = g_malloc (RETOUR_LIMIT_RULES_FILE + 2);
  g_autoptr (RetourRules) rules = NULL;

  memset (text, '\n', RETOUR_LIMIT_RULES_FILE + 1);
  text[RETOUR_LIMIT_RULES_FILE] = '\0';
  rules = load_text (text, NULL);
  ck_assert_ptr_nonnull (rules);
  text[RETOUR_LIMIT_RULES_FILE] = '\n';
  text[RETOUR_LIMIT_RULES_FILE + 1] = '\0';
  ck_assert_ptr_null (load_text (text, NULL));
}
END_TEST

/* Gathers "LINE: MESSAGE;" */
static void
gather (const char *place, const char *message, gpointer data)
{
  g_string_append_printf (data, "%s: %s;", strrchr (place, ':') + 1, message);
}

START_TEST (a_check_finds_all_mistakes_and_nothing_that_follows_from_one)
{
  const char *const files[] = { "a.rules",
                                "viruses\n say x\n status 5.1.1\n\n"
                                "virus\n sayy x\n reply 55y\n\nvirus\n say fine\n\nvirus\n",
                                NULL };
  g_autofree char *folder = make_folder (files);
  g_autofree char *path = g_build_filename (folder, "a.rules", NULL);
  g_autoptr (GString) got = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  ck_assert (!retour_rules_check (path, gather, got, &error));
  ck_assert_ptr_null (error);
  ck_assert_str_eq (got->str, "1: there is no reason 'viruses';6: a rule has no 'sayy';"
                              "7: '55y' cannot be a condition of this kind;"
                              "8: the rule above has neither 'say' nor another condition;"
                              "12: the rule above has neither 'say' nor another condition;");
  remove_folder (folder);
  ck_assert (!retour_rules_check (path, gather, got, &error));
  ck_assert (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_NO_INPUT));
}
END_TEST

static const struct {
  const char *rules;
  guint tests;
  const char *want; /* "%s": the folder */
} trials[] = {
  { "virus\n say frobnicated\n test 550 frobnicated\n not 550 fine\n", 2, "" },
  { "virus\n say frobnicated\n test 550 fine\n", 1,
    "3: no rule decides this text, but default (unknown);" },
  { "virus\n say frobnicated\n not 550 frobnicated\n", 1,
    "3: the rule decides this text, and must not: '550 frobnicated';" },
  { "virus\n say frobnicated\n dialect exim\n command RCPT\n test frobnicated\n", 1, "" },
  /* reach: found with no test line, but not of frames */
  { "virus\n say bad mail\n\npolicy\n frame\n say bad mail\n", 0, "" },
  { "virus\n say bad* .. mail\n\npolicy\n say (bad|badly) [broken] mail\n reply 550\n", 0,
    "4: no text reaches this rule, always this one wins: %s/my.rules:1;" },
  { "virus\n say bad mail\n\npolicy\n say (good|bad) mail\n", 0, "" },
  { "virus\n say bad mail\n unless today\n\npolicy\n say bad mail\n", 0, "" },
  { "virus\n say bad mail\n reply 450\n\npolicy\n say bad mail\n reply 550\n", 0, "" },
  { "virus\n say mail from <addr> <num>\n\npolicy\n say from <addr>\n", 0, "" },
};

START_TEST (tests_and_reach_of_rules_are_judged)
{
  const char *const files[] = { "my.rules", trials[_i].rules, NULL };
  g_autofree char *folder = make_folder (files);
  const char *const paths[] = { folder, NULL };
  g_autoptr (RetourRules) rules = retour_rules_load (paths, NULL);
  g_autoptr (GString) got = g_string_new (NULL);
  g_auto (GStrv) parts = g_strsplit (trials[_i].want, "%s", -1);
  g_autofree char *want = g_strjoinv (folder, parts);

  ck_assert_uint_eq (retour_rules_test (rules, gather, got), trials[_i].tests);
  ck_assert_str_eq (got->str, want);
  remove_folder (folder);
}
END_TEST

START_TEST (a_rule_is_listed_by_its_first_phrase_or_else_condition)
{
  g_autoptr (RetourRules) rules =
      load_text ("virus\n # note\n reply 550\n\tsay  one two \n say x\n\n"
                 "policy\n weak\n reply 4xx\n status 4.7.1\n\n"
                 "policy\n frame\n clause three\n",
                 NULL);
  g_autofree char *first = retour_rules_get_condition (rules, 0);
  g_autofree char *second = retour_rules_get_condition (rules, 1);
  g_autofree char *third = retour_rules_get_condition (rules, 2);

  ck_assert_str_eq (first, "say  one two");
  ck_assert_str_eq (second, "reply 4xx");
  ck_assert_str_eq (third, "clause three");
}
END_TEST

START_TEST (the_builtin_rules_pass_their_own_tests)
{
  g_autoptr (RetourRules) rules = retour_rules_new_builtin ();
  g_autoptr (GString) got = g_string_new (NULL);

  ck_assert_uint_gt (retour_rules_get_n (rules), 100);
  ck_assert_uint_gt (retour_rules_test (rules, gather, got), 100);
  ck_assert_str_eq (got->str, "");
}
END_TEST

START_TEST (a_report_heeds_the_rules)
{
  static const char mail[] = "From: MAILER-DAEMON@example.com\nSubject: failed\n"
                             "Content-Type: multipart/report; report-type=delivery-status;"
                             " boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
                             "Reporting-MTA: dns; mx.example.com\n\n"
                             "Final-Recipient: rfc822; a@example.com\nAction: failed\n"
                             "Status: 5.0.0\nDiagnostic-Code: smtp; 550 frobnicated\n\n--b--\n";
  g_autoptr (RetourRules) rules = load_text ("virus\n say frobnicated\n", NULL);
  g_autoptr (RetourReport) report =
      retour_report_new_with_rules (mail, strlen (mail), NULL, 1, rules);
  g_autoptr (RetourReport) plain = retour_report_new (mail, strlen (mail), NULL, 1);

  ck_assert_str_eq (retour_report_get (report, 0, RETOUR_FIELD_REASON), "virus");
  ck_assert_str_eq (retour_report_get (plain, 0, RETOUR_FIELD_REASON), "unknown");
}
END_TEST

/* clang-format off */
RETOUR_TEST_MAIN ("user-rules",
  tcase_set_timeout (tc, 60);
  tcase_add_loop_test (tc, own_rules_are_asked_first, 0, G_N_ELEMENTS (cases));
  tcase_add_test (tc, what_is_said_outlives_the_rules);
  tcase_add_test (tc, files_of_a_folder_are_read_in_the_order_of_their_names);
  tcase_add_loop_test (tc, a_malformed_file_is_refused_with_its_line, 0, G_N_ELEMENTS (mistakes));
  tcase_add_test (tc, a_path_that_is_no_file_is_an_error);
  tcase_add_test (tc, a_file_may_be_as_long_as_the_cap);
  tcase_add_test (tc, a_check_finds_all_mistakes_and_nothing_that_follows_from_one);
  tcase_add_loop_test (tc, tests_and_reach_of_rules_are_judged, 0, G_N_ELEMENTS (trials));
  tcase_add_test (tc, a_rule_is_listed_by_its_first_phrase_or_else_condition);
  tcase_add_test (tc, the_builtin_rules_pass_their_own_tests);
  tcase_add_test (tc, a_report_heeds_the_rules))
/* clang-format on */
