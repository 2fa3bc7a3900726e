/* kind-words: the words and fields by which mail of each kind is known. */
#pragma once
#include "message/fields.h"

/* What words say about a mail. */
typedef enum {
  RETOUR_HINT_BOUNCE = 1 << 0,      /* a delivery report */
  RETOUR_HINT_AUTOREPLY = 1 << 1,   /* an automatic reply */
  RETOUR_HINT_ABSENCE = 1 << 2,     /* an absence, which people also write about */
  RETOUR_HINT_CHALLENGE = 1 << 3,   /* the sender is to prove that he is one */
  RETOUR_HINT_RECEIPT = 1 << 4,     /* a read receipt */
  RETOUR_HINT_COMPLAINT = 1 << 5,   /* a feedback report */
  RETOUR_HINT_STATISTICS = 1 << 6,  /* a DMARC or TLS report */
  RETOUR_HINT_FORWARD = 1 << 7,     /* forwarded by somebody */
  RETOUR_HINT_REPLY = 1 << 8,       /* a reply to some mail */
  RETOUR_HINT_DAEMON = 1 << 9,      /* written by a mail server */
  RETOUR_HINT_ROBOT = 1 << 10,      /* not written by a person */
  RETOUR_HINT_LIST = 1 << 11,       /* came through a mailing list */
  RETOUR_HINT_POSTMASTER = 1 << 12, /* written in the name of a mail server */
} RetourHint;

/* The set of RetourHint that ... */
guint retour_hints_of_subject (RetourSlice subject);
guint retour_hints_of_sender (RetourSlice from);
guint retour_hints_of_domain (RetourSlice from);
guint retour_hints_of_text (RetourSlice text);
guint retour_hints_of_header (const RetourFields *header);
