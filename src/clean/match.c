#define _GNU_SOURCE /* memrchr */
#include <retour/retour.h>

#include "clean/match.h"

#include "base/address.h"
#include "base/limits.h"

struct _RetourMatcher {
  gboolean fold;
  GHashTable *cases; /* a key in lower case: the key; both owned */
  GHashTable *tags;  /* a key without its tag, or out of a VERP address: the key; both owned */
  GString *key;
  GString *other;
};

static inline char
lower (char c)
{
  return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
}

/* ASCII alone, and no quotes: nearly all. */
static gboolean
append_plain (RetourSlice address, gboolean fold, GString *out)
{
  const char *at = memrchr (address.data, '@', address.len);
  gsize domain = at != NULL ? (gsize) (at - address.data) + 1 : 0;

  if (domain < 2 || domain == address.len || address.data[address.len - 1] == '.')
    return FALSE;
  g_string_set_size (out, address.len);
  for (gsize i = 0; i < address.len; i++) {
    char c = address.data[i];

    if ((guchar) (c - '!') > '~' - '!' || c == '"' || c == '\\')
      return FALSE;
    out->str[i] = fold || i >= domain ? lower (c) : c;
  }
  return TRUE;
}

gboolean
retour_match_key (RetourSlice address, gboolean fold, GString *out)
{
  g_autoptr (GStringChunk) pool = NULL;
  const char *key;

  g_string_truncate (out, 0);
  if (address.len > RETOUR_LIMIT_ADDRESS)
    return FALSE;
  if (address.len > 0 && append_plain (address, fold, out))
    return TRUE;
  g_string_truncate (out, 0);
  pool = g_string_chunk_new (RETOUR_LIMIT_ADDRESS);
  key = retour_address_key (address, fold, pool);
  g_string_append (out, key != NULL ? key : "");
  return key != NULL;
}

gboolean
retour_match_strip_tag (const char *key, GString *out)
{
  const char *at = strrchr (key, '@');
  const char *plus = at != NULL ? memchr (key, '+', (gsize) (at - key)) : NULL;

  if (plus == NULL || plus == key || *key == '"')
    return FALSE;
  g_string_truncate (out, 0);
  g_string_append_len (out, key, plus - key);
  g_string_append (out, at);
  return TRUE;
}

gboolean
retour_match_undo_verp (const char *key, GString *out)
{
  const char *at = strrchr (key, '@');
  const char *plus = at != NULL ? memchr (key, '+', (gsize) (at - key)) : NULL;
  const char *equals = plus != NULL ? g_strrstr_len (plus, at - plus, "=") : NULL;

  if (equals == NULL || equals == plus + 1 || memchr (equals, '.', (gsize) (at - equals)) == NULL)
    return FALSE;
  g_string_truncate (out, 0);
  g_string_append_len (out, plus + 1, equals - plus - 1);
  g_string_append_c (out, '@');
  for (const char *p = equals + 1; p < at; p++)
    g_string_append_c (out, g_ascii_tolower (*p));
  return TRUE;
}

/* The first to come by that name stays: what is found is the same from run to run. */
static void
add_alias (GHashTable *aliases, const char *alias, const char *key)
{
  if (!g_str_equal (alias, key) && !g_hash_table_contains (aliases, alias))
    g_hash_table_insert (aliases, g_strdup (alias), g_strdup (key));
}

void
retour_matcher_note (const char *address, gpointer data)
{
  RetourMatcher *self = data;
  const char *folded = address;

  if (self->fold && retour_match_key (retour_slice_of (address), TRUE, self->key)) {
    folded = self->key->str;
    add_alias (self->cases, folded, address);
  }
  if (strchr (address, '+') == NULL)
    return;
  if (retour_match_undo_verp (folded, self->other) || retour_match_strip_tag (folded, self->other))
    add_alias (self->tags, self->other->str, address);
}

RetourMatcher *
retour_matcher_new (gboolean fold)
{
  RetourMatcher *self = g_new0 (RetourMatcher, 1);

  self->fold = fold;
  self->key = g_string_new (NULL);
  self->other = g_string_new (NULL);
  self->cases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->tags = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
retour_matcher_free (RetourMatcher *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->cases);
  g_hash_table_unref (self->tags);
  g_string_free (self->key, TRUE);
  g_string_free (self->other, TRUE);
  g_free (self);
}

typedef struct {
  RetourFindings *findings;
  RetourFinding *finding;
  gboolean found;
  GError **error;
} Search;

/* By a key itself, then by other ways to write it. %TRUE ends the search: found, or an error. */
static gboolean
look_up (const char *key, GHashTable *const *aliases, guint n, Search *search)
{
  g_autoptr (GError) failure = NULL;
  const char *other = key;

  for (guint i = 0; !search->found && failure == NULL; i++) {
    if (other != NULL)
      search->found = retour_findings_find (search->findings, other, search->finding, &failure);
    if (i >= n)
      break;
    other = g_hash_table_size (aliases[i]) > 0 ? g_hash_table_lookup (aliases[i], key) : NULL;
  }
  if (failure == NULL)
    return search->found;
  g_propagate_error (search->error, g_steal_pointer (&failure));
  return TRUE;
}

gboolean
retour_matcher_find (RetourMatcher *self, RetourFindings *findings, RetourSlice address,
                     RetourFinding *finding, GError **error)
{
  GHashTable *const aliases[] = { self->cases, self->tags };
  Search search = { findings, finding, FALSE, error };

  if (!retour_match_key (address, FALSE, self->key) ||
      look_up (self->key->str, aliases, self->fold ? 0 : 2, &search))
    return search.found;
  if (self->fold && (!retour_match_key (address, TRUE, self->key) ||
                     look_up (self->key->str, aliases, 2, &search)))
    return search.found;
  /* not by its tags: two tags make two addresses */
  if (memchr (self->key->str, '+', self->key->len) != NULL &&
      (retour_match_undo_verp (self->key->str, self->other) ||
       retour_match_strip_tag (self->key->str, self->other)))
    look_up (self->other->str, aliases, 1, &search);
  return search.found;
}
