#include "clean/typo.h"

/* Bytes that @a and @b have in common at their starts. */
static gsize
common (RetourSlice a, RetourSlice b)
{
  gsize n = MIN (a.len, b.len), i = 0;

  while (i < n && a.data[i] == b.data[i])
    i++;
  return i;
}

static gboolean
same (RetourSlice a, RetourSlice b)
{
  return a.len == b.len && (a.len == 0 || memcmp (a.data, b.data, a.len) == 0);
}

/* One slip apart; %FALSE for the same. */
static gboolean
is_slip (RetourSlice a, RetourSlice b)
{
  gsize i = common (a, b);

  if (a.len == b.len + 1)
    return same (retour_slice_from (a, i + 1), retour_slice_from (b, i));
  if (b.len == a.len + 1)
    return same (retour_slice_from (a, i), retour_slice_from (b, i + 1));
  if (a.len != b.len || i == a.len)
    return FALSE;
  if (same (retour_slice_from (a, i + 1), retour_slice_from (b, i + 1)))
    return TRUE;
  return i + 1 < a.len && a.data[i] == b.data[i + 1] && a.data[i + 1] == b.data[i] &&
         same (retour_slice_from (a, i + 2), retour_slice_from (b, i + 2));
}

const char *
retour_typo_suggest (RetourSlice domain)
{
  const char *found = NULL;

  for (const char *p = retour_builtin_domains; *p != '\0'; p += strlen (p) + 1) {
    RetourSlice name = retour_slice_of (p);

    if (same (domain, name))
      return NULL;
    if (found == NULL && is_slip (domain, name))
      found = p;
  }
  return found;
}
