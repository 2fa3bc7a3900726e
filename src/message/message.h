/* message: one mail as slices: its header, its parts, their text. The only home of GMime:
 * GMime finds the MIME structure and decodes; header fields and returned mail are ours. */
#pragma once
#include "base/oddity.h"
#include "base/slice.h"
#include "message/fields.h"

typedef enum {
  RETOUR_PART_TEXT,            /* text/plain, text without a subtype of its own below */
  RETOUR_PART_HTML,            /* text/html */
  RETOUR_PART_DELIVERY_STATUS, /* message/delivery-status, message/global-delivery-status, and
                                  misspellings */
  RETOUR_PART_FEEDBACK,        /* message/feedback-report */
  RETOUR_PART_DISPOSITION,     /* message/disposition-notification, message/global-… */
  RETOUR_PART_MESSAGE,         /* message/rfc822, message/global: a returned or forwarded mail */
  RETOUR_PART_HEADERS,         /* text/rfc822-headers, message/global-headers, message/partial */
  RETOUR_PART_OTHER            /* anything else; its text is not decoded */
} RetourPartKind;

/* A leaf of the MIME tree, in the order of the mail. */
typedef struct {
  RetourPartKind kind;
  guint depth;      /* multiparts around it; 0: the message itself */
  const char *type; /* "text/plain", lower case */
  RetourSlice raw;  /* as it stands in the mail, still encoded */
  gboolean encoded; /* base64 or quoted-printable */
} RetourPart;

typedef struct _RetourMessage RetourMessage;

/* Reads one mail. @data is borrowed and must outlive the message. Never fails: what is broken
 * is in the oddities. A message, and all that it gives out, belongs to one thread. */
RetourMessage *retour_message_new (const char *data, gsize len);
void retour_message_free (RetourMessage *self);

/* The fields of the top header. */
const RetourFields *retour_message_get_header (const RetourMessage *self);
/* Everything behind the top header, raw. */
RetourSlice retour_message_get_body (const RetourMessage *self);
/* "multipart/report", "text/plain" (also when the header has none); lower case. */
const char *retour_message_get_type (const RetourMessage *self);
/* Parameter of the top Content-Type (`report-type`), or %NULL. */
const char *retour_message_get_type_parameter (const RetourMessage *self, const char *name);

guint retour_message_get_n_parts (const RetourMessage *self);
const RetourPart *retour_message_get_part (const RetourMessage *self, guint i);
/* The text of part @i: transfer encoding and charset undone, HTML turned into lines, valid UTF-8,
 * line ends as they come (LF, CRLF, CR), capped at RETOUR_LIMIT_PART_TEXT (delivery-status and
 * feedback parts: RETOUR_LIMIT_STATUS_PART). Decoded once, kept until the message is freed.
 * Empty for RETOUR_PART_OTHER. */
RetourSlice retour_message_get_text (RetourMessage *self, guint i);
/* Any bytes (a body whose MIME structure is broken, text of a returned mail) as valid UTF-8 and
 * under the cap for text. Kept until the message is freed. */
RetourSlice retour_message_to_text (RetourMessage *self, RetourSlice raw);

/* Strings that must live as long as the message (and, taken over, as the report). */
GStringChunk *retour_message_get_pool (RetourMessage *self);
/* The same, now the caller's: it lives on when the message is freed. Nothing that needs a pool may
 * be called on @self any more. */
GStringChunk *retour_message_steal_pool (RetourMessage *self);
void retour_message_add_oddity (RetourMessage *self, RetourOddity oddity);
/* The oddities found so far, a set of RetourOddity. */
guint retour_message_get_oddities (const RetourMessage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourMessage, retour_message_free)
