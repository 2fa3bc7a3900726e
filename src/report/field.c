#include <retour/retour.h>

#include "extract/kind.h"

#include <string.h>

typedef struct {
  const char *name;
  RetourFieldType type;
} FieldInfo;

/* clang-format off */
static const FieldInfo fields[RETOUR_FIELD_N] = {
  [RETOUR_FIELD_SCHEMA]               = { "schema", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_ORIGIN]               = { "origin", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_MESSAGE]              = { "message", RETOUR_FIELD_TYPE_INTEGER },
  [RETOUR_FIELD_EVENT]                = { "event", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_KIND]                 = { "kind", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_RECIPIENT]            = { "recipient", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_ORIGINAL_RECIPIENT]   = { "original_recipient", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_CLASS]                = { "class", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_PERMANENT]            = { "permanent", RETOUR_FIELD_TYPE_BOOLEAN },
  [RETOUR_FIELD_REASON]               = { "reason", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_BLAME]                = { "blame", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_ACTION]               = { "action", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_STATUS]               = { "status", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_REPLY_CODE]           = { "reply_code", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_DIAGNOSTIC]           = { "diagnostic", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_DIAGNOSTIC_TYPE]      = { "diagnostic_type", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_COMMAND]              = { "command", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_DSN_ACTION]           = { "dsn_action", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_REPORTING_MTA]        = { "reporting_mta", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_REMOTE_MTA]           = { "remote_mta", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_PROVIDER]             = { "provider", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_DIALECT]              = { "dialect", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_FEEDBACK_TYPE]        = { "feedback_type", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_RETRY_AFTER]          = { "retry_after", RETOUR_FIELD_TYPE_INTEGER },
  [RETOUR_FIELD_WILL_RETRY_UNTIL]     = { "will_retry_until", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_BLOCKLIST]            = { "blocklist", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_NEW_ADDRESS]          = { "new_address", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_DATE]                 = { "date", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_LAST_ATTEMPT]         = { "last_attempt", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_RETURNED_MESSAGE_ID]  = { "returned.message_id", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_RETURNED_SUBJECT]     = { "returned.subject", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_RETURNED_FROM]        = { "returned.from", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_RETURNED_TO]          = { "returned.to", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_RETURNED_DATE]        = { "returned.date", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_RETURNED_LIST_ID]     = { "returned.list_id", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_RETURNED_ENVELOPE_ID] = { "returned.envelope_id", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_RETURNED_RETURN_PATH] = { "returned.return_path", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_RULE]                 = { "rule", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_EVIDENCE]             = { "evidence", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_DECIDED_BY]           = { "decided_by", RETOUR_FIELD_TYPE_STRING },
  [RETOUR_FIELD_ODDITIES]             = { "oddities", RETOUR_FIELD_TYPE_LIST },
};
/* clang-format on */

const char *
retour_field_get_name (RetourField field)
{
  g_return_val_if_fail ((guint) field < RETOUR_FIELD_N, NULL);
  return fields[field].name;
}

RetourFieldType
retour_field_get_type (RetourField field)
{
  g_return_val_if_fail ((guint) field < RETOUR_FIELD_N, RETOUR_FIELD_TYPE_STRING);
  return fields[field].type;
}

gboolean
retour_field_lookup (const char *name, RetourField *field)
{
  for (guint i = 0; i < RETOUR_FIELD_N; i++) {
    if (strcmp (fields[i].name, name) != 0)
      continue;
    *field = (RetourField) i;
    return TRUE;
  }
  return FALSE;
}

static gboolean
is_kind (const char *value)
{
  RetourKind kind;

  return retour_kind_lookup (value, &kind);
}

static gboolean
is_class (const char *value)
{
  return strcmp (value, "hard") == 0 || strcmp (value, "soft") == 0;
}

static gboolean
is_reason (const char *value)
{
  return retour_reason_lookup (value) != NULL;
}

static gboolean (*const vocabularies[RETOUR_FIELD_N]) (const char *value) = {
  [RETOUR_FIELD_KIND] = is_kind,
  [RETOUR_FIELD_CLASS] = is_class,
  [RETOUR_FIELD_REASON] = is_reason,
};

gboolean
retour_field_takes (RetourField field, const char *value)
{
  g_return_val_if_fail ((guint) field < RETOUR_FIELD_N, FALSE);
  return vocabularies[field] == NULL || vocabularies[field](value);
}
