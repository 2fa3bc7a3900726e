#include <retour/retour.h>

#include "test.h"

#include "base/address.h"
#include "clean/export.h"
#include "clean/match.h"

static const struct {
  const char *address;
  gboolean fold;
  const char *key; /* %NULL: it is none */
} keys[] = {
  { "a@example.com", FALSE, "a@example.com" },
  { "A.B@Example.COM", FALSE, "A.B@example.com" },
  { "A.B@Example.COM", TRUE, "a.b@example.com" },
  { "a@example.com.", FALSE, "a@example.com" },
  { "a@b\u00fccher.example", FALSE, "a@xn--bcher-kva.example" },
  { "a@B\u00dcCHER.example", FALSE, "a@xn--bcher-kva.example" },
  { "\"a.b\"@Example.com", FALSE, "\"a.b\"@example.com" },
  { "\"a b\"@Example.com", FALSE, NULL }, /* no ledger has it */
  { "a@", FALSE, NULL },
  { "@", FALSE, NULL },
  { "a", FALSE, NULL },
  { "", FALSE, NULL },
};

START_TEST (addresses_are_compared_as_mail_does)
{
  gsize len = strlen (keys[_i].address);
  g_autofree char *copy = g_memdup2 (len > 0 ? keys[_i].address : "x", MAX (len, 1));
  g_autoptr (GString) out = g_string_new ("what was there");
  gboolean is_one = retour_match_key (retour_slice (copy, len), keys[_i].fold, out);

  ck_assert_int_eq (is_one, keys[_i].key != NULL);
  if (is_one)
    ck_assert_str_eq (out->str, keys[_i].key);
}
END_TEST

/* The quick way for plain addresses says what the one for all of them says. */
START_TEST (a_plain_address_has_the_key_of_any_other)
{
  static const char *const plain[] = { "a@example.com", "A+b=c@EXAMPLE.com",
                                       "x.y-z@xn--bcher-kva.example", "o'hara@example.org",
                                       "a@[192.0.2.1]" };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (plain); i++) {
    g_autoptr (GStringChunk) pool = g_string_chunk_new (64);
    g_autoptr (GString) out = g_string_new (NULL);
    RetourSlice address = retour_slice_of (plain[i / 2]);

    ck_assert (retour_match_key (address, i % 2 == 0, out));
    ck_assert_str_eq (out->str, retour_address_key (address, i % 2 == 0, pool));
  }
}
END_TEST

static const struct {
  const char *key;
  const char *untagged;  /* %NULL: it has no tag */
  const char *recipient; /* %NULL: it is no VERP address */
} tags[] = {
  { "a@example.com", NULL, NULL },
  { "a+b@example.com", "a@example.com", NULL },
  { "a+b+c@example.com", "a@example.com", NULL },
  { "a+@example.com", "a@example.com", NULL },
  { "+b@example.com", NULL, NULL },
  { "\"a+b\"@example.com", NULL, NULL },
  { "a@ex+ample.com", NULL, NULL },
  { "list-bounces+a=Example.org@example.com", "list-bounces@example.com", "a@example.org" },
  { "list+a=b=example.org@example.com", "list@example.com", "a=b@example.org" },
  { "list+=example.org@example.com", "list@example.com", NULL },
  { "list+a=b@example.com", "list@example.com", NULL },
  { "a+b", NULL, NULL },
};

START_TEST (tags_and_verp_are_undone)
{
  g_autoptr (GString) out = g_string_new (NULL);

  ck_assert_int_eq (retour_match_strip_tag (tags[_i].key, out), tags[_i].untagged != NULL);
  ck_assert_str_eq (out->str, tags[_i].untagged != NULL ? tags[_i].untagged : "");
  g_string_truncate (out, 0);
  ck_assert_int_eq (retour_match_undo_verp (tags[_i].key, out), tags[_i].recipient != NULL);
  ck_assert_str_eq (out->str, tags[_i].recipient != NULL ? tags[_i].recipient : "");
}
END_TEST

