#include <retour/retour.h>

#include "base/limits.h"
#include "base/oddity.h"
#include "base/reply.h"
#include "classify/rules.h"
#include "extract/elsewhere.h"
#include "extract/extract.h"
#include "extract/transcript.h"
#include "message/date.h"
#include "report/event.h"
#include "report/returned.h"
#include "report/sent-to.h"

typedef struct {
  const char *field[RETOUR_FIELD_N];
  const RetourReason *reason;
} Record;

struct _RetourReport {
  GStringChunk *pool;
  GArray *records; /* of Record */
  guint oddities;
  RetourSlice returned; /* header of the returned mail, as it stands there */
  const char *verp;     /* the recipient that the report's own address names, or %NULL */
};

/* What all records of a mail share. */
typedef struct {
  RetourReport *report;
  RetourMessage *message;
  const RetourRules *rules; /* the user's own, or %NULL */
  RetourExtract facts;
  Record common;
  const char *message_id; /* of the report */
} Assembly;

static void
report_clear (gpointer p)
{
  RetourReport *self = p;

  g_clear_pointer (&self->pool, g_string_chunk_free);
  g_array_unref (self->records);
}

static const char *
top (Assembly *a, const char *name)
{
  return retour_fields_get (retour_message_get_header (a->message), name, a->report->pool);
}

static const struct {
  const char *header;
  RetourField field;
  gboolean text; /* may hold encoded words */
} returned_fields[] = {
  { "Message-ID", RETOUR_FIELD_RETURNED_MESSAGE_ID, FALSE },
  { "Subject", RETOUR_FIELD_RETURNED_SUBJECT, TRUE },
  { "From", RETOUR_FIELD_RETURNED_FROM, TRUE },
  { "To", RETOUR_FIELD_RETURNED_TO, TRUE },
  { "Date", RETOUR_FIELD_RETURNED_DATE, FALSE },
  { "List-Id", RETOUR_FIELD_RETURNED_LIST_ID, TRUE },
  { "Return-Path", RETOUR_FIELD_RETURNED_RETURN_PATH, FALSE },
};

/* Most of it is in no field of a record; somebody may ask for it all the same. */
static void
keep_returned (Assembly *a)
{
  const GArray *headers = a->facts.returned.headers;
  RetourSlice text = { 0 }, last;

  if (headers->len == 0)
    return;
  text = g_array_index (headers, RetourHeader, 0).name;
  last = g_array_index (headers, RetourHeader, headers->len - 1).value;
  if (last.data < text.data)
    return;
  text.len = MIN ((gsize) (last.data + last.len - text.data), RETOUR_LIMIT_PART_HEADER);
  a->report->returned = retour_slice (retour_slice_keep (text, a->report->pool), text.len);
}

static void
read_returned (Assembly *a)
{
  const RetourFields *header = &a->facts.returned;
  const char **field = a->common.field;
  GStringChunk *pool = a->report->pool;

  for (guint i = 0; i < G_N_ELEMENTS (returned_fields) && header->headers->len > 0; i++)
    field[returned_fields[i].field] =
        returned_fields[i].text
            ? retour_fields_get_decoded (header, returned_fields[i].header, pool)
            : retour_fields_get (header, returned_fields[i].header, pool);
  field[RETOUR_FIELD_RETURNED_DATE] = retour_date_parse (field[RETOUR_FIELD_RETURNED_DATE], pool);
  field[RETOUR_FIELD_RETURNED_ENVELOPE_ID] = a->facts.envelope_id;
  keep_returned (a);
}

static const char *
keep_valid (const char *text, GStringChunk *pool)
{
  g_autofree char *valid = NULL;

  if (text == NULL)
    return NULL;
  if (retour_slice_is_ascii (retour_slice_of (text)))
    return g_string_chunk_insert (pool, text);
  valid = g_utf8_make_valid (text, -1);
  return g_string_chunk_insert (pool, valid);
}

/* Without printf(), which is a part of what a short run costs. */
static const char *
keep_number (guint64 number, GStringChunk *pool)
{
  char digits[sizeof "18446744073709551615"];
  char *first = digits + sizeof digits;

  do
    *--first = (char) ('0' + number % 10);
  while ((number /= 10) > 0);
  return g_string_chunk_insert_len (pool, first, digits + sizeof digits - first);
}

