/* structure: the MIME tree of a mail, found by GMime, as a flat list of leaves. */
#pragma once
#include "message/content-type.h"
#include "message/decode.h"
#include "message/message.h"

/* A leaf with what is needed to decode it. */
typedef struct {
  RetourPart part;
  RetourDecoding how;
  RetourSlice text; /* valid once @decoded */
  gboolean decoded;
} RetourLeaf;

/* A body, and what of its header decides about the structure. */
typedef struct {
  const char *type;     /* Content-Type as written, %NULL: none */
  const char *encoding; /* Content-Transfer-Encoding as written, %NULL: none */
  RetourSlice body;
} RetourEntity;

/* Appends the leaves of @entity to @leaves (of RetourLeaf): at least one. @pool keeps the strings.
 * The Content-Type is stored in @top. */
void retour_structure_read (const RetourEntity *entity, GArray *leaves, GStringChunk *pool,
                            RetourContentType *top, guint *oddities);

/* The same for a multipart, by GMime alone: plain ones are else split by flat.c, which must give
 * the same (tests compare them over corpus/). */
void retour_structure_read_by_gmime (const RetourEntity *entity, GArray *leaves, GStringChunk *pool,
                                     guint *oddities);
