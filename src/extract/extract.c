#include "extract/extract.h"

#include "base/address.h"
#include "base/limits.h"
#include "extract/arf.h"
#include "extract/detect.h"
#include "extract/doubt.h"
#include "extract/dsn.h"
#include "extract/elsewhere.h"
#include "extract/lines.h"
#include "extract/merge.h"
#include "extract/notification.h"
#include "extract/parties.h"
#include "extract/returned.h"

enum { max_candidates = 4 };

/* One mail on its way through the steps. */
typedef struct {
  RetourMessage *message;
  RetourExtract *out;
  RetourLines lines;
  RetourEvidence evidence;      /* of the top header */
  const RetourDialect *dialect; /* whose words the text was read by, %NULL: none */
  const char *id;               /* of the dialect that was asked for them */
  guint end_line;               /* where the returned mail begins in the text */
  gboolean delayed, final;      /* what the words say about further tries */
} Extraction;

/* "Warning: could not send mail for 4 hours" */
static gboolean
says_delayed (const Extraction *x, const RetourDialect *dialect)
{
  RetourBigrams have;
  RetourSlice subject;

  if (dialect->delayed.n == 0 ||
      !retour_fields_find (retour_message_get_header (x->message), "Subject", 0, &subject))
    return FALSE;
  subject = retour_fields_decode (subject, retour_message_get_pool (x->message));
  subject = retour_slice_cut (subject, RETOUR_LIMIT_LINE);
  have = retour_bigrams_of (subject);
  return retour_dialect_any (dialect, dialect->delayed, subject, &have);
}

/* Reads the text by @asked; (transfer full): what it found. */
static GPtrArray *
read_text (Extraction *x, const RetourDialect *asked)
{
  const RetourDialect *dialect = retour_dialect_words (&retour_builtin_dialects, asked);
  const char *fallback = retour_dialect_text (dialect, dialect->fallback);
  RetourDialectRun run = { .lines = (const RetourSlice *) (const void *) x->lines.lines->data,
                           .n_lines = x->lines.lines->len,
                           .pool = retour_message_get_pool (x->message),
                           .found = retour_facts_list_new () };

  if (fallback != NULL)
    retour_fields_find (retour_message_get_header (x->message), fallback, 0, &run.fallback);
  run.fallback.len = MIN (run.fallback.len, RETOUR_LIMIT_HEADER_FIELD);
  retour_dialect_run (dialect, &run);
  x->end_line = run.end_line;
  x->delayed = run.delayed || says_delayed (x, dialect);
  x->final = run.final;
  retour_message_add_oddity (x->message, run.oddities);
  x->dialect = dialect;
  x->id = retour_dialect_text (asked, asked->id);
  return run.found;
}

/* The first candidate that finds somebody. */
static void
read_by_candidates (Extraction *x, const RetourDialect *const *ranked, guint n)
{
  for (guint i = 0; i < n && x->out->recipients->len == 0; i++) {
    g_autoptr (GPtrArray) found = read_text (x, ranked[i]);

    retour_merge (x->out->recipients, found, RETOUR_DSN_PREFER);
  }
}

static void
add_address (Extraction *x, RetourSlice text)
{
  GStringChunk *pool = retour_message_get_pool (x->message);
  const char *address = retour_address_normalise (text, FALSE, pool);

  if (address != NULL)
    retour_facts_list_add (x->out->recipients)->fact[RETOUR_FACT_ADDRESS] = address;
}

/* Nobody is named where reports name them. */
static void
look_elsewhere (Extraction *x, const RetourDialect *generic, GPtrArray *found)
{
  const RetourElsewhere elsewhere = {
    .message = x->message,
    .dialect = generic,
    .lines = (const RetourSlice *) (const void *) x->lines.lines->data,
    .n_lines = MIN (x->end_line, x->lines.lines->len),
    .returned = &x->out->returned,
  };

  retour_elsewhere_read (&elsewhere, found);
}

/* There is one status, and it does not say whose. */
static void
name_the_only_one (Extraction *x, const RetourDialect *generic)
{
  GPtrArray *recipients = x->out->recipients;
  const RetourFacts *only = recipients->len == 1 ? g_ptr_array_index (recipients, 0) : NULL;
  g_autoptr (GPtrArray) found = NULL;

  if (only == NULL || only->fact[RETOUR_FACT_ADDRESS] != NULL ||
      only->fact[RETOUR_FACT_ALIAS] != NULL)
    return;
  found = retour_facts_list_new ();
  look_elsewhere (x, generic, found);
  if (found->len == 1)
    retour_merge (recipients, found, RETOUR_DSN_PREFER);
}

/* All that the report says itself; nothing where only the words about a recipient count. */
static RetourSlice
own_words (const Extraction *x)
{
  const GPtrArray *found = x->out->recipients;

  for (guint i = 0; i < found->len; i++)
    if (x->dialect != NULL && x->dialect->rest == RETOUR_REST_IGNORE &&
        ((const RetourFacts *) g_ptr_array_index (found, i))->fact[RETOUR_FACT_DIAGNOSTIC] != NULL)
      return retour_slice (NULL, 0);
  return retour_lines_join (&x->lines, x->end_line, x->message);
}

