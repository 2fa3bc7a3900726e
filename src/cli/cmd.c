#include "cli/cmd.h"

#include "cli/help.h"
#include "cli/text.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

char *
retour_make_printable (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    g_string_append_unichar (out, g_unichar_isprint (c) ? c : '?');
  }
  return g_string_free (out, FALSE);
}

void
retour_complain (const RetourCommand *command, const char *message)
{
  g_autofree char *text = retour_make_printable (message);

  if (command != NULL)
    fprintf (stderr, "retour %s: %s\n", command->name, text);
  else
    fprintf (stderr, "retour: %s\n", text);
}

int
retour_fail (const RetourCommand *command, const GError *error)
{
  static const int codes[] = {
    [RETOUR_ERROR_DATA] = RETOUR_EXIT_DATA, [RETOUR_ERROR_NO_INPUT] = RETOUR_EXIT_NO_INPUT,
    [RETOUR_ERROR_IO] = RETOUR_EXIT_IO,     [RETOUR_ERROR_USAGE] = RETOUR_EXIT_USAGE,
    [RETOUR_ERROR_CLOSED] = RETOUR_EXIT_OK, [RETOUR_ERROR_UNAVAILABLE] = RETOUR_EXIT_UNAVAILABLE,
  };
  gboolean ours = error->domain == RETOUR_ERROR && (guint) error->code < G_N_ELEMENTS (codes);

  if (!g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_CLOSED))
    retour_complain (command, error->message);
  return ours ? codes[error->code] : RETOUR_EXIT_IO;
}

void
retour_use_locale (void)
{
  setlocale (LC_CTYPE, ""); /* how wide characters are; numbers stay as they are */
}

/* GLib's messages have no translation where GLib's catalogs are not installed: the option is what
 * counts, the last word that starts with a '-'. */
static void
complain_of_option (const RetourCommand *command, const GError *error)
{
  g_auto (GStrv) words = g_strsplit (error->message, " ", -1);
  g_autofree char *message = NULL;
  const char *option = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] == '-')
      option = words[i];
  if (option == NULL)
    message = g_strdup (error->message);
  else if (g_error_matches (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION))
    message = g_strdup_printf (_ ("no option '%s'"), option);
  else
    message = g_strdup_printf (_ ("the value of option '%s' is missing or wrong"), option);
  retour_complain (command, message);
}

static gboolean
parse (const RetourCommand *command, GOptionContext *context, int *argc, char ***argv)
{
  g_autoptr (GError) error = NULL;

  if (g_option_context_parse (context, argc, argv, &error))
    return TRUE;
  complain_of_option (command, error);
  return FALSE;
}

gboolean
retour_parse_options (const RetourCommand *command, const GOptionEntry *entries, int *argc,
                      char ***argv, int *code)
{
  gboolean help = FALSE;
  gboolean version = FALSE;
  g_autofree char *language = NULL;
  const GOptionEntry common[] = {
    /* main() took it away before; here it is for the help */
    { "lang", 0, 0, G_OPTION_ARG_STRING, &language,
      N_ ("Texts in this language, as in de (default: by the environment)"), N_ ("LANGUAGE") },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_ ("Show this help"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_ ("Show the version"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  const GOptionEntry *const groups[] = { entries, common };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_help_enabled (context, FALSE); /* ours: it ends nothing half-way */
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, common, NULL);
  *code = RETOUR_EXIT_USAGE;
  if (!parse (command, context, argc, argv))
    return FALSE;
  *code = RETOUR_EXIT_OK;
  if (help)
    retour_print_help (command, groups, G_N_ELEMENTS (groups));
  else if (version)
    puts ("retour " RETOUR_VERSION);
  return !help && !version;
}

gboolean
retour_load_rules (const RetourCommand *command, char **paths, RetourRules **rules, int *code)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  const char *fallback = g_getenv ("RETOUR_RULES");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    g_ptr_array_add (all, g_strdup (paths[i]));
  if (fallback == NULL && g_file_test (RETOUR_RULES_FOLDER, G_FILE_TEST_IS_DIR))
    fallback = RETOUR_RULES_FOLDER;
  if (fallback != NULL && *fallback != '\0')
    g_ptr_array_add (all, g_strdup (fallback));
  g_ptr_array_add (all, NULL);
  *rules = NULL;
  if (all->len == 1)
    return TRUE;
  *rules = retour_rules_load ((const char *const *) all->pdata, &error);
  if (*rules != NULL)
    return TRUE;
  retour_complain (command, error->message);
  *code = g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_NO_INPUT) ? RETOUR_EXIT_NO_INPUT
                                                                       : RETOUR_EXIT_CONFIG;
  return FALSE;
}

RetourPolicy *
retour_load_policy (const RetourCommand *command, const char *name, int *code)
{
  g_autoptr (GError) error = NULL;
  RetourPolicy *policy = retour_policy_new (name, &error);

  if (policy != NULL)
    return policy;
  *code = retour_fail (command, error);
  if (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_DATA))
    *code = RETOUR_EXIT_CONFIG;
  return NULL;
}

int
retour_end_stdout (const RetourCommand *command, int code)
{
  g_autofree char *message = NULL;

  errno = 0;
  if (fflush (stdout) == 0 && !ferror (stdout))
    return code;
  if (errno == EPIPE)
    return code;
  message = g_strdup_printf (_ ("cannot write: %s"), _ (g_strerror (errno != 0 ? errno : EIO)));
  retour_complain (command, message);
  return MAX (code, RETOUR_EXIT_IO);
}
