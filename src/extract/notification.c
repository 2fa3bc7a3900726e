#include "extract/notification.h"

#include "base/address.h"
#include "base/limits.h"
#include "base/reply.h"
#include "extract/dsn-value.h"
#include "extract/json-scan.h"

/* https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html; types
 * that are not here (Send, Open, Click, Received, a subscription's end) say nothing of delivery. */
typedef struct {
  const char *type;   /* value of eventType or notificationType */
  const char *member; /* where it is told */
  const char *list;   /* its member with the recipients; %NULL: all that the mail was sent to */
  const char *words;  /* its member with the words, where the recipients have none */
  RetourKind kind;
  const char *action;
} Event;

static const Event events[] = {
  { "Bounce", "bounce", "bouncedRecipients", NULL, RETOUR_KIND_BOUNCE, "failed" },
  { "Complaint", "complaint", "complainedRecipients", NULL, RETOUR_KIND_FEEDBACK, NULL },
  { "Delivery", "delivery", "recipients", "smtpResponse", RETOUR_KIND_BOUNCE, "delivered" },
  { "DeliveryDelay", "deliveryDelay", "delayedRecipients", "delayType", RETOUR_KIND_BOUNCE,
    "delayed" },
  { "Reject", "reject", NULL, "reason", RETOUR_KIND_BOUNCE, "failed" },
  { "Rendering Failure", "failure", NULL, "errorMessage", RETOUR_KIND_BOUNCE, "failed" },
};

typedef struct {
  const Event *event;
  RetourSlice root, body; /* the event, and the member of it that tells what happened */
  RetourFacts common;     /* what is said once for all recipients; looked up once */
  const char *words;
  GHashTable *named; /* the addresses of the recipients so far */
  GStringChunk *pool;
  RetourExtract *out;
} Reader;

static const Event *
find_event (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    if (strcmp (events[i].type, type) == 0)
      return &events[i];
  return NULL;
}

/* The JSON object at the start of the mail's text; empty when there is none. */
static RetourSlice
find_object (RetourMessage *message)
{
  const RetourPart *part =
      retour_message_get_n_parts (message) > 0 ? retour_message_get_part (message, 0) : NULL;
  RetourSlice text = { 0 };

  if (part == NULL || part->kind != RETOUR_PART_TEXT)
    return text;
  text = part->raw;
  while (text.len > 0 && g_ascii_isspace (*text.data))
    text = retour_slice_from (text, 1);
  if (text.len == 0 || (*text.data != '{' && !part->encoded))
    return retour_slice (NULL, 0);
  if (part->encoded && !retour_fields_find (retour_message_get_header (message),
                                            "X-Amz-Sns-Message-Id", 0, &(RetourSlice) { 0 }))
    return retour_slice (NULL, 0);
  return retour_slice_strip (retour_message_get_text (message, 0));
}

static const char *
event_type (RetourSlice object, GStringChunk *pool)
{
  const char *type = retour_json_scan_get_string (object, "eventType", pool);

  return type != NULL ? type : retour_json_scan_get_string (object, "notificationType", pool);
}

/* What the bounce is called, where the other server's words are not known. */
static const char *
bounce_words (const Reader *self)
{
  const char *type = retour_json_scan_get_string (self->body, "bounceType", self->pool);
  const char *sub = retour_json_scan_get_string (self->body, "bounceSubType", self->pool);
  g_autofree char *both = NULL;

  if (type == NULL || sub == NULL)
    return type;
  both = g_strconcat (type, "/", sub, NULL);
  return g_string_chunk_insert (self->pool, both);
}

static void
set_diagnostic (const Reader *self, RetourSlice recipient, RetourFacts *facts)
{
  const char *words = retour_json_scan_get_string (recipient, "diagnosticCode", self->pool);
  RetourSlice type, plain;
  RetourReply codes;

  if (words == NULL)
    words = self->words;
  if (words == NULL)
    return;
  plain = retour_dsn_untyped (retour_slice_of (words), &type);
  if (type.len > 0) {
    g_autofree char *lower = g_ascii_strdown (type.data, (gssize) type.len);

    facts->fact[RETOUR_FACT_DIAGNOSTIC_TYPE] = g_string_chunk_insert (self->pool, lower);
  }
  retour_facts_set (facts, RETOUR_FACT_DIAGNOSTIC, plain, self->pool);
  if (facts->fact[RETOUR_FACT_STATUS] == NULL && retour_reply_find (plain, &codes))
    retour_facts_set (facts, RETOUR_FACT_STATUS, retour_slice_of (codes.status), self->pool);
}

static void
read_common (Reader *self)
{
  const struct {
    const char *member;
    RetourFact fact;
    RetourSlice (*part) (RetourSlice value);
  } rows[] = {
    { "timestamp", RETOUR_FACT_DATE, retour_slice_strip },
    { "expirationTime", RETOUR_FACT_RETRY_UNTIL, retour_slice_strip },
    { "reportingMTA", RETOUR_FACT_LOCAL_HOST, retour_dsn_host },
    { "remoteMtaIp", RETOUR_FACT_REMOTE_HOST, retour_dsn_host },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const char *value = retour_json_scan_get_string (self->body, rows[i].member, self->pool);

    retour_facts_set (&self->common, rows[i].fact, rows[i].part (retour_slice_of (value)),
                      self->pool);
  }
  if (self->event->words != NULL)
    self->words = retour_json_scan_get_string (self->body, self->event->words, self->pool);
  if (self->words == NULL)
    self->words = bounce_words (self);
}

