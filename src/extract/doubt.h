/* doubt: mail that neither its form nor a known system's words make a report, and that may be one.
 */
#pragma once
#include "extract/facts.h"
#include "extract/kind.h"
#include "message/fields.h"

typedef struct {
  RetourMessage *message;
  RetourSlice text;            /* what a person would read, without the returned mail */
  const GPtrArray *recipients; /* of RetourFacts: whom the text seems to speak of */
  const RetourFields *returned;
} RetourDoubt;

/* Whether the words of such a mail are worth to be looked through for recipients. */
gboolean retour_doubt_is_promising (const RetourDoubt *self);
/* RETOUR_KIND_BOUNCE when enough of what is known of it tells that it is a report, else what sort
 * of ordinary mail it is. */
RetourKind retour_doubt_settle (const RetourDoubt *self);
