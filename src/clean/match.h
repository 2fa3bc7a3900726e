/* match: whether two addresses are one. Domains are compared in lower case and ASCII, local parts
 * as they stand (or in lower case); user+tag@ and user@ are one when nothing but the tag tells them
 * apart; list+user=example.org@example.net is user@example.org (VERP). The same address beats one
 * without its tag, and that beats one with a tag. */
#pragma once
#include "base/slice.h"
#include "clean/findings.h"

typedef struct _RetourMatcher RetourMatcher;

/* @fold: local parts, too, are compared in lower case. */
RetourMatcher *retour_matcher_new (gboolean fold);
void retour_matcher_free (RetourMatcher *self);
/* Each address of the findings comes here while they are made: the other ways to write it are kept.
 * A #RetourAddressFunc; @data: the matcher. */
void retour_matcher_note (const char *address, gpointer data);
/* The finding for an address of a list; %FALSE, without @error: nothing speaks against it. */
gboolean retour_matcher_find (RetourMatcher *self, RetourFindings *findings, RetourSlice address,
                              RetourFinding *finding, GError **error);

/* retour_match_key: what @address is compared by, in @out; %FALSE when it is no address.
 * retour_match_strip_tag: @key without its tag, in @out; %FALSE when it has none.
 * retour_match_undo_verp: the address in the local part of @key, in @out; %FALSE if there is none.
 */
gboolean retour_match_key (RetourSlice address, gboolean fold, GString *out);
gboolean retour_match_strip_tag (const char *key, GString *out);
gboolean retour_match_undo_verp (const char *key, GString *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourMatcher, retour_matcher_free)
