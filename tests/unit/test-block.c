#include "extract/block.h"

#include "test.h"

static const struct {
  const char *text;
  RetourBlock want;
} blocks[] = {
  { "Received: from a\n\tby b\nSubject: c\n", RETOUR_BLOCK_MAIL },
  { "From: a\nMIME-Version: 1.0\n", RETOUR_BLOCK_MAIL },
  { "Subject: c\nFrom: a\nX-Other: 1\nTo: b\n\nReceived: d\n", RETOUR_BLOCK_SUMMARY },
  { "Subject: c\nFrom: a\n", RETOUR_BLOCK_NONE },
  { "Subject: c\nSubject: c\nSubject: c\n", RETOUR_BLOCK_NONE },
  { "Received: 550 sorry\nthat was it\n", RETOUR_BLOCK_NONE },
  { "words\nFrom: a\nTo: b\nSubject: c\n", RETOUR_BLOCK_NONE },
  { " From: a\n To: b\n Subject: c\n", RETOUR_BLOCK_NONE },
};

START_TEST (header_fields_open_a_returned_mail)
{
  gsize len = strlen (blocks[_i].text);
  g_autofree char *copy = g_memdup2 (blocks[_i].text, len);
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (RetourSlice));
  RetourSlice rest = retour_slice (copy, len), line;

  while (retour_slice_next_line (&rest, &line))
    g_array_append_val (lines, line);
  ck_assert_int_eq (
      retour_block_at ((const RetourSlice *) (const void *) lines->data, lines->len, 0),
      blocks[_i].want);
}
END_TEST

RETOUR_TEST_MAIN ("block", tcase_add_loop_test (tc, header_fields_open_a_returned_mail, 0,
                                                G_N_ELEMENTS (blocks)))
