/* event: the stable key of one event, wherever its mail is read from. */
#pragma once
#include <retour/retour.h>

/* 128 bits in hex, in @pool, from what delivery, storage and line ends do not change: the report's
 * @message_id (may be %NULL), its date, recipient, what happened, and which mail came back. */
const char *retour_event_key (const char *const *field, const char *message_id, GStringChunk *pool);
