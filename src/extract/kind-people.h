/* kind-people: what people do with reports: attach one, forward one, reply to one. */
#pragma once
#include "extract/kind-evidence.h"

gboolean retour_people_is_forward (const RetourKindEvidence *e);
/* Postmasters answer, too. */
gboolean retour_people_is_answer (const RetourKindEvidence *e);
