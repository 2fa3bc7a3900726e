/* compile-words: words.tsv and advice.tsv, what people are told. */
#include "compile-data.h"

#include <stdio.h>
#include <string.h>

/* A table while its file is read. */
typedef struct {
  GArray *rows; /* of RetourGloss */
  RetourTexts texts;
} Glosses;

typedef gboolean (*LineFunc) (const DataFile *file, guint line, const RetourReasonTable *reasons,
                              Glosses *out, GError **error);

static void
add_gloss (Glosses *out, const char *field, const char *word, const char *text)
{
  RetourGloss row = { retour_texts_add (&out->texts, field), retour_texts_add (&out->texts, word),
                      retour_texts_add (&out->texts, text) };

  g_array_append_val (out->rows, row);
}

static gboolean
add_word (const DataFile *file, guint line, const RetourReasonTable *reasons, Glosses *out,
          GError **error)
{
  g_auto (GStrv) col = NULL;
  RetourField field;

  (void) reasons;
  if (!data_split (file, line, 3, &col, error))
    return FALSE;
  if (col == NULL)
    return TRUE;
  if (!retour_field_lookup (col[0], &field))
    return data_fail (file, line, error, "there is no field '%s'", col[0]);
  add_gloss (out, col[0], col[1], col[2]);
  return TRUE;
}

static gboolean
is_reason (const RetourReasonTable *reasons, const char *id)
{
  for (guint i = 0; i < reasons->n; i++)
    if (g_str_equal (reasons->texts + reasons->rows[i].id, id))
      return TRUE;
  return FALSE;
}

static gboolean
add_advice (const DataFile *file, guint line, const RetourReasonTable *reasons, Glosses *out,
            GError **error)
{
  g_auto (GStrv) col = NULL;

  if (!data_split (file, line, 2, &col, error))
    return FALSE;
  if (col == NULL)
    return TRUE;
  if (!g_str_has_suffix (col[0], "xx") && !is_reason (reasons, col[0]))
    return data_fail (file, line, error, "there is no reason '%s'", col[0]);
  add_gloss (out, "", col[0], col[1]);
  return TRUE;
}

static void
print_glosses (const char *name, const Glosses *glosses)
{
  g_autofree char *texts = g_strconcat (name, "_texts", NULL);

  print_block (texts, &glosses->texts);
  printf ("\nstatic const RetourGloss %s[] = {\n", name);
  for (guint i = 0; i < glosses->rows->len; i++) {
    const RetourGloss *row = &g_array_index (glosses->rows, RetourGloss, i);

    printf ("  { %u, %u, %u },\n", row->field, row->word, row->text);
  }
  printf ("};\nconst RetourGlossTable retour_builtin_%s = { %s, %s, %u };\n", name, texts, name,
          glosses->rows->len);
}

static gboolean
compile_file (const char *folder, const char *name, LineFunc func, const RetourReasonTable *reasons,
              GError **error)
{
  Glosses glosses = { .rows = g_array_new (FALSE, FALSE, sizeof (RetourGloss)) };
  g_autofree char *path = g_strconcat (name, ".tsv", NULL);
  DataFile file;
  gboolean ok = data_file_read (folder, path, &file, error);

  retour_texts_init (&glosses.texts);
  for (guint i = 0; ok && file.lines[i] != NULL; i++)
    ok = func (&file, i + 1, reasons, &glosses, error);
  data_file_clear (&file);
  if (ok)
    print_glosses (name, &glosses);
  retour_texts_clear (&glosses.texts);
  g_array_unref (glosses.rows);
  return ok;
}

gboolean
compile_words (const char *folder, const RetourReasonTable *reasons, GError **error)
{
  return compile_file (folder, "words", add_word, reasons, error) &&
         compile_file (folder, "advice", add_advice, reasons, error);
}
