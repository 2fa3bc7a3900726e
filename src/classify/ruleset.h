/* ruleset: rules over words, compiled: flat constant arrays. tools/compile-data prints the built-in
 * one; the builder makes one on the heap from a user's files. */
#pragma once
#include "base/slice.h"
#include "classify/tables.h"
#include "classify/tokens.h"

enum {
  RETOUR_NO_SET = G_MAXUINT16, /* also: the set that holds every token */
  RETOUR_RULESET_MAX_RULES = 4096,
  RETOUR_RULESET_MAX_SETS = 16384,
  RETOUR_RULESET_MAX_PHRASES = 32768,
  RETOUR_RULESET_MAX_SCOPES = 256,
};

/* A node of the tree of words, as a double array: the child for byte c is cell base + c if the
 * check of that cell is this one. */
typedef struct {
  guint16 base;
  guint16 check;
  guint16 word; /* value of the word that ends here, 0: none */
  guint16 stem; /* value of any longer word, 0: none */
} RetourTrieCell;

/* What a token can be in phrases: values 1 … RETOUR_TOKEN_N - 1 are those of addresses, hosts, …
 * without a value of their own; 0 is the word that no phrase knows. */
typedef struct {
  guint32 sets; /* sorted list of the sets that it is in */
  guint32 n_sets;
  guint32 anchors; /* phrases to try where it stands */
  guint32 n_anchors;
} RetourValue;

typedef enum {
  RETOUR_STEP_WORD,     /* a token of the set */
  RETOUR_STEP_OPTIONAL, /* the same, or nothing */
  RETOUR_STEP_GAP,      /* up to @set tokens, whatever they are */
  RETOUR_STEP_EDGE,     /* the start or end of the text */
} RetourStepKind;

typedef struct {
  guint8 kind;
  guint8 loose; /* may cross the end of a sentence */
  guint16 set;
} RetourStep;

/* Steps around an anchor, the token that is looked for first: those before it from right to left,
 * then those behind it. */
typedef struct {
  guint32 steps;
  guint8 n_before;
  guint8 n_after;
  guint16 n_targets;
  guint32 targets;
} RetourPhrase;

/* A phrase to try at a token. */
typedef struct {
  guint16 phrase;
  guint16 needs[2]; /* the rarest other sets that must be somewhere, or RETOUR_NO_SET */
} RetourAnchor;

typedef enum {
  RETOUR_ROLE_SAY,       /* makes a rule possible */
  RETOUR_ROLE_UNLESS,    /* forbids a rule */
  RETOUR_ROLE_MARK,      /* tells a scope's provider */
  RETOUR_ROLE_BLOCKLIST, /* names a blocklist */
  RETOUR_ROLE_ZONE,      /* holds the name of a blocklist */
  RETOUR_ROLE_DELAY,     /* holds a number of so many seconds */
} RetourRole;

/* What a phrase means where it is found. */
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

/* Conditions of one kind stand together; one of them has to hold. 'x' in a code is any digits; the
 * code "-" is none at all. */
typedef struct {
  guint8 kind;
  const char *value;
} RetourCondition;

typedef struct {
  const char *name; /* "general.rules:12" */
  guint8 reason;    /* row of the reasons */
  guint8 says;      /* needs a phrase */
  guint8 weak;      /* asked only when no specific status decides */
  guint16 scope;
  guint16 conditions;
  guint16 n_conditions;
} RetourRule;

/* Rules of one provider; scope 0 is everybody's. */
typedef struct {
  const char *provider;
} RetourScope;

/* "google.com": the host itself and those below it. Sorted by name. */
typedef struct {
  const char *name;
  guint16 scope;
} RetourScopeHost;

/* A blocklist by name. */
typedef struct {
  const char *name;
  const char *kind; /* what is on it: "ip", "domain", "uri"; or %NULL */
} RetourLabel;

typedef struct {
  const RetourTrieCell *cells;
  const RetourValue *values;
  const guint16 *sets;         /* lists that values point into */
  const RetourAnchor *anchors; /* likewise */
  const RetourStep *steps;
  const RetourPhrase *phrases;
  const RetourTarget *targets;
  const RetourRule *rules;
  const RetourCondition *conditions;
  const RetourScope *scopes;
  const RetourScopeHost *hosts;
  const RetourLabel *labels;
  const guint16 *bare_rules; /* rules that need no phrase */
  guint n_cells, n_values, n_sets, n_anchors, n_steps, n_phrases, n_targets;
  guint n_different_sets;
  guint n_rules, n_conditions, n_scopes, n_hosts, n_labels, n_bare_rules;
} RetourRuleset;

extern const RetourRuleset retour_builtin_rules;

/* A rules file as it was written: for the lists and tests of `retour rules`, and for what a user's
 * rules take over from it. */
typedef struct {
  const char *name;
  const char *text;
  gsize len;
} RetourRulesFile;

typedef struct {
  const RetourRulesFile *rows; /* in the order in which their rules are asked */
  guint n;
} RetourRulesFileTable;

extern const RetourRulesFileTable retour_builtin_rules_files;

/* The value of a token, by its kind and folded text. */
guint16 retour_ruleset_lookup (const RetourRuleset *self, RetourTokenKind kind, RetourSlice folded);
/* The scope of a host, by the longest name that it ends in; 0 if there is none. */
guint16 retour_ruleset_find_host (const RetourRuleset *self, const char *host);
