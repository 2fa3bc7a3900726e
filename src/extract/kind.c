#include "extract/kind.h"

#include "extract/kind-words.h"

enum { max_text = 4096 /* bytes of a text that are looked at where the header leaves doubt */ };

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

/* What is known of a mail, looked up as far as needed. */
typedef struct {
  RetourMessage *message;
  const RetourFields *header;
  guint parts;   /* set of 1 << RetourPartKind */
  guint hints;   /* set of RetourHint of sender, header and subject */
  guint subject; /* those of the subject alone */
  gint returned; /* first part that is a mail, -1: none */
} Evidence;

#define HAS_PART(e, kind) (((e)->parts & (1u << (kind))) != 0)

#define NO_PERSON (RETOUR_HINT_DAEMON | RETOUR_HINT_POSTMASTER | RETOUR_HINT_ROBOT)

static gboolean
has_hint (const Evidence *e, guint hints)
{
  return (e->hints & hints) != 0;
}

static gboolean
has_field (const Evidence *e, const char *name)
{
  RetourSlice value;

  return retour_fields_find (e->header, name, 0, &value);
}

/* "Return-Path: <>" */
static gboolean
has_empty_path (const Evidence *e)
{
  RetourSlice value;

  return retour_fields_find (e->header, "Return-Path", 0, &value) &&
         retour_slice_equal (retour_slice_strip (value), "<>");
}