#define SHA256                                                                                     \
  "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b" /* test@example.com */

static const struct {
  const char *name;
  const char *address;
  const char *reason; /* %NULL: a complaint */
  const char *header;
  const char *row;
} exports[] = {
  { "mailman", "a@example.com", "user_unknown", NULL, "a@example.com\n" },
  { "sympa", "a@example.com", "user_unknown", NULL, "a@example.com\n" },
  { "plain", "=a@example.com", "user_unknown", NULL, "=a@example.com\n" },
  { "sha256", "Test@Example.com", "user_unknown", NULL, SHA256 "\n" },
  { "listmonk", "a@example.com", "user_unknown", "email,name,attributes\r\n",
    "a@example.com,,\"{\"\"retour_reason\"\":\"\"user_unknown\"\"}\"\r\n" },
  { "listmonk", "a@example.com", NULL, "email,name,attributes\r\n",
    "a@example.com,,\"{\"\"retour_reason\"\":\"\"complaint\"\"}\"\r\n" },
  { "ses", "a@example.com", "user_unknown", NULL, "a@example.com,BOUNCE\n" },
  { "ses", "a@example.com", NULL, NULL, "a@example.com,COMPLAINT\n" },
  { "sendgrid", "\"a,b\"@example.com", "user_unknown", "email\r\n",
    "\"\"\"a,b\"\"@example.com\"\r\n" },
  { "postmark", "a@example.com", "user_unknown", "EmailAddress,SuppressionReason\r\n",
    "a@example.com,HardBounce\r\n" },
  { "postmark", "a@example.com", "mailbox_full", "EmailAddress,SuppressionReason\r\n",
    "a@example.com,ManualSuppression\r\n" },
  { "postmark", "a@example.com", NULL, "EmailAddress,SuppressionReason\r\n",
    "a@example.com,SpamComplaint\r\n" },
};

START_TEST (an_export_is_what_its_program_reads)
{
  const RetourExportDriver *driver = retour_export_lookup (exports[_i].name);
  RetourFinding finding = { .verdict = RETOUR_VERDICT_REMOVE };
  g_autoptr (GString) out = g_string_new (NULL);
  gsize len = strlen (exports[_i].address);
  g_autofree char *copy = g_memdup2 (exports[_i].address, len);

  ck_assert_ptr_nonnull (driver);
  if (exports[_i].reason != NULL)
    finding.reason = retour_reason_lookup (exports[_i].reason);
  driver->append (retour_slice (copy, len), &finding, out);
  ck_assert_str_eq (out->str, exports[_i].row);
  ck_assert_int_eq (g_strcmp0 (driver->header, exports[_i].header), 0);
}
END_TEST

START_TEST (every_export_has_a_name_and_a_test)
{
  const char *const *names = retour_export_list_names ();

  for (guint i = 0; names[i] != NULL; i++) {
    gboolean tested = FALSE;

    for (guint k = 0; k < G_N_ELEMENTS (exports); k++)
      tested = tested || g_str_equal (exports[k].name, names[i]);
    ck_assert_msg (tested, "%s", names[i]);
  }
  ck_assert_ptr_null (retour_export_lookup ("fax"));
}
END_TEST

RETOUR_TEST_MAIN ("match", tcase_add_loop_test (tc, addresses_are_compared_as_mail_does, 0,
                                                G_N_ELEMENTS (keys));
                  tcase_add_test (tc, a_plain_address_has_the_key_of_any_other);
                  tcase_add_loop_test (tc, tags_and_verp_are_undone, 0, G_N_ELEMENTS (tags));
                  tcase_add_loop_test (tc, an_export_is_what_its_program_reads, 0,
                                       G_N_ELEMENTS (exports));
                  tcase_add_test (tc, every_export_has_a_name_and_a_test))
