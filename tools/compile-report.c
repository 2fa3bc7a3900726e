/* compile-report: delisting.tsv and the page of reports, as they are. */
#include "compile-data.h"

#include <stdio.h>
#include <string.h>

static const struct {
  const char *file;
  const char *name;
} texts[] = {
  { "delisting.tsv", "delisting" },
  { "report/page.html", "page" },
  { "report/page.css", "style" },
  { "report/page.js", "script" },
};

static const char *const kinds[] = { "ip", "domain", "uri", "provider", "closed", NULL };

static gboolean
check_delisting (const char *folder, GError **error)
{
  DataFile file;
  gboolean ok = data_file_read (folder, "delisting.tsv", &file, error);

  for (guint i = 0; ok && file.lines[i] != NULL; i++) {
    g_auto (GStrv) col = NULL;

    ok = data_split (&file, i + 1, 5, &col, error);
    if (ok && col != NULL && !g_strv_contains (kinds, col[2]))
      ok = data_fail (&file, i + 1, error, "there is no kind '%s'", col[2]);
    if (ok && col != NULL && *col[3] != '\0' && !g_str_has_prefix (col[3], "https://"))
      ok = data_fail (&file, i + 1, error, "'%s' is no page", col[3]);
  }
  data_file_clear (&file);
  return ok;
}

static void
print_line (const char *line)
{
  printf ("\n  \"");
  for (; *line != '\0'; line++)
    if (g_ascii_isprint (*line) && *line != '"' && *line != '\\' && *line != '?')
      putchar (*line);
    else
      printf ("\\%03o", (guint) (guchar) *line);
}

static gboolean
print_file (const char *folder, const char *name, const char *variable, GError **error)
{
  DataFile file;
  gboolean ok = data_file_read (folder, name, &file, error);

  if (ok)
    printf ("\nconst char retour_text_%s[] =", variable);
  for (guint i = 0; ok && file.lines[i] != NULL; i++) {
    print_line (file.lines[i]);
    printf (file.lines[i + 1] != NULL ? "\\n\"" : "\";\n");
  }
  data_file_clear (&file);
  return ok;
}

gboolean
compile_report (const char *folder, GError **error)
{
  if (!check_delisting (folder, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (!print_file (folder, texts[i].file, texts[i].name, error))
      return FALSE;
  return TRUE;
}
