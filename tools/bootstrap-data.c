/* bootstrap-data: empty tables, so that the generator links with the library's own readers. */
#include "classify/ruleset.h"
#include "clean/typo.h"
#include "extract/dialect.h"
#include "extract/kind-words.h"
#include "policy/policy.h"
#include "summary/texts.h"

const RetourReasonTable retour_builtin_reasons = { NULL, NULL, 0 };
const RetourCodeTable retour_builtin_status = { NULL, NULL, 0 };
const RetourCodeTable retour_builtin_replies = { NULL, NULL, 0 };
const RetourGlossTable retour_builtin_words = { NULL, NULL, 0 };
const RetourGlossTable retour_builtin_advice = { NULL, NULL, 0 };
const RetourDialectTable retour_builtin_dialects = { NULL, 0 };
const RetourKindTable retour_builtin_kinds = { .n_fields = 0 };
const RetourRuleset retour_builtin_rules = { 0 };
const RetourRulesFileTable retour_builtin_rules_files = { NULL, NULL, 0 };
const char retour_builtin_domains[] = "";
const RetourPolicyTable retour_builtin_policies = { NULL, NULL, 0 };
const char retour_text_delisting[] = "";
const char retour_text_page[] = "";
const char retour_text_style[] = "";
const char retour_text_script[] = "";
