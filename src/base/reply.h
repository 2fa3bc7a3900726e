/* reply: SMTP reply codes (RFC 5321 §4.2) and enhanced status codes (RFC 3463) in free text. */
#pragma once
#include "base/slice.h"

/* Codes of one reply. Copied by value, no heap; "" where the text has none. */
typedef struct {
  char reply[4];   /* "550" */
  char status[12]; /* "5.1.1", at most "5.999.999" */
  gsize start;     /* offset in the text where the (innermost) reply starts */
  gboolean quoted; /* somebody else's words lead it in: "host a said: 550 …" */
} RetourReply;

/* Finds the innermost reply in @text: "5.1.0 - Unknown address error 550-'5.1.1 <a>... User
 * unknown'" gives 550, 5.1.1. Not taken for codes: IP addresses, version numbers, sizes, dates,
 * ports, digits inside addresses, host names and queue ids. Returns %FALSE when there is neither
 * code. */
gboolean retour_reply_find (RetourSlice text, RetourReply *out);
/* A status code alone: "5.1.1", "5.1.1 (bad destination)", but not "X4.2.2". %TRUE and @out filled
 * ("5.1.1") when @text starts with one (blanks ahead allowed) of class 2, 4 or 5. */
gboolean retour_reply_parse_status (RetourSlice text, char out[12]);
