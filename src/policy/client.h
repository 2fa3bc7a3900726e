/* client: the address of ours that a refusal blames. */
#pragma once
#include <glib.h>

/* The first IPv4 or IPv6 address in the words of a refusal (may be %NULL) that can be one of ours:
 * no loopback address, no version number, not behind "host" or "said". In @pool, or %NULL. */
const char *retour_client_find (const char *diagnostic, GStringChunk *pool);
