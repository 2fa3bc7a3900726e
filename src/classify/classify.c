#include "classify/classify.h"

#include "base/reply.h"
#include "classify/tables.h"

/* clang-format off */
static const char *const decided_by[RETOUR_DECIDED_BY_N] = {
  [RETOUR_DECIDED_BY_RULE] = "rule",
  [RETOUR_DECIDED_BY_STATUS] = "status",
  [RETOUR_DECIDED_BY_REPLY] = "reply",
  [RETOUR_DECIDED_BY_DEFAULT] = "default",
};
/* clang-format on */

const char *
retour_decided_by_name (RetourDecidedBy by)
{
  return decided_by[by];
}

static const char *
keep (const char *text, GStringChunk *pool)
{
  return text != NULL && *text != '\0' ? g_string_chunk_insert (pool, text) : NULL;
}

static void
decide (RetourDiagnosis *out, RetourDecidedBy by, const RetourCode *row, GStringChunk *pool)
{
  g_autofree char *rule = g_strconcat (decided_by[by], ":", row->code, NULL);

  if (row->reason >= retour_builtin_reasons.n)
    return;
  out->reason = &retour_builtin_reasons.rows[row->reason];
  out->decided_by = by;
  out->rule = g_string_chunk_insert (pool, rule);
  out->evidence = by == RETOUR_DECIDED_BY_STATUS ? out->status : out->reply;
}

static void
decide_by_codes (RetourDiagnosis *out, GStringChunk *pool)
{
  const RetourCode *status =
      out->status != NULL ? retour_status_lookup (&retour_builtin_status, out->status) : NULL;
  const RetourCode *reply =
      out->reply != NULL ? retour_code_lookup (&retour_builtin_replies, out->reply) : NULL;

  if (status != NULL && status->specific)
    decide (out, RETOUR_DECIDED_BY_STATUS, status, pool);
  else if (reply != NULL)
    decide (out, RETOUR_DECIDED_BY_REPLY, reply, pool);
  else if (status != NULL)
    decide (out, RETOUR_DECIDED_BY_STATUS, status, pool);
}

void
retour_classify (const RetourSymptoms *symptoms, GStringChunk *pool, RetourDiagnosis *out)
{
  RetourReply codes;
  char class;

  *out = (RetourDiagnosis) { .decided_by = RETOUR_DECIDED_BY_DEFAULT, .rule = "default" };
  out->reason = retour_reason_lookup ("unknown");
  retour_reply_find (symptoms->text, &codes);
  out->status = keep (codes.status[0] != '\0' ? codes.status : symptoms->status, pool);
  out->reply = keep (codes.reply[0] != '\0' ? codes.reply : symptoms->reply, pool);
  decide_by_codes (out, pool);
  class = out->reply != NULL ? *out->reply : out->status != NULL ? *out->status : '\0';
  out->permanent = class == '5' ? "true" : class == '4' ? "false" : NULL;
  out->hard = out->reason->hard && class != '4';
  out->conflict = out->reply != NULL && out->status != NULL && *out->reply != *out->status;
}
