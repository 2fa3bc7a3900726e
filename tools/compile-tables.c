/* compile-tables: reasons.tsv, status.tsv and replies.tsv. */
#include "compile-data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NO_REASON = 255 };

static gboolean
add_reason (const DataFile *file, guint line, GArray *rows, RetourTexts *texts, GError **error)
{
  g_auto (GStrv) col = NULL;
  RetourReason row;

  if (!data_split (file, line, 6, &col, error))
    return FALSE;
  if (col == NULL)
    return TRUE;
  if (!g_str_equal (col[1], "hard") && !g_str_equal (col[1], "soft"))
    return data_fail (file, line, error, "class '%s' is neither hard nor soft", col[1]);
  row = (RetourReason) { .id = retour_texts_add (texts, col[0]),
                         .blame = retour_texts_add (texts, col[2]),
                         .action = retour_texts_add (texts, col[3]),
                         .sisimai = retour_texts_add (texts, col[4]),
                         .meaning = retour_texts_add (texts, col[5]),
                         .hard = g_str_equal (col[1], "hard") };
  g_array_append_val (rows, row);
  return TRUE;
}

static void
print_reasons (const RetourReasonTable *reasons, const RetourTexts *texts)
{
  print_block ("reason_texts", texts);
  printf ("\nstatic const RetourReason reasons[] = {\n");
  for (guint i = 0; i < reasons->n; i++) {
    const RetourReason *row = &reasons->rows[i];

    printf ("  { %u, %u, %u, %u, %u, %d },\n", row->id, row->blame, row->action, row->sisimai,
            row->meaning, row->hard);
  }
  printf ("};\nconst RetourReasonTable retour_builtin_reasons = { reason_texts, reasons, %u };\n",
          reasons->n);
}

gboolean
compile_reasons (const char *folder, RetourReasonTable *reasons, GError **error)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (RetourReason));
  RetourTexts texts;
  DataFile file;
  gboolean ok;

  retour_texts_init (&texts);
  ok = data_file_read (folder, "reasons.tsv", &file, error);
  for (guint i = 0; ok && file.lines[i] != NULL; i++)
    ok = add_reason (&file, i + 1, rows, &texts, error);
  data_file_clear (&file);
  reasons->n = rows->len;
  reasons->rows = (const RetourReason *) (void *) g_array_free (rows, FALSE);
  if (ok)
    print_reasons (reasons, &texts);
  reasons->texts = retour_texts_steal (&texts);
  return ok;
}

static gboolean
find_reason (const RetourReasonTable *reasons, const char *id, guint8 *out)
{
  *out = NO_REASON;
  if (g_str_equal (id, "-"))
    return TRUE;
  for (guint i = 0; i < reasons->n; i++)
    if (g_str_equal (reasons->texts + reasons->rows[i].id, id)) {
      *out = (guint8) i;
      return TRUE;
    }
  return FALSE;
}

/* A table while its file is read. */
typedef struct {
  GArray *rows; /* of RetourCode */
  RetourTexts texts;
} Codes;

static void
add_row (Codes *codes, const char *code, RetourCode row)
{
  row.code = retour_texts_add (&codes->texts, code);
  g_array_append_val (codes->rows, row);
}

/* "5.7.606-649" is a row for each of them. */
static void
add_range (const char *code, RetourCode row, Codes *codes)
{
  const char *dot = strrchr (code, '.'), *dash = strchr (code, '-');
  gulong from = dot != NULL ? strtoul (dot + 1, NULL, 10) : 0;
  gulong to = dash != NULL ? strtoul (dash + 1, NULL, 10) : from;

  if (dot == NULL || dash == NULL) {
    add_row (codes, code, row);
    return;
  }
  for (gulong i = from; i <= MIN (to, 999); i++) {
    g_autofree char *one = g_strdup_printf ("%.*s.%lu", (int) (dot - code), code, i);

    add_row (codes, one, row);
  }
}

static gboolean
add_code (const DataFile *file, guint line, const RetourReasonTable *reasons, Codes *codes,
          GError **error)
{
  g_auto (GStrv) col = NULL;
  RetourCode row = { 0 };

  if (!data_split (file, line, 4, &col, error))
    return FALSE;
  if (col == NULL)
    return TRUE;
  if (!find_reason (reasons, col[1], &row.reason))
    return data_fail (file, line, error, "there is no reason '%s'", col[1]);
  if (!g_str_equal (col[2], "specific") && !g_str_equal (col[2], "vague"))
    return data_fail (file, line, error, "'%s' is neither specific nor vague", col[2]);
  row.specific = g_str_equal (col[2], "specific");
  row.meaning = retour_texts_add (&codes->texts, col[3]);
  add_range (col[0], row, codes);
  return TRUE;
}

static int
compare_codes (gconstpointer a, gconstpointer b, gpointer texts)
{
  return strcmp ((const char *) texts + ((const RetourCode *) a)->code,
                 (const char *) texts + ((const RetourCode *) b)->code);
}

static void
print_codes (const char *name, Codes *codes)
{
  g_autofree char *texts = g_strconcat (name, "_texts", NULL);

  g_array_sort_with_data (codes->rows, compare_codes, codes->texts.block->str);
  print_block (texts, &codes->texts);
  printf ("\nstatic const RetourCode %s[] = {\n", name);
  for (guint i = 0; i < codes->rows->len; i++) {
    const RetourCode *row = &g_array_index (codes->rows, RetourCode, i);

    printf ("  { %u, %u, %u, %u },\n", row->code, row->meaning, row->reason, row->specific);
  }
  printf ("};\nconst RetourCodeTable retour_builtin_%s = { %s, %s, %u };\n", name, texts, name,
          codes->rows->len);
}

static gboolean
compile_code_file (const char *folder, const char *name, const RetourReasonTable *reasons,
                   GError **error)
{
  Codes codes = { .rows = g_array_new (FALSE, FALSE, sizeof (RetourCode)) };
  g_autofree char *path = g_strconcat (name, ".tsv", NULL);
  DataFile file;
  gboolean ok = data_file_read (folder, path, &file, error);

  retour_texts_init (&codes.texts);
  for (guint i = 0; ok && file.lines[i] != NULL; i++)
    ok = add_code (&file, i + 1, reasons, &codes, error);
  data_file_clear (&file);
  if (ok)
    print_codes (name, &codes);
  retour_texts_clear (&codes.texts);
  g_array_unref (codes.rows);
  return ok;
}

gboolean
compile_codes (const char *folder, const RetourReasonTable *reasons, GError **error)
{
  return compile_code_file (folder, "status", reasons, error) &&
         compile_code_file (folder, "replies", reasons, error);
}
