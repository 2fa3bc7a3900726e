/* dsn-group: the fields about one recipient in a delivery-status part, and what they say. */
#pragma once
#include "extract/facts.h"
#include "message/message.h"

typedef enum {
  /* of the message */
  RETOUR_DSN_REPORTING_MTA,
  RETOUR_DSN_ENVELOPE_ID,
  RETOUR_DSN_ARRIVAL,
  /* of one recipient */
  RETOUR_DSN_FINAL,
  RETOUR_DSN_ORIGINAL,
  RETOUR_DSN_ACTUAL,
  RETOUR_DSN_FAILED,
  RETOUR_DSN_ACTION,
  RETOUR_DSN_STATUS,
  RETOUR_DSN_REMOTE_MTA,
  RETOUR_DSN_DIAGNOSTIC,
  RETOUR_DSN_DIAGNOSTIC_MORE, /* a second one in the same group */
  RETOUR_DSN_LAST_ATTEMPT,
  RETOUR_DSN_RETRY_UNTIL,
  RETOUR_DSN_OTHER,
  RETOUR_DSN_N
} RetourDsnField;

#define RETOUR_DSN_BIT(field) (1u << (field))

/* Raw values of the fields read so far. */
typedef struct {
  RetourSlice value[RETOUR_DSN_N];
  guint seen; /* set of RETOUR_DSN_BIT (field) */
} RetourDsnGroup;

/* The field that goes by @name, in any of its spellings. */
RetourDsnField retour_dsn_field_lookup (RetourSlice name);
/* Fills @facts from the group: all but the reporter. Returns %FALSE when RFC 3464 does not allow
 * what it read. */
gboolean retour_dsn_group_read (const RetourDsnGroup *self, RetourMessage *message,
                                RetourFacts *facts);