/* Whether the words say for sure that there will be no further try. Where they say both, those of a
 * known system decide; "could not be delivered for 4 hours" by anybody else does not. */
static gboolean
is_final (const Extraction *x)
{
  return x->final && (!x->delayed || x->dialect == NULL || x->dialect->need != RETOUR_NEED_NEVER);
}

/* Some of the recipients have failed by the status part: the words of failure are about those. */
static gboolean
names_failed (const GPtrArray *recipients)
{
  for (guint i = 0; i < recipients->len; i++)
    if (g_strcmp0 (
            ((const RetourFacts *) g_ptr_array_index (recipients, i))->fact[RETOUR_FACT_ACTION],
            "failed") == 0)
      return TRUE;
  return FALSE;
}

/* "delayed" is what will be tried again: some call a mail so that they have given up on. */
static void
settle_actions (Extraction *x)
{
  gboolean gave_up = is_final (x) && !names_failed (x->out->recipients);

  for (guint i = 0; i < x->out->recipients->len; i++) {
    RetourFacts *facts = g_ptr_array_index (x->out->recipients, i);
    const char *action = facts->fact[RETOUR_FACT_ACTION];

    if (action == NULL && x->dialect != NULL && x->dialect->action != 0)
      facts->fact[RETOUR_FACT_ACTION] = retour_dialect_text (x->dialect, x->dialect->action);
    else if (action == NULL)
      facts->fact[RETOUR_FACT_ACTION] = x->delayed && !x->final ? "delayed" : "failed";
    else if (strcmp (action, "delayed") == 0 && gave_up)
      facts->fact[RETOUR_FACT_ACTION] = "failed";
  }
}

/* A status part somewhere in @text; @oddity says why it is there. */
static void
read_loose_fields (Extraction *x, RetourSlice text, RetourOddity oddity)
{
  RetourSlice rest = text, line;

  for (guint n = 0; n < RETOUR_LIMIT_LINES; n++) {
    RetourSlice from = rest;

    if (!retour_slice_next_line (&rest, &line))
      return;
    if (!retour_slice_starts (line, "Reporting-MTA:") &&
        !retour_slice_starts (line, "Final-Recipient:") &&
        !retour_slice_starts (line, "Original-Recipient:"))
      continue;
    retour_dsn_read_text (x->message, from, x->out->recipients, &x->out->envelope_id, NULL);
    if (x->out->recipients->len > 0)
      retour_message_add_oddity (x->message, oddity);
    return;
  }
}

static void
read_hidden_status (Extraction *x, RetourPartKind kind, RetourOddity oddity)
{
  for (guint i = 0; i < retour_message_get_n_parts (x->message); i++)
    if (x->out->recipients->len == 0 && retour_message_get_part (x->message, i)->kind == kind)
      read_loose_fields (x, retour_message_get_text (x->message, i), oddity);
}

/* Returns whether there is a status part, and not only its fields somewhere. */
static gboolean
read_status (Extraction *x)
{
  GPtrArray *recipients = x->out->recipients;

  retour_dsn_read (x->message, recipients, &x->out->envelope_id, NULL);
  if (recipients->len > 0)
    return TRUE;
  read_hidden_status (x, RETOUR_PART_TEXT, RETOUR_ODDITY_DAMAGED_MIME);
  read_hidden_status (x, RETOUR_PART_MESSAGE, RETOUR_ODDITY_NESTED_REPORT);
  if (recipients->len == 0 && g_str_has_prefix (retour_message_get_type (x->message), "multipart/"))
    read_loose_fields (x, retour_message_to_text (x->message, retour_message_get_body (x->message)),
                       RETOUR_ODDITY_DAMAGED_MIME);
  return FALSE;
}

static RetourDoubt
doubt_of (const Extraction *x)
{
  return (RetourDoubt) {
    .message = x->message,
    .text = retour_lines_join (&x->lines, x->end_line, x->message),
    .recipients = x->out->recipients,
    .returned = &x->out->returned,
  };
}

/* What makes it worth looking for recipients: a system that we know, a sender or subject that
 * reports have, or the words. */
static gboolean
is_report_like (Extraction *x, guint n_ranked, const RetourDialect *generic)
{
  RetourDoubt doubt;

  if (x->out->recipients->len > 0 || n_ranked > 0 ||
      (generic != NULL && retour_detect_weigh (&x->evidence, generic) > 0))
    return TRUE;
  doubt = doubt_of (x);
  return retour_doubt_is_promising (&doubt);
}

/* Neither a status part nor the words of a system that we know: it takes more to be a report. */
static void
settle_doubt (Extraction *x, gboolean report_like)
{
  RetourDoubt doubt;

  doubt = doubt_of (x);
  x->out->kind = retour_doubt_settle (&doubt);
  if (x->out->kind == RETOUR_KIND_BOUNCE && !report_like)
    x->out->kind = RETOUR_KIND_NOTBOUNCE;
  if (x->out->kind == RETOUR_KIND_BOUNCE)
    return;
  g_ptr_array_set_size (x->out->recipients, 0);
  x->out->dialect = NULL;
}

