#include "ledger/delivery.h"
#include "ledger/ledger.h"

#include "base/address.h"
#include "base/language.h"
#include "base/limits.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

/* What was read of a file so far. */
typedef struct {
  gint64 now;
  gboolean has_text;
  gboolean is_known; /* a delivery stood there, or what stands between deliveries */
} Progress;

static gboolean
add_line (RetourLedger *self, RetourSlice line, Progress *progress, GError **error)
{
  g_autofree char *id = NULL;
  RetourDelivery delivery;
  const char *address;
  GStringChunk *pool;
  gboolean ok = TRUE;

  if (!retour_delivery_parse (line, progress->now, &delivery)) {
    progress->has_text |= retour_slice_strip (line).len > 0;
    progress->is_known = progress->is_known || retour_delivery_is_log (line);
    return TRUE;
  }
  progress->is_known = TRUE;
  pool = g_string_chunk_new (256);
  address = retour_address_normalise (delivery.address, FALSE, pool);
  id = g_strndup (delivery.id.data, delivery.id.len);
  if (address != NULL)
    ok = retour_ledger_add_delivery (self, address, delivery.date, id, error);
  g_string_chunk_free (pool);
  return ok;
}

static gboolean
fail (const char *path, RetourError code, GError **error)
{
  if (code == RETOUR_ERROR_NO_INPUT)
    g_set_error (error, RETOUR_ERROR, code, _ ("cannot open '%s': %s"), path,
                 _ (g_strerror (errno)));
  else if (code == RETOUR_ERROR_DATA)
    g_set_error (error, RETOUR_ERROR, code, _ ("'%s' is neither addresses nor a log of deliveries"),
                 path);
  else
    g_set_error (error, RETOUR_ERROR, code, _ ("cannot read '%s': %s"), path,
                 _ (g_strerror (errno)));
  return FALSE;
}

/* What is behind RETOUR_LIMIT_LINE bytes of a line is passed over: it is no line of a log. */
static gboolean
read_lines (RetourLedger *self, FILE *file, Progress *progress, GError **error)
{
  char line[RETOUR_LIMIT_LINE + 1];
  gboolean goes_on = FALSE;

  while (fgets (line, sizeof line, file) != NULL) {
    gsize len = strlen (line);
    gboolean ends = len > 0 && line[len - 1] == '\n';

    if (!goes_on && !add_line (self, retour_slice (line, len), progress, error))
      return FALSE;
    goes_on = !ends;
  }
  return TRUE;
}

gboolean
retour_ledger_add_deliveries (RetourLedger *self, const char *path, GError **error)
{
  FILE *file = fopen (path, "re");
  Progress progress = { 0 };
  gboolean ok = FALSE;
  struct stat st;

  if (file == NULL || fstat (fileno (file), &st) != 0) {
    fail (path, RETOUR_ERROR_NO_INPUT, error);
  } else {
    errno = 0;
    progress.now = (gint64) st.st_mtime;
    ok = read_lines (self, file, &progress, error);
    if (ok && ferror (file))
      ok = fail (path, RETOUR_ERROR_IO, error);
    if (ok && progress.has_text && !progress.is_known)
      ok = fail (path, RETOUR_ERROR_DATA, error);
  }
  if (file != NULL)
    fclose (file);
  return ok;
}
