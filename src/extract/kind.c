#include "extract/kind.h"

#include "base/reply.h"
#include "extract/kind-evidence.h"
#include "extract/kind-people.h"

static const char *const names[RETOUR_KIND_N] = {
  [RETOUR_KIND_BOUNCE] = "bounce",           [RETOUR_KIND_DELAYED] = "delayed",
  [RETOUR_KIND_DELIVERED] = "delivered",     [RETOUR_KIND_RELAYED] = "relayed",
  [RETOUR_KIND_EXPANDED] = "expanded",       [RETOUR_KIND_FEEDBACK] = "feedback",
  [RETOUR_KIND_AUTOREPLY] = "autoreply",     [RETOUR_KIND_CHALLENGE] = "challenge",
  [RETOUR_KIND_DISPOSITION] = "disposition", [RETOUR_KIND_NOTBOUNCE] = "notbounce",
};

const char *
retour_kind_name (RetourKind kind)
{
  return names[kind];
}

gboolean
retour_kind_lookup (const char *name, RetourKind *kind)
{
  for (guint i = 0; i < RETOUR_KIND_N; i++)
    if (strcmp (name, names[i]) == 0) {
      *kind = (RetourKind) i;
      return TRUE;
    }
  return FALSE;
}

/* The report types that are no delivery report, by their parameter of multipart/report. */
static const struct {
  const char *type;
  RetourKind kind;
} report_types[] = {
  { "feedback-report", RETOUR_KIND_FEEDBACK },
  { "tlsrpt", RETOUR_KIND_NOTBOUNCE },
};

static void
scan_parts (RetourKindEvidence *e)
{
  e->returned = -1;
  for (guint i = 0; i < retour_message_get_n_parts (e->message); i++) {
    const RetourPart *part = retour_message_get_part (e->message, i);

    e->parts |= 1u << part->kind;
    if (part->kind == RETOUR_PART_MESSAGE && e->returned < 0)
      e->returned = (gint) i;
    if (g_str_has_prefix (part->type, "application/tlsrpt"))
      e->hints |= RETOUR_HINT_STATISTICS;
  }
}

/* A refusal may come as a disposition notification (RFC 5429 2.2), in the name of the mail server;
 * people's own programs sign theirs with the reader's name. */
static gboolean
is_sieve_reject (const RetourKindEvidence *e)
{
  RetourFields fields;
  const char *disposition = NULL;
  GStringChunk *pool = retour_message_get_pool (e->message);

  if ((retour_kind_sender_hints (e) & (RETOUR_HINT_DAEMON | RETOUR_HINT_POSTMASTER)) == 0 ||
      (retour_kind_subject_hints (e) & RETOUR_HINT_RECEIPT) != 0)
    return FALSE;
  retour_fields_init (&fields);
  for (guint i = 0; i < retour_message_get_n_parts (e->message); i++)
    if (retour_message_get_part (e->message, i)->kind == RETOUR_PART_DISPOSITION) {
      retour_fields_parse (&fields, retour_slice_strip (retour_message_get_text (e->message, i)));
      disposition = retour_fields_get (&fields, "Disposition", pool);
    }
  retour_fields_clear (&fields);
  return disposition != NULL &&
         retour_slice_starts (retour_slice_of (disposition), "automatic-action");
}

/* Its parts lie beside the words of somebody who sends them on. */
static gboolean
is_sent_on (RetourKindEvidence *e, const char *report_type)
{
  if (report_type != NULL)
    return FALSE;
  e->hints |= retour_kind_sender_hints (e);
  return retour_kind_is_personal (e) && retour_kind_has_field (e, "Return-Path");
}

