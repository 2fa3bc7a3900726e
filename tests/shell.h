/* shell: command lines, run as a user would type them. */
#pragma once
#include <glib.h>

/* Runs @command with /bin/sh in the folder of the tests, with the program under test first on the
 * PATH. Returns its exit code, or 128 and more when a signal ended it. @out and @err: (out)
 * (transfer full) (optional): what it wrote. */
int test_shell (const char *command, char **out, char **err);

/* A command line, and what a script sees of it. */
typedef struct {
  const char *command;
  int code;
  const char *out; /* stdout holds this; %NULL: stdout is empty */
  const char *err; /* stderr is one line and holds this; %NULL: stderr is empty */
} TestShellCase;

/* Fails the test that runs unless all of it is so. */
void test_shell_case (const TestShellCase *self);
