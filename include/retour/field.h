/* field.h: the fields of a record. SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#if !defined(RETOUR_INSIDE) && !defined(RETOUR_COMPILATION)
#error "include <retour/retour.h>"
#endif
#include <glib.h>

G_BEGIN_DECLS

/**
 * RetourField:
 *
 * What a record says, in the order in which it is printed. A field is never renamed or
 * moved in meaning; new ones may come. `returned.x` are the members of the object `returned`.
 */
typedef enum {
  RETOUR_FIELD_SCHEMA,
  RETOUR_FIELD_ORIGIN,
  RETOUR_FIELD_MESSAGE,
  RETOUR_FIELD_EVENT,
  RETOUR_FIELD_KIND,
  RETOUR_FIELD_RECIPIENT,
  RETOUR_FIELD_ORIGINAL_RECIPIENT,
  RETOUR_FIELD_CLASS,
  RETOUR_FIELD_PERMANENT,
  RETOUR_FIELD_REASON,
  RETOUR_FIELD_BLAME,
  RETOUR_FIELD_ACTION,
  RETOUR_FIELD_STATUS,
  RETOUR_FIELD_REPLY_CODE,
  RETOUR_FIELD_DIAGNOSTIC,
  RETOUR_FIELD_DIAGNOSTIC_TYPE,
  RETOUR_FIELD_COMMAND,
  RETOUR_FIELD_DSN_ACTION,
  RETOUR_FIELD_REPORTING_MTA,
  RETOUR_FIELD_REMOTE_MTA,
  RETOUR_FIELD_PROVIDER,
  RETOUR_FIELD_DIALECT,
  RETOUR_FIELD_FEEDBACK_TYPE,
  RETOUR_FIELD_RETRY_AFTER,
  RETOUR_FIELD_WILL_RETRY_UNTIL,
  RETOUR_FIELD_BLOCKLIST,
  RETOUR_FIELD_NEW_ADDRESS,
  RETOUR_FIELD_DATE,
  RETOUR_FIELD_LAST_ATTEMPT,
  RETOUR_FIELD_RETURNED_MESSAGE_ID,
  RETOUR_FIELD_RETURNED_SUBJECT,
  RETOUR_FIELD_RETURNED_FROM,
  RETOUR_FIELD_RETURNED_TO,
  RETOUR_FIELD_RETURNED_DATE,
  RETOUR_FIELD_RETURNED_LIST_ID,
  RETOUR_FIELD_RETURNED_ENVELOPE_ID,
  RETOUR_FIELD_RETURNED_RETURN_PATH,
  RETOUR_FIELD_RULE,
  RETOUR_FIELD_EVIDENCE,
  RETOUR_FIELD_DECIDED_BY,
  RETOUR_FIELD_ODDITIES,
  RETOUR_FIELD_N
} RetourField;

/**
 * RetourFieldType:
 * @RETOUR_FIELD_TYPE_STRING: UTF-8 text
 * @RETOUR_FIELD_TYPE_INTEGER: decimal digits
 * @RETOUR_FIELD_TYPE_BOOLEAN: `true` or `false`
 * @RETOUR_FIELD_TYPE_LIST: words with one blank between them
 *
 * What the text of a field holds, for formats that tell types apart.
 */
typedef enum {
  RETOUR_FIELD_TYPE_STRING,
  RETOUR_FIELD_TYPE_INTEGER,
  RETOUR_FIELD_TYPE_BOOLEAN,
  RETOUR_FIELD_TYPE_LIST,
} RetourFieldType;

/* The name in the record: `reply_code`, `returned.message_id`. */
const char *retour_field_get_name (RetourField field);
RetourFieldType retour_field_get_type (RetourField field);

/**
 * retour_field_lookup:
 * @name: a field's name
 * @field: (out): the field
 *
 * Returns: %FALSE if there is no field of that name
 */
gboolean retour_field_lookup (const char *name, RetourField *field);

/**
 * retour_field_takes:
 * @field: a field
 * @value: a text
 *
 * Tells a mistyped value from one that no record happens to hold.
 *
 * Returns: %FALSE if @field has a fixed vocabulary (`kind`, `class`, `reason`) and @value is not
 *   in it
 */
gboolean retour_field_takes (RetourField field, const char *value);

G_END_DECLS
