/* tokens: cuts a diagnostic into the words that phrases are made of. One pass, linear, no heap. */
#pragma once
#include "base/slice.h"

typedef enum {
  RETOUR_TOKEN_WORD,    /* a word, or one character of a script without blanks */
  RETOUR_TOKEN_ADDRESS, /* anything with an '@': the words in it do not count */
  RETOUR_TOKEN_IP,      /* IPv4 or IPv6 */
  RETOUR_TOKEN_HOST,    /* a dotted name */
  RETOUR_TOKEN_NUMBER,  /* "42", "5.7.26" */
  RETOUR_TOKEN_N
} RetourTokenKind;

typedef struct {
  guint16 start; /* bytes in the text */
  guint16 end;
  guint16 value; /* 0, or what the caller makes of it */
  guint8 kind;
  guint8 opens; /* what starts with it: RETOUR_OPENS_… */
} RetourToken;

enum {
  RETOUR_OPENS_PART = 1,   /* of a clause, behind ", " */
  RETOUR_OPENS_CLAUSE = 2, /* behind "; " or ": " */
  RETOUR_OPENS_SENTENCE = 4,
  RETOUR_OPENS_ANY = 7,
};

/* @folded: the token as phrases know it: lower case, without accents (Latin, Greek, Cyrillic) and
 * apostrophes, "e-mail" as "email"; cut at RETOUR_LIMIT_WORD. Borrowed for the call. */
typedef void (*RetourTokenFunc) (const RetourToken *token, RetourSlice folded, gpointer data);

/* Ruleset.h knows more of it. */
typedef struct _RetourRuleset RetourRuleset;

/* Calls @func for each token of the first RETOUR_LIMIT_DIAGNOSTIC bytes of @text. There are at most
 * RETOUR_LIMIT_TOKENS of them. '-', '_' and '/' part words; "exist.Please" is two words,
 * "mx.example.com" one. Bytes that are no UTF-8 part words. */
void retour_tokens_each (RetourSlice text, RetourTokenFunc func, gpointer data);
/* The same into @out, which has room for RETOUR_LIMIT_TOKENS, with the value of each token by
 * @rules. Returns how many there are. */
guint retour_tokens_read (RetourSlice text, const RetourRuleset *rules, RetourToken *out);
