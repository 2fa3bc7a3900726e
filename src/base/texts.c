#include "base/texts.h"

#include <string.h>

void
retour_texts_init (RetourTexts *self)
{
  self->block = g_string_new_len ("", 1);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

char *
retour_texts_steal (RetourTexts *self)
{
  g_clear_pointer (&self->known, g_hash_table_unref);
  return g_string_free (g_steal_pointer (&self->block), FALSE);
}

void
retour_texts_clear (RetourTexts *self)
{
  g_free (retour_texts_steal (self));
}

RetourText
retour_texts_add (RetourTexts *self, const char *text)
{
  RetourText at;

  if (text == NULL)
    return 0;
  at = GPOINTER_TO_UINT (g_hash_table_lookup (self->known, text));
  if (at != 0)
    return at;
  at = (RetourText) self->block->len;
  g_string_append_len (self->block, text, (gssize) strlen (text) + 1);
  g_hash_table_insert (self->known, g_strdup (text), GUINT_TO_POINTER (at));
  return at;
}
