/* phrase: the language of phrases in rules files. The head of src/data/rules/general.rules
 * describes it for people. */
#pragma once
#include "classify/ruleset.h"

/* Caps for what a rules file may ask for. */
enum {
  RETOUR_PHRASE_MAX_VARIANTS = 512, /* sequences that its alternatives make */
  RETOUR_PHRASE_MAX_SPAN = 60,      /* tokens that a phrase can reach over */
  RETOUR_PHRASE_GAP = 3,            /* tokens in ".." */
  RETOUR_PHRASE_WIDE_GAP = 8,       /* tokens in "..." */
};

/* What a phrase may reach over, beside the end of a sentence for "...". */
typedef enum {
  RETOUR_PHRASE_FREE, /* the ends of clauses */
  RETOUR_PHRASE_HELD, /* the same, but words in ".." begin no clause: "user informed: rule unknown"
                       */
  RETOUR_PHRASE_CLOSED, /* nothing */
} RetourPhraseReach;

/* One step of a phrase, in the order of the text. */
typedef struct {
  RetourStepKind kind;
  guint gap;        /* of RETOUR_STEP_GAP */
  guint8 loose;     /* as of RetourStep */
  gboolean at_end;  /* RETOUR_STEP_EDGE: the end of the text, not its start */
  GPtrArray *words; /* "mailbox", "exist*", "<addr>": sorted, no duplicates; owned */
} RetourPhraseItem;

/* Word classes, and the memory of all words. */
typedef struct {
  GStringChunk *pool;
  GHashTable *classes; /* name -> alternatives */
} RetourPhraseReader;

void retour_phrase_reader_init (RetourPhraseReader *self);
void retour_phrase_reader_clear (RetourPhraseReader *self);

/* Defines `@name` as "a|b|c d"; more of the same name adds to it. */
gboolean retour_phrase_define (RetourPhraseReader *self, const char *name, const char *text,
                               GError **error);

/* Reads one phrase. Returns (transfer full): its variants, each a GArray of RetourPhraseItem whose
 * alternatives are single words; %NULL with %RETOUR_ERROR_DATA, without file and line. */
GPtrArray *retour_phrase_read (RetourPhraseReader *self, const char *text, GError **error);
/* Says how far @variants reach that were read; else nothing. */
void retour_phrase_set_reach (GPtrArray *variants, RetourPhraseReach reach);
