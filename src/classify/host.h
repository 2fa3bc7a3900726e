/* host: tells names of hosts from the ends of sentences, and links from words. */
#pragma once
#include "base/slice.h"

/* @name: letters, digits, dots, hyphens and underscores. */
gboolean retour_host_is_name (RetourSlice name);
/* Whether @start to @end in @text is a part of a link behind "://" or "www.example.com/". */
gboolean retour_host_is_link (RetourSlice text, gsize start, gsize end);
