/* verp: the recipient that a list server has written into the address its reports go to. */
#pragma once
#include "base/slice.h"

/* The recipient in @address: "bounce+user=example.org@lists.example.net" (Postfix, Mailman, Exim),
 * "list-return-12-user=example.org@…" (ezmlm), "bounce+user==a==example.org==list@…" (Sympa),
 * also where a signature or a forwarder stands around it ("prvs=…", "SRS0=…"). Serial numbers
 * ahead of the user are left out. In @pool; %NULL where it holds none. */
const char *retour_verp_recipient (RetourSlice address, GStringChunk *pool);
