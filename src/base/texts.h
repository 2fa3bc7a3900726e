/* texts: many texts in one block, found by their offsets. Constant tables hold offsets and no
 * pointers, so that they are shared between processes and cost nothing at their start. */
#pragma once
#include <glib.h>

/* Where a text begins in its block; 0: there is none, which is not the empty text. */
typedef guint32 RetourText;

/* A block that grows. */
typedef struct {
  GString *block;
  GHashTable *known; /* text to offset */
} RetourTexts;

void retour_texts_init (RetourTexts *self);
void retour_texts_clear (RetourTexts *self);
/* The offset of @text, which is copied unless it is there already; 0 for %NULL. */
RetourText retour_texts_add (RetourTexts *self, const char *text);
/* (transfer full): the block; @self is cleared. */
char *retour_texts_steal (RetourTexts *self);

/* The text at an offset, or %NULL. */
static inline const char *
retour_text_at (const char *block, RetourText text)
{
  return text != 0 ? block + text : NULL;
}
