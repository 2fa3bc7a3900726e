/* What the table shows unless fields are asked for: the few things that people look for. */
#include "output/driver.h"

/* clang-format off */
enum { RECIPIENT, CLASS, REASON, CODE, REMOTE, DIAGNOSTIC, N };

static const RetourColumn columns[N] = {
  [RECIPIENT]  = { "recipient", NULL, RETOUR_FIELD_TYPE_STRING, 20 },
  [CLASS]      = { "class", NULL, RETOUR_FIELD_TYPE_STRING, 0 },
  [REASON]     = { "reason", NULL, RETOUR_FIELD_TYPE_STRING, 0 },
  [CODE]       = { "code", NULL, RETOUR_FIELD_TYPE_STRING, 0 },
  [REMOTE]     = { "remote", NULL, RETOUR_FIELD_TYPE_STRING, 10 },
  [DIAGNOSTIC] = { "diagnostic", NULL, RETOUR_FIELD_TYPE_STRING, 12 },
};
/* clang-format on */

/* The one field, or the other where the mail does not say. */
static const char *
get_either (const RetourReport *report, guint record, RetourField first, RetourField second)
{
  const char *value = retour_report_get (report, record, first);

  return value != NULL ? value : retour_report_get (report, record, second);
}

static gboolean
fill (const RetourReport *report, guint record, G_GNUC_UNUSED GStringChunk *pool,
      const char **values)
{
  const char *kind = retour_report_get (report, record, RETOUR_FIELD_KIND);
  gboolean bounce = kind != NULL && g_str_equal (kind, "bounce");

  values[RECIPIENT] = retour_report_get (report, record, RETOUR_FIELD_RECIPIENT);
  values[CLASS] = bounce ? retour_report_get (report, record, RETOUR_FIELD_CLASS) : kind;
  values[REASON] = get_either (report, record, RETOUR_FIELD_REASON, RETOUR_FIELD_FEEDBACK_TYPE);
  values[CODE] = get_either (report, record, RETOUR_FIELD_STATUS, RETOUR_FIELD_REPLY_CODE);
  values[REMOTE] = get_either (report, record, RETOUR_FIELD_PROVIDER, RETOUR_FIELD_REMOTE_MTA);
  values[DIAGNOSTIC] = retour_report_get (report, record, RETOUR_FIELD_DIAGNOSTIC);
  /* a row without any words of its own says at least which mail it is */
  if (values[RECIPIENT] == NULL && values[DIAGNOSTIC] == NULL)
    values[DIAGNOSTIC] = retour_report_get (report, record, RETOUR_FIELD_ORIGIN);
  return TRUE;
}

const RetourView retour_view_table = {
  .columns = columns,
  .n_columns = N,
  .fill = fill,
};
