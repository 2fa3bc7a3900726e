/* arf: feedback reports, RFC 5965 and relatives. */
#pragma once
#include "extract/facts.h"
#include "message/message.h"

/* Reads a message of kind RETOUR_KIND_FEEDBACK. Adds one RetourFacts per complained-of recipient
 * (Original-Rcpt-To, or To of the returned mail) to @found; @feedback_type: (out): `abuse`,
 * `opt-out`, …, lower case, %NULL if not said. */
void retour_arf_read (RetourMessage *message, GPtrArray *found, const char **feedback_type);
