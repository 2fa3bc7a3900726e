#include <retour/retour.h>

#include "classify/rules.h"
#include "classify/tables.h"

#include <string.h>

struct _RetourExplanation {
  GStringChunk *pool;
  RetourDiagnosis diagnosis;
  const RetourReason *reason; /* %NULL: no failure, or a whole class of codes */
};

/* A code with which a text starts: "550", "4xx", "5.7.26", "5.x.x". */
typedef struct {
  char code[sizeof "5.999.999"];
  gboolean enhanced;
  gboolean pattern; /* a whole class: there is an 'x' in it */
} Lead;

static gboolean
is_part (const char *part, gsize len, gsize max)
{
  if (len == 1 && *part == 'x')
    return TRUE;
  return len >= 1 && len <= max && strspn (part, "0123456789") >= len;
}

static gboolean
is_status (const char *code)
{
  const char *first = strchr (code, '.'), *second = first != NULL ? strchr (first + 1, '.') : NULL;

  return second != NULL && first == code + 1 && strchr ("245x", *code) != NULL &&
         is_part (first + 1, (gsize) (second - first - 1), 3) &&
         is_part (second + 1, strlen (second + 1), 3);
}

static gboolean
is_reply (const char *code)
{
  return strlen (code) == 3 && strchr ("12345x", *code) != NULL &&
         strspn (code, "0123456789x") == 3 && !g_str_equal (code, "xxx");
}

static gboolean
read_lead (RetourSlice text, Lead *out)
{
  RetourSlice s = retour_slice_strip (text);
  gsize n = 0;

  *out = (Lead) { 0 };
  while (n < s.len && n + 1 < sizeof out->code &&
         (g_ascii_isdigit (s.data[n]) || (n > 0 && s.data[n] == '.') ||
          retour_ascii_lower (s.data[n]) == 'x')) {
    out->code[n] = retour_ascii_lower (s.data[n]);
    n++;
  }
  if (n < s.len && (g_ascii_isalnum (s.data[n]) || s.data[n] == '.'))
    return FALSE;
  out->pattern = strchr (out->code, 'x') != NULL;
  out->enhanced = is_status (out->code);
  return out->enhanced || is_reply (out->code);
}

static gboolean
is_success (const char *code)
{
  return code != NULL && *code >= '1' && *code <= '3';
}

static void
take_lead (RetourExplanation *self, const Lead *lead)
{
  RetourDiagnosis *d = &self->diagnosis;
  const char *code = g_string_chunk_insert (self->pool, lead->code);
  g_autofree char *rule = NULL;

  d->status = lead->enhanced ? code : d->status;
  d->reply = lead->enhanced ? d->reply : code;
  d->decided_by = lead->enhanced ? RETOUR_DECIDED_BY_STATUS : RETOUR_DECIDED_BY_REPLY;
  rule = g_strconcat (retour_decided_by_name (d->decided_by), ":", code, NULL);
  d->rule = g_string_chunk_insert (self->pool, rule);
  d->evidence = code;
}

/* "x.7.26" says as much as "5.7.26". */
static const RetourReason *
reason_of_pattern (const Lead *lead)
{
  const RetourCode *row =
      lead->enhanced ? retour_status_lookup (&retour_builtin_status, lead->code) : NULL;

  return row != NULL && row->specific ? retour_reason_get_nth (row->reason) : NULL;
}

/* What the classifier, which knows of failures only, does not tell. */
static void
refine (RetourExplanation *self, RetourSlice text)
{
  RetourDiagnosis *d = &self->diagnosis;
  const char *code = d->reply != NULL ? d->reply : d->status;
  gboolean failed = code != NULL && !is_success (code);
  Lead lead;

  self->reason = d->reason;
  if (!read_lead (text, &lead)) {
    if (is_success (code) && d->decided_by != RETOUR_DECIDED_BY_RULE)
      self->reason = NULL;
    return;
  }
  if (lead.pattern || (is_success (lead.code) && !failed)) {
    take_lead (self, &lead);
    self->reason = lead.pattern ? reason_of_pattern (&lead) : NULL;
    d->hard = self->reason != NULL && retour_reason_is_hard (self->reason) && *lead.code != '4';
    d->permanent = *lead.code == '5' ? "true" : *lead.code == '4' ? "false" : NULL;
  } else if (!lead.pattern && !lead.enhanced && d->reply == NULL) {
    d->reply = g_string_chunk_insert (self->pool, lead.code); /* "599": nobody knows it */
    d->permanent = *lead.code == '5' ? "true" : "false";
  }
}

RetourExplanation *
retour_explanation_new_with_rules (const char *text, gsize len, const RetourRules *rules)
{
  RetourExplanation *self = g_new0 (RetourExplanation, 1);
  RetourSymptoms symptoms = { .text = retour_slice (text, len) };

  self->pool = g_string_chunk_new (256);
  retour_rules_classify (rules, &symptoms, self->pool, &self->diagnosis);
  refine (self, symptoms.text);
  return self;
}

RetourExplanation *
retour_explanation_new (const char *text, gsize len)
{
  return retour_explanation_new_with_rules (text, len, NULL);
}

void
retour_explanation_free (RetourExplanation *self)
{
  if (self == NULL)
    return;
  g_string_chunk_free (self->pool);
  g_free (self);
}

