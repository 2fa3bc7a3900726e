/* dsn-value: what the values of delivery-status fields hold. */
#pragma once
#include "base/slice.h"

/* "rfc822; a@b": the part behind the type, and @type (out, optional): "rfc822", or empty where no
 * type is written. A type that is written twice is taken off twice. */
RetourSlice retour_dsn_untyped (RetourSlice value, RetourSlice *type);
/* The host of "dns; host (1.2.3.4)", "DNS;[1.2.3.4]", "dns; (host)". */
RetourSlice retour_dsn_host (RetourSlice value);
/* The words of "5.1.1 (bad destination)", "failed (bad destination)", "5 too large". */
RetourSlice retour_dsn_comment (RetourSlice value);
/* One of the five actions of RFC 3464, whatever the value calls it; static, or %NULL. */
const char *retour_dsn_action (RetourSlice value);
/* @text with xtext (RFC 3461 §4) undone; as it is where it is no xtext. In @pool or @text itself.
 */
const char *retour_dsn_from_xtext (const char *text, GStringChunk *pool);
