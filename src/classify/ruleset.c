#include "classify/ruleset.h"

/* Value of @word, or of the longest stem that it starts with when @stems; 0 if there is none. The
 * cells go on so far behind the last node that no byte leads out of them. */
static guint16
lookup_word (const RetourRuleset *self, RetourSlice word, gboolean stems)
{
  const RetourTrieCell *cells = self->cells;
  guint16 cell = 0, stem = 0, next_stem = 0;

  for (gsize i = 0; i < word.len; i++) {
    guint next = (guint) cells[cell].base + (guchar) word.data[i];

    stem = next_stem;
    if (cells[next].check != cell)
      return stems ? stem : 0;
    cell = (guint16) next;
    next_stem = cells[cell].stem != 0 ? cells[cell].stem : stem;
  }
  if (cells[cell].word != 0)
    return cells[cell].word;
  return stems ? stem : 0;
}

/* A host that no phrase knows may be below one that some phrase knows. */
static guint16
lookup_host (const RetourRuleset *self, RetourSlice host)
{
  for (guint labels = 0; labels < 6; labels++) {
    const char *dot;
    guint16 value = lookup_word (self, host, FALSE);

    if (value != 0)
      return value;
    dot = memchr (host.data, '.', host.len);
    if (dot == NULL)
      break;
    host = retour_slice_from (host, (gsize) (dot + 1 - host.data));
    if (memchr (host.data, '.', host.len) == NULL)
      break; /* a top-level domain is no host: "typo.invalid" */
  }
  return RETOUR_TOKEN_HOST;
}

guint16
retour_ruleset_lookup (const RetourRuleset *self, RetourTokenKind kind, RetourSlice folded)
{
  guint16 value;

  if (self->n_cells == 0)
    return 0;
  switch (kind) {
  case RETOUR_TOKEN_WORD:
    return lookup_word (self, folded, TRUE);
  case RETOUR_TOKEN_HOST:
    return lookup_host (self, folded);
  case RETOUR_TOKEN_NUMBER:
    value = lookup_word (self, folded, FALSE);
    return value != 0 ? value : RETOUR_TOKEN_NUMBER;
  default:
    return (guint16) kind;
  }
}

static int
compare_host (const char *name, const char *other)
{
  return g_ascii_strcasecmp (name, other);
}

static guint16
find_host_exactly (const RetourRuleset *self, const char *name)
{
  guint low = 0, high = self->n_hosts;

  while (low < high) {
    guint middle = (low + high) / 2;
    int order = compare_host (name, self->hosts[middle].name);

    if (order == 0)
      return self->hosts[middle].scope;
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return 0;
}

guint16
retour_ruleset_find_host (const RetourRuleset *self, const char *host)
{
  for (guint labels = 0; host != NULL && labels < 16; labels++) {
    guint16 scope = find_host_exactly (self, host);

    if (scope != 0)
      return scope;
    host = strchr (host, '.');
    if (host != NULL)
      host++;
  }
  return 0;
}
