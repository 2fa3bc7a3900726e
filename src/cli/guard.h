/* guard: a process that ends with 75 whatever hits it. */
#pragma once
#include <glib.h>

/* A piece of what is written. */
typedef struct {
  const char *data;
  gsize len;
} RetourPart;

/* What is done instead of ending with 75. */
typedef struct {
  /* in a signal handler: nothing that allocates or locks. Returns whether it went well, and we may
   * exit with 0 */
  gboolean (*func) (gconstpointer data);
  gconstpointer data;
  gboolean on_time; /* also at the end of the time, not only after a crash */
} RetourGuardRescue;

/* From now on: 0, 1 and 2 are open, though perhaps on nothing; every signal that would end us gives
 * exit code 75. */
void retour_guard_start (void);
/* Trouble is written to @log: `syslog`, or a file; %NULL: to stderr if that is a terminal, else
 * nowhere. Before anything else is written. */
void retour_guard_set_log (const char *log);
/* Ends the process with 75 in @seconds; 0: never. */
void retour_guard_start_clock (guint seconds);
/* Until it is called with %NULL: @rescue, which is borrowed, is tried. */
void retour_guard_set_rescue (const RetourGuardRescue *rescue);
/* A file without a name, gone when it is closed: in memory where the system can do that, else on
 * disk; -1: neither. */
int retour_guard_open_in_memory (void);
/* A file without a name on disk, or else in memory. */
int retour_guard_open_on_disk (void);
/* Hands what was complained of to the log. */
void retour_guard_end (void);
