/* address: mail addresses as reports write them. */
#pragma once
#include "base/slice.h"

/* The address in @text as users know it: without brackets, angle quotes, "rfc822;", "smtp:",
 * "mailto:", display name, comment, source route ("@a,@b:c@d", "b!a" is left), trailing dot or
 * comma; xtext ("+2B") and utf-8-addr-xtext ("\x{1F408}") undone when @xtext; domain lower-cased;
 * quoted local parts kept. In @pool; %NULL when it is no address (no '@', blanks, control
 * characters, over RETOUR_LIMIT_ADDRESS). */
const char *retour_address_normalise (RetourSlice text, gboolean xtext, GStringChunk *pool);
/* The first address in a line of free text; empty slice if there is none. Tokens like
 * message-ids in "Message-ID: <…>" are the caller's problem. */
RetourSlice retour_address_find (RetourSlice line, gsize from);
/* The part behind the last '@'; empty if there is none. */
RetourSlice retour_address_domain (RetourSlice address);
/* Same mailbox for our purposes: local part and domain compared without ASCII case. */
gboolean retour_address_equal (const char *a, const char *b);
/* What an address is compared by: its domain in lower case and ASCII (IDNA), without a trailing
 * dot; its local part as it stands, or in lower case when @fold. In @pool; %NULL when it is no
 * address. */
const char *retour_address_key (RetourSlice address, gboolean fold, GStringChunk *pool);
