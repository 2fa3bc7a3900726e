/* kind-evidence: what kind.c looks at: header, parts and words of a mail, looked up as far as
 * needed. */
#pragma once
#include "extract/kind-words.h"
#include "message/message.h"

typedef struct {
  RetourMessage *message;
  const RetourFields *header;
  guint parts;   /* set of 1 << RetourPartKind */
  guint hints;   /* set of RetourHint of sender, header and subject */
  guint subject; /* those of the subject alone */
  gint returned; /* first part that is a mail, -1: none */
} RetourKindEvidence;

#define RETOUR_HINTS_NO_PERSON (RETOUR_HINT_DAEMON | RETOUR_HINT_POSTMASTER | RETOUR_HINT_ROBOT)

static inline gboolean
retour_kind_has_part (const RetourKindEvidence *e, RetourPartKind kind)
{
  return (e->parts & (1u << kind)) != 0;
}

static inline gboolean
retour_kind_has_hint (const RetourKindEvidence *e, guint hints)
{
  return (e->hints & hints) != 0;
}

gboolean retour_kind_has_field (const RetourKindEvidence *e, const char *name);
/* "Return-Path: <>" */
gboolean retour_kind_has_empty_path (const RetourKindEvidence *e);
/* Written and sent by a human being, as far as the header tells. */
gboolean retour_kind_is_personal (const RetourKindEvidence *e);
/* The set of RetourHint of ... */
guint retour_kind_subject_hints (const RetourKindEvidence *e);
guint retour_kind_sender_hints (const RetourKindEvidence *e);
/* The first text of the mail, as much of it as is looked at where the header leaves doubt. */
RetourSlice retour_kind_first_text (const RetourKindEvidence *e);
