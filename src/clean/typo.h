/* typo: the domain that somebody likely meant. */
#pragma once
#include "base/slice.h"

/* domains.tsv: domains of large mail providers, the largest first, each with a NUL behind it; an
 * empty one ends them. */
extern const char retour_builtin_domains[];

/* The provider's domain that is one slip of the finger away from @domain (a letter too many, too
 * few, another one, or two that changed places); %NULL if there is none, or if @domain is a
 * provider's itself. Lower case. */
const char *retour_typo_suggest (RetourSlice domain);
