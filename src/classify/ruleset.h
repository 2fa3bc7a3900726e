/* ruleset: rules over words, compiled: flat constant arrays. tools/compile-data prints the built-in
 * one; the builder makes one on the heap from a user's files. */
#pragma once
#include "base/slice.h"
#include "base/texts.h"
#include "classify/tables.h"
#include "classify/tokens.h"

enum {
  RETOUR_NO_SET = G_MAXUINT16,
  RETOUR_ANY_SET = 0,     /* the set that is noted in every text */
  RETOUR_NOTE_STEP = 4,   /* so many sets are noted at a time */
  RETOUR_ANCHOR_STEP = 4, /* so many anchors are tried at a time */
  RETOUR_RULESET_MAX_RULES = 4096,
  RETOUR_RULESET_MAX_SETS = 16384,
  RETOUR_RULESET_MAX_PHRASES = 32768,
  RETOUR_RULESET_MAX_SCOPES = 256,
};

/* Bit s % RETOUR_HINT_BITS for each set s that something is in: where it is not set, a closer look
 * is not worth it. */
typedef struct {
  guint64 bits[2];
} RetourHints;

enum { RETOUR_HINT_BITS = 128 };

/* What a token can be in phrases: values 1 … RETOUR_TOKEN_N - 1 are those of addresses, hosts, …
 * without a value of their own; 0 is the word that no phrase knows. */
typedef struct {
  RetourHints hints;
  guint32 sets;    /* sorted list of the sets that it is in: first those that are noted, with
                    * RETOUR_ANY_SET ahead to the next multiple of RETOUR_NOTE_STEP */
  guint32 anchors; /* phrases to try where it stands, filled up to the next multiple of
                    * RETOUR_ANCHOR_STEP */
  guint16 n_sets;
  guint16 n_noted;
  guint16 n_anchors;
} RetourValue;

typedef enum {
  RETOUR_STEP_WORD,     /* a token of the set */
  RETOUR_STEP_OPTIONAL, /* the same, or nothing */
  RETOUR_STEP_GAP,      /* up to @set tokens, whatever they are */
  RETOUR_STEP_EDGE,     /* the start or end of the text */
} RetourStepKind;

/* What its token may open (RETOUR_OPENS_…), and: */
enum {
  RETOUR_STEP_SHUT = 128, /* of a gap: none of its tokens opens a clause, only what follows may */
};

typedef struct {
  guint8 kind;
  guint8 loose;
  guint16 set;
} RetourStep;

/* Steps around an anchor, the token that is looked for first: those before it from right to left,
 * then those behind it. */
typedef struct {
  guint32 steps;
  guint8 n_before;
  guint8 n_after;
} RetourPhrase;

/* What is looked at near an anchor before anything else: bits of what the matcher knows of tokens
 * before and behind it. Of each token these are its hints, and those of it and the three behind it
 * put together. */
enum {
  RETOUR_NEAR_BACK = 4,  /* tokens before the anchor */
  RETOUR_NEAR_TOKEN = 4, /* numbers of 64 bits for each */
  RETOUR_NEAR_FOUR = 2,  /* the second pair of them is for four tokens */
};

/* A phrase to try at a token, and what it would mean. */
typedef struct {
  guint16 need; /* the rarest other set that must be somewhere, or RETOUR_ANY_SET; of anchors that
                 * fill a step up, a set that is never noted */
  guint16
      near; /* the bit, from that token on, of a set that must be near; or of the anchor's own */
  guint16 phrase;
  guint16 list; /* of a rule r: 2 r for what makes it possible, 2 r + 1 for what forbids it; else
                 * RETOUR_LIST_TARGETS + the number of a target */
} RetourAnchor;

enum { RETOUR_LIST_TARGETS = 2 * RETOUR_RULESET_MAX_RULES };

/* A rule that does not hold where a word of the set stands. */
typedef struct {
  guint16 rule;
  guint16 set;
} RetourGuard;

typedef enum {
  RETOUR_ROLE_SAY,       /* makes a rule possible */
  RETOUR_ROLE_UNLESS,    /* forbids a rule */
  RETOUR_ROLE_MARK,      /* tells a scope's provider */
  RETOUR_ROLE_BLOCKLIST, /* names a blocklist */
  RETOUR_ROLE_ZONE,      /* holds the name of a blocklist */
  RETOUR_ROLE_DELAY,     /* holds a number of so many seconds */
} RetourRole;

