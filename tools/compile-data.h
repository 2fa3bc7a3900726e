/* compile-data: turns src/data into constant tables, one function a table. All of them print C on
 * stdout and say what is wrong as `file:line: …`. */
#pragma once
#include <retour/retour.h>

#include "base/texts.h"
#include "classify/tables.h"

/* A file below the data folder. */
typedef struct {
  const char *name; /* without the folder, for messages: "status.tsv" */
  char **lines;     /* %NULL-terminated */
} DataFile;

gboolean data_file_read (const char *folder, const char *name, DataFile *out, GError **error);
void data_file_clear (DataFile *self);
gboolean data_fail (const DataFile *file, guint line, GError **error, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
/* Splits a line into @n columns at its tabs; @columns stays %NULL for blank lines and comments. */
gboolean data_split (const DataFile *file, guint line, guint n, char ***columns, GError **error);
/* A block of texts as a constant array of that name. */
void print_block (const char *name, const RetourTexts *texts);

/* Fills @reasons, whose rows live as long as the process, and prints them. */
gboolean compile_reasons (const char *folder, RetourReasonTable *reasons, GError **error);
gboolean compile_codes (const char *folder, const RetourReasonTable *reasons, GError **error);
/* words.tsv and advice.tsv; advice is of reasons, or of classes of codes. */
gboolean compile_words (const char *folder, const RetourReasonTable *reasons, GError **error);
gboolean compile_dialects (const char *folder, GError **error);
gboolean compile_kinds (const char *folder, GError **error);
gboolean compile_domains (const char *folder, GError **error);
/* delisting.tsv and the page of reports. */
gboolean compile_report (const char *folder, GError **error);
/* Reads the files that rules/ORDER names and prints the ruleset. */
gboolean compile_rules (const char *folder, const RetourReasonTable *reasons, GError **error);
/* Reads policies/ and prints their texts. */
gboolean compile_policies (const char *folder, const RetourReasonTable *reasons, GError **error);
