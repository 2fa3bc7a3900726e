/* decide: what codes alone say, and hard or soft. */
#pragma once
#include "classify/classify.h"
#include "classify/ruleset.h"

/* Fills reason, rule, evidence of @out by its status, if that is specific. @own_status: the status
 * stands in the text, it is not the reporter's. Returns whether it was. */
gboolean retour_decide_by_status (RetourDiagnosis *out, gboolean own_status, GStringChunk *pool);
/* The same by reply code or vague status; reason `unknown` when they say nothing. */
void retour_decide_by_codes (RetourDiagnosis *out, gboolean own_status, GStringChunk *pool);
/* Fills hard, permanent, conflict of @out by its reason and codes. */
void retour_decide_class (RetourDiagnosis *out);
/* retour_classify() with other rules than the built-in ones. */
void retour_classify_with (const RetourRuleset *rules, const RetourSymptoms *symptoms,
                           GStringChunk *pool, RetourDiagnosis *out);
/* Puts what the frame rules of @rules say in the place of what other rules said. */
void retour_doubt_with (const RetourRuleset *rules, const RetourSymptoms *symptoms,
                        GStringChunk *pool, RetourDiagnosis *out);
