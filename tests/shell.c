#include "shell.h"

#include "test.h"

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

static void
check_output (const char *what, const char *got, const char *want)
{
  if (want == NULL)
    ck_assert_msg (*got == '\0', "%s is not empty:\n%s", what, got);
  else
    ck_assert_msg (strstr (got, want) != NULL, "%s lacks:\n%s\ngot:\n%s", what, want, got);
}

void
test_shell_case (const TestShellCase *self)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  int code = test_shell (self->command, &out, &err);
  const char *end = strchr (err, '\n');

  ck_assert_msg (code == self->code, "%s\nexit %d, not %d\n%s", self->command, code, self->code,
                 err);
  check_output ("stdout", out, self->out);
  check_output ("stderr", err, self->err);
  ck_assert_msg (end == NULL || end[1] == '\0', "more than one line on stderr:\n%s", err);
}
