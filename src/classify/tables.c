#include "classify/tables.h"

#include <stdlib.h>

static int
compare (const void *key, const void *row)
{
  const RetourCode *code = row;

  return strcmp (key, code->code);
}

const RetourCode *
retour_code_lookup (const RetourCodeTable *table, const char *code)
{
  if (table->n == 0)
    return NULL;
  return bsearch (code, table->rows, table->n, sizeof *table->rows, compare);
}

const RetourCode *
retour_status_lookup (const RetourCodeTable *table, const char *status)
{
  const RetourCode *row = retour_code_lookup (table, status);
  char general[16];

  if (row != NULL || *status == '\0')
    return row;
  g_strlcpy (general, status, sizeof general);
  general[0] = 'x';
  row = retour_code_lookup (table, general);
  if (row != NULL || strlen (general) < 5)
    return row;
  g_strlcpy (general + 4, "x", sizeof general - 4);
  return retour_code_lookup (table, general);
}

const char *
retour_gloss_lookup (const RetourGlossTable *table, const char *field, const char *word)
{
  for (guint i = 0; i < table->n; i++)
    if (g_str_equal (table->rows[i].word, word) && g_str_equal (table->rows[i].field, field))
      return table->rows[i].text;
  return NULL;
}
