#include "extract/doubt.h"

#include "base/limits.h"
#include "base/reply.h"
#include "extract/kind-evidence.h"

enum {
  max_text = 4096, /* bytes of the text that are looked at */
  opening = 120,   /* bytes of its first words */
  enough = 3,
  promise = 7 /* what recipients may add that have not been looked for */
};

/* What is known of the mail, all of it looked up. */
typedef struct {
  const RetourDoubt *in;
  RetourKindEvidence mail;             /* its message and header */
  guint sender, subject, fields, text; /* sets of RetourHint */
  gboolean has_path, empty_path;       /* there is a Return-Path, and it names nobody */
  gboolean code;                       /* a reply or status code, in the text or of a recipient */
} Signs;

static void
read_path (Signs *s)
{
  RetourSlice value;

  s->has_path = retour_fields_find (s->mail.header, "Return-Path", 0, &value);
  if (!s->has_path)
    return;
  value = retour_slice_strip (value);
  s->empty_path = retour_slice_equal (value, "<>") ||
                  (retour_hints_of_sender (value) & RETOUR_HINT_DAEMON) != 0;
}

static gboolean
has_code (const RetourFacts *facts)
{
  RetourReply reply;

  return facts->fact[RETOUR_FACT_STATUS] != NULL || facts->fact[RETOUR_FACT_REPLY] != NULL ||
         (facts->fact[RETOUR_FACT_DIAGNOSTIC] != NULL &&
          retour_reply_find (retour_slice_of (facts->fact[RETOUR_FACT_DIAGNOSTIC]), &reply));
}

static void
read_signs (Signs *s, const RetourDoubt *in)
{
  RetourSlice text = retour_slice_strip (retour_slice_cut (in->text, max_text));
  RetourReply reply;

  *s = (Signs) { .in = in };
  s->mail.message = in->message;
  s->mail.header = retour_message_get_header (in->message);
  s->sender = retour_kind_sender_hints (&s->mail);
  s->fields = retour_hints_of_header (s->mail.header);
  s->subject = retour_kind_subject_hints (&s->mail);
  s->text = retour_hints_of_text (text) | (retour_hints_of_subject (text) & RETOUR_HINT_BOUNCE);
  read_path (s);
  s->code = retour_reply_find (text, &reply);
  for (guint i = 0; i < in->recipients->len && !s->code; i++)
    s->code = has_code (g_ptr_array_index (in->recipients, i));
}

/* Sent to the address of a list, or of a mailing, that takes bounces: people do not write there. */
static gboolean
to_bounces (const Signs *s)
{
  static const char *const marks[] = { "bounce", "-admin@", "-errors@" };
  RetourSlice to;

  if (!retour_fields_find (s->mail.header, "To", 0, &to))
    return FALSE;
  to.len = MIN (to.len, RETOUR_LIMIT_ADDRESS);
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (retour_slice_find (to, marks[i], 0) >= 0)
      return TRUE;
  return FALSE;
}

static gboolean
from_daemon (const Signs *s)
{
  return (s->sender & RETOUR_HINT_DAEMON) != 0;
}

static gboolean
from_postmaster (const Signs *s)
{
  return (s->sender & RETOUR_HINT_POSTMASTER) != 0;
}

static gboolean
has_sender (const Signs *s)
{
  RetourSlice from;

  return retour_fields_find (s->mail.header, "From", 0, &from) &&
         memchr (from.data, '@', from.len) != NULL;
}

static gboolean
from_person (const Signs *s)
{
  return (s->sender & RETOUR_HINTS_NO_PERSON) == 0 && has_sender (s) && !s->empty_path &&
         !retour_kind_has_field (&s->mail, "Auto-Submitted");
}

static gboolean
by_mail_reader (const Signs *s)
{
  return (s->fields & RETOUR_HINT_PERSON) != 0;
}

static gboolean
to_nobody (const Signs *s)
{
  return s->empty_path;
}

static gboolean
to_somebody (const Signs *s)
{
  return s->has_path && !s->empty_path;
}

static gboolean
names_recipients (const Signs *s)
{
  return (s->fields & RETOUR_HINT_BOUNCE) != 0;
}

static gboolean
subject_reports (const Signs *s)
{
  return (s->subject & RETOUR_HINT_BOUNCE) != 0;
}

static gboolean
text_reports (const Signs *s)
{
  return (s->text & RETOUR_HINT_BOUNCE) != 0;
}

static gboolean
gives_code (const Signs *s)
{
  return s->code;
}

static gboolean
returns_mail (const Signs *s)
{
  return s->in->returned != NULL && s->in->returned->headers != NULL &&
         s->in->returned->headers->len > 0;
}

static gboolean
subject_notifies (const Signs *s)
{
  return (s->subject & RETOUR_HINT_NOTICE) != 0 && !to_bounces (s);
}

/* What watches over machines; it sends no reports. */
static gboolean
sender_notifies (const Signs *s)
{
  return (s->sender & RETOUR_HINT_NOTICE) != 0 && !to_bounces (s);
}

