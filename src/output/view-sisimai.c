/* The keys of Sisimai 5's JSON, with the forms that its values have there: empty strings where
 * nothing is known, 1 and 0 for hardbounce, seconds since 1970 for timestamp. */
#include "base/address.h"
#include "output/driver.h"

/* clang-format off */
enum {
  ACTION, ADDRESSER, ALIAS, CATCH, COMMAND, DECODEDBY, DELIVERYSTATUS, DESTINATION, DIAGNOSTICCODE,
  DIAGNOSTICTYPE, FEEDBACKID, FEEDBACKTYPE, HARDBOUNCE, LHOST, LISTID, MESSAGEID, ORIGIN, REASON,
  RECIPIENT, REPLYCODE, RHOST, SENDERDOMAIN, SUBJECT, TIMESTAMP, TIMEZONEOFFSET, TOKEN, N
};

#define TEXT(name) { name, "", RETOUR_FIELD_TYPE_STRING, 0 }

static const RetourColumn columns[N] = {
  [ACTION]         = TEXT ("action"),
  [ADDRESSER]      = TEXT ("addresser"),
  [ALIAS]          = TEXT ("alias"),
  [CATCH]          = { "catch", NULL, RETOUR_FIELD_TYPE_STRING, 0 },
  [COMMAND]        = TEXT ("command"),
  [DECODEDBY]      = TEXT ("decodedby"),
  [DELIVERYSTATUS] = TEXT ("deliverystatus"),
  [DESTINATION]    = TEXT ("destination"),
  [DIAGNOSTICCODE] = TEXT ("diagnosticcode"),
  [DIAGNOSTICTYPE] = TEXT ("diagnostictype"),
  [FEEDBACKID]     = TEXT ("feedbackid"),
  [FEEDBACKTYPE]   = TEXT ("feedbacktype"),
  [HARDBOUNCE]     = { "hardbounce", NULL, RETOUR_FIELD_TYPE_INTEGER, 0 },
  [LHOST]          = TEXT ("lhost"),
  [LISTID]         = TEXT ("listid"),
  [MESSAGEID]      = TEXT ("messageid"),
  [ORIGIN]         = TEXT ("origin"),
  [REASON]         = TEXT ("reason"),
  [RECIPIENT]      = TEXT ("recipient"),
  [REPLYCODE]      = TEXT ("replycode"),
  [RHOST]          = TEXT ("rhost"),
  [SENDERDOMAIN]   = TEXT ("senderdomain"),
  [SUBJECT]        = TEXT ("subject"),
  [TIMESTAMP]      = { "timestamp", NULL, RETOUR_FIELD_TYPE_INTEGER, 0 },
  [TIMEZONEOFFSET] = TEXT ("timezoneoffset"),
  [TOKEN]          = TEXT ("token"),
};

/* What Sisimai gives a record for, and how it says it; a reason of %NULL: that of the record. */
static const struct {
  const char *kind;
  const char *action;
  const char *reason;
} kinds[] = {
  { "bounce", "failed", NULL },
  { "delayed", "delayed", NULL },
  { "feedback", "", "feedback" },
  { "autoreply", "", "vacation" },
};

/* Sisimai's names of what read the mail, where they are more than ours. */
static const struct {
  const char *dialect;
  const char *module;
} modules[] = {
  { "postfix", "Postfix" },       { "exim", "Exim" },
  { "sendmail", "Sendmail" },     { "opensmtpd", "OpenSMTPD" },
  { "courier", "Courier" },       { "dma", "DragonFly" },
  { "exchange", "Exchange2007" }, { "gmail", "Gmail" },
  { "google-groups", "GoogleGroups" }, { "rfc3464", "RFC3464" },
};

/* Values that are those of a field as it is. */
static const struct {
  guint column;
  RetourField field;
} plain[] = {
  { COMMAND, RETOUR_FIELD_COMMAND },          { DELIVERYSTATUS, RETOUR_FIELD_STATUS },
  { DIAGNOSTICCODE, RETOUR_FIELD_DIAGNOSTIC }, { FEEDBACKTYPE, RETOUR_FIELD_FEEDBACK_TYPE },
  { LHOST, RETOUR_FIELD_REPORTING_MTA },      { ORIGIN, RETOUR_FIELD_ORIGIN },
  { RECIPIENT, RETOUR_FIELD_RECIPIENT },      { REPLYCODE, RETOUR_FIELD_REPLY_CODE },
  { RHOST, RETOUR_FIELD_REMOTE_MTA },         { SUBJECT, RETOUR_FIELD_RETURNED_SUBJECT },
};
/* clang-format on */

static gboolean
fill_kind (const RetourReport *report, guint record, const char **values)
{
  const char *kind = retour_report_get (report, record, RETOUR_FIELD_KIND);
  const RetourReason *reason = retour_report_get_reason (report, record);

  for (guint i = 0; kind != NULL && i < G_N_ELEMENTS (kinds); i++) {
    if (!g_str_equal (kinds[i].kind, kind))
      continue;
    values[ACTION] = kinds[i].action;
    values[REASON] = kinds[i].reason;
    if (values[REASON] == NULL && reason != NULL)
      values[REASON] = retour_reason_get_sisimai (reason);
    return TRUE;
  }
  return FALSE;
}

static const char *
get_module (const char *dialect)
{
  for (guint i = 0; dialect != NULL && i < G_N_ELEMENTS (modules); i++)
    if (g_str_equal (modules[i].dialect, dialect))
      return modules[i].module;
  return dialect;
}

