/* columns: the texts of an entry, in the order in which a ledger keeps them. */
#pragma once
#include "policy/entry.h"

enum { RETOUR_COLUMNS = 18 };

typedef struct {
  const char *name; /* of the column in the table */
  gsize offset;     /* in RetourEntry */
  gboolean word;    /* of a small vocabulary: kept once from the first time on */
} RetourColumn;

/* What policies and guards ask for comes first: SQLite decodes a row only as far as it has to. The
 * order and the names are in the file format; new ones come last. */
extern const RetourColumn retour_columns[RETOUR_COLUMNS];
/* The column of the reason, which is no text in an entry. */
enum { RETOUR_COLUMN_KIND = 0, RETOUR_COLUMN_REASON = 1 };

/* The text of a column of @entry; %NULL: not said. */
static inline const char *
retour_column_get (const RetourEntry *entry, guint column)
{
  if (column == RETOUR_COLUMN_REASON)
    return entry->reason != NULL ? retour_reason_get_id (entry->reason) : NULL;
  return G_STRUCT_MEMBER (const char *, entry, retour_columns[column].offset);
}
