/* chaos PERCENT PROGRAM ARGUMENT...: runs the program, and in so many percent of the runs kills it
 * with SIGKILL, SIGTERM or SIGSEGV within its first milliseconds. Ends as the program ended. */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SPAN_US = 4000 };

int
main (int argc, char **argv)
{
  static const int signals[] = { SIGKILL, SIGKILL, SIGTERM, SIGSEGV };
  struct timespec now;
  int status = 0;
  pid_t child;

  if (argc < 3)
    return 75;
  clock_gettime (CLOCK_REALTIME, &now);
  srandom ((unsigned) (now.tv_nsec ^ getpid ()));
  child = fork ();
  if (child < 0)
    return 75;
  if (child == 0) {
    execv (argv[2], argv + 2);
    _exit (75);
  }
  if (random () % 100 < atoi (argv[1])) {
    usleep ((useconds_t) (random () % SPAN_US));
    kill (child, signals[random () % 4]);
  }
  waitpid (child, &status, 0);
  if (WIFEXITED (status))
    return WEXITSTATUS (status);
  raise (WTERMSIG (status));
  return 75;
}
