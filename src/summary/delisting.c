#include "summary/delisting.h"

#include "summary/texts.h"

#include <string.h>

enum { COLUMNS = 5 };

void
retour_delisting_free (RetourDelisting *self)
{
  g_free (self->title);
  g_free (self->kind);
  g_free (self->page);
  g_free (self->way);
  g_free (self);
}

/* @name is @end, or a host below it. */
static gboolean
ends_with (const char *name, const char *end)
{
  gsize len = strlen (name), tail = strlen (end);

  return len >= tail && g_ascii_strcasecmp (name + len - tail, end) == 0 &&
         (len == tail || name[len - tail - 1] == '.');
}

/* A list that is named is not the receiver's own; without a name it is that of the provider, or of
 * the filter that the receiver uses. */
static gboolean
is_row_of (char **row, const char *name, const char *provider)
{
  const char *wanted = name != NULL ? name : provider;
  g_auto (GStrv) ends = g_strsplit (row[0], " ", -1);

  if (wanted == NULL || (name != NULL && g_str_equal (row[2], "provider")))
    return FALSE;
  for (guint i = 0; ends[i] != NULL; i++)
    if (ends_with (wanted, ends[i]))
      return TRUE;
  return FALSE;
}

RetourDelisting *
retour_delisting_lookup (const char *name, const char *provider)
{
  g_auto (GStrv) lines = g_strsplit (retour_text_delisting, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) row = g_strsplit (lines[i], "\t", -1);
    RetourDelisting *found;

    if (*lines[i] == '#' || g_strv_length (row) != COLUMNS || !is_row_of (row, name, provider))
      continue;
    found = g_new (RetourDelisting, 1);
    *found = (RetourDelisting) { g_strdup (row[1]), g_strdup (row[2]), g_strdup (row[3]),
                                 g_strdup (row[4]) };
    return found;
  }
  return NULL;
}