/* The MIME structure alone; RETOUR_KIND_N where it does not tell. */
static RetourKind
kind_of_structure (RetourKindEvidence *e)
{
  RetourSlice type = { NULL, 0 };

  if (strcmp (retour_message_get_type (e->message), "multipart/report") == 0)
    type = retour_slice_of (retour_message_get_type_parameter (e->message, "report-type"));
  for (guint i = 0; i < G_N_ELEMENTS (report_types); i++)
    if (retour_slice_equal (type, report_types[i].type))
      return report_types[i].kind;
  if (retour_slice_equal (type, "disposition-notification"))
    return is_sieve_reject (e) ? RETOUR_KIND_BOUNCE : RETOUR_KIND_DISPOSITION;
  if (retour_kind_has_hint (e, RETOUR_HINT_STATISTICS))
    return RETOUR_KIND_NOTBOUNCE;
  if (retour_kind_has_part (e, RETOUR_PART_DELIVERY_STATUS)) {
    if (retour_kind_has_hint (e, RETOUR_HINT_CHALLENGE))
      return RETOUR_KIND_CHALLENGE;
    return is_sent_on (e, type.data) ? RETOUR_KIND_NOTBOUNCE : RETOUR_KIND_BOUNCE;
  }
  if (retour_kind_has_part (e, RETOUR_PART_FEEDBACK))
    return RETOUR_KIND_FEEDBACK;
  if (!retour_kind_has_part (e, RETOUR_PART_DISPOSITION))
    return RETOUR_KIND_N;
  return is_sieve_reject (e) ? RETOUR_KIND_BOUNCE : RETOUR_KIND_DISPOSITION;
}

static gboolean
is_feedback (const RetourKindEvidence *e)
{
  if (retour_kind_has_hint (e, RETOUR_HINT_OPTOUT))
    return TRUE;
  return retour_kind_has_hint (e, RETOUR_HINT_COMPLAINT) &&
         (e->returned >= 0 || retour_kind_has_field (e, "X-HmXmrOriginalRecipient"));
}

static gboolean
is_list_mail (const RetourKindEvidence *e)
{
  return retour_kind_has_hint (e, RETOUR_HINT_LIST) &&
         !retour_kind_has_hint (e, RETOUR_HINT_DAEMON) &&
         !retour_kind_has_part (e, RETOUR_PART_MESSAGE) &&
         !retour_kind_has_part (e, RETOUR_PART_HEADERS);
}

/* Which may well speak of bounces. */
static gboolean
is_personal_list_mail (const RetourKindEvidence *e)
{
  return retour_kind_is_personal (e) && is_list_mail (e);
}

/* Sent by a program in reply to a mail: then a few words are enough. */
static gboolean
looks_automatic (const RetourKindEvidence *e)
{
  RetourSlice value;

  if (retour_kind_has_field (e, "Auto-Submitted") ||
      retour_kind_has_field (e, "X-Auto-Response-Suppress") ||
      retour_kind_has_field (e, "In-Reply-To") || retour_kind_has_empty_path (e))
    return TRUE;
  return retour_fields_find (e->header, "Precedence", 0, &value) &&
         (retour_slice_equal (retour_slice_strip (value), "bulk") ||
          retour_slice_equal (retour_slice_strip (value), "junk"));
}

/* Header and subject leave doubt: the words of the text. */
static RetourKind
kind_of_text (const RetourKindEvidence *e)
{
  guint hints = retour_hints_of_text (retour_kind_first_text (e));

  if ((hints & RETOUR_HINT_CHALLENGE) != 0)
    return RETOUR_KIND_CHALLENGE;
  if (retour_kind_has_hint (e, RETOUR_HINT_RECEIPT) && (hints & RETOUR_HINT_RECEIPT) != 0)
    return RETOUR_KIND_DISPOSITION;
  if (retour_kind_has_hint (e, RETOUR_HINT_ABSENCE) || (hints & RETOUR_HINT_ABSENCE) != 0)
    return RETOUR_KIND_AUTOREPLY;
  return RETOUR_KIND_BOUNCE;
}

