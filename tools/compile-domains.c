/* compile-domains: domains.tsv, what mistyped domains were meant to be. */
#include "compile-data.h"

#include <stdio.h>
#include <string.h>

gboolean
compile_domains (const char *folder, GError **error)
{
  DataFile file;
  gboolean ok = data_file_read (folder, "domains.tsv", &file, error);

  printf ("\nconst char retour_builtin_domains[] =\n");
  for (guint i = 0; ok && file.lines[i] != NULL; i++) {
    const char *line = file.lines[i];

    if (*line == '\0' || *line == '#')
      continue;
    if (strspn (line, "abcdefghijklmnopqrstuvwxyz0123456789.-") != strlen (line))
      ok = data_fail (&file, i + 1, error, "'%s' is no domain in lower case", line);
    printf ("  \"%s\" \"\\0\"\n", line);
  }
  printf ("  \"\";\n");
  data_file_clear (&file);
  return ok;
}
