#include "policy/entry.h"

#include "base/address.h"
#include "base/limits.h"
#include "policy/client.h"
#include "report/returned.h"
#include "report/sent-to.h"

/* By the names that records print. */
static const struct {
  const char *name;
  RetourEntryKind kind;
} kinds[] = {
  { "bounce", RETOUR_ENTRY_BOUNCE },       { "delayed", RETOUR_ENTRY_DELAYED },
  { "delivered", RETOUR_ENTRY_DELIVERED }, { "relayed", RETOUR_ENTRY_DELIVERED },
  { "expanded", RETOUR_ENTRY_DELIVERED },  { "feedback", RETOUR_ENTRY_FEEDBACK },
  { "pardon", RETOUR_ENTRY_PARDON },
};

RetourEntryKind
retour_entry_kind_of (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].name, name) == 0)
      return kinds[i].kind;
  return RETOUR_ENTRY_OTHER;
}

const char *
retour_entry_get_domain (const RetourEntry *self)
{
  const char *at = self->address != NULL ? strrchr (self->address, '@') : NULL;

  return at != NULL ? at + 1 : "";
}

const char *
retour_entry_get_receiver (const RetourEntry *self)
{
  return self->provider != NULL ? self->provider : retour_entry_get_domain (self);
}

/* The fields that an entry takes as they are. */
/* clang-format off */
static const struct {
  RetourField field;
  gsize offset;
} copies[] = {
  { RETOUR_FIELD_KIND, G_STRUCT_OFFSET (RetourEntry, kind_name) },
  { RETOUR_FIELD_STATUS, G_STRUCT_OFFSET (RetourEntry, status) },
  { RETOUR_FIELD_REPLY_CODE, G_STRUCT_OFFSET (RetourEntry, reply_code) },
  { RETOUR_FIELD_DIAGNOSTIC, G_STRUCT_OFFSET (RetourEntry, diagnostic) },
  { RETOUR_FIELD_PROVIDER, G_STRUCT_OFFSET (RetourEntry, provider) },
  { RETOUR_FIELD_REMOTE_MTA, G_STRUCT_OFFSET (RetourEntry, remote_mta) },
  { RETOUR_FIELD_REPORTING_MTA, G_STRUCT_OFFSET (RetourEntry, reporting_mta) },
  { RETOUR_FIELD_BLOCKLIST, G_STRUCT_OFFSET (RetourEntry, blocklist) },
  { RETOUR_FIELD_DIALECT, G_STRUCT_OFFSET (RetourEntry, dialect) },
  { RETOUR_FIELD_FEEDBACK_TYPE, G_STRUCT_OFFSET (RetourEntry, feedback_type) },
  { RETOUR_FIELD_RULE, G_STRUCT_OFFSET (RetourEntry, rule) },
  { RETOUR_FIELD_RETURNED_MESSAGE_ID, G_STRUCT_OFFSET (RetourEntry, message_id) },
  { RETOUR_FIELD_RETURNED_LIST_ID, G_STRUCT_OFFSET (RetourEntry, list_id) },
};
/* clang-format on */

/* @text, or its beginning. */
static const char *
shorten (const char *text, GStringChunk *pool)
{
  gsize len = text != NULL ? strnlen (text, RETOUR_LIMIT_ENTRY_TEXT + 1) : 0;

  if (len <= RETOUR_LIMIT_ENTRY_TEXT)
    return text;
  return retour_slice_keep (retour_slice_cut (retour_slice (text, len), RETOUR_LIMIT_ENTRY_TEXT),
                            pool);
}

static void
copy_fields (RetourEntry *self, const RetourReport *report, guint record, GStringChunk *pool)
{
  for (guint i = 0; i < G_N_ELEMENTS (copies); i++) {
    const char *value = retour_report_get (report, record, copies[i].field);

    G_STRUCT_MEMBER (const char *, self, copies[i].offset) = shorten (value, pool);
  }
}

static void
read_event (RetourEntry *self, const char *digits)
{
  for (gsize i = 0; i < RETOUR_EVENT_SIZE; i++)
    self->event[i] = (guint8) (g_ascii_xdigit_value (digits[2 * i]) * 16 +
                               g_ascii_xdigit_value (digits[2 * i + 1]));
}

/* Number of @n digits at @text. */
static gint
number_at (const char *text, guint n)
{
  gint value = 0;

  for (guint i = 0; i < n; i++)
    value = value * 10 + g_ascii_digit_value (text[i]);
  return value;
}

/* Days since 1970-01-01 of a Gregorian date; years start in March, so that a leap day is the last.
 */
