/* guess: what form a list has, by how it starts. */
#pragma once
#include "base/slice.h"

typedef enum {
  RETOUR_FORM_CSV,
  RETOUR_FORM_LINES, /* one address a line */
  RETOUR_FORM_NAMES, /* lines with names */
  RETOUR_FORM_SYMPA, /* stanzas with a line "email ADDRESS" */
  RETOUR_FORM_N
} RetourForm;

typedef struct {
  RetourForm form;
  char eol;       /* '\n', or '\r' */
  char delimiter; /* of CSV */
  gboolean crlf;
  gboolean header; /* the first row has the names of columns */
  gboolean bom;    /* the file starts with a byte order mark */
  guint n_columns; /* of the first row */
  guint n_own;     /* of them, the last ones that an earlier run of ours added */
  guint column;    /* of the addresses */
} RetourGuess;

/* Reads the start of a list. @column: (nullable): name or number of the column of addresses.
 * @path: for messages. */
gboolean retour_guess_list (RetourSlice start, const char *column, const char *path,
                            RetourGuess *guess, GError **error);
/* The address in a cell or line, with whatever stands around it taken off; nothing when there is
 * none, or more than one. In @cell, or in @pool. */
RetourSlice retour_guess_address (RetourSlice cell, GStringChunk *pool);
