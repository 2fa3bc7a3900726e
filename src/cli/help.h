/* help: what a command prints of itself. */
#pragma once
#include "cli/cmd.h"

/* Prints usage, summary and options; each of @groups ends with an entry without a name. */
void retour_print_help (const RetourCommand *command, const GOptionEntry *const *groups, guint n);