const RetourReason *
retour_explanation_get_reason (const RetourExplanation *self)
{
  return self->reason;
}

const char *
retour_explanation_get_class (const RetourExplanation *self)
{
  return self->reason == NULL ? NULL : self->diagnosis.hard ? "hard" : "soft";
}

const char *
retour_explanation_get_permanent (const RetourExplanation *self)
{
  return self->diagnosis.permanent;
}

const char *
retour_explanation_get_action (const RetourExplanation *self)
{
  return self->reason != NULL ? retour_classify_action (self->reason, self->diagnosis.hard) : NULL;
}

const char *
retour_explanation_get_status (const RetourExplanation *self)
{
  return self->diagnosis.status;
}

const char *
retour_explanation_get_reply_code (const RetourExplanation *self)
{
  return self->diagnosis.reply;
}

const char *
retour_explanation_get_rule (const RetourExplanation *self)
{
  return self->diagnosis.rule;
}

const char *
retour_explanation_get_evidence (const RetourExplanation *self)
{
  return self->diagnosis.evidence;
}

const char *
retour_explanation_get_decided_by (const RetourExplanation *self)
{
  return retour_decided_by_name (self->diagnosis.decided_by);
}

const char *
retour_explanation_get_provider (const RetourExplanation *self)
{
  return self->diagnosis.provider;
}

const char *
retour_explanation_get_retry_after (const RetourExplanation *self)
{
  return self->diagnosis.retry_after;
}

const char *
retour_explanation_get_blocklist (const RetourExplanation *self)
{
  return self->diagnosis.blocklist;
}

const char *
retour_explanation_get_new_address (const RetourExplanation *self)
{
  return self->diagnosis.new_address;
}

/* "5xx", "x5x": what the digits at and around @digit say by themselves. */
static const char *
digit_meaning (const char *reply, guint digit)
{
  char pattern[] = "xxx";

  pattern[digit] = reply[digit];
  return retour_explain_value (RETOUR_FIELD_REPLY_CODE, pattern);
}

static const char *
reply_meaning (const char *reply)
{
  const char *meaning = retour_explain_value (RETOUR_FIELD_REPLY_CODE, reply);

  if (meaning == NULL)
    meaning = digit_meaning (reply, 0);
  return meaning != NULL ? meaning : digit_meaning (reply, 1);
}

/* "5.0.0" says less than "550", "5.7.26" more. */
static gboolean
says_more (const char *status)
{
  return !g_str_has_suffix (status, ".0");
}

const char *
retour_explanation_get_meaning (const RetourExplanation *self)
{
  const RetourReason *unknown = retour_reason_lookup ("unknown");
  const char *status = self->diagnosis.status, *reply = self->diagnosis.reply;
  const char *meaning = NULL;

  if (self->diagnosis.decided_by == RETOUR_DECIDED_BY_RULE && self->reason != unknown)
    return retour_reason_get_meaning (self->reason);
  if (status != NULL && (reply == NULL || says_more (status)))
    meaning = retour_explain_value (RETOUR_FIELD_STATUS, status);
  if (meaning == NULL && reply != NULL)
    meaning = reply_meaning (reply);
  return meaning != NULL ? meaning : retour_reason_get_meaning (unknown);
}

const char *
retour_explanation_get_advice (const RetourExplanation *self)
{
  const RetourDiagnosis *d = &self->diagnosis;
  const char *code = d->reply != NULL ? d->reply : d->status;
  char class[] = "?xx";
  const char *advice = NULL;

  class[0] = code != NULL ? *code : '?';
  if (self->reason == NULL || self->reason == retour_reason_lookup ("unknown") ||
      (!d->hard && retour_reason_is_hard (self->reason)))
    advice = retour_gloss_lookup (&retour_builtin_advice, "", class);
  if (advice == NULL && self->reason != NULL)
    advice = retour_reason_get_advice (self->reason);
  return advice;
}

const char *
retour_explain_blocklist_kind (const char *name)
{
  const RetourRuleset *rules = &retour_builtin_rules;

  for (guint i = 0; i < rules->n_labels; i++)
    if (g_str_equal (retour_ruleset_text (rules, rules->labels[i].name), name))
      return retour_ruleset_text (rules, rules->labels[i].kind);
  return NULL;
}

const char *
retour_explain_value (RetourField field, const char *value)
{
  const char *name = retour_field_get_name (field);
  const RetourReason *reason = NULL;
  const RetourCodeTable *codes = &retour_builtin_status;
  const RetourCode *row = NULL;

  if (field == RETOUR_FIELD_REASON)
    reason = retour_reason_lookup (value);
  else if (field == RETOUR_FIELD_STATUS)
    row = retour_status_lookup (&retour_builtin_status, value);
  else if (field == RETOUR_FIELD_REPLY_CODE)
    row = retour_code_lookup (codes = &retour_builtin_replies, value);
  else if (field == RETOUR_FIELD_BLOCKLIST)
    value = retour_explain_blocklist_kind (value);
  if (reason != NULL)
    return retour_reason_get_meaning (reason);
  if (row != NULL)
    return retour_text_at (codes->texts, row->meaning);
  return value != NULL ? retour_gloss_lookup (&retour_builtin_words, name, value) : NULL;
}
