/* compile-tables: reasons.tsv, status.tsv and replies.tsv. */
#include "compile-data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NO_REASON = 255 };

static gboolean
add_reason (const DataFile *file, guint line, GArray *rows, GError **error)
{
  g_auto (GStrv) col = NULL;
  RetourReason row;

  if (!data_split (file, line, 6, &col, error))
    return FALSE;
  if (col == NULL)
    return TRUE;
  if (!g_str_equal (col[1], "hard") && !g_str_equal (col[1], "soft"))
    return data_fail (file, line, error, "class '%s' is neither hard nor soft", col[1]);
  row = (RetourReason) { g_intern_string (col[0]), g_str_equal (col[1], "hard"),
                         g_intern_string (col[2]), g_intern_string (col[3]),
                         g_intern_string (col[4]), g_intern_string (col[5]) };
  g_array_append_val (rows, row);
  return TRUE;
}

static void
print_reasons (const RetourReasonTable *reasons)
{
  printf ("\nstatic const RetourReason reasons[] = {\n");
  for (guint i = 0; i < reasons->n; i++) {
    const RetourReason *row = &reasons->rows[i];
    const char *const text[] = { row->blame, row->action, row->sisimai, row->meaning };

    printf ("  { ");
    print_string (row->id);
    printf (", %s", row->hard ? "TRUE" : "FALSE");
    for (guint k = 0; k < G_N_ELEMENTS (text); k++) {
      printf (", ");
      print_string (text[k]);
    }
    printf (" },\n");
  }
  printf ("};\nconst RetourReasonTable retour_builtin_reasons = { reasons, %u };\n", reasons->n);
}

gboolean
compile_reasons (const char *folder, RetourReasonTable *reasons, GError **error)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (RetourReason));
  DataFile file;
  gboolean ok;

  ok = data_file_read (folder, "reasons.tsv", &file, error);
  for (guint i = 0; ok && file.lines[i] != NULL; i++)
    ok = add_reason (&file, i + 1, rows, error);
  data_file_clear (&file);
  reasons->n = rows->len;
  reasons->rows = (const RetourReason *) (void *) g_array_free (rows, FALSE);
  if (ok)
    print_reasons (reasons);
  return ok;
}

static gboolean
find_reason (const RetourReasonTable *reasons, const char *id, guint8 *out)
{
  *out = NO_REASON;
  if (g_str_equal (id, "-"))
    return TRUE;
  for (guint i = 0; i < reasons->n; i++)
    if (g_str_equal (reasons->rows[i].id, id)) {
      *out = (guint8) i;
      return TRUE;
    }
  return FALSE;
}

/* "5.7.606-649" is a row for each of them. */
static void
add_range (const char *code, const RetourCode *row, GArray *rows)
{
  const char *dot = strrchr (code, '.'), *dash = strchr (code, '-');
  gulong from = dot != NULL ? strtoul (dot + 1, NULL, 10) : 0;
  gulong to = dash != NULL ? strtoul (dash + 1, NULL, 10) : from;
  RetourCode copy = *row;

  if (dot == NULL || dash == NULL) {
    copy.code = g_intern_string (code);
    g_array_append_val (rows, copy);
    return;
  }
  for (gulong i = from; i <= MIN (to, 999); i++) {
    g_autofree char *one = g_strdup_printf ("%.*s.%lu", (int) (dot - code), code, i);

    copy.code = g_intern_string (one);
    g_array_append_val (rows, copy);
  }
}

static gboolean
add_code (const DataFile *file, guint line, const RetourReasonTable *reasons, GArray *rows,
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
  row.meaning = g_intern_string (col[3]);
  add_range (col[0], &row, rows);
  return TRUE;
}

static int
compare_codes (gconstpointer a, gconstpointer b)
{
  return strcmp (((const RetourCode *) a)->code, ((const RetourCode *) b)->code);
}

static void
print_codes (const char *name, GArray *rows)
{
  g_array_sort (rows, compare_codes);
  printf ("\nstatic const RetourCode %s[] = {\n", name);
  for (guint i = 0; i < rows->len; i++) {
    const RetourCode *row = &g_array_index (rows, RetourCode, i);

    printf ("  { \"%s\", %u, %s, ", row->code, row->reason, row->specific ? "TRUE" : "FALSE");
    print_string (row->meaning);
    printf (" },\n");
  }
  printf ("};\nconst RetourCodeTable retour_builtin_%s = { %s, %u };\n", name, name, rows->len);
}

static gboolean
compile_code_file (const char *folder, const char *name, const RetourReasonTable *reasons,
                   GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (RetourCode));
  g_autofree char *path = g_strconcat (name, ".tsv", NULL);
  DataFile file;
  gboolean ok = data_file_read (folder, path, &file, error);

  for (guint i = 0; ok && file.lines[i] != NULL; i++)
    ok = add_code (&file, i + 1, reasons, rows, error);
  data_file_clear (&file);
  if (ok)
    print_codes (name, rows);
  return ok;
}

gboolean
compile_codes (const char *folder, const RetourReasonTable *reasons, GError **error)
{
  return compile_code_file (folder, "status", reasons, error) &&
         compile_code_file (folder, "replies", reasons, error);
}
