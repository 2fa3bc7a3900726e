/* columns: the texts of an entry. Most come again and again in the same company: those are the
 * entry's traits, which a ledger keeps as one text. */
#pragma once
#include "policy/entry.h"

enum {
  RETOUR_TRAITS = 15,     /* columns that are traits */
  RETOUR_COLUMNS = 18,    /* the others have columns of their own in table `entry` */
  RETOUR_COLUMN_KIND = 0, /* tells the kind */
  RETOUR_COLUMN_REASON,   /* is no text in an entry */
};

typedef struct {
  const char *name; /* in the file */
  gsize offset;     /* in RetourEntry */
} RetourColumn;

extern const RetourColumn retour_columns[RETOUR_COLUMNS];

/* The text of a column of @entry; %NULL: not said. */
static inline const char *
retour_column_get (const RetourEntry *entry, guint column)
{
  if (column == RETOUR_COLUMN_REASON)
    return entry->reason != NULL ? retour_reason_get_id (entry->reason) : NULL;
  return G_STRUCT_MEMBER (const char *, entry, retour_columns[column].offset);
}

/* Replaces @text with the traits of @entry, a line each: name, blank, value. */
void retour_traits_write (const RetourEntry *entry, GString *text);
/* Sets the traits of @entry, and leaves the rest; lines that are not known are passed over. Strings
 * are in @pool. */
void retour_traits_read (RetourEntry *entry, const char *text, GStringChunk *pool);
