#include "extract/returned.h"

#include "test.h"

#include "base/limits.h"

#define MIXED "Content-Type: multipart/mixed; boundary=b\n\n"

static const struct {
  const char *mail;
  guint end_line; /* G_MAXUINT: no marker */
  const char *id, *subject;
} mails[] = {
  /* in a part of its own */
  { MIXED "--b\n\nx\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <1>\nSubject: s\n\nSubject: "
          "t\n--b--\n",
    G_MAXUINT, "<1>", "s" },
  { MIXED
    "--b\n\nx\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <1>\nSubject: s\n--b--\n",
    G_MAXUINT, "<1>", "s" },
  { MIXED "--b\nContent-Type: message/rfc822\n\n\n \nMessage-ID: <1>\n\n--b--\n", G_MAXUINT, "<1>",
    NULL },
  { MIXED "--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
          "TWVzc2FnZS1JRDogPDE+ClN1YmplY3Q6IHMKCng=\n--b--\n",
    G_MAXUINT, "<1>", "s" },
  { MIXED "--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\n"
          "Message-ID: <=31>\nSubject: s=\n t\n\n--b--\n",
    G_MAXUINT, "<1>", "s t" },
  { MIXED "--b\nContent-Type: message/rfc822\n\nFrom x@y Mon Jan  1\nMessage-ID: <1>\n\n--b--\n",
    G_MAXUINT, "<1>", NULL },
  { MIXED "--b\nContent-Type: message/rfc822\n\nno header\n--b--\n", G_MAXUINT, NULL, NULL },
  { MIXED "--b\nContent-Type: message/rfc822\n\n--b--\n", G_MAXUINT, NULL, NULL },
  /* the first one counts, and a part counts more than a marker */
  { MIXED "--b\nContent-Type: message/rfc822\n\nMessage-ID: <1>\n\n--b\n"
          "Content-Type: message/rfc822\n\nMessage-ID: <2>\n\n--b--\n",
    G_MAXUINT, "<1>", NULL },
  { MIXED "--b\n\nMessage-ID: <2>\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <1>\n\n--b--\n",
    0, "<1>", NULL },
  /* in the text, behind a marker */
  { "\nx\n--- copy\n\nMessage-ID: <1>\nSubject: s\n\nbody\n", 1, "<1>", "s" },
  { "\nx\n--- copy\nMessage-ID: <1>\n", 1, "<1>", NULL },
  { "\r\nx\r\n--- copy\r\n\r\nMessage-ID: <1>\r\nSubject: s\r\n\r\nbody", 1, "<1>", "s" },
  { "\nx\n--- copy\nsome words\n\nMessage-ID: <1>\n", 1, "<1>", NULL },
  { "\nx\nNote: this is no mail header\n\nMessage-ID: <1>\n", 1, "<1>", NULL },
  { "\nx\nReceived: from a\nMessage-ID: <1>\n", 1, "<1>", NULL }, /* the marker is a field */
  { "\nx\nMessage-ID: <1>\nSubject: s\n", 1, "<1>", "s" },
  { "\nx\n--- copy\nno header at all\n", 1, NULL, NULL },
  { "\nx\n--- copy\n", 1, NULL, NULL },
  { "\nx\n--- copy", 1, NULL, NULL },
  /* no marker, or none in this text */
  { "\nMessage-ID: <1>\n", 1, NULL, NULL },
  { "\nMessage-ID: <1>\n", G_MAXUINT, NULL, NULL },
  { "\n", 0, NULL, NULL },
};

static void
assert_returned (const char *mail, guint end_line, const char *id, const char *subject)
{
  gsize len = strlen (mail);
  g_autofree char *copy = g_memdup2 (mail, len);
  g_autoptr (RetourMessage) message = retour_message_new (copy, len);
  GStringChunk *pool = retour_message_get_pool (message);
  RetourLines lines;
  RetourFields fields;

  retour_lines_read (message, &lines);
  retour_fields_init (&fields);
  retour_returned_read (message, &lines, end_line, &fields);
  ck_assert_pstr_eq (retour_fields_get (&fields, "Message-ID", pool), id);
  ck_assert_pstr_eq (retour_fields_get (&fields, "Subject", pool), subject);
  if (id == NULL)
    ck_assert_uint_eq (fields.headers->len, 0);
  retour_fields_clear (&fields);
  retour_lines_clear (&lines);
}

START_TEST (the_header_of_the_returned_mail_is_found)
{
  assert_returned (mails[_i].mail, mails[_i].end_line, mails[_i].id, mails[_i].subject);
}
END_TEST

START_TEST (lines_behind_the_marker_are_searched_up_to_a_cap)
{
  for (guint words = 11; words < 13; words++) {
    g_autoptr (GString) mail = g_string_new ("\n--- copy\n");

    for (guint i = 0; i < words; i++)
      g_string_append (mail, "some words\n");
    g_string_append (mail, "Message-ID: <1>\n");
    assert_returned (mail->str, 0, words == 11 ? "<1>" : NULL, NULL);
  }
}
END_TEST

RETOUR_TEST_MAIN ("returned", tcase_add_loop_test (tc, the_header_of_the_returned_mail_is_found, 0,
                                                   G_N_ELEMENTS (mails));
                  tcase_add_test (tc, lines_behind_the_marker_are_searched_up_to_a_cap))
