#include "shell.h"

#include <sys/wait.h>

/* The environment of the tests with the folder of $RETOUR in front of the PATH. */
static char **
environment (void)
{
  char **env = g_get_environ ();
  const char *program = g_environ_getenv (env, "RETOUR");
  g_autofree char *folder = g_path_get_dirname (program != NULL ? program : "build/retour");
  g_autofree char *full = g_canonicalize_filename (folder, NULL);
  g_autofree char *path = g_strconcat (full, ":", g_environ_getenv (env, "PATH"), NULL);

  env = g_environ_unsetenv (env, "COLUMNS");
  env = g_environ_setenv (env, "RETOUR_RULES", "", TRUE); /* not those of this machine */
  return g_environ_setenv (env, "PATH", path, TRUE);
}

int
test_shell (const char *command, char **out, char **err)
{
  g_auto (GStrv) env = environment ();
  g_autofree char *text = g_strdup (command);
  char *argv[] = { (char[]) { "/bin/sh" }, (char[]) { "-c" }, text, NULL };
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (!g_spawn_sync (NULL, argv, env, G_SPAWN_DEFAULT, NULL, NULL, out, err, &status, &error))
    g_error ("%s", error->message);
  return WIFEXITED (status) ? WEXITSTATUS (status) : 128 + WTERMSIG (status);
}
