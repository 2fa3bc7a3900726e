#include "cli/pipe.h"
#include "cli/text.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static const RetourCommand *const commands[] = {
  &retour_cmd_classify, &retour_cmd_explain, &retour_cmd_match,    &retour_cmd_filter,
  &retour_cmd_ingest,   &retour_cmd_report,  &retour_cmd_clean,    &retour_cmd_undo,
  &retour_cmd_policy,   &retour_cmd_rules,   &retour_cmd_unknowns,
};

static int
print_usage (void)
{
  puts (_ ("usage: retour COMMAND [OPTION...] [ARGUMENT...]\n"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    printf ("  retour %s %s\n      %s\n", commands[i]->name, _ (commands[i]->arguments),
            _ (commands[i]->summary));
  printf ("\n%s\n", _ ("'retour COMMAND --help' shows the options of a command; the manual is "
                       "retour(1)."));
  return RETOUR_EXIT_OK;
}

static int
print_version (void)
{
  puts ("retour " RETOUR_VERSION);
  return RETOUR_EXIT_OK;
}

static const struct {
  const char *name;
  int (*run) (void);
} options[] = {
  { "--help", print_usage },
  { "-h", print_usage },
  { "--version", print_version },
};

/* What stands behind "--lang" at @i, and how many arguments that is; 0: something else. */
static int
read_language (int argc, char **argv, int i, const char **tag)
{
  if (g_str_has_prefix (argv[i], "--lang=")) {
    *tag = argv[i] + strlen ("--lang=");
    return 1;
  }
  *tag = i + 1 < argc ? argv[i + 1] : NULL;
  return g_str_equal (argv[i], "--lang") && *tag != NULL ? 2 : 0;
}

/* Takes `--lang` out of the arguments, before anything is said in any language. Returns its value.
 */
static const char *
take_language (int *argc, char **argv)
{
  const char *tag = NULL;
  int kept = 1, i = 1, n;

  while (i < *argc && !g_str_equal (argv[i], "--")) {
    const char *value = NULL;

    n = read_language (*argc, argv, i, &value);
    tag = n > 0 ? value : tag;
    if (n == 0)
      argv[kept++] = argv[i++];
    i += n;
  }
  while (i < *argc)
    argv[kept++] = argv[i++];
  argv[kept] = NULL;
  *argc = kept;
  return tag;
}

static const RetourCommand *
find_command (const char *name)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i]->name, name))
      return commands[i];
  return NULL;
}

static int
complain_of_command (const char *name)
{
  g_autofree char *message =
      name != NULL ? g_strdup_printf (_ ("no command '%s'; see 'retour --help'"), name)
                   : g_strdup (_ ("no command given; see 'retour --help'"));

  retour_complain (NULL, message);
  return RETOUR_EXIT_USAGE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  const char *language = take_language (&argc, argv);
  const RetourCommand *command = find_command (argv[1]);

  if (command != NULL && command->is_pipe != NULL && command->is_pipe (argc - 1, argv + 1))
    return retour_pipe_run (command, language, argc - 1, argv + 1);
  signal (SIGXFSZ, SIG_IGN); /* too large a file is an error like others */
  if (!retour_language_use (language, &error)) {
    retour_complain (NULL, error->message);
    return RETOUR_EXIT_USAGE;
  }
  if (command != NULL)
    return command->run (argc - 1, argv + 1);
  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (options); i++)
    if (g_str_equal (options[i].name, argv[1]))
      return options[i].run ();
  return complain_of_command (argv[1]);
}
