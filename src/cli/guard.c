#define _GNU_SOURCE /* memfd_create() */

#include "cli/guard.h"

#include "cli/pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

enum { STACK = 64 * 1024, MAX_LOG = 64 * 1024 };

/* What a signal handler has to know can only be the process's own. */
static struct {
  int log;       /* file of the log, or socket of syslog; -1: there is none */
  int complaint; /* a file in memory that stands in for stderr; -1: none */
  gboolean syslog;
  const RetourGuardRescue *volatile rescue;
  volatile sig_atomic_t entered;
} guard = { .log = -1, .complaint = -1 };

/* For handlers: nothing here allocates, locks or formats. */
static void
log_constant (const char *text, gsize len)
{
  gssize n = guard.log >= 0 ? write (guard.log, text, len) : 0;

  (void) n; /* there is nobody to tell */
}

#define LOG_CONSTANT(text)                                                                         \
  (guard.syslog ? log_constant ("<20>" text, sizeof ("<20>" text) - 1)                             \
                : log_constant (text "\n", sizeof (text)))

/* At most once. */
static void
try_rescue (gboolean on_time)
{
  const RetourGuardRescue *rescue = guard.rescue;

  guard.rescue = NULL;
  if (rescue != NULL && (!on_time || rescue->on_time) && rescue->func (rescue->data))
    _exit (RETOUR_EXIT_OK);
}

static void
on_end (int signal)
{
  if (signal == SIGALRM)
    try_rescue (TRUE);
  if (signal == SIGALRM)
    LOG_CONSTANT ("retour: out of time, the mail is left where it is");
  else
    LOG_CONSTANT ("retour: told to stop, the mail is left where it is");
  _exit (RETOUR_EXIT_TRY_AGAIN);
}

static void
on_crash (G_GNUC_UNUSED int signal)
{
  if (guard.entered)
    _exit (RETOUR_EXIT_TRY_AGAIN);
  guard.entered = 1;
  LOG_CONSTANT ("retour: crashed while it had a mail");
  try_rescue (FALSE);
  _exit (RETOUR_EXIT_TRY_AGAIN);
}

/* clang-format off */
static const struct {
  int signal;
  void (*handler) (int);
} signals[] = {
  { SIGSEGV, on_crash }, { SIGBUS, on_crash },  { SIGFPE, on_crash },  { SIGILL, on_crash },
  { SIGABRT, on_crash }, { SIGTRAP, on_crash }, { SIGSYS, on_crash },
  { SIGALRM, on_end },   { SIGTERM, on_end },   { SIGHUP, on_end },    { SIGINT, on_end },
  { SIGQUIT, on_end },   { SIGXCPU, on_end },   { SIGUSR1, on_end },   { SIGUSR2, on_end },
  { SIGVTALRM, on_end }, { SIGPROF, on_end },
  { SIGPIPE, SIG_IGN },  { SIGXFSZ, SIG_IGN }, /* the write fails, and that is seen */
};
/* clang-format on */

/* A stack of its own, for the end of the other one is a crash too. */
static void
catch_signals (void)
{
  void *space = mmap (NULL, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  stack_t stack = { .ss_sp = space, .ss_size = STACK };
  struct sigaction action = { .sa_flags = SA_NODEFER };
  sigset_t none;

  if (space != MAP_FAILED && sigaltstack (&stack, NULL) == 0)
    action.sa_flags |= SA_ONSTACK;
  sigemptyset (&action.sa_mask);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++) {
    action.sa_handler = signals[i].handler;
    sigaction (signals[i].signal, &action, NULL);
  }
  sigemptyset (&none); /* what our parent blocked is inherited */
  sigprocmask (SIG_SETMASK, &none, NULL);
}

/* A chroot may lack /dev/null: a folder takes its place, that nothing can be read from or written
 * to. */
static int
open_nothing (int mode)
{
  int fd = open ("/dev/null", mode);

  return fd >= 0 ? fd : open ("/", O_RDONLY);
}

/* A closed descriptor would be given to the next file that is opened. What takes its place fails: a
 * mail must not be "read" from nowhere or "written" into nothing. */
