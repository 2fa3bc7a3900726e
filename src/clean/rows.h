/* rows: a file in rows, in constant memory: lines, CSV rows with line ends inside of quotes, or
 * stanzas with blank lines between them. */
#pragma once
#include "base/slice.h"

typedef enum {
  RETOUR_ROWS_LINES,
  RETOUR_ROWS_CSV,
  RETOUR_ROWS_STANZAS,
} RetourRowsKind;

typedef struct {
  RetourSlice text; /* without its end */
  RetourSlice end;  /* the line end; of a stanza, with the blank lines behind it; or nothing */
  gboolean broken;  /* over RETOUR_LIMIT_LIST_ROW, or with a quote that is never closed */
  gboolean more;    /* a piece of a row that goes on in the next one */
} RetourRow;

typedef struct _RetourRows RetourRows;

/* @fd: a file that lseek(2) works on; not closed. */
RetourRows *retour_rows_new (int fd);
void retour_rows_free (RetourRows *self);
/* How it is to be read. @eol: '\n', or '\r' as on old Macs. */
void retour_rows_set_kind (RetourRows *self, RetourRowsKind kind, char delimiter, char eol);
/* Back to the first row. */
gboolean retour_rows_rewind (RetourRows *self, GError **error);
/* %FALSE at the end, or with @error (RETOUR_ERROR_IO). A row is valid until the next call. */
gboolean retour_rows_next (RetourRows *self, RetourRow *row, GError **error);
/* What is at the start of the file, for a guess at what it is: more than a row at the cap. */
gboolean retour_rows_peek (RetourRows *self, RetourSlice *start, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourRows, retour_rows_free)