/* Written and sent by a human being, as far as the header tells. */
static gboolean
is_personal (const Evidence *e)
{
  return !has_hint (e, NO_PERSON | RETOUR_HINT_AUTOREPLY) && has_field (e, "From") &&
         !has_field (e, "Auto-Submitted") && !has_empty_path (e);
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
scan_parts (Evidence *e)
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
is_sieve_reject (const Evidence *e)
{
  RetourFields fields;
  const char *disposition = NULL;
  GStringChunk *pool = retour_message_get_pool (e->message);
  RetourSlice from = { 0 };
  guint sender = 0;

  if (retour_fields_find (e->header, "From", 0, &from))
    sender = retour_hints_of_sender (from);
  if ((sender & (RETOUR_HINT_DAEMON | RETOUR_HINT_POSTMASTER)) == 0)
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

/* The MIME structure alone; RETOUR_KIND_N where it does not tell. */
static RetourKind
kind_of_structure (const Evidence *e)
{
  const char *type = NULL;

  if (strcmp (retour_message_get_type (e->message), "multipart/report") == 0)
    type = retour_message_get_type_parameter (e->message, "report-type");
  for (guint i = 0; type != NULL && i < G_N_ELEMENTS (report_types); i++)
    if (g_ascii_strcasecmp (type, report_types[i].type) == 0)
      return report_types[i].kind;
  if (type != NULL && g_ascii_strcasecmp (type, "disposition-notification") == 0)
    return is_sieve_reject (e) ? RETOUR_KIND_BOUNCE : RETOUR_KIND_DISPOSITION;
  if (has_hint (e, RETOUR_HINT_STATISTICS))
    return RETOUR_KIND_NOTBOUNCE;
  if (HAS_PART (e, RETOUR_PART_DELIVERY_STATUS))
    return has_hint (e, RETOUR_HINT_CHALLENGE) ? RETOUR_KIND_CHALLENGE : RETOUR_KIND_BOUNCE;
  if (HAS_PART (e, RETOUR_PART_FEEDBACK))
    return RETOUR_KIND_FEEDBACK;
  if (!HAS_PART (e, RETOUR_PART_DISPOSITION))
    return RETOUR_KIND_N;
  return is_sieve_reject (e) ? RETOUR_KIND_BOUNCE : RETOUR_KIND_DISPOSITION;
}

/* The first text of the mail, as much of it as is looked at. */
static RetourSlice
first_text (const Evidence *e)
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

/* Has lines that quote another mail. */
static gboolean
quotes (const Evidence *e)
{
  RetourSlice rest = first_text (e);
  RetourSlice line;

  while (retour_slice_next_line (&rest, &line))
    if (line.len > 0 && *line.data == '>')
      return TRUE;
  return FALSE;
}

/* The mail inside is a report itself. */
static gboolean
returns_report (const Evidence *e)
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

static gboolean
is_feedback (const Evidence *e)
{
  if (has_hint (e, RETOUR_HINT_OPTOUT))
    return TRUE;
  return has_hint (e, RETOUR_HINT_COMPLAINT) &&
         (e->returned >= 0 || has_field (e, "X-HmXmrOriginalRecipient"));
}

/* What people do with reports: attach one, forward one, reply to one. A report that is forwarded
 * as text without quotes is still read: a program may have sent it on. */
static gboolean
is_forward (const Evidence *e)
{
  if (!is_personal (e))
    return FALSE;
  if (returns_report (e))
    return TRUE;
  return has_hint (e, RETOUR_HINT_FORWARD) && (!has_hint (e, RETOUR_HINT_BOUNCE) || quotes (e));
}

static gboolean
is_answer (const Evidence *e)
{
  return has_hint (e, RETOUR_HINT_REPLY) && is_personal (e) &&
         (has_field (e, "In-Reply-To") || has_field (e, "References")) && quotes (e);
}

static gboolean
is_list_mail (const Evidence *e)
{
  return has_hint (e, RETOUR_HINT_LIST) && !has_hint (e, RETOUR_HINT_DAEMON) &&
         !HAS_PART (e, RETOUR_PART_MESSAGE) && !HAS_PART (e, RETOUR_PART_HEADERS);
}

/* Which may well speak of bounces. */
static gboolean
is_personal_list_mail (const Evidence *e)
{
  return is_personal (e) && is_list_mail (e);
}

/* Sent by a program in reply to a mail: then a few words are enough. */
static gboolean
looks_automatic (const Evidence *e)
{
  RetourSlice value;

  if (has_field (e, "Auto-Submitted") || has_field (e, "X-Auto-Response-Suppress") ||
      has_field (e, "In-Reply-To") || has_empty_path (e))
    return TRUE;
  return retour_fields_find (e->header, "Precedence", 0, &value) &&
         (retour_slice_equal (retour_slice_strip (value), "bulk") ||
          retour_slice_equal (retour_slice_strip (value), "junk"));
}

/* Header and subject leave doubt: the words of the text. */
static RetourKind
kind_of_text (const Evidence *e)
{
  guint hints = retour_hints_of_text (first_text (e));

  if ((hints & RETOUR_HINT_CHALLENGE) != 0)
    return RETOUR_KIND_CHALLENGE;
  if (has_hint (e, RETOUR_HINT_RECEIPT) && (hints & RETOUR_HINT_RECEIPT) != 0)
    return RETOUR_KIND_DISPOSITION;
  if (has_hint (e, RETOUR_HINT_ABSENCE) || (hints & RETOUR_HINT_ABSENCE) != 0)
    return RETOUR_KIND_AUTOREPLY;
  return RETOUR_KIND_BOUNCE;
}

static gboolean
is_statistics (const Evidence *e)
{
  return has_hint (e, RETOUR_HINT_STATISTICS) && HAS_PART (e, RETOUR_PART_OTHER);
}

static gboolean
is_bounce (const Evidence *e)
{
  if (has_hint (e, RETOUR_HINT_POSTMASTER))
    return (e->subject & (RETOUR_HINT_AUTOREPLY | RETOUR_HINT_CHALLENGE)) == 0;
  return has_hint (e, RETOUR_HINT_BOUNCE | RETOUR_HINT_DAEMON);
}

static gboolean
is_autoreply (const Evidence *e)
{
  return has_hint (e, RETOUR_HINT_AUTOREPLY);
}

/* "Auto-Submitted: auto-replied" is what mail servers write, too; they do not name the mail that
 * they reply to and do not sign as somebody. */
static gboolean
is_signed_autoreply (const Evidence *e)
{
  return has_hint (e, RETOUR_HINT_AUTOREPLY) && !has_hint (e, NO_PERSON) &&
         has_field (e, "In-Reply-To") && !has_field (e, "X-Failed-Recipients") &&
         !HAS_PART (e, RETOUR_PART_MESSAGE) && !HAS_PART (e, RETOUR_PART_HEADERS);
}

static gboolean
is_challenge (const Evidence *e)
{
  return has_hint (e, RETOUR_HINT_CHALLENGE) && !has_hint (e, RETOUR_HINT_BOUNCE);
}

static gboolean
is_receipt (const Evidence *e)
{
  return has_hint (e, RETOUR_HINT_RECEIPT) && has_field (e, "In-Reply-To");
}

/* The first that holds. */
static const struct {
  gboolean (*holds) (const Evidence *e);
  RetourKind kind;
} tests[] = {
  { is_feedback, RETOUR_KIND_FEEDBACK },
  { is_statistics, RETOUR_KIND_NOTBOUNCE },
  { is_forward, RETOUR_KIND_NOTBOUNCE },
  { is_answer, RETOUR_KIND_NOTBOUNCE },
  { is_personal_list_mail, RETOUR_KIND_NOTBOUNCE },
  { is_challenge, RETOUR_KIND_CHALLENGE },
  { is_signed_autoreply, RETOUR_KIND_AUTOREPLY },
  { is_bounce, RETOUR_KIND_BOUNCE },
  { is_autoreply, RETOUR_KIND_AUTOREPLY },
  { is_receipt, RETOUR_KIND_DISPOSITION },
  { is_list_mail, RETOUR_KIND_NOTBOUNCE },
};

RetourKind
retour_kind_detect (RetourMessage *message)
{
  Evidence e = { .message = message, .header = retour_message_get_header (message) };
  GStringChunk *pool = retour_message_get_pool (message);
  RetourSlice from = { 0 };
  RetourKind kind;

  scan_parts (&e);
  retour_fields_find (e.header, "From", 0, &from);
  e.hints |= retour_hints_of_domain (from);
  kind = kind_of_structure (&e);
  if (kind != RETOUR_KIND_N)
    return kind;
  e.hints |= retour_hints_of_sender (from);
  if (has_hint (&e, RETOUR_HINT_DAEMON) && !HAS_PART (&e, RETOUR_PART_OTHER))
    return RETOUR_KIND_BOUNCE;
  e.hints |= retour_hints_of_header (e.header);
  e.subject = retour_hints_of_subject (
      retour_slice_of (retour_fields_get_decoded (e.header, "Subject", pool)));
  e.hints |= e.subject;
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    if (tests[i].holds (&e))
      return tests[i].kind;
  return looks_automatic (&e) || has_hint (&e, RETOUR_HINT_RECEIPT) ? kind_of_text (&e)
                                                                    : RETOUR_KIND_BOUNCE;
}