static void
fill_descriptors (void)
{
  static const int modes[] = { O_WRONLY, O_RDONLY, O_WRONLY };

  for (int fd = 0; fd < (int) G_N_ELEMENTS (modes); fd++)
    if (fcntl (fd, F_GETFD) < 0 && errno == EBADF && open_nothing (modes[fd]) < 0)
      _exit (RETOUR_EXIT_TRY_AGAIN);
}

void
retour_guard_start (void)
{
  umask (077); /* files of ours are ours, and we can read them again */
  fill_descriptors ();
  catch_signals ();
}

/* As syslog(3) does it; a handler cannot call that. */
static int
open_syslog (void)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "/dev/log" };
  int fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  if (fd >= 0 && connect (fd, (const struct sockaddr *) &address, sizeof (address)) == 0)
    return fd;
  if (fd >= 0)
    close (fd);
  return -1;
}

static int
open_in (const char *folder)
{
  g_autofree char *name = folder != NULL ? g_build_filename (folder, "retour.XXXXXX", NULL) : NULL;
  int fd = name != NULL ? g_mkstemp_full (name, O_RDWR | O_CLOEXEC, 0600) : -1;

  if (fd >= 0)
    unlink (name);
  return fd;
}

static int
open_in_any_folder (void)
{
  const char *const folders[] = { g_getenv ("TMPDIR"), "/var/tmp", "/tmp" };
  int fd = -1;

  for (guint i = 0; fd < 0 && i < G_N_ELEMENTS (folders); i++)
    fd = open_in (folders[i]);
  return fd;
}

static int
open_in_memory (void)
{
#ifdef MFD_CLOEXEC
  return memfd_create ("retour", MFD_CLOEXEC);
#else
  return -1;
#endif
}

int
retour_guard_open_in_memory (void)
{
  int fd = open_in_memory ();

  return fd >= 0 ? fd : open_in_any_folder ();
}

int
retour_guard_open_on_disk (void)
{
  int fd = open_in_any_folder ();

  return fd >= 0 ? fd : open_in_memory ();
}

void
retour_guard_set_log (const char *log)
{
  int fd;

  if (log == NULL && isatty (STDERR_FILENO) == 1)
    return;
  guard.syslog = g_strcmp0 (log, "syslog") == 0;
  if (guard.syslog)
    guard.log = open_syslog ();
  else if (log != NULL)
    guard.log = open (log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0640);
  if (log != NULL)
    guard.complaint = retour_guard_open_in_memory ();
  fd = guard.complaint >= 0 ? guard.complaint : open_nothing (O_WRONLY);
  if (fd < 0 || dup2 (fd, STDERR_FILENO) < 0)
    close (STDERR_FILENO);
  if (fd >= 0 && fd != guard.complaint)
    close (fd);
}

void
retour_guard_start_clock (guint seconds)
{
  const struct itimerval timer = { .it_value.tv_sec = (time_t) seconds };

  setitimer (ITIMER_REAL, &timer, NULL);
}

void
retour_guard_set_rescue (const RetourGuardRescue *rescue)
{
  guard.rescue = rescue;
}

/* One write a line: several of us may write at a time. */
static void
log_line (const char *line)
{
  g_autoptr (GDateTime) now = NULL;
  g_autofree char *date = NULL;
  g_autofree char *text = NULL;

  if (guard.syslog) {
    syslog (LOG_WARNING, "%s", line);
    return;
  }
  now = g_date_time_new_now_utc ();
  date = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  text = g_strdup_printf ("%s [%d] %s\n", date, (int) getpid (), line);
  log_constant (text, strlen (text));
}

void
retour_guard_end (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gssize n;

  if (guard.complaint < 0 || lseek (guard.complaint, 0, SEEK_CUR) == 0)
    return;
  text = g_malloc0 (MAX_LOG + 1);
  n = pread (guard.complaint, text, MAX_LOG, 0);
  if (n <= 0)
    return;
  if (guard.syslog)
    openlog ("retour", LOG_PID, LOG_MAIL);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      log_line (lines[i]);
}
