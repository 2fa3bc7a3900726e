#include "extract/kind-evidence.h"

enum { max_text = 4096 };

gboolean
retour_kind_has_field (const RetourKindEvidence *e, const char *name)
{
  RetourSlice value;

  return retour_fields_find (e->header, name, 0, &value);
}

gboolean
retour_kind_has_empty_path (const RetourKindEvidence *e)
{
  RetourSlice value;

  return retour_fields_find (e->header, "Return-Path", 0, &value) &&
         retour_slice_equal (retour_slice_strip (value), "<>");
}

gboolean
retour_kind_is_personal (const RetourKindEvidence *e)
{
  return !retour_kind_has_hint (e, RETOUR_HINTS_NO_PERSON | RETOUR_HINT_AUTOREPLY) &&
         retour_kind_has_field (e, "From") && !retour_kind_has_field (e, "Auto-Submitted") &&
         !retour_kind_has_empty_path (e);
}

guint
retour_kind_subject_hints (const RetourKindEvidence *e)
{
  GStringChunk *pool = retour_message_get_pool (e->message);

  return retour_hints_of_subject (
      retour_slice_of (retour_fields_get_decoded (e->header, "Subject", pool)));
}

guint
retour_kind_sender_hints (const RetourKindEvidence *e)
{
  RetourSlice from;

  return retour_fields_find (e->header, "From", 0, &from) ? retour_hints_of_sender (from) : 0;
}

RetourSlice
retour_kind_first_text (const RetourKindEvidence *e)
{
  for (guint i = 0; i < retour_message_get_n_parts (e->message); i++) {
    RetourPartKind kind = retour_message_get_part (e->message, i)->kind;
    RetourSlice text;

    if (kind != RETOUR_PART_TEXT && kind != RETOUR_PART_HTML)
      continue;
    text = retour_message_get_text (e->message, i);
    return retour_slice (text.data, MIN (text.len, max_text));
  }
  return retour_slice (NULL, 0);
}
