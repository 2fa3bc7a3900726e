#include "ledger/columns.h"

#define MEMBER(name) G_STRUCT_OFFSET (RetourEntry, name)

/* clang-format off */
const RetourColumn retour_columns[RETOUR_COLUMNS] = {
  [RETOUR_COLUMN_KIND] = { "kind", MEMBER (kind_name), TRUE },
  [RETOUR_COLUMN_REASON] = { "reason", 0, TRUE },
  { "provider", MEMBER (provider), TRUE },
  { "blocklist", MEMBER (blocklist), TRUE },
  { "client", MEMBER (client), FALSE },
  { "from_domain", MEMBER (from_domain), FALSE },
  { "return_domain", MEMBER (return_domain), FALSE },
  { "diagnostic", MEMBER (diagnostic), FALSE },
  { "status", MEMBER (status), TRUE },
  { "reply_code", MEMBER (reply_code), TRUE },
  { "remote_mta", MEMBER (remote_mta), FALSE },
  { "reporting_mta", MEMBER (reporting_mta), FALSE },
  { "dialect", MEMBER (dialect), TRUE },
  { "feedback_type", MEMBER (feedback_type), TRUE },
  { "rule", MEMBER (rule), TRUE },
  { "message_id", MEMBER (message_id), FALSE },
  { "list_id", MEMBER (list_id), FALSE },
  { "campaign", MEMBER (campaign), FALSE },
};
/* clang-format on */
