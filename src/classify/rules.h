/* rules: a user's rules, and the texts of the built-in ones. */
#pragma once
#include "classify/classify.h"
#include "classify/ruleset.h"

/* retour_classify(), with @rules (may be %NULL) asked first. */
void retour_rules_classify (const RetourRules *rules, const RetourSymptoms *symptoms,
                            GStringChunk *pool, RetourDiagnosis *out);
