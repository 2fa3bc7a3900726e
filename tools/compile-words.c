/* compile-words: words.tsv and advice.tsv, what people are told. */
#include "compile-data.h"

#include <stdio.h>
#include <string.h>

static gboolean
add_word (const DataFile *file, guint line, GArray *rows, GError **error)
{
  g_auto (GStrv) col = NULL;
  RetourGloss row;
  RetourField field;

  if (!data_split (file, line, 3, &col, error))
    return FALSE;
  if (col == NULL)
    return TRUE;
  if (!retour_field_lookup (col[0], &field))
    return data_fail (file, line, error, "there is no field '%s'", col[0]);
  row = (RetourGloss) { g_intern_string (col[0]), g_intern_string (col[1]),
                        g_intern_string (col[2]) };
  g_array_append_val (rows, row);
  return TRUE;
}

static gboolean
is_reason (const RetourReasonTable *reasons, const char *id)
{
  for (guint i = 0; i < reasons->n; i++)
    if (g_str_equal (reasons->rows[i].id, id))
      return TRUE;
  return FALSE;
}

static gboolean
add_advice (const DataFile *file, guint line, const RetourReasonTable *reasons, GArray *rows,
            GError **error)
{
  g_auto (GStrv) col = NULL;
  RetourGloss row = { .field = "" };

  if (!data_split (file, line, 2, &col, error))
    return FALSE;
  if (col == NULL)
    return TRUE;
  if (!g_str_has_suffix (col[0], "xx") && !is_reason (reasons, col[0]))
    return data_fail (file, line, error, "there is no reason '%s'", col[0]);
  row.word = g_intern_string (col[0]);
  row.text = g_intern_string (col[1]);
  g_array_append_val (rows, row);
  return TRUE;
}

static void
print_glosses (const char *name, const GArray *rows)
{
  printf ("\nstatic const RetourGloss %s[] = {\n", name);
  for (guint i = 0; i < rows->len; i++) {
    const RetourGloss *row = &g_array_index (rows, RetourGloss, i);

    printf ("  { \"%s\", \"%s\", ", row->field, row->word);
    print_string (row->text);
    printf (" },\n");
  }
  printf ("};\nconst RetourGlossTable retour_builtin_%s = { %s, %u };\n", name, name, rows->len);
}

gboolean
compile_words (const char *folder, const RetourReasonTable *reasons, GError **error)
{
  g_autoptr (GArray) words = g_array_new (FALSE, FALSE, sizeof (RetourGloss));
  g_autoptr (GArray) advice = g_array_new (FALSE, FALSE, sizeof (RetourGloss));
  DataFile file;
  gboolean ok = data_file_read (folder, "words.tsv", &file, error);

  for (guint i = 0; ok && file.lines[i] != NULL; i++)
    ok = add_word (&file, i + 1, words, error);
  data_file_clear (&file);
  ok = ok && data_file_read (folder, "advice.tsv", &file, error);
  for (guint i = 0; ok && file.lines[i] != NULL; i++)
    ok = add_advice (&file, i + 1, reasons, advice, error);
  data_file_clear (&file);
  print_glosses ("words", words);
  print_glosses ("advice", advice);
  return ok;
}
