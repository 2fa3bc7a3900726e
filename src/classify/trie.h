/* trie: makes the double array in which a ruleset finds words. */
#pragma once
#include "classify/ruleset.h"

typedef struct _RetourTrieBuilder RetourTrieBuilder;

RetourTrieBuilder *retour_trie_builder_new (void);
void retour_trie_builder_free (RetourTrieBuilder *self);
/* @word: value of exactly this text, or 0; @stem: value of all longer words, or 0. */
void retour_trie_builder_add (RetourTrieBuilder *self, const char *text, guint16 word,
                              guint16 stem);
/* Returns (transfer full): an array of RetourTrieCell; %NULL with %RETOUR_ERROR_DATA when there are
 * too many words. */
GArray *retour_trie_builder_end (RetourTrieBuilder *self, GError **error);
