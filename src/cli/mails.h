/* mails: goes through all mails of the sources that a command is given. */
#pragma once
#include "cli/cmd.h"

/* Returns whether to go on. */
typedef gboolean (*RetourMailFunc) (const RetourInput *input, gpointer data);

/* Calls @func for each mail of @sources; %NULL: of standard input. What cannot be read is said, and
 * the rest is still read. Returns the exit code for it. */
int retour_each_mail (const RetourCommand *command, char **sources, RetourMailFunc func,
                      gpointer data);
/* (transfer full): the report of the mail at which @input is. */
RetourReport *retour_read_report (const RetourInput *input, const RetourRules *rules);
