/* explanation: what a bare reply means, as a row and as lines for people. */
#pragma once
#include "output/row.h"
#include "output/sink.h"

/* clang-format off */
enum {
  RETOUR_EXPLANATION_REASON, RETOUR_EXPLANATION_CLASS, RETOUR_EXPLANATION_BLAME,
  RETOUR_EXPLANATION_ACTION, RETOUR_EXPLANATION_STATUS, RETOUR_EXPLANATION_REPLY_CODE,
  RETOUR_EXPLANATION_RULE, RETOUR_EXPLANATION_EVIDENCE, RETOUR_EXPLANATION_DECIDED_BY,
  RETOUR_EXPLANATION_PROVIDER, RETOUR_EXPLANATION_PERMANENT, RETOUR_EXPLANATION_RETRY_AFTER,
  RETOUR_EXPLANATION_BLOCKLIST, RETOUR_EXPLANATION_BLOCKLIST_KIND,
  RETOUR_EXPLANATION_NEW_ADDRESS, RETOUR_EXPLANATION_MEANING,
  RETOUR_EXPLANATION_ADVICE, RETOUR_EXPLANATION_N
};
/* clang-format on */

extern const RetourColumn retour_explanation_columns[RETOUR_EXPLANATION_N];

/* @values has RETOUR_EXPLANATION_N entries; they belong to @explanation. */
void retour_explanation_fill (const RetourExplanation *explanation, const char **values);
/* A row of these columns as a few lines, the meaning first, and an empty line behind; none is wider
 * than @width where words allow it. */
void retour_explanation_print (RetourSink *sink, const RetourRow *row, guint width);
