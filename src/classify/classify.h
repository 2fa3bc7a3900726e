/* classify: from the words and codes of one failure to its reason, and the rule that said so. */
#pragma once
#include <retour/retour.h>

#include "base/slice.h"

/* What is known of one failure. Strings are borrowed for the call; %NULL or empty: not known. */
typedef struct {
  RetourSlice text;        /* the diagnostic, whatever its bytes, one or more lines */
  const char *status;      /* of a Status field: the reporter's word (RFC 3463) */
  const char *reply;       /* SMTP reply code that stands apart from the text */
  const char *remote_host; /* who refused */
  const char *local_host;  /* who reports */
  const char *recipient;   /* the address */
  const char *dialect;     /* who wrote the report */
  const char *command;     /* at which command: CONN EHLO MAIL RCPT DATA EOM */
} RetourSymptoms;

typedef enum {
  RETOUR_DECIDED_BY_RULE,
  RETOUR_DECIDED_BY_STATUS,
  RETOUR_DECIDED_BY_REPLY,
  RETOUR_DECIDED_BY_DEFAULT,
  RETOUR_DECIDED_BY_N
} RetourDecidedBy;

/* What comes out. Strings that are not static are in the pool of the call. */
typedef struct {
  const RetourReason *reason; /* never %NULL */
  gboolean hard;              /* class: of the reason, but soft when the codes are transient */
  const char *permanent;      /* "true", "false" by the codes, %NULL when there are none */
  const char *status;   /* as it stands in the mail: the remote server's, else the reporter's */
  const char *reply;    /* as it stands in the mail */
  const char *rule;     /* "general.rules:12", "status:5.1.1", "reply:550", "default" */
  const char *evidence; /* the words or the code that decided */
  RetourDecidedBy decided_by;
  const char *provider;    /* by host names or text */
  const char *blocklist;   /* name of the list that is blamed */
  const char *new_address; /* of reason `moved` */
  const char *retry_after; /* seconds, decimal */
  gboolean conflict;       /* reply code and status are of different classes */
} RetourDiagnosis;

/* Thread-safe. @pool: where strings of @out go. */
void retour_classify (const RetourSymptoms *symptoms, GStringChunk *pool, RetourDiagnosis *out);
/* What to do about a failure: what the reason says, but a hard reason that is soft this time (its
 * codes are transient) is counted. */
const char *retour_classify_action (const RetourReason *reason, gboolean hard);
/* "rule", "status", "reply", "default". */
const char *retour_decided_by_name (RetourDecidedBy by);