static gboolean
is_statistics (const RetourKindEvidence *e)
{
  return retour_kind_has_hint (e, RETOUR_HINT_STATISTICS) &&
         retour_kind_has_part (e, RETOUR_PART_OTHER);
}

static gboolean
is_bounce (const RetourKindEvidence *e)
{
  if (retour_kind_has_hint (e, RETOUR_HINT_POSTMASTER))
    return (e->subject & (RETOUR_HINT_AUTOREPLY | RETOUR_HINT_CHALLENGE)) == 0;
  return retour_kind_has_hint (e, RETOUR_HINT_BOUNCE | RETOUR_HINT_DAEMON);
}

static gboolean
is_autoreply (const RetourKindEvidence *e)
{
  return retour_kind_has_hint (e, RETOUR_HINT_AUTOREPLY);
}

/* "Auto-Submitted: auto-replied" is what mail servers write, too; they do not name the mail that
 * they reply to and do not sign as somebody. */
static gboolean
is_signed_autoreply (const RetourKindEvidence *e)
{
  return retour_kind_has_hint (e, RETOUR_HINT_AUTOREPLY) &&
         !retour_kind_has_hint (e, RETOUR_HINTS_NO_PERSON) &&
         retour_kind_has_field (e, "In-Reply-To") &&
         !retour_kind_has_field (e, "X-Failed-Recipients") &&
         !retour_kind_has_part (e, RETOUR_PART_MESSAGE) &&
         !retour_kind_has_part (e, RETOUR_PART_HEADERS);
}

/* "Automatic reply: Undeliverable: x"; where only the header says so, the text has to. */
static gboolean
is_autoreply_to_report (const RetourKindEvidence *e)
{
  if (!retour_kind_has_hint (e, RETOUR_HINT_AUTOREPLY) ||
      retour_kind_has_hint (e, RETOUR_HINTS_NO_PERSON) || (e->subject & RETOUR_HINT_BOUNCE) == 0 ||
      retour_kind_has_field (e, "X-Failed-Recipients"))
    return FALSE;
  return (e->subject & RETOUR_HINT_AUTOREPLY) != 0 ||
         (retour_hints_of_text (retour_kind_first_text (e)) &
          (RETOUR_HINT_ABSENCE | RETOUR_HINT_BOUNCE)) == RETOUR_HINT_ABSENCE;
}

/* What a server answered, in the form of an automatic reply and nothing else. */
static gboolean
is_automatic_refusal (const RetourKindEvidence *e)
{
  RetourSlice text;
  RetourReply reply;

  if (!retour_kind_has_hint (e, RETOUR_HINT_AUTOREPLY) ||
      (e->subject & (RETOUR_HINT_AUTOREPLY | RETOUR_HINT_ABSENCE)) != 0)
    return FALSE;
  text = retour_kind_first_text (e);
  return (retour_hints_of_text (text) & (RETOUR_HINT_ABSENCE | RETOUR_HINT_BOUNCE |
                                         RETOUR_HINT_CHALLENGE)) == RETOUR_HINT_BOUNCE &&
         retour_reply_find (text, &reply);
}

/* A help desk quotes the report that it was sent. */
static gboolean
is_ticket (const RetourKindEvidence *e)
{
  return retour_kind_has_hint (e, RETOUR_HINT_TICKET) &&
         !retour_kind_has_hint (e, RETOUR_HINT_DAEMON | RETOUR_HINT_POSTMASTER) &&
         !retour_kind_has_field (e, "X-Failed-Recipients") && !retour_kind_has_empty_path (e);
}

/* It says that it has got what was sent; help desks tell of other things as well. */
static gboolean
is_automatic_ticket (const RetourKindEvidence *e)
{
  if (!is_ticket (e) || !looks_automatic (e))
    return FALSE;
  return (e->subject & RETOUR_HINT_TICKET) != 0 ||
         retour_kind_has_hint (e, RETOUR_HINT_AUTOREPLY) ||
         (retour_hints_of_text (retour_kind_first_text (e)) & RETOUR_HINT_TICKET) != 0;
}

