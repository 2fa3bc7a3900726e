#include "base/catalog.h"

#include <string.h>

enum { MAGIC = 0x950412de, HEADER = 20 };

/* Two tables of the same number of rows, each a length and an offset: the texts, sorted, and
 * their translations. */
struct _RetourCatalog {
  GMappedFile *file;
  const char *bytes;
  gsize len;
  gboolean swapped; /* written on a machine of the other byte order */
  guint32 n;
  guint32 texts;
  guint32 translations;
};

/* @at is inside the file. */
static guint32
number_at (const RetourCatalog *self, gsize at)
{
  guint32 n;

  memcpy (&n, self->bytes + at, sizeof n);
  return self->swapped ? GUINT32_SWAP_LE_BE (n) : n;
}

/* The string of a row; %NULL when it is not inside the file, with a NUL at its end. */
static const char *
string_at (const RetourCatalog *self, guint32 table, guint32 row)
{
  gsize at = (gsize) table + (gsize) row * 8;
  gsize len = number_at (self, at), start = number_at (self, at + 4);

  if (start >= self->len || len >= self->len - start || self->bytes[start + len] != '\0')
    return NULL;
  return self->bytes + start;
}

static gboolean
has_table (const RetourCatalog *self, guint32 table)
{
  return table <= self->len && self->n <= (self->len - table) / 8;
}

static gboolean
read_header (RetourCatalog *self)
{
  if (self->len < HEADER)
    return FALSE;
  self->swapped = number_at (self, 0) != MAGIC;
  if (number_at (self, 0) != MAGIC)
    return FALSE;
  self->n = number_at (self, 8);
  self->texts = number_at (self, 12);
  self->translations = number_at (self, 16);
  return has_table (self, self->texts) && has_table (self, self->translations);
}

RetourCatalog *
retour_catalog_load (const char *path)
{
  g_autoptr (RetourCatalog) self = NULL;
  GMappedFile *file = g_mapped_file_new (path, FALSE, NULL);

  if (file == NULL)
    return NULL;
  self = g_new0 (RetourCatalog, 1);
  self->file = file;
  self->bytes = g_mapped_file_get_contents (file);
  self->len = g_mapped_file_get_length (file);
  return read_header (self) ? g_steal_pointer (&self) : NULL;
}

void
retour_catalog_free (RetourCatalog *self)
{
  g_mapped_file_unref (self->file);
  g_free (self);
}

const char *
retour_catalog_lookup (const RetourCatalog *self, const char *text)
{
  guint32 low = 0, high = self->n;

  while (low < high) {
    guint32 middle = low + (high - low) / 2;
    const char *other = string_at (self, self->texts, middle);
    int order = other != NULL ? strcmp (text, other) : 0;

    if (order == 0)
      return other != NULL ? string_at (self, self->translations, middle) : NULL;
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}
