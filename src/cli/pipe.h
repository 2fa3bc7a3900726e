/* pipe: rules for commands that a mail system runs once for each mail.
 *
 * Whatever happens, the exit code is one of 0, 1 (`match`: no) and 75, which every mail system
 * takes as "keep it and try again": so it is after a wrong option, a broken rules file, a crash, a
 * signal and the end of the time. Nothing is written to stderr unless that is a terminal: what a
 * command writes there goes into the bounce that somebody gets, or overrides its exit code.
 * Standard input is read to its end before the process ends, or else the writer fails. */
#pragma once
#include "cli/cmd.h"
#include "cli/guard.h"

/* What the options of all pipe commands say. */
typedef struct {
  char *log;
  int timeout; /* seconds */
} RetourPipeOptions;

enum { RETOUR_PIPE_TIMEOUT = 8 }; /* under the 10 s that Sieve waits */

#define RETOUR_PIPE_OPTIONS_INIT                                                                   \
  {                                                                                                \
    .timeout = RETOUR_PIPE_TIMEOUT                                                                 \
  }
/* For the entries of a command; @options: a RetourPipeOptions. */
#define RETOUR_PIPE_ENTRIES(options)                                                               \
  { "log",                                                                                         \
    0,                                                                                             \
    0,                                                                                             \
    G_OPTION_ARG_FILENAME,                                                                         \
    &(options).log,                                                                                \
    N_ ("Write trouble into this file, or to syslog (default: to stderr, if that is a terminal)"), \
    N_ ("syslog|FILE") },                                                                          \
  {                                                                                                \
    "timeout", 0, 0, G_OPTION_ARG_INT, &(options).timeout,                                         \
        N_ ("End with 75 after so many seconds; reading the mail does not count (default: 8)"),    \
        N_ ("SECONDS")                                                                             \
  }
#define RETOUR_PIPE_RULES_ENTRY(paths)                                                             \
  {                                                                                                \
    "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &(paths),                                          \
        N_ ("Ask the rules of this file or folder first; more than once"), N_ ("FILE")             \
  }

/* One mail, as it came. */
typedef struct {
  char *data; /* its beginning: all of it, unless it is over the cap */
  gsize len;
  int rest; /* a file without a name, at its start, with what follows @data; -1: nothing, or it was
               not wanted */
} RetourPipeMail;

#define RETOUR_PIPE_MAIL_INIT                                                                      \
  {                                                                                                \
    .rest = -1                                                                                     \
  }

/* For .is_pipe of a command that always is one. */
gboolean retour_pipe_always (int argc, char **argv);
/* Runs @command under the rules above; @language: as of `--lang`, may be %NULL. */
int retour_pipe_run (const RetourCommand *command, const char *language, int argc, char **argv);

/* As retour_parse_options(); no other argument is taken. */
gboolean retour_pipe_parse (const RetourCommand *command, const GOptionEntry *entries, int argc,
                            char **argv, int *code);
/* Reads the mail on standard input to its end; from then on the clock runs. @whole: what is over
 * the cap is wanted too. %FALSE: that has been said. */
gboolean retour_pipe_read (const RetourCommand *command, const RetourPipeOptions *options,
                           gboolean whole, RetourPipeMail *mail);
void retour_pipe_options_clear (RetourPipeOptions *self);
void retour_pipe_mail_clear (RetourPipeMail *self);
/* (transfer full): the report of @mail. */
RetourReport *retour_pipe_report (const RetourPipeMail *mail, const RetourRules *rules);

/* Writes all of @parts. Sets errno. Safe in a signal handler, as is the next. */
gboolean retour_pipe_write_to (int fd, const RetourPart *parts, guint n);
/* Writes all of @parts, and then the file @rest, to standard output; -1: no file. Sets errno. Safe
 * in a signal handler. */
gboolean retour_pipe_write (const RetourPart *parts, guint n, int rest);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RetourPipeOptions, retour_pipe_options_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RetourPipeMail, retour_pipe_mail_clear)