static gint64
days_of (gint64 year, gint month, gint day)
{
  gint64 years = month <= 2 ? year - 1 : year;
  gint64 since_march = (month + 9) % 12;

  return years * 365 + years / 4 - years / 100 + years / 400 + (153 * since_march + 2) / 5 + day -
         719469;
}

/* "2026-11-21T22:02:11Z", as records write it; a fraction of what GDateTime takes. -1: none. */
static gint64
read_date (const char *text)
{
  static const char form[] = "dddd-dd-ddTdd:dd:ddZ";
  gint64 days, minutes;

  if (text == NULL)
    return -1;
  for (guint i = 0; i < sizeof form; i++)
    if (form[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != form[i])
      return -1;
  days = days_of (number_at (text, 4), number_at (text + 5, 2), number_at (text + 8, 2));
  minutes = (days * 24 + number_at (text + 11, 2)) * 60 + number_at (text + 14, 2);
  return minutes * 60 + number_at (text + 17, 2);
}

/* When it happened: clocks that are ahead of ours are wrong, those that are far behind too. */
static gint64
date_of (const RetourReport *report, guint record, gint64 now)
{
  gint64 date = read_date (retour_report_get (report, record, RETOUR_FIELD_DATE));

  if (date < 0)
    date = read_date (retour_report_get (report, record, RETOUR_FIELD_LAST_ATTEMPT));
  return date < 0 || date > now ? now : date;
}

/* The domain of an address in a header field's value, as keys have it. */
static const char *
domain_of (const char *text, GStringChunk *pool)
{
  RetourSlice found = retour_slice_of (text);
  const char *address = text != NULL ? retour_address_normalise (found, FALSE, pool) : NULL;

  if (address == NULL && text != NULL) {
    found = retour_address_find (found, 0); /* "a@example.org, b@example.org" */
    address = found.len > 0 ? retour_slice_keep (found, pool) : NULL;
  }
  address = address != NULL ? retour_address_key (retour_slice_of (address), FALSE, pool) : NULL;
  return address != NULL ? shorten (strrchr (address, '@') + 1, pool) : NULL;
}

static const char *
key_of (const char *address, GStringChunk *pool)
{
  return address != NULL ? retour_address_key (retour_slice_of (address), FALSE, pool) : NULL;
}

/* The recipient that the report's own address names, where that is what the report is about: the
 * mail was sent to it, whatever it was forwarded to. */
static void
apply_verp (RetourEntry *self, const RetourReport *report, const char *verp, GStringChunk *pool)
{
  const char *named = key_of (verp, pool);
  gboolean same = retour_address_equal (named, self->address);

  if (named == NULL || (!same && retour_report_get_n_records (report) > 1))
    return;
  self->proof |= RETOUR_PROOF_VERP;
  if (!same)
    self->address = named;
}

/* Refusals on whose account an IP address of ours can be named. */
static gboolean
blames_us (const RetourReason *reason)
{
  static const char *const blames[] = { "reputation", "authentication", "content", "none", NULL };

  return reason != NULL && g_strv_contains (blames, retour_reason_get_blame (reason));
}

void
retour_entry_read (RetourEntry *self, const RetourReport *report, guint record, gint64 now,
                   GStringChunk *pool)
{
  const char *from = retour_report_get (report, record, RETOUR_FIELD_RETURNED_FROM);
  const char *path = retour_report_get (report, record, RETOUR_FIELD_RETURNED_RETURN_PATH);

  *self = (RetourEntry) { .reason = retour_report_get_reason (report, record) };
  copy_fields (self, report, record, pool);
  read_event (self, retour_report_get (report, record, RETOUR_FIELD_EVENT));
  self->kind = (guint8) retour_entry_kind_of (self->kind_name);
  self->hard = g_strcmp0 (retour_report_get (report, record, RETOUR_FIELD_CLASS), "hard") == 0;
  self->date = date_of (report, record, now);
  self->address = key_of (retour_report_get (report, record, RETOUR_FIELD_RECIPIENT), pool);
  self->from_domain = domain_of (from, pool);
  self->return_domain = domain_of (path, pool);
  if (self->message_id != NULL || from != NULL)
    self->proof |= RETOUR_PROOF_RETURNED;
  if (blames_us (self->reason))
    self->client = retour_client_find (self->diagnostic, pool);
  apply_verp (self, report, retour_report_get_verp (report), pool);
}

void
retour_entry_set_sent_to (RetourEntry *self, const RetourReport *report, const char *sent_to,
                          GStringChunk *pool)
{
  apply_verp (self, report, retour_sent_to_recipient (sent_to, pool), pool);
}

void
retour_entry_set_campaign (RetourEntry *self, const RetourReport *report, const char *name,
                           GStringChunk *pool)
{
  self->campaign = shorten (retour_report_get_returned_field (report, name, pool), pool);
}