static gboolean
text_notifies (const Signs *s)
{
  return (s->text & RETOUR_HINT_NOTICE) != 0 && !to_bounces (s);
}

/* "Your message to a@example.com could not be delivered" */
static gboolean
reports_my_mail (const Signs *s)
{
  return s->in->recipients->len > 0 && text_reports (s) && (s->text & RETOUR_HINT_MINE) != 0;
}

/* What it tells of parcels is the returned mail's, then. */
static gboolean
explains_notice (const Signs *s)
{
  return reports_my_mail (s) && (subject_notifies (s) || text_notifies (s));
}

/* Its very first words report that: people, and who else tells of errors, begin in other ways. */
static gboolean
opens_as_report (const Signs *s)
{
  guint hints;

  if (!reports_my_mail (s) || explains_notice (s))
    return FALSE;
  hints = retour_hints_of_text (retour_slice_cut (retour_slice_strip (s->in->text), opening));
  return (hints & (RETOUR_HINT_BOUNCE | RETOUR_HINT_MINE)) ==
         (RETOUR_HINT_BOUNCE | RETOUR_HINT_MINE);
}

/* Neither who did not get what, nor why, nor that it is a server's report. */
static gboolean
says_nothing (const Signs *s)
{
  if (from_daemon (s) && subject_reports (s) && !to_somebody (s) && !text_notifies (s))
    return FALSE;
  return s->in->recipients->len == 0 && !gives_code (s) && !returns_mail (s);
}

static gboolean
is_list_mail (const Signs *s)
{
  return (s->fields & RETOUR_HINT_LIST) != 0 && !from_daemon (s);
}

/* Reports come through a list as well, when they are sent to those who keep it. */
static gboolean
is_for_subscribers (const Signs *s)
{
  return is_list_mail (s) && !to_bounces (s);
}

/* Neither about a mail of the reader's, nor in a server's name: others tell of errors, too. */
static gboolean
concerns_nobody (const Signs *s)
{
  return (s->text & RETOUR_HINT_MINE) == 0 && !from_daemon (s) && !from_postmaster (s) &&
         !returns_mail (s) && !to_nobody (s) && !names_recipients (s) && !to_bounces (s);
}

static gboolean
is_answer (const Signs *s)
{
  return (s->subject & (RETOUR_HINT_REPLY | RETOUR_HINT_FORWARD)) != 0;
}

static gboolean
is_forward (const Signs *s)
{
  return (s->text & RETOUR_HINT_FORWARD) != 0;
}

/* "Out of office": nothing that reports have as their subject. */
static gboolean
replies (const Signs *s)
{
  return (s->subject & (RETOUR_HINT_AUTOREPLY | RETOUR_HINT_BOUNCE)) == RETOUR_HINT_AUTOREPLY;
}

/* What speaks for a report, and what against. */
static const struct {
  gboolean (*holds) (const Signs *s);
  gint weight;
} weights[] = {
  { from_daemon, 3 },         { from_postmaster, 1 },   { to_nobody, 2 },
  { names_recipients, 6 },    { subject_reports, 2 },   { text_reports, 2 },
  { gives_code, 2 },          { returns_mail, 2 },      { to_somebody, -1 },
  { from_person, -4 },        { subject_notifies, -3 }, { text_notifies, -4 },
  { says_nothing, -3 },       { reports_my_mail, 2 },   { explains_notice, 3 },
  { is_list_mail, -3 },       { is_answer, -1 },        { by_mail_reader, -3 },
  { is_forward, -2 },         { to_bounces, 6 },        { replies, -4 },
  { is_for_subscribers, -3 }, { concerns_nobody, -1 },  { sender_notifies, -3 },
  { opens_as_report, 2 },
};

static gint
weigh (const Signs *s)
{
  gint weight = 0;

  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    weight += weights[i].holds (s) ? weights[i].weight : 0;
  return weight;
}

/* What else it is. */
static RetourKind
ordinary_kind (const Signs *s)
{
  guint said = s->subject | (from_daemon (s) || from_postmaster (s) ? 0 : s->fields);

  if ((said & RETOUR_HINT_AUTOREPLY) != 0)
    return RETOUR_KIND_AUTOREPLY;
  if ((s->text & (RETOUR_HINT_CHALLENGE | RETOUR_HINT_MINE | RETOUR_HINT_NOTICE)) ==
      (RETOUR_HINT_CHALLENGE | RETOUR_HINT_MINE))
    return RETOUR_KIND_CHALLENGE;
  if ((s->subject & s->text & RETOUR_HINT_RECEIPT) != 0)
    return RETOUR_KIND_DISPOSITION;
  return RETOUR_KIND_NOTBOUNCE;
}

gboolean
retour_doubt_is_promising (const RetourDoubt *self)
{
  Signs s;

  read_signs (&s, self);
  return (text_reports (&s) || names_recipients (&s)) && weigh (&s) + promise >= enough;
}

RetourKind
retour_doubt_settle (const RetourDoubt *self)
{
  Signs s;

  read_signs (&s, self);
  return weigh (&s) >= enough ? RETOUR_KIND_BOUNCE : ordinary_kind (&s);
}
