/* bench-cost TIMES INPUT COMMAND...: runs COMMAND so many times with INPUT on its stdin and
 * nothing on its stdout. Prints the seconds of CPU of all runs together, and the peak memory of the
 * largest in KB. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void
become (const char *input, char **command)
{
  int in = open (input, O_RDONLY | O_CLOEXEC);
  int out = open ("/dev/null", O_WRONLY | O_CLOEXEC);

  if (in >= 0 && out >= 0 && dup2 (in, STDIN_FILENO) >= 0 && dup2 (out, STDOUT_FILENO) >= 0)
    execvp (command[0], command);
  perror (command[0]);
  _exit (127);
}

static double
seconds (struct timeval t)
{
  return (double) t.tv_sec + (double) t.tv_usec / 1e6;
}

int
main (int argc, char **argv)
{
  long times = argc > 3 ? strtol (argv[1], NULL, 10) : 0;
  double cpu = 0;
  long memory = 0;

  for (long i = 0; i < times; i++) {
    struct rusage usage = { 0 };
    int status = 0;
    pid_t child = fork ();

    if (child == 0)
      become (argv[2], argv + 3);
    if (child < 0 || wait4 (child, &status, 0, &usage) != child || status != 0)
      return 1;
    cpu += seconds (usage.ru_utime) + seconds (usage.ru_stime);
    memory = usage.ru_maxrss > memory ? usage.ru_maxrss : memory;
  }
  printf ("%.6f %ld\n", cpu, memory);
  return times > 0 ? 0 : 64;
}
