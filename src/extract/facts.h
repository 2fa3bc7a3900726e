/* facts: what a mail says about one recipient, as it says it. */
#pragma once
#include "base/slice.h"

/* clang-format off */
typedef enum {
  RETOUR_FACT_ADDRESS,          /* Final-Recipient, without its type */
  RETOUR_FACT_ALIAS,            /* Original-Recipient, or the address before expansion */
  RETOUR_FACT_STATUS,           /* RFC 3463 code of the reporter */
  RETOUR_FACT_REPLY,            /* SMTP reply code, where a field or a dialect gives it apart */
  RETOUR_FACT_DIAGNOSTIC,       /* the words, unfolded; without their type */
  RETOUR_FACT_DIAGNOSTIC_TYPE,  /* smtp, lmtp, x-unix, … */
  RETOUR_FACT_COMMAND,          /* CONN EHLO MAIL RCPT DATA EOM */
  RETOUR_FACT_REMOTE_HOST,
  RETOUR_FACT_LOCAL_HOST,       /* Reporting-MTA */
  RETOUR_FACT_ACTION,           /* failed delayed delivered relayed expanded */
  RETOUR_FACT_DATE,             /* last attempt, as written */
  RETOUR_FACT_RETRY_UNTIL,      /* Will-Retry-Until, as written */
  RETOUR_FACT_ORIGINAL_FROM,    /* of the returned mail */
  RETOUR_FACT_ORIGINAL_TO,
  RETOUR_FACT_ORIGINAL_SUBJECT,
  RETOUR_FACT_N
} RetourFact;
/* clang-format on */

/* Strings belong to the pool of the message; %NULL: not said. Valid UTF-8. */
typedef struct {
  const char *fact[RETOUR_FACT_N];
} RetourFacts;

/* A list that frees its RetourFacts. */
GPtrArray *retour_facts_list_new (void);
/* A new, empty entry at the end of @list; (transfer none). */
RetourFacts *retour_facts_list_add (GPtrArray *list);
/* Sets @which unless @text is empty; _append: adds it behind what is there, one blank between.
 * Return %FALSE when RETOUR_LIMIT_DIAGNOSTIC has left something out. */
gboolean retour_facts_set (RetourFacts *self, RetourFact which, RetourSlice text,
                           GStringChunk *pool);
gboolean retour_facts_append (RetourFacts *self, RetourFact which, RetourSlice text,
                              GStringChunk *pool);
/* %TRUE when @whole is all of the reply of which @first is the first line ("550-5.7.1 …"). */
gboolean retour_facts_completes (const char *whole, const char *first);
/* (transfer full): a table whose keys are addresses, borrowed, the same ones as for
 * retour_address_equal(). */
GHashTable *retour_facts_index_new (void);
/* "address", "status", …: names of the groups in dialect files. */
const char *retour_fact_name (RetourFact which);
