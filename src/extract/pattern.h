/* pattern: what a line of a report looks like, said without regular expressions.
 *
 *   <{address}>:{diagnostic}      text stands for itself (ASCII case ignored)
 *   * Giving up on {remote_host}. a leading `*`: anywhere in the line, not only at its start
 *   Hi. This is the qmail*        a trailing `*`: whatever follows; without it the line must end
 * there (expanded from: {alias})      blanks stand for one or more blanks {address} {} {status}
 * `{}`: any text, as little as possible; `{fact}`: what the fact's shape allows
 *
 * Matching never goes back behind a `{}`, so it takes time linear in the line. */
#pragma once
#include "extract/facts.h"

typedef enum {
  RETOUR_PATTERN_LITERAL,
  RETOUR_PATTERN_BLANKS, /* one or more */
  RETOUR_PATTERN_ANY,    /* {} */
  RETOUR_PATTERN_FACT,
  RETOUR_PATTERN_END /* closes the list of steps */
} RetourPatternOp;

typedef struct {
  RetourPatternOp op;
  RetourFact fact;
  const char *text; /* of a literal */
} RetourPatternStep;

/* Which pairs of neighbouring bytes a text has (ASCII case ignored), as a set that may hold some
 * more: most patterns are refused by one look at it. */
typedef struct {
  guint64 bits[4];
} RetourBigrams;

RetourBigrams retour_bigrams_of (RetourSlice text);

/* Immutable; built-in ones are constant tables. */
typedef struct {
  const RetourPatternStep *steps; /* up to the one with RETOUR_PATTERN_END */
  gboolean floating;              /* leading `*` */
  gboolean open;                  /* trailing `*` */
  RetourBigrams need;             /* of its literals */
} RetourPattern;

/* What a pattern took out of a line; empty slices where it took nothing. */
typedef struct {
  RetourSlice fact[RETOUR_FACT_N];
} RetourCaptures;

/* Compiles @text. Returns %FALSE with RETOUR_ERROR_DATA (no file name in the message) when it names
 * an unknown fact or has an open brace. @self is freed with retour_pattern_clear(). */
gboolean retour_pattern_compile (const char *text, RetourPattern *self, GError **error);
void retour_pattern_clear (RetourPattern *self);

/* %FALSE: @self surely does not match a line with these bigrams and this first byte. Cheap. */
static inline gboolean
retour_pattern_may_match (const RetourPattern *self, RetourSlice line, const RetourBigrams *have)
{
  const RetourPatternStep *first = self->steps;
  guint64 missing = 0;

  if (!self->floating && first->op == RETOUR_PATTERN_LITERAL &&
      (line.len == 0 || (*line.data | 0x20) != (*first->text | 0x20)))
    return FALSE; /* literals are kept in lower case */
  for (guint i = 0; i < G_N_ELEMENTS (have->bits); i++)
    missing |= self->need.bits[i] & ~have->bits[i];
  return missing == 0;
}

/* @captures: (out) (optional): filled only on success. */
gboolean retour_pattern_match (const RetourPattern *self, RetourSlice line,
                               RetourCaptures *captures);
