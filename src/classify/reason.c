#include <retour/retour.h>

#include "classify/tables.h"

const RetourReason *
retour_reason_lookup (const char *id)
{
  for (guint i = 0; i < retour_builtin_reasons.n; i++)
    if (g_str_equal (retour_builtin_reasons.rows[i].id, id))
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
  return self->id;
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
  return self->blame;
}

const char *
retour_reason_get_action (const RetourReason *self)
{
  return self->action;
}

const char *
retour_reason_get_sisimai (const RetourReason *self)
{
  return self->sisimai;
}

const char *
retour_reason_get_meaning (const RetourReason *self)
{
  return self->meaning;
}

const char *
retour_reason_get_advice (const RetourReason *self)
{
  return retour_gloss_lookup (&retour_builtin_advice, "", self->id);
}
