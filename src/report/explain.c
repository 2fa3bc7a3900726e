#include <retour/retour.h>

#include "classify/classify.h"

struct _RetourExplanation {
  GStringChunk *pool;
  RetourDiagnosis diagnosis;
};

RetourExplanation *
retour_explanation_new (const char *text, gsize len)
{
  RetourExplanation *self = g_new0 (RetourExplanation, 1);
  RetourSymptoms symptoms = { .text = retour_slice (text, len) };

  self->pool = g_string_chunk_new (256);
  retour_classify (&symptoms, self->pool, &self->diagnosis);
  return self;
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
  return self->diagnosis.reason;
}

const char *
retour_explanation_get_class (const RetourExplanation *self)
{
  return self->diagnosis.hard ? "hard" : "soft";
}

const char *
retour_explanation_get_action (const RetourExplanation *self)
{
  return retour_classify_action (self->diagnosis.reason, self->diagnosis.hard);
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
