/* case: a text that is being classified: its codes and tokens, and which rule holds of it. */
#pragma once
#include "base/reply.h"
#include "classify/classify.h"
#include "classify/match.h"

typedef struct {
  /* the caller's */
  const RetourSymptoms *symptoms;
  const RetourRuleset *rules;
  GStringChunk *pool;
  RetourDiagnosis *out;
  RetourToken *tokens;  /* room for RETOUR_LIMIT_TOKENS */
  RetourMatches *found; /* in the innermost reply, in the whole text */
  guint n_found;        /* how many of the two have been looked at */

  RetourSlice text;            /* what is looked at of the symptoms' text, valid UTF-8 */
  RetourReply codes;           /* of the innermost reply in the text */
  RetourCodeKey status, reply; /* what conditions look at: of the text, else of the reporter */
  guint inner;                 /* first token of the innermost reply */
  guint n_tokens;
  guint16 scope;     /* by host names */
  gboolean has_link; /* it may have one: there is a slash */
} RetourCase;

/* Fills what is not the caller's from the text of the symptoms, and the codes of the diagnosis. */
void retour_case_read (RetourCase *self);
/* The text of some tokens, the last one included: whole characters. */
RetourSlice retour_case_text (const RetourCase *self, guint first, guint last);
/* The first rule that is asked so and whose every condition holds; or %NULL. */
const RetourRule *retour_case_choose (const RetourCase *self, const RetourMatches *found,
                                      RetourAsked asked);
