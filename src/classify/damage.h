/* damage: letters that got lost or came twice through a charset on the way of a reply: "Empf?nger",
 * "Empf\344nger", "Empf=E4nger", "EmpfÃ¤nger". */
#pragma once
#include "classify/ruleset.h"

/* @text, or a copy in @room (as long as @text) in which those letters stand again, each where it
 * was: words begin at the same bytes; what is left over of a letter's place does not count in
 * words. What was lost altogether is guessed where that makes a word of @rules. */
RetourSlice retour_damage_mend (RetourSlice text, const RetourRuleset *rules, char *room);
