#include "cli/help.h"

#include "cli/text.h"

#include <stdio.h>

enum { COLUMN = 28 }; /* where the descriptions start */

/* "  -f, --format=FORMAT" */
static char *
describe_option (const GOptionEntry *entry)
{
  GString *text = g_string_new (NULL);

  if (entry->short_name != '\0')
    g_string_append_printf (text, "  -%c, --%s", entry->short_name, entry->long_name);
  else
    g_string_append_printf (text, "  --%s", entry->long_name);
  if (entry->arg_description != NULL)
    g_string_append_printf (text, "=%s", _ (entry->arg_description));
  return g_string_free (text, FALSE);
}

static void
print_option (const GOptionEntry *entry)
{
  g_autofree char *option = describe_option (entry);
  glong width = g_utf8_strlen (option, -1);

  if (width + 2 > COLUMN)
    printf ("%s\n%*s%s\n", option, COLUMN, "", _ (entry->description));
  else
    printf ("%s%*s%s\n", option, (int) (COLUMN - width), "", _ (entry->description));
}

void
retour_print_help (const RetourCommand *command, const GOptionEntry *const *groups, guint n)
{
  printf (_ ("usage: retour %s %s\n"), command->name, _ (command->arguments));
  printf ("\n%s\n\n%s\n", _ (command->summary), _ ("options:"));
  for (guint i = 0; i < n; i++)
    for (const GOptionEntry *entry = groups[i]; entry->long_name != NULL; entry++)
      if (*entry->long_name != '\0') /* G_OPTION_REMAINING */
        print_option (entry);
  printf ("\n%s\n", _ ("The manual is retour(1)."));
}
