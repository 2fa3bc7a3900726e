#include "report/event.h"

#include <string.h>

enum { key_digits = 32 };

const char *
retour_event_key (const char *const *field, const char *message_id, GStringChunk *pool)
{
  static const RetourField parts[] = {
    RETOUR_FIELD_DATE,       RETOUR_FIELD_KIND,
    RETOUR_FIELD_RECIPIENT,  RETOUR_FIELD_ORIGINAL_RECIPIENT,
    RETOUR_FIELD_DIAGNOSTIC, RETOUR_FIELD_RETURNED_MESSAGE_ID,
  };
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);

  /* the NUL behind each part keeps "ab","c" and "a","bc" apart */
  message_id = message_id != NULL ? message_id : "";
  g_checksum_update (sum, (const guchar *) message_id, (gssize) strlen (message_id) + 1);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    const char *text = field[parts[i]] != NULL ? field[parts[i]] : "";

    g_checksum_update (sum, (const guchar *) text, (gssize) strlen (text) + 1);
  }
  return g_string_chunk_insert_len (pool, g_checksum_get_string (sum), key_digits);
}
