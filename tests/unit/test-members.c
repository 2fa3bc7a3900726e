#include "test.h"

#include "base/limits.h"
#include "clean/members.h"

/* How many addresses of a list each domain has. */

static void
add_domains (RetourMembers *members, guint n)
{
  for (guint i = 0; i < n; i++) {
    char domain[32];

    g_snprintf (domain, sizeof domain, "d%u.example.com", i);
    retour_members_add (members, domain);
  }
}

static void
sum_up (const char *domain, guint64 n, gpointer data)
{
  guint64 *sums = data;

  ck_assert (g_str_has_suffix (domain, ".example.com"));
  sums[0]++;
  sums[1] += n;
}

START_TEST (each_domain_has_its_own_number)
{
  g_autoptr (RetourMembers) members = retour_members_new ();
  guint64 sums[2] = { 0 };

  add_domains (members, 3);
  add_domains (members, 2);
  add_domains (members, 1);
  ck_assert_uint_eq (retour_members_get (members, "d0.example.com"), 3);
  ck_assert_uint_eq (retour_members_get (members, "d1.example.com"), 2);
  ck_assert_uint_eq (retour_members_get (members, "d2.example.com"), 1);
  ck_assert_uint_eq (retour_members_get (members, "d3.example.com"), 0);
  retour_members_each (members, sum_up, sums);
  ck_assert_uint_eq (sums[0], 3);
  ck_assert_uint_eq (sums[1], 6);
}
END_TEST

/* The first ones go on being counted; the one past the cap is not known. */
START_TEST (so_many_domains_are_counted_and_one_more_is_not)
{
  g_autoptr (RetourMembers) members = retour_members_new ();
  guint64 sums[2] = { 0 };

  add_domains (members, RETOUR_LIMIT_LIST_DOMAINS - 1);
  retour_members_add (members, "last.example.com");
  ck_assert_uint_eq (retour_members_get (members, "last.example.com"), 1);
  retour_members_add (members, "late.example.com");
  retour_members_add (members, "last.example.com");
  ck_assert_uint_eq (retour_members_get (members, "late.example.com"), 0);
  ck_assert_uint_eq (retour_members_get (members, "last.example.com"), 2);
  retour_members_each (members, sum_up, sums);
  ck_assert_uint_eq (sums[0], RETOUR_LIMIT_LIST_DOMAINS);
  ck_assert_uint_eq (sums[1], RETOUR_LIMIT_LIST_DOMAINS + 1);
}
END_TEST

RETOUR_TEST_MAIN ("members", tcase_add_test (tc, each_domain_has_its_own_number);
                  tcase_add_test (tc, so_many_domains_are_counted_and_one_more_is_not))
