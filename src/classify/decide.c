#include "classify/decide.h"

/* A status that a reporter makes from the reply code when the server gave none: it says no more
 * than the reply. */
static const struct {
  const char *reply;
  const char *status;
} restated[] = {
  { "550", "5.1.1" }, { "551", "5.1.6" }, { "552", "5.2.2" },
  { "553", "5.1.3" }, { "450", "4.2.0" },
};

static gboolean
is_restated (const RetourDiagnosis *out)
{
  for (guint i = 0; out->reply != NULL && i < G_N_ELEMENTS (restated); i++)
    if (g_str_equal (out->reply, restated[i].reply))
      return g_str_equal (out->status, restated[i].status);
  return FALSE;
}

static const RetourReason *
reason_of (const RetourCode *row)
{
  return row != NULL ? retour_reason_get_nth (row->reason) : NULL;
}

/* A vague code (550) calls no address dead. */
static gboolean
may_decide (const RetourCode *row)
{
  const RetourReason *reason = reason_of (row);

  return reason != NULL && (row->specific || !reason->hard);
}

static gboolean
says_something (const RetourCode *row)
{
  return may_decide (row) && reason_of (row) != retour_reason_lookup ("unknown");
}

static void
decide (RetourDiagnosis *out, RetourDecidedBy by, const RetourCode *row, GStringChunk *pool)
{
  const char *code = by == RETOUR_DECIDED_BY_STATUS ? out->status : out->reply;
  g_autofree char *rule = g_strconcat (retour_decided_by_name (by), ":", code, NULL);

  out->reason = reason_of (row);
  out->decided_by = by;
  out->rule = g_string_chunk_insert (pool, rule);
  out->evidence = code;
}

static const RetourCode *
status_row (const RetourDiagnosis *out, gboolean own_status)
{
  if (out->status == NULL || (!own_status && is_restated (out)))
    return NULL;
  return retour_status_lookup (&retour_builtin_status, out->status);
}

static const RetourCode *
reply_row (const RetourDiagnosis *out)
{
  return out->reply != NULL ? retour_code_lookup (&retour_builtin_replies, out->reply) : NULL;
}

/* "552 5.1.1": where the reply code says something else than that the address is dead, the status
 * alone does not say so either. */
gboolean
retour_decide_by_status (RetourDiagnosis *out, gboolean own_status, GStringChunk *pool)
{
  const RetourCode *row = status_row (out, own_status);

  if (row == NULL || !row->specific)
    return FALSE;
  if (reason_of (row)->hard && says_something (reply_row (out)))
    return FALSE;
  decide (out, RETOUR_DECIDED_BY_STATUS, row, pool);
  return TRUE;
}

void
retour_decide_by_codes (RetourDiagnosis *out, gboolean own_status, GStringChunk *pool)
{
  const RetourCode *status = status_row (out, own_status);
  const RetourCode *reply = reply_row (out);

  out->reason = retour_reason_lookup ("unknown");
  if (may_decide (status) && !says_something (reply))
    decide (out, RETOUR_DECIDED_BY_STATUS, status, pool);
  else if (may_decide (reply))
    decide (out, RETOUR_DECIDED_BY_REPLY, reply, pool);
}

/* "4.0.0" is what reporters write who have no better status: it does not say that another try would
 * help, where a report says that there is none. */
static gboolean
is_transient (const RetourDiagnosis *out)
{
  if (out->reply != NULL)
    return *out->reply == '4';
  return out->status != NULL && *out->status == '4' && !g_str_equal (out->status, "4.0.0");
}

const char *
retour_classify_action (const RetourReason *reason, gboolean hard)
{
  return reason->hard && !hard ? "count" : retour_reason_get_action (reason);
}

void
retour_decide_class (RetourDiagnosis *out)
{
  const char *code = out->reply != NULL ? out->reply : out->status;
  char class = code != NULL ? *code : '\0';

  out->permanent = class == '5' ? "true" : class == '4' ? "false" : NULL;
  out->hard = out->reason->hard && !is_transient (out);
  out->conflict = out->reply != NULL && out->status != NULL && *out->reply != *out->status;
}