/* By its header; words of the subject may be those of the returned mail. */
static gboolean
is_help_desk_mail (const RetourKindEvidence *e)
{
  return is_ticket (e) && (e->subject & RETOUR_HINT_TICKET) == 0;
}

static gboolean
is_challenge (const RetourKindEvidence *e)
{
  return retour_kind_has_hint (e, RETOUR_HINT_CHALLENGE) &&
         !retour_kind_has_hint (e, RETOUR_HINT_BOUNCE);
}

/* Asks for something before it delivers: more than a reply. */
static gboolean
is_automatic_challenge (const RetourKindEvidence *e)
{
  return retour_kind_has_hint (e, RETOUR_HINT_AUTOREPLY) &&
         (e->subject & (RETOUR_HINT_AUTOREPLY | RETOUR_HINT_ABSENCE | RETOUR_HINT_BOUNCE)) == 0 &&
         (retour_hints_of_text (retour_kind_first_text (e)) &
          (RETOUR_HINT_CHALLENGE | RETOUR_HINT_ABSENCE)) == RETOUR_HINT_CHALLENGE;
}

static gboolean
is_receipt (const RetourKindEvidence *e)
{
  return retour_kind_has_hint (e, RETOUR_HINT_RECEIPT) && retour_kind_has_field (e, "In-Reply-To");
}

/* The first that holds. */
static const struct {
  gboolean (*holds) (const RetourKindEvidence *e);
  RetourKind kind;
} tests[] = {
  { is_feedback, RETOUR_KIND_FEEDBACK },
  { is_statistics, RETOUR_KIND_NOTBOUNCE },
  { retour_people_is_forward, RETOUR_KIND_NOTBOUNCE },
  { retour_people_is_answer, RETOUR_KIND_NOTBOUNCE },
  { is_personal_list_mail, RETOUR_KIND_NOTBOUNCE },
  { is_challenge, RETOUR_KIND_CHALLENGE },
  { is_automatic_challenge, RETOUR_KIND_CHALLENGE },
  { is_automatic_ticket, RETOUR_KIND_AUTOREPLY },
  { is_help_desk_mail, RETOUR_KIND_NOTBOUNCE },
  { is_automatic_refusal, RETOUR_KIND_BOUNCE },
  { is_signed_autoreply, RETOUR_KIND_AUTOREPLY },
  { is_autoreply_to_report, RETOUR_KIND_AUTOREPLY },
  { is_bounce, RETOUR_KIND_BOUNCE },
  { is_autoreply, RETOUR_KIND_AUTOREPLY },
  { is_receipt, RETOUR_KIND_DISPOSITION },
  { is_list_mail, RETOUR_KIND_NOTBOUNCE },
};

RetourKind
retour_kind_detect (RetourMessage *message)
{
  RetourKindEvidence e = { .message = message, .header = retour_message_get_header (message) };
  RetourSlice from = { 0 };
  RetourKind kind;

  scan_parts (&e);
  retour_fields_find (e.header, "From", 0, &from);
  e.hints |= retour_hints_of_domain (from);
  kind = kind_of_structure (&e);
  if (kind != RETOUR_KIND_N)
    return kind;
  e.hints |= retour_hints_of_sender (from);
  if (retour_kind_has_hint (&e, RETOUR_HINT_DAEMON) &&
      !retour_kind_has_part (&e, RETOUR_PART_OTHER))
    return RETOUR_KIND_BOUNCE;
  e.hints |= retour_hints_of_header (e.header);
  e.subject = retour_kind_subject_hints (&e);
  e.hints |= e.subject;
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    if (tests[i].holds (&e))
      return tests[i].kind;
  return looks_automatic (&e) || retour_kind_has_hint (&e, RETOUR_HINT_RECEIPT)
             ? kind_of_text (&e)
             : RETOUR_KIND_BOUNCE;
}
