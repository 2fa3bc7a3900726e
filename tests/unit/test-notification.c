#include "extract/notification.h"

#include "test.h"

#define HEAD                                                                                       \
  "From: bounces <no-reply@sns.amazonaws.com>\nSubject: AWS Notification Message\n"                \
  "X-Amz-Sns-Message-Id: 1\n\n"
#define MAIL                                                                                       \
  ",\"mail\":{\"source\":\"shop@example.org\",\"destination\":[\"x@example.com\",\"y@example."     \
  "com\"],"                                                                                        \
  "\"commonHeaders\":{\"subject\":\"Order 12\",\"to\":[\"x@example.com\"]}}}\n\n--\nbye\n"
#define WHO "{\"emailAddress\":\"x@example.com\"}"

typedef struct {
  char *mail;
  RetourMessage *message;
  RetourExtract out;
  gboolean is;
} Fixture;

static void
fixture_read (Fixture *f, const char *text)
{
  gsize len = strlen (text);

  f->mail = g_memdup2 (text, len);
  f->message = retour_message_new (f->mail, len);
  f->out = (RetourExtract) { .recipients = retour_facts_list_new () };
  retour_fields_init (&f->out.returned);
  f->is = retour_notification_read (f->message, &f->out);
}

static void
fixture_clear (Fixture *f)
{
  retour_extract_clear (&f->out);
  retour_message_free (f->message);
  g_free (f->mail);
}

/* "address action status diagnostic" of each. */
static char *
recipients (const Fixture *f)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < f->out.recipients->len; i++) {
    const RetourFacts *facts = g_ptr_array_index (f->out.recipients, i);
    const RetourFact shown[] = { RETOUR_FACT_ADDRESS, RETOUR_FACT_ACTION, RETOUR_FACT_STATUS,
                                 RETOUR_FACT_DIAGNOSTIC };

    for (guint k = 0; k < G_N_ELEMENTS (shown); k++) {
      const char *value = facts->fact[shown[k]];

      g_string_append_printf (all, "%s%s", all->len > 0 ? "|" : "", value != NULL ? value : "-");
    }
  }
  return g_string_free (all, FALSE);
}

static const struct {
  const char *mail;
  RetourKind kind;
  const char *want;
} events[] = {
  { HEAD "{\"notificationType\":\"Bounce\",\"bounce\":{\"bounceType\":\"Permanent\","
         "\"bounceSubType\":\"General\",\"bouncedRecipients\":[{\"emailAddress\":\"x@example.com\","
         "\"action\":\"failed\",\"status\":\"5.1.1\",\"diagnosticCode\":\"smtp; 550 5.1.1 none\"},"
         "{\"emailAddress\":\"y@example.com\"}]}" MAIL,
    RETOUR_KIND_BOUNCE,
    "x@example.com|failed|5.1.1|550 5.1.1 none|y@example.com|failed|-|Permanent/General" },
  { HEAD "{\"eventType\":\"Bounce\",\"bounce\":{\"bouncedRecipients\":[" WHO "]}" MAIL,
    RETOUR_KIND_BOUNCE, "x@example.com|failed|-|-" },
  { HEAD "{\"eventType\":\"Delivery\",\"delivery\":{\"smtpResponse\":\"250 2.6.0 taken\","
         "\"recipients\":[\"x@example.com\"]}" MAIL,
    RETOUR_KIND_BOUNCE, "x@example.com|delivered|2.6.0|250 2.6.0 taken" },
  { HEAD "{\"eventType\":\"DeliveryDelay\",\"deliveryDelay\":{\"delayType\":\"MailboxFull\","
         "\"delayedRecipients\":[" WHO "]}" MAIL,
    RETOUR_KIND_BOUNCE, "x@example.com|delayed|-|MailboxFull" },
  { HEAD "{\"notificationType\":\"Complaint\",\"complaint\":{\"complainedRecipients\":[" WHO "],"
         "\"complaintFeedbackType\":\"abuse\"}" MAIL,
    RETOUR_KIND_FEEDBACK, "x@example.com|-|-|-" },
  { HEAD "{\"eventType\":\"Bounce\",\"bounce\":{\"bouncedRecipients\":[" WHO "," WHO "]}" MAIL,
    RETOUR_KIND_BOUNCE, "x@example.com|failed|-|-" },
  /* of our mail, as it never left */
  { HEAD "{\"eventType\":\"Reject\",\"reject\":{\"reason\":\"Bad content\"}" MAIL,
    RETOUR_KIND_BOUNCE, "x@example.com|failed|-|Bad content|y@example.com|failed|-|Bad content" },
  { HEAD "{\"eventType\":\"Open\",\"open\":{}" MAIL, RETOUR_KIND_NOTBOUNCE, "" },
  { HEAD "{\"notificationType\":\"AmazonSnsSubscriptionSucceeded\"}\n", RETOUR_KIND_NOTBOUNCE, "" },
  /* the event as a string in an envelope */
  { HEAD "{\"Type\":\"Notification\",\"Message\":\"{\\\"notificationType\\\":\\\"Bounce\\\","
         "\\\"bounce\\\":{\\\"bouncedRecipients\\\":[{\\\"emailAddress\\\":\\\"x@example.com\\\"}]"
         "}}\"}\n",
    RETOUR_KIND_BOUNCE, "x@example.com|failed|-|-" },
  /* cut short behind the first recipient */
  { HEAD "{\"notificationType\":\"Bounce\",\"bounce\":{\"bouncedRecipients\":[" WHO ",{\"ema",
    RETOUR_KIND_BOUNCE, "x@example.com|failed|-|-" },
  { "Subject: no header of theirs\nContent-Type: text/plain\n\n"
    "{\"notificationType\":\"Bounce\",\"bounce\":{\"bouncedRecipients\":[" WHO "]}}",
    RETOUR_KIND_BOUNCE, "x@example.com|failed|-|-" },
  { "X-Amz-Sns-Message-Id: 1\nContent-Transfer-Encoding: base64\n\n"
    "eyJldmVudFR5cGUiOiJCb3VuY2UiLCJib3VuY2UiOnsiYm91bmNlZFJlY2lwaWVudHMiOlt7ImVtYWls\n"
    "QWRkcmVzcyI6InhAZXhhbXBsZS5jb20ifV19fQ==\n",
    RETOUR_KIND_BOUNCE, "x@example.com|failed|-|-" },
};

