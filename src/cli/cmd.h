/* cmd: what a subcommand is, and what all of them share. */
#pragma once
#include <retour/retour.h>

/* sysexits(3) values: scripts in the mail world know them. A later trouble never hides an
 * earlier one: the largest wins. */
enum {
  RETOUR_EXIT_OK = 0,
  RETOUR_EXIT_USAGE = 64,       /* EX_USAGE: command line */
  RETOUR_EXIT_DATA = 65,        /* EX_DATAERR: some message could not be read */
  RETOUR_EXIT_NO_INPUT = 66,    /* EX_NOINPUT: no such source */
  RETOUR_EXIT_UNAVAILABLE = 69, /* EX_UNAVAILABLE */
  RETOUR_EXIT_SOFTWARE = 70,    /* EX_SOFTWARE */
  RETOUR_EXIT_CREATE = 73,      /* EX_CANTCREAT */
  RETOUR_EXIT_IO = 74,          /* EX_IOERR: could not write, or reading stopped half-way */
  RETOUR_EXIT_TRY_AGAIN = 75,   /* EX_TEMPFAIL: every MTA keeps the mail and tries again */
  RETOUR_EXIT_CONFIG = 78       /* EX_CONFIG: a rules or dialect file is malformed */
};

typedef struct {
  const char *name;
  const char *arguments; /* behind the name in the usage line */
  const char *summary;   /* one line */
  int (*run) (int argc, char **argv);
} RetourCommand;

extern const RetourCommand retour_cmd_classify;
extern const RetourCommand retour_cmd_explain;

/* One line on stderr, `retour COMMAND: MESSAGE`, without control characters whatever the names
 * of files are. */
void retour_complain (const RetourCommand *command, const char *message);
/* For what people read: characters and their widths as the environment says. A tenth of a
 * millisecond that programs who read us do without. */
void retour_use_locale (void);
/* Parses options into @entries; prints help, version or an error. %TRUE to go on, else @code is
 * what to exit with. */
gboolean retour_parse_options (const RetourCommand *command, const GOptionEntry *entries, int *argc,
                               char ***argv, int *code);
