#include <retour/retour.h>

#include "test.h"

#include "clean/typo.h"

static const struct {
  const char *domain;
  const char *meant; /* %NULL: none */
} cases[] = {
  { "gmial.com", "gmail.com" },  /* two changed places */
  { "gmal.com", "gmail.com" },   /* one too few */
  { "gmaill.com", "gmail.com" }, /* one too many */
  { "gnail.com", "gmail.com" },  /* another one */
  { "gmail.con", "gmail.com" },  /* at the end */
  { "gmail.co", "gmail.com" },   /* at the end, missing */
  { "mail.co", "mail.com" },     /* no slip of gmail.com */
  { "hotmial.com", "hotmail.com" },
  { "yaho.com", "yahoo.com" },
  { "gmx.ed", "gmx.de" },
  { "wbe.de", "web.de" },
  { "t-onlin.de", "t-online.de" },
  { "gmail.com", NULL }, /* it is one */
  { "mail.com", NULL },  /* so is this, though a slip of gmail.com */
  { "gamil.con", NULL }, /* two slips */
  { "example.com", NULL },
  { "", NULL },
};

START_TEST (one_slip_of_the_finger_is_seen)
{
  gsize len = strlen (cases[_i].domain);
  g_autofree char *copy = g_memdup2 (len > 0 ? cases[_i].domain : "x", MAX (len, 1));
  const char *got = retour_typo_suggest (retour_slice (copy, len));

  ck_assert_msg (g_strcmp0 (got, cases[_i].meant) == 0, "%s: %s", cases[_i].domain, got);
}
END_TEST

START_TEST (no_domain_of_the_table_is_a_typo)
{
  guint n = 0;

  for (const char *p = retour_builtin_domains; *p != '\0'; p += strlen (p) + 1, n++)
    ck_assert_ptr_null (retour_typo_suggest (retour_slice_of (p)));
  ck_assert_uint_gt (n, 100);
}
END_TEST

START_TEST (no_domain_stands_twice_in_the_table)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (const char *p = retour_builtin_domains; *p != '\0'; p += strlen (p) + 1)
    ck_assert_msg (g_hash_table_add (seen, g_strdup (p)), "%s", p);
}
END_TEST

RETOUR_TEST_MAIN ("typo",
                  tcase_add_loop_test (tc, one_slip_of_the_finger_is_seen, 0, G_N_ELEMENTS (cases));
                  tcase_add_test (tc, no_domain_of_the_table_is_a_typo);
                  tcase_add_test (tc, no_domain_stands_twice_in_the_table))
