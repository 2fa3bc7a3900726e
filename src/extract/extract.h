/* extract: all that one mail says, from all its parts. */
#pragma once
#include "extract/facts.h"
#include "extract/kind.h"
#include "message/message.h"

/* Strings are in the pool of the message, or static. */
typedef struct {
  RetourKind kind;       /* of the mail as a whole; each recipient's own follows from its ACTION */
  GPtrArray *recipients; /* of RetourFacts */
  const char *dialect;   /* %NULL: none of those known */
  const char *feedback_type; /* of a feedback report */
  const char *envelope_id;   /* Original-Envelope-Id */
  RetourSlice text;          /* the report's own words, without the returned mail */
  RetourFields returned;     /* header of the returned mail; empty: none was found */
} RetourExtract;

/* Reads @message. Clear @out with retour_extract_clear(). */
void retour_extract (RetourMessage *message, RetourExtract *out);
void retour_extract_clear (RetourExtract *self);
