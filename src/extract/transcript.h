/* transcript: SMTP sessions that reports quote (">>> RCPT TO" / "<<< 550", "Out: 550" / "In:
 * RCPT"). */
#pragma once
#include "extract/facts.h"

typedef struct {
  RetourSlice command; /* the client's line without its prefix; empty: the greeting */
  GString *reply;      /* the server's lines, joined with one blank */
} RetourExchange;

/* Reads the exchanges among @lines (array of RetourSlice). @client and @server are the prefixes
 * (">>>", "<<<"). Returns (transfer full): an array of RetourExchange that frees its members. */
GArray *retour_transcript_read (const RetourSlice *lines, guint n, const char *client,
                                const char *server);
/* CONN EHLO MAIL RCPT DATA EOM … of a client's line ("RCPT TO:<a@b>", ". ", ""), or %NULL. */
const char *retour_transcript_command (RetourSlice line);
/* Where a report says in words at which command it was refused ("in reply to RCPT TO command",
 * "after end of data", "SMTP error … after RCPT TO:<a>"): its name as above, or %NULL. */
const char *retour_transcript_stage (RetourSlice text);
