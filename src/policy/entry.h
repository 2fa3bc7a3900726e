/* entry: one line of an address's history, as the ledger keeps it and as policies read it. */
#pragma once
#include <retour/retour.h>

typedef enum {
  RETOUR_ENTRY_BOUNCE,
  RETOUR_ENTRY_DELAYED,
  RETOUR_ENTRY_DELIVERED, /* delivered, relayed and expanded reports, and logs of deliveries */
  RETOUR_ENTRY_FEEDBACK,
  RETOUR_ENTRY_OTHER,  /* autoreply, challenge, disposition, notbounce */
  RETOUR_ENTRY_PARDON, /* a person said: forget what was before */
  RETOUR_ENTRY_N
} RetourEntryKind;

/* What is known about the proof of a report. */
enum {
  RETOUR_PROOF_RETURNED = 1, /* it brings back the mail, or its header: a Message-ID or a From */
  RETOUR_PROOF_VERP = 2,     /* it was sent to an address that names this recipient */
};

enum { RETOUR_EVENT_SIZE = 16 };

/* Strings are borrowed and valid UTF-8; %NULL: not said. */
typedef struct {
  guint8 event[RETOUR_EVENT_SIZE];
  guint8 kind;                /* RetourEntryKind */
  guint8 proof;               /* set of RETOUR_PROOF_… */
  gboolean hard;              /* the class */
  gint64 date;                /* seconds since 1970, UTC: when it happened */
  const RetourReason *reason; /* %NULL unless it is a bounce or a delay */
  const char *kind_name;      /* the record's kind: `bounce`, `autoreply`, … */
  const char *address;        /* key of the recipient: see retour_address_key(); %NULL: not told */
  const char *status;
  const char *reply_code;
  const char *diagnostic; /* the first RETOUR_LIMIT_ENTRY_TEXT bytes */
  const char *provider;
  const char *remote_mta;
  const char *reporting_mta;
  const char *blocklist;
  const char *client; /* IP address of ours that the diagnostic names, where there is one */
  const char *dialect;
  const char *feedback_type;
  const char *rule;
  const char *message_id; /* of the returned mail: a delay and its failure share it */
  const char *list_id;
  const char *campaign;    /* of the returned mail's header field that the user chose */
  const char *from_domain; /* of the returned From and return path: is it our mail? */
  const char *return_domain;
} RetourEntry;

/* The domain of the address, what stands behind the last '@'; "" if it is not told. */
const char *retour_entry_get_domain (const RetourEntry *self);
/* Who refused, for people and for grouping: the provider, else the organisational part of the
 * remote host's name is not looked up here: the recipient's domain. */
const char *retour_entry_get_receiver (const RetourEntry *self);

/**
 * retour_entry_read:
 * @self: (out caller-allocates): the entry
 * @report: a report
 * @record: which of its records
 * @now: seconds since 1970: the date, where the mail has none or one that is yet to come
 * @pool: where strings live that are not @report's
 *
 * An entry out of a record.
 */
void retour_entry_read (RetourEntry *self, const RetourReport *report, guint record, gint64 now,
                        GStringChunk *pool);

/* As if the report had come to @sent_to (the recipient in the envelope; may be %NULL): a mailing
 * with VERP says there whom it was for. @self: an entry that retour_entry_read() made. */
void retour_entry_set_sent_to (RetourEntry *self, const RetourReport *report, const char *sent_to,
                               GStringChunk *pool);
/* The campaign is what the returned mail's header field @name holds. */
void retour_entry_set_campaign (RetourEntry *self, const RetourReport *report, const char *name,
                                GStringChunk *pool);
/* What sort of entry a record of that kind is. */
RetourEntryKind retour_entry_kind_of (const char *name);
