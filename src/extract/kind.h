/* kind: what sort of mail this is, told from its header, type and parts. */
#pragma once
#include "message/message.h"

/* Order is no rank. The record prints retour_kind_name(). */
typedef enum {
  RETOUR_KIND_BOUNCE,
  RETOUR_KIND_DELAYED,
  RETOUR_KIND_DELIVERED,
  RETOUR_KIND_RELAYED,
  RETOUR_KIND_EXPANDED,
  RETOUR_KIND_FEEDBACK,
  RETOUR_KIND_AUTOREPLY,
  RETOUR_KIND_CHALLENGE,
  RETOUR_KIND_DISPOSITION,
  RETOUR_KIND_NOTBOUNCE,
  RETOUR_KIND_N
} RetourKind;

const char *retour_kind_name (RetourKind kind);
gboolean retour_kind_lookup (const char *name, RetourKind *kind);

/* Tells ordinary mail apart. Returns RETOUR_KIND_FEEDBACK (RFC 5965 and relatives),
 * RETOUR_KIND_DISPOSITION (RFC 8098), RETOUR_KIND_AUTOREPLY (RFC 3834, and those without its
 * headers), RETOUR_KIND_CHALLENGE, RETOUR_KIND_NOTBOUNCE (list mail, replies, forwarded bounces,
 * DMARC and TLS reports: certainly no report about our mail), or RETOUR_KIND_BOUNCE when nothing
 * speaks against a delivery report: extraction then looks for one. */
RetourKind retour_kind_detect (RetourMessage *message);