static void
read_common (Assembly *a, const char *origin, guint64 number)
{
  const char **field = a->common.field;

  field[RETOUR_FIELD_SCHEMA] = "retour/1";
  field[RETOUR_FIELD_ORIGIN] = keep_valid (origin, a->report->pool);
  field[RETOUR_FIELD_MESSAGE] = keep_number (number, a->report->pool);
  field[RETOUR_FIELD_KIND] = retour_kind_name (a->facts.kind);
  field[RETOUR_FIELD_DATE] = retour_date_parse (top (a, "Date"), a->report->pool);
  a->message_id = top (a, "Message-ID");
  field[RETOUR_FIELD_FEEDBACK_TYPE] = a->facts.feedback_type;
  field[RETOUR_FIELD_DIALECT] = a->facts.dialect;
  read_returned (a);
  a->report->verp =
      retour_elsewhere_find_verp (retour_message_get_header (a->message), a->report->pool);
}

static RetourSymptoms
symptoms_of (const Assembly *a, const RetourFacts *facts)
{
  const char *const *fact = facts->fact;

  return (RetourSymptoms) { .text = retour_slice_of (fact[RETOUR_FACT_DIAGNOSTIC]),
                            .status = fact[RETOUR_FACT_STATUS],
                            .reply = fact[RETOUR_FACT_REPLY],
                            .remote_host = fact[RETOUR_FACT_REMOTE_HOST],
                            .local_host = fact[RETOUR_FACT_LOCAL_HOST],
                            .recipient = fact[RETOUR_FACT_ADDRESS],
                            .dialect = a->facts.dialect,
                            .command = fact[RETOUR_FACT_COMMAND] };
}

static gboolean
is_code_alone (RetourSlice reply)
{
  for (gsize i = 0; i < reply.len; i++)
    if (!g_ascii_isdigit (reply.data[i]) && strchr (" .-#", reply.data[i]) == NULL)
      return FALSE;
  return reply.len >= 3 && strchr ("45", *reply.data) != NULL;
}

/* The diagnostic and the codes decide. Where they say nothing, the words around them may: in a
 * report about one recipient, and never against what the codes say of permanence. */
static void
diagnose (const Assembly *a, const RetourFacts *facts, RetourDiagnosis *out)
{
  RetourSymptoms symptoms = symptoms_of (a, facts);
  RetourDiagnosis wider;

  retour_rules_classify (a->rules, &symptoms, a->report->pool, out);
  if (out->reason != retour_reason_lookup ("unknown") || is_code_alone (symptoms.text) ||
      a->facts.recipients->len != 1 || a->facts.text.len == 0)
    return;
  symptoms.text = a->facts.text;
  symptoms.status = out->status;
  symptoms.reply = out->reply;
  retour_rules_classify (a->rules, &symptoms, a->report->pool, &wider);
  if (wider.decided_by != RETOUR_DECIDED_BY_RULE)
    return;
  wider.status = out->status;
  wider.reply = out->reply;
  if (out->permanent != NULL) {
    wider.permanent = out->permanent;
    wider.hard = retour_reason_is_hard (wider.reason) && g_str_equal (out->permanent, "true");
  }
  *out = wider;
}

/* A delay never counts against an address. */
static void
soften (Record *r)
{
  const char *action = r->field[RETOUR_FIELD_ACTION];

  r->field[RETOUR_FIELD_CLASS] = "soft";
  if (g_str_equal (action, "suppress") || g_str_equal (action, "count"))
    r->field[RETOUR_FIELD_ACTION] = "keep";
}

static void
store_diagnosis (const RetourDiagnosis *d, Record *r)
{
  const char **field = r->field;

  r->reason = d->reason;
  field[RETOUR_FIELD_REASON] = retour_reason_get_id (d->reason);
  field[RETOUR_FIELD_BLAME] = retour_reason_get_blame (d->reason);
  field[RETOUR_FIELD_ACTION] = retour_classify_action (d->reason, d->hard);
  field[RETOUR_FIELD_CLASS] = d->hard ? "hard" : "soft";
  field[RETOUR_FIELD_PERMANENT] = d->permanent;
  field[RETOUR_FIELD_STATUS] = d->status;
  field[RETOUR_FIELD_REPLY_CODE] = d->reply;
  field[RETOUR_FIELD_PROVIDER] = d->provider;
  field[RETOUR_FIELD_BLOCKLIST] = d->blocklist;
  field[RETOUR_FIELD_NEW_ADDRESS] = d->new_address;
  field[RETOUR_FIELD_RETRY_AFTER] = d->retry_after;
  field[RETOUR_FIELD_RULE] = d->rule;
  field[RETOUR_FIELD_EVIDENCE] = d->evidence;
  field[RETOUR_FIELD_DECIDED_BY] = retour_decided_by_name (d->decided_by);
}