/* What a phrase means where it is found; a ruleset lists those that are not about rules. */
typedef struct {
  guint16 role;
  guint16 index;  /* rule, scope, label */
  guint32 number; /* RETOUR_ROLE_DELAY */
} RetourTarget;

typedef enum {
  RETOUR_CONDITION_STATUS,
  RETOUR_CONDITION_REPLY,
  RETOUR_CONDITION_COMMAND,
  RETOUR_CONDITION_DIALECT,
  RETOUR_CONDITION_N
} RetourConditionKind;

/* A code as a number: three digits for each of its three parts, five bits for each digit. Those of
 * no code are all zero. */
typedef struct {
  guint64 mask; /* bits that count: not those of an 'x', which is any digits */
  guint64 bits;
} RetourCodeKey;

/* Conditions of one kind stand together; one of them has to hold. */
typedef struct {
  RetourCodeKey key; /* of a status or reply */
  RetourText value;
  guint8 kind;
} RetourCondition;

/* When a rule is asked. */
typedef enum {
  RETOUR_ASKED_ALWAYS,
  RETOUR_ASKED_WEAKLY, /* only when no specific status decides */
  RETOUR_ASKED_FRAMES, /* only of the words around a reply that calls the address dead */
} RetourAsked;

typedef struct {
  RetourText name; /* "general.rules:12" */
  guint8 reason;   /* row of the reasons */
  guint8 says;     /* needs a phrase */
  guint8 asked;    /* RetourAsked */
  guint16 scope;
  guint16 conditions;
  guint16 n_conditions;
  guint16 guards;
  guint16 n_guards;
} RetourRule;

/* Rules of one provider; scope 0 is everybody's. */
typedef struct {
  RetourText provider;
} RetourScope;

/* "google.com": the host itself and those below it. Sorted by name. */
typedef struct {
  RetourText name;
  guint16 scope;
} RetourScopeHost;

/* A blocklist by name. */
typedef struct {
  RetourText name;
  RetourText kind; /* what is on it: "ip", "domain", "uri"; or none */
} RetourLabel;

struct _RetourRuleset {
  const char *texts;     /* of rules, conditions, scopes, hosts, labels */
  const guint64 *slots;  /* of the words: the lexicon knows how they are found */
  const guint16 *shifts; /* likewise */
  const guint32 *stems;  /* likewise */
  const RetourValue *values;
  const guint16 *sets;         /* lists that values point into */
  const RetourAnchor *anchors; /* likewise */
  const RetourStep *steps;
  const RetourPhrase *phrases;
  const RetourTarget *targets;
  const RetourGuard *guards; /* sorted by rule */
  const RetourRule *rules;
  const RetourCondition *conditions;
  const RetourScope *scopes;
  const RetourScopeHost *hosts;
  const RetourLabel *labels;
  const guint16 *bare_rules; /* rules that need no phrase */
  guint n_slots, n_shifts, n_values, n_sets, n_anchors, n_steps, n_phrases, n_targets, n_guards;
  guint n_noted; /* sets of which it is noted whether a word stands in the text: 0 … n_noted - 1 */
  guint n_rules, n_conditions, n_scopes, n_hosts, n_labels, n_bare_rules;
};

/* A text of a row of @self, or %NULL. */
static inline const char *
retour_ruleset_text (const RetourRuleset *self, RetourText text)
{
  return retour_text_at (self->texts, text);
}

extern const RetourRuleset retour_builtin_rules;

/* A rules file as it was written: for the lists and tests of `retour rules`, and for what a user's
 * rules take over from it. */
typedef struct {
  RetourText name;
  RetourText text;
} RetourRulesFile;

typedef struct {
  const char *texts;
  const RetourRulesFile *rows; /* in the order in which their rules are asked */
  guint n;
} RetourRulesFileTable;

extern const RetourRulesFileTable retour_builtin_rules_files;

/* @code: "5.1.1", "550", "5.x.x"; "-", "" or %NULL: none. */
RetourCodeKey retour_code_key (const char *code);
/* Whether a code, which has no 'x', is one that @pattern stands for. */
static inline gboolean
retour_code_fits (RetourCodeKey code, RetourCodeKey pattern)
{
  return (code.bits & pattern.mask) == pattern.bits;
}

/* The value of a token, by its kind and folded text. */
guint16 retour_ruleset_lookup (const RetourRuleset *self, RetourTokenKind kind, RetourSlice folded);
/* The scope of a host, by the longest name that it ends in; 0 if there is none. */
guint16 retour_ruleset_find_host (const RetourRuleset *self, const char *host);
