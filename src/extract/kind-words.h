/* kind-words: the words and fields by which mail of each kind is known, src/data/kinds.tsv. */
#pragma once
#include "base/texts.h"
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
  RETOUR_HINT_OPTOUT = 1 << 13,     /* takes the sender of this mail off a list */
  RETOUR_HINT_PERSON = 1 << 14,     /* written with a mail reader */
  RETOUR_HINT_NOTICE = 1 << 15,     /* about parcels, quarantines, the reader's own mailbox, … */
  RETOUR_HINT_MINE = 1 << 16,       /* about a mail that the reader sent */
  RETOUR_HINT_TICKET = 1 << 17,     /* written by the program of a help desk */
  RETOUR_HINT_N = 18                /* number of bits, not one of them */
} RetourHint;

typedef enum {
  RETOUR_PLACE_SUBJECT,
  RETOUR_PLACE_SENDER,
  RETOUR_PLACE_DOMAIN,
  RETOUR_PLACE_TEXT,
  RETOUR_PLACE_N
} RetourPlace;

typedef struct {
  guint32 head;     /* what the first bytes are, see retour_kind_head(): most words differ there */
  guint32 mask;     /* bits of them that count */
  RetourText words; /* in the text of the table; lower case where ASCII; at the start of a word */
  guint8 at_start;  /* of the whole place */
  guint32 hint;
} RetourKindWords;

typedef struct {
  RetourText field;
  RetourText value; /* what the value starts with; none: any */
  guint hint;
} RetourKindField;

/* Immutable; the built-in one is a constant table. */
typedef struct {
  const char *text;                             /* of all words, each with its NUL */
  const RetourKindWords *words[RETOUR_PLACE_N]; /* by their first byte */
  const guint16 (*first)[257];                  /* where the words with each first byte begin */
  const RetourKindField *fields;
  guint n_fields;
} RetourKindTable;

/* The first bytes of a text, in lower case where ASCII; zero for those that are not there. */
static inline guint32
retour_kind_head (const char *text, gsize len)
{
  guint32 head = 0;

  for (gsize i = 0; i < sizeof head && i < len; i++) {
    guint32 c = (guchar) text[i];

    head |= (c - 'A' < 26 ? c | 0x20 : c) << (8 * i);
  }
  return head;
}

extern const RetourKindTable retour_builtin_kinds;

/* The set of RetourHint that ... */
guint retour_hints_of_subject (RetourSlice subject);
guint retour_hints_at_subject (RetourSlice subject); /* its first words */
guint retour_hints_of_sender (RetourSlice from);
guint retour_hints_of_domain (RetourSlice from);
guint retour_hints_of_text (RetourSlice text);
guint retour_hints_of_header (const RetourFields *header);