/* The kind of a recipient's record: what happened to it, where the mail is a report. */
static RetourKind
kind_of (const Assembly *a, const RetourFacts *facts)
{
  RetourKind kind;
  const char *action = facts->fact[RETOUR_FACT_ACTION];

  if (a->facts.kind != RETOUR_KIND_BOUNCE || action == NULL || !retour_kind_lookup (action, &kind))
    return a->facts.kind;
  return kind;
}

static void
store_facts (const Assembly *a, const RetourFacts *facts, Record *r)
{
  const char **field = r->field;
  const char *const *fact = facts->fact;
  GStringChunk *pool = a->report->pool;

  field[RETOUR_FIELD_RECIPIENT] = fact[RETOUR_FACT_ADDRESS];
  field[RETOUR_FIELD_ORIGINAL_RECIPIENT] = fact[RETOUR_FACT_ALIAS];
  field[RETOUR_FIELD_DIAGNOSTIC] = fact[RETOUR_FACT_DIAGNOSTIC];
  field[RETOUR_FIELD_DIAGNOSTIC_TYPE] = fact[RETOUR_FACT_DIAGNOSTIC_TYPE];
  field[RETOUR_FIELD_COMMAND] = fact[RETOUR_FACT_COMMAND];
  field[RETOUR_FIELD_REPORTING_MTA] = fact[RETOUR_FACT_LOCAL_HOST];
  field[RETOUR_FIELD_REMOTE_MTA] = fact[RETOUR_FACT_REMOTE_HOST];
  field[RETOUR_FIELD_LAST_ATTEMPT] = retour_date_parse (fact[RETOUR_FACT_DATE], pool);
  field[RETOUR_FIELD_WILL_RETRY_UNTIL] = retour_date_parse (fact[RETOUR_FACT_RETRY_UNTIL], pool);
  if (a->facts.kind == RETOUR_KIND_BOUNCE)
    field[RETOUR_FIELD_DSN_ACTION] = fact[RETOUR_FACT_ACTION];
  /* what the text quotes of the returned mail, where the mail itself is not there */
  if (field[RETOUR_FIELD_RETURNED_SUBJECT] == NULL)
    field[RETOUR_FIELD_RETURNED_SUBJECT] = fact[RETOUR_FACT_ORIGINAL_SUBJECT];
  if (field[RETOUR_FIELD_RETURNED_FROM] == NULL)
    field[RETOUR_FIELD_RETURNED_FROM] = fact[RETOUR_FACT_ORIGINAL_FROM];
  if (field[RETOUR_FIELD_RETURNED_TO] == NULL)
    field[RETOUR_FIELD_RETURNED_TO] = fact[RETOUR_FACT_ORIGINAL_TO];
}

/* The codes of what was delivered, relayed or expanded. */
static void
store_codes (const Assembly *a, const RetourFacts *facts, Record *r)
{
  RetourReply codes;

  retour_reply_find (retour_slice_of (facts->fact[RETOUR_FACT_DIAGNOSTIC]), &codes);
  r->field[RETOUR_FIELD_STATUS] = facts->fact[RETOUR_FACT_STATUS];
  if (codes.reply[0] != '\0')
    r->field[RETOUR_FIELD_REPLY_CODE] = g_string_chunk_insert (a->report->pool, codes.reply);
}

