#include <retour/retour.h>

#include "classify/tables.h"

static const char *
text_of (RetourText text)
{
  return retour_builtin_reasons.texts + text;
}

const RetourReason *
retour_reason_lookup (const char *id)
{
  for (guint i = 0; i < retour_builtin_reasons.n; i++)
    if (g_str_equal (text_of (retour_builtin_reasons.rows[i].id), id))
      return &retour_builtin_reasons.rows[i];
  return NULL;
}

const RetourReason *
retour_reason_get_nth (guint i)
{
  return i < retour_builtin_reasons.n ? &retour_builtin_reasons.rows[i] : NULL;
}

const char *
retour_reason_get_id (const RetourReason *self)
{
  return text_of (self->id);
}

const char *
retour_reason_get_class (const RetourReason *self)
{
  return self->hard ? "hard" : "soft";
}

gboolean
retour_reason_is_hard (const RetourReason *self)
{
  return self->hard;
}

const char *
retour_reason_get_blame (const RetourReason *self)
{
  return text_of (self->blame);
}

const char *
retour_reason_get_action (const RetourReason *self)
{
  return text_of (self->action);
}

const char *
retour_reason_get_sisimai (const RetourReason *self)
{
  return text_of (self->sisimai);
}

const char *
retour_reason_get_meaning (const RetourReason *self)
{
  return text_of (self->meaning);
}

const char *
retour_reason_get_advice (const RetourReason *self)
{
  return retour_gloss_lookup (&retour_builtin_advice, "", text_of (self->id));
}