/* What stands in the last pair of angle brackets, or all of @text. */
static RetourSlice
get_bracketed (RetourSlice text)
{
  const char *open = text.len > 0 ? g_strrstr_len (text.data, (gssize) text.len, "<") : NULL;
  gsize from = open != NULL ? (gsize) (open - text.data) + 1 : 0;
  RetourSlice rest = retour_slice_from (text, from);
  const char *close = open != NULL ? memchr (rest.data, '>', rest.len) : NULL;

  return close != NULL ? retour_slice (rest.data, (gsize) (close - rest.data)) : text;
}

static const char *
keep_bracketed (const char *text, GStringChunk *pool)
{
  return text != NULL ? retour_slice_keep (get_bracketed (retour_slice_of (text)), pool) : NULL;
}

/* The address in a From field, or the envelope's sender. */
static const char *
get_sender (const RetourReport *report, guint record, GStringChunk *pool)
{
  static const RetourField order[] = { RETOUR_FIELD_RETURNED_FROM,
                                       RETOUR_FIELD_RETURNED_RETURN_PATH };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    RetourSlice text = retour_slice_of (retour_report_get (report, record, order[i]));
    RetourSlice address = retour_address_find (get_bracketed (text), 0);

    if (address.len > 0)
      return retour_slice_keep (address, pool);
  }
  return NULL;
}

static const char *
get_domain (const char *address)
{
  const char *at = address != NULL ? strrchr (address, '@') : NULL;

  return at != NULL ? at + 1 : NULL;
}

/* Seconds since 1970 of a date as records hold it, in decimal. */
static const char *
get_epoch (const char *date, GStringChunk *pool)
{
  g_autoptr (GDateTime) time = date != NULL ? g_date_time_new_from_iso8601 (date, NULL) : NULL;
  char text[24];

  if (time == NULL)
    return NULL;
  g_snprintf (text, sizeof (text), "%" G_GINT64_FORMAT, g_date_time_to_unix (time));
  return g_string_chunk_insert (pool, text);
}

static const char *
get_time (const RetourReport *report, guint record, GStringChunk *pool)
{
  const char *attempt = retour_report_get (report, record, RETOUR_FIELD_LAST_ATTEMPT);

  return get_epoch (
      attempt != NULL ? attempt : retour_report_get (report, record, RETOUR_FIELD_DATE), pool);
}

/* SHA-1 of sender, recipient and time, as Sisimai::String->token() puts them together. */
static const char *
get_token (const char *const *values, GStringChunk *pool)
{
  g_autofree char *text = NULL;
  g_autofree char *lower = NULL;
  g_autofree char *sum = NULL;

  if (values[ADDRESSER] == NULL || values[TIMESTAMP] == NULL)
    return NULL;
  text = g_strdup_printf ("\x02%s\x1e%s\x1e%s\x03", values[ADDRESSER], values[RECIPIENT],
                          values[TIMESTAMP]);
  lower = g_ascii_strdown (text, -1);
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA1, lower, -1);
  return g_string_chunk_insert (pool, sum);
}

/* Upper case; where a report of a failure does not say, SMTP, as Sisimai has it. */
static const char *
get_type (const RetourReport *report, guint record, GStringChunk *pool)
{
  const char *type = retour_report_get (report, record, RETOUR_FIELD_DIAGNOSTIC_TYPE);
  g_autofree char *upper = type != NULL ? g_ascii_strup (type, -1) : NULL;

  if (upper != NULL)
    return g_string_chunk_insert (pool, upper);
  return retour_report_get_reason (report, record) != NULL ? "SMTP" : NULL;
}

/* The address before expansion, when it is another one. */
static const char *
get_alias (const RetourReport *report, guint record)
{
  const char *alias = retour_report_get (report, record, RETOUR_FIELD_ORIGINAL_RECIPIENT);
  const char *recipient = retour_report_get (report, record, RETOUR_FIELD_RECIPIENT);

  return alias != NULL && !retour_address_equal (alias, recipient) ? alias : NULL;
}

static gboolean
fill (const RetourReport *report, guint record, GStringChunk *pool, const char **values)
{
  const char *class = retour_report_get (report, record, RETOUR_FIELD_CLASS);

  if (retour_report_get (report, record, RETOUR_FIELD_RECIPIENT) == NULL ||
      !fill_kind (report, record, values))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    values[plain[i].column] = retour_report_get (report, record, plain[i].field);
  values[ADDRESSER] = get_sender (report, record, pool);
  values[ALIAS] = get_alias (report, record);
  values[DECODEDBY] = get_module (retour_report_get (report, record, RETOUR_FIELD_DIALECT));
  values[DESTINATION] = get_domain (values[RECIPIENT]);
  values[DIAGNOSTICTYPE] = get_type (report, record, pool);
  values[HARDBOUNCE] = class != NULL && g_str_equal (class, "hard") ? "1" : "0";
  values[LISTID] =
      keep_bracketed (retour_report_get (report, record, RETOUR_FIELD_RETURNED_LIST_ID), pool);
  values[MESSAGEID] =
      keep_bracketed (retour_report_get (report, record, RETOUR_FIELD_RETURNED_MESSAGE_ID), pool);
  values[SENDERDOMAIN] = get_domain (values[ADDRESSER]);
  values[TIMESTAMP] = get_time (report, record, pool);
  values[TIMEZONEOFFSET] = "+0000";
  values[TOKEN] = get_token (values, pool);
  return TRUE;
}

const RetourView retour_view_sisimai = {
  .columns = columns,
  .n_columns = N,
  .fill = fill,
};
