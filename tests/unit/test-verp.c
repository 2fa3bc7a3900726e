#include "extract/verp.h"

#include "test.h"

#include "base/limits.h"

static const struct {
  const char *address, *want;
} cases[] = {
  /* Postfix, Mailman, Exim */
  { "bounce+user=example.org@lists.example.net", "user@example.org" },
  { "list-bounces+first.last=mail.example.org@lists.example.net", "first.last@mail.example.org" },
  { "list-bounces+user+tag=example.org@lists.example.net", "user+tag@example.org" },
  { "list-bounces+a=b=example.org@lists.example.net", "a=b@example.org" },
  /* ezmlm; serial numbers of others */
  { "list-return-12-user=example.org@lists.example.net", "user@example.org" },
  { "news-4711-two-words=example.org@example.net", "two-words@example.org" },
  { "bounces-20-300-user=example.org@example.net", "user@example.org" },
  { "bounces+123456-4d6b-user=example.org@em.example.net", "user@example.org" },
  { "bounce+ab12cd.9f8e7d-user=example.org@mg.example.net", "user@example.org" },
  { "bounce+bob-1=example.org@example.net", "bob-1@example.org" },
  { "bounce+ed-lee=example.org@example.net", "ed-lee@example.org" },
  /* Sympa */
  { "bounce+user==a==example.org==list@lists.example.net", "user@example.org" },
  { "bounce+user==a==example.org@lists.example.net", "user@example.org" },
  /* inside of what signs and forwards */
  { "prvs=0123456789=bounce+user=example.org@example.net", "user@example.org" },
  { "btv1==012==bounce+user=example.org@example.net", "user@example.org" },
  { "SRS0=aB1c=XY=example.net=bounce+user=example.org@fwd.example.com", "user@example.org" },
  { "SRS1=dE2f=fwd.example.com==aB1c=XY=example.net=bounce+user=example.org@fwd2.example.com",
    "user@example.org" },
  /* a sender, no recipient */
  { "prvs=0123456789=sender@example.net", NULL },
  { "btv1==012==sender@example.net", NULL },
  { "SRS0=aB1c=XY=example.net=sender@fwd.example.com", NULL },
  { "SRS0=aB1c=XY=example.net@fwd.example.com", NULL },
  { "SRS1=dE2f@fwd.example.com", NULL },
  { "prvs=@example.net", NULL },
  /* none */
  { "user@example.org", NULL },
  { "user+tag@example.org", NULL },
  { "user+a=b@example.org", NULL },                    /* no domain */
  { "bounce+campaign=spring.2024@example.org", NULL }, /* a number is no domain */
  { "a-b=example.org@example.net", NULL },             /* where the user begins is not to be told */
  { "bounce+=example.org@example.net", NULL },
  { "bounce+==a==example.org@example.net", NULL },
  { "no address", NULL },
  { "@", NULL },
  { "", NULL },
};

START_TEST (the_recipient_is_read_out_of_the_reports_own_address)
{
  g_autoptr (GStringChunk) pool = g_string_chunk_new (64);
  gsize len = strlen (cases[_i].address);
  g_autofree char *copy = g_memdup2 (cases[_i].address, len);

  ck_assert_pstr_eq (retour_verp_recipient (retour_slice (copy, len), pool), cases[_i].want);
}
END_TEST

START_TEST (an_address_over_the_cap_tells_nothing)
{
  static const char lead[] = "bounce+";
  static const char rest[] = "=example.org@example.net";
  g_autoptr (GStringChunk) pool = g_string_chunk_new (64);

  for (gsize over = 0; over <= 1; over++) {
    gsize n = RETOUR_LIMIT_ADDRESS + over - strlen (lead) - strlen (rest);
    g_autofree char *user = g_strnfill (n, 'u');
    g_autofree char *text = g_strconcat (lead, user, rest, NULL);

    ck_assert ((retour_verp_recipient (retour_slice_of (text), pool) == NULL) == (over == 1));
  }
}
END_TEST

RETOUR_TEST_MAIN ("verp",
                  tcase_add_loop_test (tc, the_recipient_is_read_out_of_the_reports_own_address, 0,
                                       G_N_ELEMENTS (cases));
                  tcase_add_test (tc, an_address_over_the_cap_tells_nothing))
