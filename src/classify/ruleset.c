#include "classify/ruleset.h"

/* The cell behind @cell for byte @c, 0 if there is none: the root is nobody's child. */
static guint16
child_of (const RetourRuleset *self, guint16 cell, guchar c)
{
  guint next = (guint) self->cells[cell].base + c;

  return next < self->n_cells && next != 0 && self->cells[next].check == cell ? (guint16) next : 0;
}

/* Value of @word, or of the longest stem that it starts with when @stems; 0 if there is none. */
static guint16
lookup_word (const RetourRuleset *self, RetourSlice word, gboolean stems)
{
  guint16 cell = 0, stem = 0;

  for (gsize i = 0; i < word.len; i++) {
    cell = child_of (self, cell, (guchar) word.data[i]);
    if (cell == 0)
      return stem;
    if (i + 1 < word.len && stems && self->cells[cell].stem != 0)
      stem = self->cells[cell].stem;
  }
  return self->cells[cell].word != 0 ? self->cells[cell].word : stem;
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
