#include "extract/loose.h"

#include "test.h"

#include "extract/detect.h"

static const char header_text[] = "From: Mail System <daemon@mx.example.net>\n"
                                  "Reply-To: help@example.net\n"
                                  "To: sender@example.com\n"
                                  "\n";

typedef struct {
  RetourFields header, returned;
  GArray *lines;
  GStringChunk *pool;
  GPtrArray *found;
} Case;

static void
prepare (Case *c, const char *copy, gsize len)
{
  RetourSlice rest = retour_slice (copy, len), line;

  retour_fields_init (&c->header);
  retour_fields_init (&c->returned);
  retour_fields_parse (&c->header, retour_slice_of (header_text));
  c->lines = g_array_new (FALSE, FALSE, sizeof (RetourSlice));
  c->pool = g_string_chunk_new (64);
  c->found = retour_facts_list_new ();
  while (retour_slice_next_line (&rest, &line))
    g_array_append_val (c->lines, line);
}

static void
clear (Case *c)
{
  retour_fields_clear (&c->header);
  retour_fields_clear (&c->returned);
  g_array_unref (c->lines);
  g_string_chunk_free (c->pool);
  g_ptr_array_unref (c->found);
}

/* "a@b, c@d=its words" */
static char *
read_text (const char *text, const char *returned, const char *verp)
{
  gsize len = strlen (text);
  g_autofree char *copy = g_memdup2 (text, len);
  GString *all = g_string_new (NULL);
  Case c;
  RetourLoose loose;

  prepare (&c, copy, len);
  if (returned != NULL)
    retour_fields_parse (&c.returned, retour_slice_of (returned));
  loose = (RetourLoose) {
    .dialect = retour_dialect_lookup (&retour_builtin_dialects, "generic"),
    .lines = (const RetourSlice *) (const void *) c.lines->data,
    .n_lines = c.lines->len,
    .header = &c.header,
    .returned = &c.returned,
    .verp = verp,
    .pool = c.pool,
  };
  retour_loose_read (&loose, c.found);
  for (guint i = 0; i < c.found->len; i++) {
    const RetourFacts *facts = g_ptr_array_index (c.found, i);

    g_string_append_printf (all, "%s%s", i > 0 ? ", " : "", facts->fact[RETOUR_FACT_ADDRESS]);
    if (facts->fact[RETOUR_FACT_DIAGNOSTIC] != NULL)
      g_string_append_printf (all, "=%s", facts->fact[RETOUR_FACT_DIAGNOSTIC]);
  }
  clear (&c);
  return g_string_free (all, FALSE);
}

static const struct {
  const char *text, *want;
} texts[] = {
  /* beside words of failure, in many languages */
  { "Your mail for user@example.org bounced: no such user.\n",
    "user@example.org=Your mail for user@example.org bounced: no such user." },
  { "Die Nachricht an user@example.org konnte nicht zugestellt werden.\n",
    "user@example.org=Die Nachricht an user@example.org konnte nicht zugestellt werden." },
  { "Письмо для user@example.org не может быть доставлено\n",
    "user@example.org=Письмо для user@example.org не может быть доставлено" },
  { "user@example.orgに配信できませんでした\n", "user@example.org=に配信できませんでした" },
  /* below a line that announces a list, each with its own words */
  { "These people did not get it:\n\n  1. a@example.org\n     Mailbox full\n"
    "  2. b@example.org\n     552 too big\n",
    "a@example.org=Mailbox full, b@example.org=552 too big" },
  { "Nepodarilo sa:\n<a@example.org>\n",
    "a@example.org" }, /* a language of which we know nothing */
  { "Failed:\n a@example.org, <b@example.org>;c@example.org (unknown)\n",
    "a@example.org=(unknown), b@example.org=(unknown), c@example.org=(unknown)" },
  { "From x@example.org\nTo a@example.org\nReason 550 gone\n",
    "a@example.org=To a@example.org Reason 550 gone" },
  { "a@example.org ... failed\nb@example.org ... OK\n", "a@example.org=failed" },
  { "Failed:\na@example.org\nPlease contact us for help\n", "a@example.org" },
  /* beside a code */
  { "a@example.org 550 5.1.1 gone\n", "a@example.org=550 5.1.1 gone" },
  { "a@example.org\n\n  (#5.1.1) gone\n", "a@example.org=(#5.1.1) gone" },
  /* the better evidence wins */
  { "Hello someone@example.org,\n\nnobody@example.org is unknown here, said 550\n",
    "nobody@example.org=is unknown here, said 550" },
  { "Write to office@example.org\n\n550 a@example.org rejected\n", "a@example.org=rejected" },
  /* the only address needs little, but something */
  { "Sorry.\n\n  a@example.org\n", "a@example.org" },
  { "Sorry, the letter to Mr a@example.org came back\n", "" },
  /* the writer, the help, the sender, a signature */
  { "Delivery failed.\nQuestions? Ask daemon@mx.example.net\n", "" },
  { "Delivery failed.\nFor assistance mail admin@example.org\n", "" },
  { "Delivery failed.\nContact:\n  admin@example.org\n", "" },
  { "From: other@example.org\nDelivery failed\n", "" },
  { "Delivery failed:\n  a@example.org\n--\nThe team\nb@example.org failed to call\n",
    "a@example.org" },
  { "The mail of sender@example.com failed: a@example.org\n",
    "a@example.org=The mail of sender@example.com failed: a@example.org" },
  /* a returned mail that nothing announces */
  { "Failed: a@example.org\n\nFrom: x@example.org\nTo: b@example.org\nSubject: error 550\n",
    "a@example.org=Failed: a@example.org" },
  { "", "" },
  { "@ @@ a@ @b\n", "" },
};

START_TEST (addresses_beside_failure_are_the_recipients)
{
  g_autofree char *got = read_text (texts[_i].text, NULL, NULL);

  ck_assert_str_eq (got, texts[_i].want);
}
END_TEST

START_TEST (a_recipient_of_the_returned_mail_weighs_more)
{
  g_autofree char *plain = read_text ("See a@example.org and b@example.org\n", NULL, NULL);
  g_autofree char *got =
      read_text ("a@example.org\nb@example.org\n", "To: b@example.org\n\n", NULL);

  ck_assert_str_eq (plain, "");
  ck_assert_str_eq (got, "b@example.org");
}
END_TEST

START_TEST (beside_verp_weak_evidence_does_not_count)
{
  g_autofree char *other = read_text ("Sorry.\n\na@example.org\n", NULL, "v@example.org");
  g_autofree char *same = read_text ("Sorry.\n\nv@example.org\n", NULL, "v@example.org");

  ck_assert_str_eq (other, "");
  ck_assert_str_eq (same, "v@example.org");
}
END_TEST

RETOUR_TEST_MAIN ("loose", tcase_add_loop_test (tc, addresses_beside_failure_are_the_recipients, 0,
                                                G_N_ELEMENTS (texts));
                  tcase_add_test (tc, a_recipient_of_the_returned_mail_weighs_more);
                  tcase_add_test (tc, beside_verp_weak_evidence_does_not_count))