/* The end of the mail cuts the status part: no boundary closes it. */
static gboolean
ends_in_status (RetourMessage *message)
{
  guint n = retour_message_get_n_parts (message);
  RetourSlice body = retour_message_get_body (message);
  const RetourPart *last = n > 1 ? retour_message_get_part (message, n - 1) : NULL;

  return last != NULL && last->kind == RETOUR_PART_DELIVERY_STATUS &&
         last->raw.data + last->raw.len == body.data + body.len;
}

/* What the status part and the words of a known system, or of any (@known: FALSE), say of whom. */
static void
merge_words (Extraction *x, const GPtrArray *found, gboolean known)
{
  GPtrArray *recipients = x->out->recipients;
  gboolean cut = ends_in_status (x->message);

  if (cut)
    retour_merge_complete_cut (recipients, found);
  retour_merge (recipients, found, (RetourDsnMode) x->dialect->dsn);
  if (cut && known)
    retour_merge_strangers (recipients, found);
}

/* A report: status part, words, and what one knows that the other does not. */
static void
read_report (Extraction *x)
{
  const RetourDialect *ranked[max_candidates];
  const RetourDialect *generic = retour_dialect_lookup (&retour_builtin_dialects, "generic");
  guint n;
  GPtrArray *recipients = x->out->recipients;
  gboolean report_like, known;

  retour_evidence_read (&x->evidence, x->message);
  n = retour_detect (&x->evidence, &retour_builtin_dialects, ranked, max_candidates);
  known = read_status (x);
  report_like = is_report_like (x, n, generic);
  if (recipients->len > 0) {
    const RetourDialect *dialect = n > 0 ? ranked[0] : generic;
    g_autoptr (GPtrArray) found = dialect != NULL ? read_text (x, dialect) : NULL;

    if (found != NULL)
      merge_words (x, found, n > 0);
    x->out->dialect = n > 0 ? x->id : "rfc3464";
  } else {
    read_by_candidates (x, ranked, n);
    known = recipients->len > 0;
    if (recipients->len == 0 && generic != NULL && report_like) {
      read_by_candidates (x, &generic, 1);
      retour_parties_drop_writer (retour_message_get_header (x->message), recipients);
    }
    x->out->dialect = x->dialect != NULL && recipients->len > 0 ? x->id : NULL;
  }
  retour_returned_read (x->message, &x->lines, x->end_line, &x->out->returned);
  if (recipients->len == 0 && report_like)
    look_elsewhere (x, generic, recipients);
  name_the_only_one (x, generic);
  if (!known)
    settle_doubt (x, report_like);
  settle_actions (x);
}

static void
read_feedback (Extraction *x)
{
  retour_arf_read (x->message, x->out->recipients, &x->out->feedback_type);
  retour_returned_read (x->message, &x->lines, G_MAXUINT, &x->out->returned);
}

static void
read_sender (Extraction *x)
{
  RetourSlice from;

  if (retour_fields_find (retour_message_get_header (x->message), "From", 0, &from))
    add_address (x, from);
}

static void
read_nothing (Extraction *x)
{
  (void) x;
}

/* What is read of a mail of each kind. */
static void (*const readers[RETOUR_KIND_N]) (Extraction *x) = {
  [RETOUR_KIND_BOUNCE] = read_report,      [RETOUR_KIND_DELAYED] = read_report,
  [RETOUR_KIND_DELIVERED] = read_report,   [RETOUR_KIND_RELAYED] = read_report,
  [RETOUR_KIND_EXPANDED] = read_report,    [RETOUR_KIND_FEEDBACK] = read_feedback,
  [RETOUR_KIND_AUTOREPLY] = read_sender,   [RETOUR_KIND_CHALLENGE] = read_sender,
  [RETOUR_KIND_DISPOSITION] = read_sender, [RETOUR_KIND_NOTBOUNCE] = read_nothing,
};

void
retour_extract (RetourMessage *message, RetourExtract *out)
{
  Extraction x;

  x.message = message; /* the large array of evidence stays uninitialised until it is read */
  x.out = out;
  x.dialect = NULL;
  x.delayed = FALSE;
  x.final = FALSE;
  *out = (RetourExtract) { .recipients = retour_facts_list_new () };
  retour_fields_init (&out->returned);
  if (retour_notification_read (message, out))
    return;
  out->kind = retour_kind_detect (message);
  retour_lines_read (message, &x.lines);
  x.end_line = x.lines.lines->len;
  readers[out->kind](&x);
  out->text = own_words (&x);
  retour_lines_clear (&x.lines);
}

void
retour_extract_clear (RetourExtract *self)
{
  g_clear_pointer (&self->recipients, g_ptr_array_unref);
  retour_fields_clear (&self->returned);
}
