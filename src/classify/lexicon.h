/* lexicon: the words of a ruleset, as a perfect hash: one look at one place tells the value of a
 * word. What is kept of a word is a hash of 64 bits, of which 48 are compared: no two words of a
 * ruleset have the same, and whoever wants to write another word with the hash of one of them can
 * as well write that one. */
#pragma once
#include "base/limits.h"
#include "classify/ruleset.h"

enum {
  RETOUR_LEXICON_STEPS = RETOUR_LIMIT_WORD / 8, /* numbers that the text of a word makes */
  RETOUR_LEXICON_STEMS = 2048,                  /* rows of stems, a power of two */
  RETOUR_LEXICON_LONG = 31,                     /* stems of so many bytes or more have one bit */
};

/* The eight bytes of @text from byte @i on, those behind its end as zeros; the first is the lowest.
 */
static inline guint64
retour_lexicon_load (RetourSlice text, gsize i)
{
  guint64 bytes = 0;

  if (G_LIKELY (i + sizeof bytes <= text.len)) {
    memcpy (&bytes, text.data + i, sizeof bytes);
    return GUINT64_FROM_LE (bytes);
  }
  if (text.len >= sizeof bytes && i < text.len) {
    memcpy (&bytes, text.data + text.len - sizeof bytes, sizeof bytes);
    return GUINT64_FROM_LE (bytes) >> 8 * (i + sizeof bytes - text.len);
  }
  for (gsize k = text.len; k > i; k--)
    bytes = bytes << 8 | (guchar) text.data[k - 1];
  return bytes;
}

/* Goes on with eight bytes of a folded word, zeros behind its end; the first is the lowest. A word
 * has no zeros, so words of different lengths differ. */
static inline guint64
retour_lexicon_hash (guint64 hash, guint64 bytes)
{
  hash = (hash ^ bytes) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  hash = (hash ^ hash >> 32) * G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  return hash ^ hash >> 32;
}

/* The slot of a hash of a group that is moved by @shift. */
static inline guint
retour_lexicon_slot (guint64 hash, guint shift, guint n_slots)
{
  guint32 place = (guint32) (hash >> 32) * (2 * shift + 1);

  return (guint) ((guint64) place * n_slots >> 32);
}

/* The value of the word with this hash, 0 if there is none. */
static inline guint16
retour_lexicon_find (const RetourRuleset *rules, guint64 hash)
{
  guint shift = rules->shifts[hash & (rules->n_shifts - 1)];
  guint64 slot = rules->slots[retour_lexicon_slot (hash, shift, rules->n_slots)];

  return (slot ^ hash) >> 16 == 0 ? (guint16) slot : 0;
}

/* The value of the longest stem that a word starts with, 0 if there is none. @bytes: as they were
 * hashed. */
guint16 retour_lexicon_find_stem (const RetourRuleset *rules, const guint64 *bytes, gsize len);

typedef struct _RetourLexiconBuilder RetourLexiconBuilder;

RetourLexiconBuilder *retour_lexicon_builder_new (void);
void retour_lexicon_builder_free (RetourLexiconBuilder *self);
/* @value: of exactly this text, or, when @stem, of all longer words that have none of their own.
 * Of what is added twice the first counts. */
void retour_lexicon_builder_add (RetourLexiconBuilder *self, const char *text, guint16 value,
                                 gboolean stem);
/* Fills slots, shifts and stems of @out; they live as long as the builder. Returns %FALSE with
 * %RETOUR_ERROR_DATA when there are too many words. */
gboolean retour_lexicon_builder_end (RetourLexiconBuilder *self, RetourRuleset *out,
                                     GError **error);
