#include "test.h"

#include <retour/retour.h>

#include "classify/tables.h"
#include "shell.h"

/* Each test runs in a process of its own: a process has one language. */

static void
use_catalogs (void)
{
  const char *build = g_getenv ("B");
  g_autofree char *folder = g_build_filename (build != NULL ? build : "build", "locale", NULL);
  static const char *const names[] = { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };

  g_setenv ("TEXTDOMAINDIR", folder, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_unsetenv (names[i]);
}

static gboolean
speaks_german (void)
{
  return g_str_equal (retour_language_translate ("nothing to do"), "nichts zu tun");
}

/* What the environment says, and whether it is German. */
static const struct {
  const char *language, *all, *messages, *lang;
  gboolean german;
} environments[] = {
  { NULL, NULL, NULL, NULL, FALSE },
  { NULL, NULL, NULL, "de", TRUE },
  { NULL, NULL, NULL, "de_DE.UTF-8", TRUE },
  { NULL, NULL, NULL, "de_AT@euro", TRUE },
  { NULL, NULL, "de_DE", "en_US", TRUE },
  { NULL, NULL, "en_US", "de_DE", FALSE },
  { NULL, "de_DE", "en_US", "en_US", TRUE },
  { NULL, "", "", "de_DE", TRUE },
  { NULL, "C", NULL, "de_DE", FALSE },
  { NULL, "C.UTF-8", NULL, "de_DE", FALSE },
  { "de", "C", NULL, NULL, FALSE },
  { "de", NULL, NULL, NULL, FALSE },
  { "de", NULL, NULL, "en_US", TRUE },
  { "xx:de", NULL, NULL, "en_US", TRUE },
  { "xx:en:de", NULL, NULL, "de_DE", FALSE },
  { "", NULL, NULL, "de_DE", TRUE },
  { NULL, NULL, NULL, "fr_FR", FALSE },
  { NULL, NULL, NULL, "dex", FALSE },
  { NULL, NULL, NULL, "../locale/de", FALSE },
};

static void
set (const char *name, const char *value)
{
  if (value != NULL)
    g_setenv (name, value, TRUE);
}

START_TEST (the_environment_chooses_as_gettext_has_it)
{
  use_catalogs ();
  set ("LANGUAGE", environments[_i].language);
  set ("LC_ALL", environments[_i].all);
  set ("LC_MESSAGES", environments[_i].messages);
  set ("LANG", environments[_i].lang);
  ck_assert (retour_language_use (NULL, NULL));
  ck_assert_int_eq (speaks_german (), environments[_i].german);
}
END_TEST

START_TEST (nobody_is_spoken_to_in_german_who_did_not_ask)
{
  use_catalogs ();
  g_setenv ("LANG", "de_DE.UTF-8", TRUE);
  ck_assert (!speaks_german ());
}
END_TEST

START_TEST (a_language_by_name_beats_the_environment)
{
  use_catalogs ();
  g_setenv ("LANG", "de_DE.UTF-8", TRUE);
  ck_assert (retour_language_use ("en_GB", NULL));
  ck_assert (retour_language_use ("de", NULL)); /* too late */
  ck_assert (!speaks_german ());
}
END_TEST

START_TEST (a_language_that_there_is_not_is_an_error)
{
  g_autoptr (GError) error = NULL;

  use_catalogs ();
  ck_assert (!retour_language_use ("tlh", &error));
  ck_assert (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_USAGE));
  ck_assert_str_eq (error->message, "no language 'tlh'");
}
END_TEST

START_TEST (what_has_no_translation_stays)
{
  use_catalogs ();
  ck_assert (retour_language_use ("de", NULL));
  ck_assert_str_eq (retour_language_translate ("no such text"), "no such text");
  ck_assert_str_eq (retour_language_translate (""), "");
}
END_TEST

START_TEST (an_error_is_told_in_the_language)
{
  g_autoptr (GError) error = NULL;

  use_catalogs ();
  ck_assert (retour_language_use ("de", NULL));
  ck_assert_ptr_null (retour_input_new ("/no/such/file", &error));
  ck_assert_str_eq (error->message, "„/no/such/file“ kann nicht geöffnet werden: "
                                    "Datei oder Verzeichnis nicht gefunden");
}
END_TEST

static void
check_translated (const char *text)
{
  ck_assert_msg (!g_str_equal (retour_language_translate (text), text), "%s", text);
}

START_TEST (all_that_the_data_says_is_said_in_german)
{
  const RetourReason *reason;
  const RetourCodeTable *const codes[] = { &retour_builtin_status, &retour_builtin_replies };
  const RetourGlossTable *const glosses[] = { &retour_builtin_words, &retour_builtin_advice };

  use_catalogs ();
  ck_assert (retour_language_use ("de", NULL));
  for (guint i = 0; (reason = retour_reason_get_nth (i)) != NULL; i++)
    check_translated (retour_reason_get_meaning (reason));
  for (guint k = 0; k < 2; k++) {
    for (guint i = 0; i < codes[k]->n; i++)
      check_translated (retour_text_at (codes[k]->texts, codes[k]->rows[i].meaning));
    for (guint i = 0; i < glosses[k]->n; i++)
      check_translated (retour_text_at (glosses[k]->texts, glosses[k]->rows[i].text));
  }
}
END_TEST

START_TEST (all_that_the_program_says_is_said_in_german)
{
  g_autofree char *err = NULL;

  ck_assert_msg (test_shell ("msgcmp po/de.po ${B:-build}/retour.pot", NULL, &err) == 0, "%s", err);
}
END_TEST

/* clang-format off */
RETOUR_TEST_MAIN ("language",
  tcase_add_loop_test (tc, the_environment_chooses_as_gettext_has_it, 0, G_N_ELEMENTS (environments));
  tcase_add_test (tc, nobody_is_spoken_to_in_german_who_did_not_ask);
  tcase_add_test (tc, a_language_by_name_beats_the_environment);
  tcase_add_test (tc, a_language_that_there_is_not_is_an_error);
  tcase_add_test (tc, what_has_no_translation_stays);
  tcase_add_test (tc, an_error_is_told_in_the_language);
  tcase_add_test (tc, all_that_the_data_says_is_said_in_german);
  tcase_add_test (tc, all_that_the_program_says_is_said_in_german))
/* clang-format on */
