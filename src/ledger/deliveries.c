#include "ledger/delivery.h"
#include "ledger/ledger.h"

#include "base/address.h"
#include "base/language.h"
#include "base/limits.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

static gboolean
add_line (RetourLedger *self, RetourSlice line, gint64 now, GError **error)
{
  g_autofree char *id = NULL;
  RetourDelivery delivery;
  const char *address;
  GStringChunk *pool;
  gboolean ok = TRUE;

  if (!retour_delivery_parse (line, now, &delivery))
    return TRUE;
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
  else
    g_set_error (error, RETOUR_ERROR, code, _ ("cannot read '%s': %s"), path,
                 _ (g_strerror (errno)));
  return FALSE;
}

/* What is behind RETOUR_LIMIT_LINE bytes of a line is passed over: it is no line of a log. */
static gboolean
read_lines (RetourLedger *self, FILE *file, gint64 now, GError **error)
{
  char line[RETOUR_LIMIT_LINE + 1];
  gboolean goes_on = FALSE;

  while (fgets (line, sizeof line, file) != NULL) {
    gsize len = strlen (line);
    gboolean ends = len > 0 && line[len - 1] == '\n';

    if (!goes_on && !add_line (self, retour_slice (line, len), now, error))
      return FALSE;
    goes_on = !ends;
  }
  return TRUE;
}

gboolean
retour_ledger_add_deliveries (RetourLedger *self, const char *path, GError **error)
{
  FILE *file = fopen (path, "re");
  gboolean ok = FALSE;
  struct stat st;

  if (file == NULL || fstat (fileno (file), &st) != 0) {
    fail (path, RETOUR_ERROR_NO_INPUT, error);
  } else {
    errno = 0;
    ok = read_lines (self, file, (gint64) st.st_mtime, error);
    if (ok && ferror (file))
      ok = fail (path, RETOUR_ERROR_IO, error);
  }
  if (file != NULL)
    fclose (file);
  return ok;
}