/* @recipient is an object with an emailAddress, or the address itself. */
static void
add_recipient (const Reader *self, RetourSlice recipient)
{
  const char *text = retour_json_scan_string (recipient, self->pool);
  const char *address, *action, *status;
  RetourFacts *facts;

  if (text == NULL)
    text = retour_json_scan_get_string (recipient, "emailAddress", self->pool);
  address = retour_address_normalise (retour_slice_of (text), FALSE, self->pool);
  if (address == NULL || self->out->recipients->len >= RETOUR_LIMIT_RECIPIENTS ||
      !g_hash_table_add (self->named, (gpointer) (guintptr) address))
    return;
  facts = retour_facts_list_add (self->out->recipients);
  *facts = self->common;
  facts->fact[RETOUR_FACT_ADDRESS] = address;
  facts->fact[RETOUR_FACT_ACTION] = self->event->action;
  action = retour_json_scan_get_string (recipient, "action", self->pool);
  if (action != NULL && retour_dsn_action (retour_slice_of (action)) != NULL)
    facts->fact[RETOUR_FACT_ACTION] = retour_dsn_action (retour_slice_of (action));
  status = retour_json_scan_get_string (recipient, "status", self->pool);
  retour_facts_set (facts, RETOUR_FACT_STATUS, retour_slice_of (status), self->pool);
  set_diagnostic (self, recipient, facts);
}

static void
add_recipients (Reader *self)
{
  g_autoptr (GHashTable) named = retour_facts_index_new ();
  RetourSlice mail, list, recipient;

  if (self->event->list != NULL) {
    if (!retour_json_scan_get (self->body, self->event->list, &list))
      return;
  } else if (!retour_json_scan_get (self->root, "mail", &mail) ||
             !retour_json_scan_get (mail, "destination", &list)) {
    return;
  }
  self->named = named;
  while (retour_json_scan_next (&list, &recipient))
    add_recipient (self, recipient);
  self->named = NULL;
}

static void
append_field (GString *header, const char *name, const char *value)
{
  if (name != NULL && value != NULL && *name != '\0' && strchr (name, ':') == NULL)
    g_string_append_printf (header, "%s: %s\n", name, value);
}

/* The header of our mail, which is there only where the sender asked for it; some fields of it are
 * there in any case. Control characters are blanks by now: a value cannot start a new field. */
static void
read_returned (const Reader *self)
{
  g_autoptr (GString) header = g_string_new (NULL);
  RetourSlice mail, list, field, common = { 0 };

  if (!retour_json_scan_get (self->root, "mail", &mail))
    return;
  append_field (header, "Return-Path", retour_json_scan_get_string (mail, "source", self->pool));
  if (retour_json_scan_get (mail, "headers", &list))
    while (retour_json_scan_next (&list, &field))
      append_field (header, retour_json_scan_get_string (field, "name", self->pool),
                    retour_json_scan_get_string (field, "value", self->pool));
  if (retour_json_scan_get (mail, "commonHeaders", &common)) {
    append_field (header, "Subject", retour_json_scan_get_string (common, "subject", self->pool));
    append_field (header, "Date", retour_json_scan_get_string (common, "date", self->pool));
    append_field (header, "Message-ID",
                  retour_json_scan_get_string (common, "messageId", self->pool));
    if (retour_json_scan_get (common, "from", &list) && retour_json_scan_next (&list, &field))
      append_field (header, "From", retour_json_scan_string (field, self->pool));
    if (retour_json_scan_get (common, "to", &list) && retour_json_scan_next (&list, &field))
      append_field (header, "To", retour_json_scan_string (field, self->pool));
  }
  retour_fields_parse (&self->out->returned,
                       retour_slice_of (g_string_chunk_insert (self->pool, header->str)));
}

gboolean
retour_notification_read (RetourMessage *message, RetourExtract *out)
{
  Reader self = { .pool = retour_message_get_pool (message), .out = out };
  const char *type, *inner;

  self.root = find_object (message);
  if (self.root.len == 0)
    return FALSE;
  inner = retour_json_scan_get_string (self.root, "Message", self.pool);
  if (inner != NULL)
    self.root = retour_slice_strip (retour_slice_of (inner));
  type = event_type (self.root, self.pool);
  if (type == NULL)
    return FALSE;
  out->dialect = "amazonses";
  self.event = find_event (type);
  out->kind = self.event != NULL ? self.event->kind : RETOUR_KIND_NOTBOUNCE;
  if (self.event == NULL || !retour_json_scan_get (self.root, self.event->member, &self.body))
    return TRUE;
  read_common (&self);
  add_recipients (&self);
  read_returned (&self);
  if (self.event->kind == RETOUR_KIND_FEEDBACK)
    out->feedback_type =
        retour_json_scan_get_string (self.body, "complaintFeedbackType", self.pool);
  return TRUE;
}
