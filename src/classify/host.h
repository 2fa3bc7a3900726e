/* host: tells names of hosts from the ends of sentences. */
#pragma once
#include "base/slice.h"

/* @name: letters, digits, dots, hyphens and underscores. */
gboolean retour_host_is_name (RetourSlice name);
