/* compile-data FOLDER: prints the data files of FOLDER (src/data) as C tables. Run by make. */
#include "compile-data.h"

#include <stdio.h>
#include <string.h>

gboolean
data_file_read (const char *folder, const char *name, DataFile *out, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;

  *out = (DataFile) { name, NULL };
  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  out->lines = g_strsplit (text, "\n", -1);
  return TRUE;
}

void
data_file_clear (DataFile *self)
{
  g_clear_pointer (&self->lines, g_strfreev);
}

gboolean
data_fail (const DataFile *file, guint line, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list ap;

  va_start (ap, format);
  what = g_strdup_vprintf (format, ap);
  va_end (ap);
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_DATA, "%s:%u: %s", file->name, line, what);
  return FALSE;
}

gboolean
data_split (const DataFile *file, guint line, guint n, char ***columns, GError **error)
{
  const char *text = file->lines[line - 1];

  *columns = NULL;
  if (*text == '\0' || *text == '#')
    return TRUE;
  *columns = g_strsplit (text, "\t", -1);
  if (g_strv_length (*columns) != n)
    return data_fail (file, line, error, "want %u columns, got %u", n, g_strv_length (*columns));
  return TRUE;
}

static void
print_char (char c)
{
  if (g_ascii_isprint (c) && c != '"' && c != '\\' && c != '?')
    putchar (c);
  else
    printf ("\\%03o", (guint) (guchar) c);
}

void
print_block (const char *name, const RetourTexts *texts)
{
  const GString *block = texts->block;
  gboolean open = FALSE;

  printf ("\nstatic const char %s[] =", name);
  for (gsize i = 0; i < block->len; i++) {
    char c = block->str[i];

    if (!open)
      printf ("\n  \"");
    print_char (c);
    open = c != '\0' && c != '\n';
    if (!open)
      putchar ('"');
  }
  printf (";\n");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  RetourReasonTable reasons = { NULL, NULL, 0 };

  if (argc != 2) {
    g_printerr ("usage: compile-data FOLDER\n");
    return 64;
  }
  printf ("/* made by tools/compile-data */\n"
          "#include \"classify/ruleset.h\"\n"
          "#include \"clean/typo.h\"\n"
          "#include \"extract/dialect.h\"\n"
          "#include \"extract/kind-words.h\"\n"
          "#include \"policy/policy.h\"\n"
          "#include \"summary/texts.h\"\n");
  if (!compile_reasons (argv[1], &reasons, &error) || !compile_codes (argv[1], &reasons, &error) ||
      !compile_words (argv[1], &reasons, &error) || !compile_rules (argv[1], &reasons, &error) ||
      !compile_dialects (argv[1], &error) || !compile_kinds (argv[1], &error) ||
      !compile_domains (argv[1], &error) || !compile_policies (argv[1], &reasons, &error) ||
      !compile_report (argv[1], &error)) {
    g_printerr ("compile-data: %s\n", error->message);
    return 65;
  }
  return 0;
}
