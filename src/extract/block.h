/* block: header fields in the middle of a text, where a returned mail begins that nothing
 * announces.
 */
#pragma once
#include "base/slice.h"

typedef enum {
  RETOUR_BLOCK_NONE,
  RETOUR_BLOCK_SUMMARY, /* From, To, Subject …: the returned mail, or some words about it */
  RETOUR_BLOCK_MAIL     /* the header of a mail, without doubt */
} RetourBlock;

/* Whether a block of header fields begins at line @at. */
RetourBlock retour_block_at (const RetourSlice *lines, guint n_lines, guint at);
