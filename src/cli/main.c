#include "cli/cmd.h"

#include <stdio.h>

static const RetourCommand *const commands[] = {
  &retour_cmd_classify,
  &retour_cmd_explain,
};

static int
print_usage (void)
{
  puts ("usage: retour COMMAND [OPTION...] [ARGUMENT...]\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    printf ("  retour %s %s\n      %s\n", commands[i]->name, commands[i]->arguments,
            commands[i]->summary);
  puts ("\n'retour COMMAND --help' shows the options of a command; the manual is retour(1).");
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

int
main (int argc, char **argv)
{
  g_autofree char *message = NULL;

  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i]->name, argv[1]))
      return commands[i]->run (argc - 1, argv + 1);
  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (options); i++)
    if (g_str_equal (options[i].name, argv[1]))
      return options[i].run ();
  message = argc > 1 ? g_strdup_printf ("no command '%s'; see 'retour --help'", argv[1])
                     : g_strdup ("no command given; see 'retour --help'");
  retour_complain (NULL, message);
  return RETOUR_EXIT_USAGE;
}
