#include "fuzz.h"

#include "message/date.h"
#include "message/message.h"

/* What the message layer gives out is valid UTF-8 and lies within its caps. */
static void
check_text (RetourSlice text)
{
  g_assert_true (g_utf8_validate_len (text.len > 0 ? text.data : "", text.len, NULL));
}

static void
check_string (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (RetourMessage) message = retour_message_new ((const char *) data, size);
  const RetourFields *header = retour_message_get_header (message);
  GStringChunk *pool = retour_message_get_pool (message);

  check_string (retour_fields_get (header, "From", pool));
  check_string (retour_fields_get_decoded (header, "Subject", pool));
  check_string (retour_message_get_type_parameter (message, "report-type"));
  check_string (retour_date_parse (retour_fields_get (header, "Date", pool), pool));
  for (guint i = 0; i < retour_message_get_n_parts (message); i++)
    check_text (retour_message_get_text (message, i));
  check_text (retour_message_to_text (message, retour_message_get_body (message)));
  return 0;
}