static void
add_record (Assembly *a, const RetourFacts *facts)
{
  Record r = a->common;
  RetourKind kind = kind_of (a, facts);
  RetourDiagnosis diagnosis;
  const char *words = facts->fact[RETOUR_FACT_DIAGNOSTIC];

  store_facts (a, facts, &r);
  r.field[RETOUR_FIELD_KIND] = retour_kind_name (kind);
  if (kind == RETOUR_KIND_BOUNCE || kind == RETOUR_KIND_DELAYED) {
    if (r.field[RETOUR_FIELD_COMMAND] == NULL && words != NULL)
      r.field[RETOUR_FIELD_COMMAND] = retour_transcript_stage (retour_slice_of (words));
    diagnose (a, facts, &diagnosis);
    store_diagnosis (&diagnosis, &r);
    if (kind == RETOUR_KIND_DELAYED)
      soften (&r);
    if (diagnosis.conflict)
      retour_message_add_oddity (a->message, RETOUR_ODDITY_CODE_CONFLICT);
  } else if (a->facts.kind == RETOUR_KIND_BOUNCE) {
    store_codes (a, facts, &r);
  }
  r.field[RETOUR_FIELD_EVENT] = retour_event_key (r.field, a->message_id, a->report->pool);
  g_array_append_val (a->report->records, r);
}

/* Names of the oddities, the same for every record. */
static void
store_oddities (RetourReport *self)
{
  g_autoptr (GString) names = g_string_new (NULL);
  const char *kept;

  for (guint bit = 0; bit < RETOUR_ODDITY_N; bit++) {
    if ((self->oddities & (1u << bit)) == 0)
      continue;
    if (names->len > 0)
      g_string_append_c (names, ' ');
    g_string_append (names, retour_oddity_name (bit));
  }
  kept = names->len > 0 ? g_string_chunk_insert_len (self->pool, names->str, (gssize) names->len)
                        : NULL;
  for (guint i = 0; i < self->records->len; i++)
    g_array_index (self->records, Record, i).field[RETOUR_FIELD_ODDITIES] = kept;
}

RetourReport *
retour_report_new_with_rules (const char *mail, gsize len, const char *origin, guint64 number,
                              const RetourRules *rules)
{
  static const RetourFacts nobody;
  RetourReport *self = g_rc_box_new0 (RetourReport);
  Assembly a = { .report = self, .rules = rules };

  a.message = retour_message_new (mail, len);
  self->pool = retour_message_get_pool (a.message);
  self->records = g_array_new (FALSE, TRUE, sizeof (Record));
  retour_extract (a.message, &a.facts);
  read_common (&a, origin, number);
  for (guint i = 0; i < a.facts.recipients->len; i++)
    add_record (&a, g_ptr_array_index (a.facts.recipients, i));
  if (a.facts.recipients->len == 0)
    add_record (&a, &nobody);
  self->oddities = retour_message_get_oddities (a.message);
  store_oddities (self);
  retour_extract_clear (&a.facts);
  retour_message_steal_pool (a.message);
  retour_message_free (a.message);
  return self;
}

RetourReport *
retour_report_new (const char *mail, gsize len, const char *origin, guint64 number)
{
  return retour_report_new_with_rules (mail, len, origin, number, NULL);
}

RetourReport *
retour_report_ref (RetourReport *self)
{
  return g_rc_box_acquire (self);
}

void
retour_report_unref (RetourReport *self)
{
  g_rc_box_release_full (self, report_clear);
}

void
retour_report_set_truncated (RetourReport *self)
{
  self->oddities |= RETOUR_ODDITY_TRUNCATED;
  store_oddities (self);
}

guint
retour_report_get_n_records (const RetourReport *self)
{
  return self->records->len;
}

const char *
retour_report_get (const RetourReport *self, guint record, RetourField field)
{
  g_return_val_if_fail (record < self->records->len && field < RETOUR_FIELD_N, NULL);
  return g_array_index (self->records, Record, record).field[field];
}

const RetourReason *
retour_report_get_reason (const RetourReport *self, guint record)
{
  g_return_val_if_fail (record < self->records->len, NULL);
  return g_array_index (self->records, Record, record).reason;
}

const char *
retour_report_get_verp (const RetourReport *self)
{
  return self->verp;
}

const char *
retour_report_get_returned_field (const RetourReport *self, const char *name, GStringChunk *pool)
{
  RetourFields fields;
  const char *value;

  retour_fields_init (&fields);
  retour_fields_parse (&fields, self->returned);
  value = retour_fields_get_decoded (&fields, name, pool);
  retour_fields_clear (&fields);
  return value;
}
