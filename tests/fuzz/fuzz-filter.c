#include "fuzz.h"

#include "base/limits.h"

#include <retour/retour.h>
#include <string.h>

/* Lines of the header at @text that are a verdict's first field. */
static guint
count_verdicts (const char *text, gsize len)
{
  const char *end = text + len;
  guint count = 0;

  while (text < end && *text != '\n') {
    const char *stop = memchr (text, '\n', (gsize) (end - text));

    count += g_ascii_strncasecmp (text, "X-Retour-Kind:", MIN (14, (gsize) (end - text))) == 0 &&
             end - text >= 14;
    text = stop != NULL ? stop + 1 : end;
  }
  return count;
}

/* A mail with its verdict on top: what follows the head is the mail's own end, and no verdict is
 * there but ours, whatever came with the mail. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *mail = (const char *) data;
  g_autoptr (RetourReport) report = retour_report_new (mail, size, "fuzz", 1);
  guint n = MIN (retour_report_get_n_records (report), RETOUR_LIMIT_FILTER_RECORDS);
  g_autoptr (GString) out = g_string_new (NULL);
  gsize used = 0, len = 0;
  g_autoptr (GBytes) head = retour_filter_make_head (mail, size, report, &used);
  const char *text = g_bytes_get_data (head, &len);

  g_assert_cmpuint (used, <=, size);
  g_assert_cmpuint (len, >, 0);
  g_string_append_len (out, text, (gssize) len);
  g_string_append_len (out, mail + used, (gssize) (size - used));
  /* with other line ends a header ends elsewhere */
  if (size > 0 && memchr (mail, '\r', size) == NULL)
    g_assert_cmpuint (count_verdicts (out->str, out->len), ==, n);
  return 0;
}