START_TEST (an_event_names_its_recipients)
{
  g_autofree char *got = NULL;
  Fixture f;

  fixture_read (&f, events[_i].mail);
  got = recipients (&f);
  ck_assert (f.is);
  ck_assert_str_eq (retour_kind_name (f.out.kind), retour_kind_name (events[_i].kind));
  ck_assert_str_eq (got, events[_i].want);
  fixture_clear (&f);
}
END_TEST

static const char *const others[] = {
  "Subject: x\n\nHello {\"eventType\":\"Bounce\"}\n",
  "Subject: x\n\n{\"a\":\"b\"}\n",
  "Subject: x\n\n{\"eventType\":7}\n",
  "Subject: x\n\n{ } and text\n",
  "Subject: x\nContent-Type: text/html\n\n{\"eventType\":\"Bounce\"}\n",
  "Subject: x\n\n",
};

START_TEST (other_mail_is_left_alone)
{
  Fixture f;

  fixture_read (&f, others[_i]);
  ck_assert (!f.is);
  ck_assert_uint_eq (f.out.recipients->len, 0);
  fixture_clear (&f);
}
END_TEST

START_TEST (the_header_of_our_mail_is_returned)
{
  g_autoptr (GStringChunk) pool = g_string_chunk_new (64);
  Fixture f;

  fixture_read (&f, HEAD "{\"eventType\":\"Bounce\",\"bounce\":{},\"mail\":{\"source\":"
                         "\"shop@example.org\",\"headers\":[{\"name\":\"Subject\",\"value\":"
                         "\"one\\nTo: z@example.com\"},{\"name\":\"a:b\",\"value\":\"c\"}],"
                         "\"commonHeaders\":{\"subject\":\"two\",\"messageId\":\"<7@example.org>\"}"
                         "}}\n");
  ck_assert_pstr_eq (retour_fields_get (&f.out.returned, "Return-Path", pool), "shop@example.org");
  ck_assert_pstr_eq (retour_fields_get (&f.out.returned, "Subject", pool), "one To: z@example.com");
  ck_assert_pstr_eq (retour_fields_get (&f.out.returned, "Message-ID", pool), "<7@example.org>");
  ck_assert_pstr_eq (retour_fields_get (&f.out.returned, "To", pool), NULL);
  fixture_clear (&f);
}
END_TEST

RETOUR_TEST_MAIN ("notification",
                  tcase_add_loop_test (tc, an_event_names_its_recipients, 0, G_N_ELEMENTS (events));
                  tcase_add_loop_test (tc, other_mail_is_left_alone, 0, G_N_ELEMENTS (others));
                  tcase_add_test (tc, the_header_of_our_mail_is_returned))
