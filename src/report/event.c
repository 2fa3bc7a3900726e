#include "report/event.h"

#include "base/limits.h"

#include <string.h>

enum { key_digits = 32 };

/* The NUL behind each text keeps "ab","c" and "a","bc" apart. */
static void
add_text (GChecksum *sum, const char *text)
{
  gsize len = text != NULL ? strnlen (text, RETOUR_LIMIT_KEY_TEXT) : 0;

  g_checksum_update (sum, (const guchar *) (text != NULL ? text : ""), (gssize) len);
  g_checksum_update (sum, (const guchar *) "", 1);
}

const char *
retour_event_key (const char *const *field, const char *message_id, GStringChunk *pool)
{
  static const RetourField parts[] = {
    RETOUR_FIELD_DATE,       RETOUR_FIELD_KIND,
    RETOUR_FIELD_RECIPIENT,  RETOUR_FIELD_ORIGINAL_RECIPIENT,
    RETOUR_FIELD_DIAGNOSTIC, RETOUR_FIELD_RETURNED_MESSAGE_ID,
  };
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);

  add_text (sum, message_id);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    add_text (sum, field[parts[i]]);
  return g_string_chunk_insert_len (pool, g_checksum_get_string (sum), key_digits);
}
