/* phrase-table-private: what gathering phrases and laying them out share. */
#pragma once
#include "classify/lexicon.h"
#include "classify/phrase-table.h"

/* "foo", the stem "foo*", or a kind of token. */
typedef struct {
  char *text;
  GArray *sets; /* of guint16: those that hold it */
  guint uses;   /* phrases in which it stands */
  guint seen;   /* how often it stood in what texts are like: the more, the worse an anchor */
} RetourPhraseWord;

/* Where a phrase is looked for, as long as sets do not have their places. */
typedef struct {
  guint16 need; /* or RETOUR_NO_SET */
  guint16 near; /* the set that must be near; or the anchor's own */
  guint8 token; /* where: the number of 64 bits as RetourAnchor counts them */
  guint16 phrase;
  guint16 list;
} RetourPhraseAnchor;

typedef struct {
  GArray *words;   /* of guint */
  GArray *anchors; /* of RetourPhraseAnchor: the phrases that are anchored at it */
} RetourPhraseSet;

/* A phrase in the order of the text. */
typedef struct {
  GArray *steps;   /* of RetourStep; the number of an edge is 1 for the end */
  GArray *targets; /* of RetourTarget */
} RetourPhraseEntry;

struct _RetourPhraseTable {
  GHashTable *word_ids; /* text -> id + 1 */
  GPtrArray *words;
  GHashTable *set_ids; /* GBytes of its words -> id + 1 */
  GPtrArray *sets;
  GHashTable *entry_ids; /* GBytes of its steps -> id + 1 */
  GPtrArray *entries;
  GHashTable *value_ids; /* GBytes of its sets -> id + 1 */
  RetourLexiconBuilder *lexicon;
  GArray *values, *set_lists, *anchors, *steps, *phrases, *targets, *guards;
  GArray *places; /* of guint16: the number of each set in the end, those that are noted first */
  guint n_noted;
  guint n_anchored; /* pairs of a phrase and a target */
};

/* The bytes of @array, as a key for the tables of ids. */
GBytes *retour_phrase_key (const GArray *array, gsize element);
/* The id of @key in @ids; if it is new, @next. */
guint retour_phrase_intern (GHashTable *ids, GBytes *key, guint next, gboolean *fresh);
/* From now on it is noted whether a word of the set stands in a text. */
void retour_phrase_note_set (RetourPhraseTable *self, guint16 set);
/* Gives each set its place in the end, and makes steps, anchors and guards call them so. */
void retour_phrase_use_places (RetourPhraseTable *self);
guint16 retour_phrase_place_of (const RetourPhraseTable *self, guint16 set);
