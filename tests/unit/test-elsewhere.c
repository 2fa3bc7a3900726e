#include "extract/elsewhere.h"

#include "test.h"

#include "extract/detect.h"

#define TO   "To: news-bounces@example.com\n"
#define VERP "To: news-bounces+v=example.org@example.com\n"

static const struct {
  const char *header, *text, *returned, *want;
} cases[] = {
  /* the header of the report comes first, each address once */
  { TO "X-Failed-Recipients: a@example.org, b@example.org,\n\tA@example.org\n",
    "Failed: c@example.org\n", "To: d@example.org\n\n", "a@example.org b@example.org" },
  { TO, "Failed: c@example.org\n", "To: d@example.org\n\n", "c@example.org" },
  { VERP, "Sorry.\n", "To: d@example.org\n\n", "v@example.org" },
  { TO "Delivered-To: news-bounces+v=example.org@example.com\n", "Sorry.\n", "", "v@example.org" },
  /* To of the returned mail, where it is the only recipient */
  { TO, "Sorry.\n", "To: D <d@example.org>\n\n", "d@example.org" },
  { TO, "Sorry.\n", "To: d@example.org, e@example.org\n\n", "" },
  { TO, "Sorry.\n", "To: d@example.org\nTo: e@example.org\n\n", "" },
  { TO, "Sorry.\n", "To: d@example.org\nCc: e@example.org\n\n", "" },
  /* a mailing list is nobody's address */
  { TO, "Sorry.\n", "To: d@example.org\nList-Post: <mailto:d@example.org>\n\n", "" },
  { TO, "Sorry.\n", "To: d@example.org\nPrecedence: list\n\n", "" },
  { TO, "Sorry.\n", "To: d@example.org\nPrecedence: bulk\n\n", "d@example.org" },
  { TO, "Sorry.\n", "To: news@example.com\n\n", "" },
  { TO, "Sorry.\n", "To: news@example.org\n\n", "news@example.org" },
  { TO, "Sorry.\n", "", "" },
};

START_TEST (places_are_asked_in_their_order)
{
  g_autofree char *mail = g_strconcat (cases[_i].header, "\n", cases[_i].text, NULL);
  g_autoptr (RetourMessage) message = retour_message_new (mail, strlen (mail));
  g_autoptr (GPtrArray) found = retour_facts_list_new ();
  g_autoptr (GString) got = g_string_new (NULL);
  RetourSlice line = retour_slice_strip (retour_slice_of (cases[_i].text));
  RetourFields returned;
  RetourElsewhere elsewhere;

  retour_fields_init (&returned);
  retour_fields_parse (&returned, retour_slice_of (cases[_i].returned));
  elsewhere = (RetourElsewhere) {
    .message = message,
    .dialect = retour_dialect_lookup (&retour_builtin_dialects, "generic"),
    .lines = &line,
    .n_lines = 1,
    .returned = &returned,
  };
  retour_elsewhere_read (&elsewhere, found);
  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (
        got, "%s%s", i > 0 ? " " : "",
        ((const RetourFacts *) g_ptr_array_index (found, i))->fact[RETOUR_FACT_ADDRESS]);
  ck_assert_str_eq (got->str, cases[_i].want);
  retour_fields_clear (&returned);
}
END_TEST

RETOUR_TEST_MAIN ("elsewhere", tcase_add_loop_test (tc, places_are_asked_in_their_order, 0,
                                                    G_N_ELEMENTS (cases)))
