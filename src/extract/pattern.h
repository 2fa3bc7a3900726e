/* pattern: what a line of a report looks like, said without regular expressions.
 *
 *   <{address}>:{diagnostic}       text stands for itself (ASCII case ignored)
 *   * Giving up on {remote_host}.  a leading `*`: anywhere in the line, not only at its start
 *   Hi. This is the qmail*         a trailing `*`: whatever follows; without it the line must end
 *   (expanded from: {alias})       blanks stand for one or more blanks
 *   {address} {} {status}          `{}`: any text, as little as possible; `{fact}`: what the fact's
 *                                  shape allows
 *
 * Matching never goes back behind a `{}`, so it takes time linear in the line. */
#pragma once
#include "base/texts.h"
#include "extract/facts.h"

typedef enum {
  RETOUR_PATTERN_LITERAL,
  RETOUR_PATTERN_BLANKS, /* one or more */
  RETOUR_PATTERN_ANY,    /* {} */
  RETOUR_PATTERN_FACT,
  RETOUR_PATTERN_END /* closes the list of steps */
} RetourPatternOp;

typedef struct {
  guint8 op;        /* a RetourPatternOp */
  guint8 fact;      /* a RetourFact */
  RetourText words; /* of a literal, in the pool */
} RetourPatternStep;

/* What patterns are made of. */
typedef struct {
  const char *words; /* a block of texts; those of literals are in lower case */
  const RetourPatternStep *steps;
} RetourPatternPool;

/* A pool that grows while patterns are compiled. */
typedef struct {
  RetourTexts words;
  GArray *steps; /* of RetourPatternStep */
} RetourPatternBuilder;

/* Which pairs of neighbouring bytes a text has (ASCII case ignored), as a set that may hold some
 * more: most patterns are refused by one look at it. */
typedef struct {
  guint64 bits[4];
} RetourBigrams;

RetourBigrams retour_bigrams_of (RetourSlice text);

/* Immutable. */
typedef struct {
  guint32 steps;      /* first one in the pool, up to the one with RETOUR_PATTERN_END */
  guint8 floating;    /* leading `*` */
  guint8 open;        /* trailing `*` */
  guint8 first;       /* byte that the line must start with (case folded), 0: any */
  RetourBigrams need; /* of its literals */
} RetourPattern;

/* What a pattern took out of a line; empty slices where it took nothing. */
typedef struct {
  RetourSlice fact[RETOUR_FACT_N];
} RetourCaptures;

void retour_pattern_builder_init (RetourPatternBuilder *self);
void retour_pattern_builder_clear (RetourPatternBuilder *self);
/* Its pool; valid until the builder is changed or cleared. _steal: it is the caller's, who frees it
 * with retour_pattern_pool_free(); the builder is cleared. */
RetourPatternPool retour_pattern_builder_get_pool (const RetourPatternBuilder *self);
RetourPatternPool retour_pattern_builder_steal_pool (RetourPatternBuilder *self);
void retour_pattern_pool_free (RetourPatternPool pool);

/* Compiles @text into @builder. Returns %FALSE with RETOUR_ERROR_DATA (no file name in the message)
 * when it names an unknown fact or has an open brace. */
gboolean retour_pattern_compile (const char *text, RetourPatternBuilder *builder,
                                 RetourPattern *self, GError **error);

/* %FALSE: @self surely does not match a line with these bigrams and this first byte. Cheap. */
static inline gboolean
retour_pattern_may_match (const RetourPattern *self, RetourSlice line, const RetourBigrams *have)
{
  guint64 missing = 0;

  if (self->first != 0 && (line.len == 0 || ((guchar) *line.data | 0x20) != self->first))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (have->bits); i++)
    missing |= self->need.bits[i] & ~have->bits[i];
  return missing == 0;
}

/* @captures: (out) (optional): filled only on success. */
gboolean retour_pattern_match (const RetourPatternPool *pool, const RetourPattern *self,
                               RetourSlice line, RetourCaptures *captures);
