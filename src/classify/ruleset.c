#include "classify/ruleset.h"

#include "classify/lexicon.h"

enum { PARTS = 3, DIGIT_BITS = 5, PART_BITS = 3 * DIGIT_BITS, PART = (1 << PART_BITS) - 1 };

/* What is no code: it fits nothing. */
static const RetourCodeKey no_code = { G_MAXUINT64, G_GUINT64_CONSTANT (1) << 63 };

/* The digits of one part, as far as @end. */
static RetourCodeKey
part_key (const char *text, const char *end)
{
  RetourCodeKey key = { PART, 0 };
  guint shift = 0;

  for (; text < end; text++, shift += DIGIT_BITS) {
    if (shift == PART_BITS || (*text != 'x' && !g_ascii_isdigit (*text)))
      return no_code;
    key.bits |= (*text == 'x' ? 0x10u : 0x10u + (guint) (*text - '0')) << shift;
    if (*text == 'x')
      key.mask &= ~(0xfu << shift);
  }
  if (shift > 0 && text[-1] == 'x')
    key.mask &= (1u << shift) - 1; /* any digits more */
  return key;
}

RetourCodeKey
retour_code_key (const char *code)
{
  RetourCodeKey key = { G_MAXUINT64, 0 };

  if (code == NULL || *code == '\0' || g_str_equal (code, "-"))
    return key;
  for (guint part = 0; part < PARTS; part++) {
    const char *end = code + strcspn (code, ".");
    RetourCodeKey digits = part_key (code, end);

    if (digits.bits == no_code.bits)
      return no_code;
    key.bits |= digits.bits << (part * PART_BITS);
    key.mask &= ~((PART & ~digits.mask) << (part * PART_BITS));
    if (*end == '\0')
      return key;
    code = end + 1;
  }
  return no_code;
}

/* Value of @word, or of the longest stem that it starts with when @stems; 0 if there is none. */
static guint16
lookup_word (const RetourRuleset *self, RetourSlice word, gboolean stems)
{
  guint64 bytes[RETOUR_LEXICON_STEPS], hash = 0;
  gsize len = MIN (word.len, sizeof bytes);
  guint16 value;

  for (gsize i = 0; i < len; i += sizeof *bytes) {
    bytes[i / sizeof *bytes] = retour_lexicon_load (word, i);
    hash = retour_lexicon_hash (hash, bytes[i / sizeof *bytes]);
  }
  value = retour_lexicon_find (self, hash);
  return value == 0 && stems && len > 0 ? retour_lexicon_find_stem (self, bytes, len) : value;
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

  if (self->n_slots == 0)
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

/* As g_ascii_strcasecmp(). */
static int
compare_host (const char *name, const char *other)
{
  while (*name != '\0' && retour_ascii_lower (*name) == retour_ascii_lower (*other)) {
    name++;
    other++;
  }
  return (guchar) retour_ascii_lower (*name) - (guchar) retour_ascii_lower (*other);
}

static guint16
find_host_exactly (const RetourRuleset *self, const char *name)
{
  guint low = 0, high = self->n_hosts;

  while (low < high) {
    guint middle = (low + high) / 2;
    int order = compare_host (name, self->texts + self->hosts[middle].name);

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
