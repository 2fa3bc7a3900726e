/* cmd: what a subcommand is, and what all of them share. */
#pragma once
#include <retour/retour.h>

/* sysexits(3) values: scripts in the mail world know them. A later trouble never hides an
 * earlier one: the largest wins. */
enum {
  RETOUR_EXIT_OK = 0,
  RETOUR_EXIT_NO = 1,           /* `match`: the mail is not what was asked for */
  RETOUR_EXIT_REFUSED = 3,      /* nothing was done: more was to be removed than may be */
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
  const char *summary;   /* one line; English, as @arguments: translated where it is printed */
  /* whether, with these arguments, a mail system runs it for one mail; %NULL: never. See pipe.h */
  gboolean (*is_pipe) (int argc, char **argv);
  int (*run) (int argc, char **argv);
  gboolean streams; /* prints while it reads */
} RetourCommand;

extern const RetourCommand retour_cmd_classify;
extern const RetourCommand retour_cmd_clean;
extern const RetourCommand retour_cmd_explain;
extern const RetourCommand retour_cmd_filter;
extern const RetourCommand retour_cmd_match;
extern const RetourCommand retour_cmd_ingest;
extern const RetourCommand retour_cmd_policy;
extern const RetourCommand retour_cmd_report;
extern const RetourCommand retour_cmd_rules;
extern const RetourCommand retour_cmd_undo;
extern const RetourCommand retour_cmd_unknowns;

/* One line on stderr, `retour COMMAND: MESSAGE`, without control characters whatever the names
 * of files are. */
void retour_complain (const RetourCommand *command, const char *message);
/* Says what went wrong, and returns what to exit with. A reader that has seen enough is no trouble:
 * nothing is said, and that is 0. */
int retour_fail (const RetourCommand *command, const GError *error);
/* (transfer full): @text as valid UTF-8 without control characters. */
char *retour_make_printable (const char *text);
/* For what people read: characters and their widths as the environment says. A tenth of a
 * millisecond that programs who read us do without. */
void retour_use_locale (void);
/* Commands that run once a mail take texts as G_OPTION_ARG_FILENAME: for a string GLib starts its
 * conversion of character sets, a thirtieth of a millisecond. */
/* Parses options into @entries; prints help, version or an error. %TRUE to go on, else @code is
 * what to exit with. */
gboolean retour_parse_options (const RetourCommand *command, const GOptionEntry *entries, int *argc,
                               char ***argv, int *code);

#ifndef RETOUR_RULES_FOLDER
#define RETOUR_RULES_FOLDER "/etc/retour/rules.d"
#endif

/* Loads @paths (of `--rules`, may be %NULL), and behind them $RETOUR_RULES or else
 * RETOUR_RULES_FOLDER, if there is one. @rules: %NULL when there are none. %FALSE when they cannot
 * be used: that has been said, and @code is what to exit with. */
gboolean retour_load_rules (const RetourCommand *command, char **paths, RetourRules **rules,
                            int *code);
/* The policy of a preset or a file; %NULL: that has been said, and @code is what to exit with. */
RetourPolicy *retour_load_policy (const RetourCommand *command, const char *name, int *code);
/* Ends what printf(3) has written. Returns @code, or, when that could not be written, what to exit
 * with. A reader that has seen enough is no trouble. */
int retour_end_stdout (const RetourCommand *command, int code);
