#include "test.h"

#include <glib/gstdio.h>
#include <retour/retour.h>

/* A Maildir that is followed: each mail once, whatever happens to its file. */

static char *folder;

static char *
path_of (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
set_up (void)
{
  static const char *const names[] = { "new", "cur", "tmp" };

  folder = g_dir_make_tmp ("test-follow-XXXXXX", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = path_of (names[i]);

    ck_assert_int_eq (g_mkdir (path, 0700), 0);
  }
}

static void
tear_down (void)
{
  g_autofree char *command = g_strdup_printf ("rm -r %s", folder);

  ck_assert (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_clear_pointer (&folder, g_free);
}

static void
deliver (const char *name)
{
  g_autofree char *temporary = path_of ("tmp/x"), *path = path_of (name);
  FILE *file = fopen (temporary, "w");

  ck_assert_ptr_nonnull (file);
  ck_assert_int_eq (fclose (file), 0);
  ck_assert_int_eq (g_rename (temporary, path), 0);
}

static void
move (const char *from, const char *to)
{
  g_autofree char *old = path_of (from), *new = path_of (to);

  ck_assert_int_eq (g_rename (old, new), 0);
}

static RetourFollow *
follow (guint rescan)
{
  const char *const folders[] = { folder, NULL };
  g_autoptr (GError) error = NULL;
  RetourFollow *self = retour_follow_new (folders, rescan, &error);

  ck_assert_msg (self != NULL, "%s", error != NULL ? error->message : "");
  return self;
}

/* The next mail is @name (%NULL: there is none), within a time that depends on that. */
static void
expect (RetourFollow *self, const char *name)
{
  g_autofree char *got = NULL, *want = name != NULL ? path_of (name) : NULL;
  gint64 end = g_get_monotonic_time () + (name != NULL ? 10 : 1) * G_USEC_PER_SEC / 2;

  while ((got = retour_follow_take (self)) == NULL && g_get_monotonic_time () < end)
    retour_follow_wait (self, 100);
  ck_assert_pstr_eq (got, want);
}

START_TEST (what_is_there_and_what_comes_is_given_once)
{
  RetourFollow *self;

  deliver ("cur/1.a.mx:2,S");
  self = follow (60);
  expect (self, "cur/1.a.mx:2,S");
  deliver ("new/2.a.mx");
  expect (self, "new/2.a.mx");
  move ("new/2.a.mx", "cur/2.a.mx:2,S");
  move ("cur/1.a.mx:2,S", "cur/1.a.mx:2,RS");
  deliver ("new/.hidden");
  expect (self, NULL);
  deliver ("cur/3.a.mx:2,");
  expect (self, "cur/3.a.mx:2,");
  retour_follow_free (self);
}
END_TEST

START_TEST (a_mail_that_was_moved_away_is_given_where_it_is)
{
  RetourFollow *self = follow (60);
  g_autofree char *old = path_of ("new/1.a.mx");

  deliver ("new/1.a.mx");
  expect (self, "new/1.a.mx");
  move ("new/1.a.mx", "cur/1.a.mx:2,S");
  retour_follow_put_back (self, old);
  expect (self, "cur/1.a.mx:2,S");
  retour_follow_free (self);
}
END_TEST

START_TEST (what_was_missed_is_found_by_looking_again)
{
  RetourFollow *self = follow (0); /* always */

  deliver ("new/1.a.mx");
  expect (self, "new/1.a.mx");
  expect (self, NULL);
  retour_follow_free (self);
}
END_TEST

START_TEST (a_wait_ends_in_time)
{
  RetourFollow *self = follow (60);
  gint64 start = g_get_monotonic_time ();

  retour_follow_wait (self, 50);
  ck_assert_int_lt (g_get_monotonic_time () - start, 5 * G_USEC_PER_SEC);
  retour_follow_free (self);
}
END_TEST

static const char *const no_maildirs[] = { "none", "new" };

START_TEST (what_is_no_maildir_is_refused)
{
  g_autofree char *path = path_of (no_maildirs[_i]);
  const char *const folders[] = { path, NULL };
  g_autoptr (GError) error = NULL;

  ck_assert_ptr_null (retour_follow_new (folders, 60, &error));
  ck_assert (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_NO_INPUT));
}
END_TEST

RETOUR_TEST_MAIN ("follow", tcase_add_checked_fixture (tc, set_up, tear_down);
                  tcase_add_test (tc, what_is_there_and_what_comes_is_given_once);
                  tcase_add_test (tc, a_mail_that_was_moved_away_is_given_where_it_is);
                  tcase_add_test (tc, what_was_missed_is_found_by_looking_again);
                  tcase_add_test (tc, a_wait_ends_in_time);
                  tcase_add_loop_test (tc, what_is_no_maildir_is_refused, 0,
                                       G_N_ELEMENTS (no_maildirs)))
