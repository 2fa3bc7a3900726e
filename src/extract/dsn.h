/* dsn: delivery-status parts, RFC 3464 and RFC 6533, read tolerantly. */
#pragma once
#include "extract/facts.h"
#include "message/message.h"

/* Adds one RetourFacts to @found for every recipient group of every delivery-status part of
 * @message; the per-message fields (Reporting-MTA, Original-Envelope-Id) go to each (LOCAL_HOST).
 * @envelope_id: (out) (optional): Original-Envelope-Id, xtext undone, or left as it is.
 * @arrival: (out) (optional): Arrival-Date as written, or left as it is.
 * Strings are in the pool of @message. */
void retour_dsn_read (RetourMessage *message, GPtrArray *found, const char **envelope_id,
                      const char **arrival);
/* The same for one block of text that may hold such fields, wherever it was found. */
void retour_dsn_read_text (RetourMessage *message, RetourSlice text, GPtrArray *found,
                           const char **envelope_id, const char **arrival);
