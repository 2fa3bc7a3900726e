#include "extract/parties.h"

#include "test.h"

static const char header_text[] = "From: Mail System <daemon@mx.example.net>\n"
                                  "Reply-To: help@example.net\n"
                                  "To: sender@example.com,\n\tother@example.com\n"
                                  "\n";

static const struct {
  const char *address;
  gboolean writer, reader;
} cases[] = {
  { "daemon@mx.example.net", TRUE, FALSE },
  { "DAEMON@mx.example.net", TRUE, FALSE },
  { "help@example.net", TRUE, FALSE },
  { "sender@example.com", FALSE, TRUE },
  { "other@example.com", FALSE, TRUE },
  { "ender@example.com", FALSE, FALSE }, /* only a part of one */
  { "sender@example.co", FALSE, FALSE },
  { "stranger@example.com", FALSE, FALSE },
};

START_TEST (the_header_tells_who_wrote_and_who_got_it)
{
  RetourFields header;

  retour_fields_init (&header);
  retour_fields_parse (&header, retour_slice_of (header_text));
  ck_assert_int_eq (retour_parties_is_writer (&header, cases[_i].address), cases[_i].writer);
  ck_assert_int_eq (retour_parties_is_reader (&header, cases[_i].address), cases[_i].reader);
  ck_assert_int_eq (retour_parties_is_target (&header, cases[_i].address), cases[_i].reader);
  retour_fields_clear (&header);
}
END_TEST

START_TEST (the_writer_of_a_report_is_dropped)
{
  static const char *const addresses[] = { "help@example.net", "a@example.org",
                                           "daemon@mx.example.net", "sender@example.com" };
  g_autoptr (GPtrArray) found = retour_facts_list_new ();
  RetourFields header;

  retour_fields_init (&header);
  retour_fields_parse (&header, retour_slice_of (header_text));
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    retour_facts_list_add (found)->fact[RETOUR_FACT_ADDRESS] = addresses[i];
  retour_parties_drop_writer (&header, found);
  ck_assert_uint_eq (found->len, 2);
  ck_assert_str_eq (((RetourFacts *) found->pdata[0])->fact[RETOUR_FACT_ADDRESS], "a@example.org");
  ck_assert_str_eq (((RetourFacts *) found->pdata[1])->fact[RETOUR_FACT_ADDRESS],
                    "sender@example.com");
  retour_fields_clear (&header);
}
END_TEST

RETOUR_TEST_MAIN ("parties", tcase_add_loop_test (tc, the_header_tells_who_wrote_and_who_got_it, 0,
                                                  G_N_ELEMENTS (cases));
                  tcase_add_test (tc, the_writer_of_a_report_is_dropped))
