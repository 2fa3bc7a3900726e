#include "cli/cmd.h"

#include <locale.h>
#include <stdio.h>

void
retour_complain (const RetourCommand *command, const char *message)
{
  g_autofree char *valid = g_utf8_make_valid (message, -1);
  g_autoptr (GString) line = g_string_new ("retour");

  if (command != NULL)
    g_string_append_printf (line, " %s", command->name);
  g_string_append (line, ": ");
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    g_string_append_unichar (line, g_unichar_isprint (c) ? c : '?');
  }
  fprintf (stderr, "%s\n", line->str);
}

static gboolean
parse (const RetourCommand *command, GOptionContext *context, int *argc, char ***argv)
{
  g_autoptr (GError) error = NULL;

  if (g_option_context_parse (context, argc, argv, &error))
    return TRUE;
  error->message[0] = g_ascii_tolower (error->message[0]); /* our messages start that way */
  retour_complain (command, error->message);
  return FALSE;
}

void
retour_use_locale (void)
{
  setlocale (LC_CTYPE, ""); /* how wide characters are; numbers stay as they are */
}

static void
print_help (GOptionContext *context)
{
  g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

  retour_use_locale ();
  g_print ("%s", help);
}

gboolean
retour_parse_options (const RetourCommand *command, const GOptionEntry *entries, int *argc,
                      char ***argv, int *code)
{
  gboolean help = FALSE;
  gboolean version = FALSE;
  const GOptionEntry common[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, "Show this help", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, "Show the version", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *name = g_strconcat ("retour ", command->name, NULL);
  g_autofree char *summary = g_strconcat ("Prints ", command->summary, ".", NULL);
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_set_prgname (name); /* what the usage line starts with */
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, "The manual is retour(1).\n");
  g_option_context_set_help_enabled (context, FALSE); /* ours: it ends nothing half-way */
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, common, NULL);
  *code = RETOUR_EXIT_USAGE;
  if (!parse (command, context, argc, argv))
    return FALSE;
  *code = RETOUR_EXIT_OK;
  if (help)
    print_help (context);
  else if (version)
    puts ("retour " RETOUR_VERSION);
  return !help && !version;
}
