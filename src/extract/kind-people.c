#include "extract/kind-people.h"

enum {
  max_prefixes = 4,
  max_prefix = 8, /* bytes of "Antwort" */
  max_tag = 40    /* bytes of "[list" */
};

/* The set of RetourHint of the lines that quote another mail; @quotes: there are some. */
static guint
quoted_hints (const RetourKindEvidence *e, gboolean *quotes)
{
  RetourSlice rest = retour_kind_first_text (e);
  RetourSlice line;
  guint hints = 0;

  *quotes = FALSE;
  while (retour_slice_next_line (&rest, &line))
    if (line.len > 0 && *line.data == '>') {
      hints |= retour_hints_of_text (line);
      *quotes = TRUE;
    }
  return hints;
}

/* The mail inside is a report itself. */
static gboolean
returns_report (const RetourKindEvidence *e)
{
  RetourFields inner;
  RetourSlice value;
  gboolean report = FALSE;

  if (e->returned < 0)
    return FALSE;
  retour_fields_init (&inner);
  retour_fields_parse (
      &inner, retour_slice_strip (retour_message_get_text (e->message, (guint) e->returned)));
  if (retour_fields_find (&inner, "From", 0, &value))
    report = (retour_hints_of_sender (value) & RETOUR_HINT_DAEMON) != 0;
  if (retour_fields_find (&inner, "Content-Type", 0, &value))
    report = report || retour_slice_starts (retour_slice_strip (value), "multipart/report");
  if (retour_fields_find (&inner, "Subject", 0, &value))
    report = report || (retour_hints_of_subject (value) & RETOUR_HINT_BOUNCE) != 0;
  retour_fields_clear (&inner);
  return report;
}

gboolean
retour_people_is_forward (const RetourKindEvidence *e)
{
  return retour_kind_is_personal (e) &&
         (retour_kind_has_hint (e, RETOUR_HINT_FORWARD) || returns_report (e));
}

/* "Re: [list] Undelivered mail": the subject of a report comes first. */
static gboolean
is_answer_to_report (const RetourKindEvidence *e)
{
  RetourSlice subject = retour_slice_of (
      retour_fields_get_decoded (e->header, "Subject", retour_message_get_pool (e->message)));

  for (guint i = 0; i < max_prefixes; i++) {
    gboolean tag = subject.len > 0 && *subject.data == '[';
    gssize end = retour_slice_find (subject, tag ? "]" : ":", 0);

    if (end < 0 || end > (tag ? max_tag : max_prefix))
      break;
    subject = retour_slice_strip (retour_slice_from (subject, (gsize) end + 1));
    if ((retour_hints_at_subject (subject) & RETOUR_HINT_BOUNCE) != 0)
      return TRUE;
  }
  return FALSE;
}

gboolean
retour_people_is_answer (const RetourKindEvidence *e)
{
  gboolean personal = retour_kind_is_personal (e);
  gboolean quotes = FALSE;
  guint hints;

  if (!retour_kind_has_hint (e, RETOUR_HINT_REPLY) ||
      retour_kind_has_hint (e, RETOUR_HINT_DAEMON | RETOUR_HINT_AUTOREPLY) ||
      retour_kind_has_field (e, "Auto-Submitted") || retour_kind_has_empty_path (e))
    return FALSE;
  hints = quoted_hints (e, &quotes);
  if (quotes && (personal || (hints & RETOUR_HINT_BOUNCE) != 0) &&
      (retour_kind_has_field (e, "In-Reply-To") || retour_kind_has_field (e, "References")))
    return TRUE;
  return personal && is_answer_to_report (e);
}
