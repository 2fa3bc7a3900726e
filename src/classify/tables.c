#include "classify/tables.h"

const RetourCode *
retour_code_lookup (const RetourCodeTable *table, const char *code)
{
  guint low = 0, high = table->n;

  while (low < high) {
    guint middle = (low + high) / 2;
    int order = strcmp (code, table->texts + table->rows[middle].code);

    if (order == 0)
      return &table->rows[middle];
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
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
    if (g_str_equal (table->texts + table->rows[i].word, word) &&
        g_str_equal (table->texts + table->rows[i].field, field))
      return table->texts + table->rows[i].text;
  return NULL;
}
