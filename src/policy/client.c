#include "policy/client.h"

#include "base/limits.h"
#include "base/slice.h"

#include <arpa/inet.h>

/* Length of the longest run of @set at the start of @s. */
static gsize
span (RetourSlice s, const char *set)
{
  gsize n = 0;

  while (n < s.len && s.data[n] != '\0' && strchr (set, s.data[n]) != NULL)
    n++;
  return n;
}

static guint
count (RetourSlice s, char c)
{
  guint n = 0;

  for (gsize i = 0; i < s.len; i++)
    n += s.data[i] == c;
  return n;
}

static gboolean
is_ipv4 (RetourSlice s)
{
  char text[INET_ADDRSTRLEN];
  struct in_addr in;

  if (s.len >= sizeof text || count (s, '.') != 3)
    return FALSE;
  g_snprintf (text, sizeof text, "%.*s", (int) s.len, s.data);
  return inet_pton (AF_INET, text, &in) == 1 && *text != '0' && !g_str_has_prefix (text, "127.");
}

/* "12:30:15" and "::" are none. */
static gboolean
is_ipv6 (RetourSlice s)
{
  char text[INET6_ADDRSTRLEN];
  struct in6_addr in;

  if (s.len >= sizeof text || count (s, ':') < 3)
    return FALSE;
  g_snprintf (text, sizeof text, "%.*s", (int) s.len, s.data);
  return inet_pton (AF_INET6, text, &in) == 1;
}

/* The address at the start of @s; the empty slice: there is none. */
static RetourSlice
address_at (RetourSlice s)
{
  gsize v4 = span (s, "0123456789."), v6 = span (s, "0123456789abcdefABCDEF:.");
  RetourSlice plain = retour_slice (s.data, v4);

  while (plain.len > 0 && plain.data[plain.len - 1] == '.')
    plain.len--;
  /* "1.2.0.192.list.example.org" is a name */
  if (is_ipv4 (plain) && (v4 == s.len || !(g_ascii_isalnum (s.data[v4]) || s.data[v4] == '-')))
    return plain;
  plain = retour_slice (s.data, v6);
  while (plain.len > 0 && strchr (".:", plain.data[plain.len - 1]) != NULL)
    plain.len--;
  return is_ipv6 (plain) ? plain : retour_slice (s.data, 0);
}

static gboolean
starts_with_any (RetourSlice s, const char *const *prefixes)
{
  for (; *prefixes != NULL; prefixes++)
    if (retour_slice_starts (s, *prefixes))
      return TRUE;
  return FALSE;
}

static gboolean
ends_with_any (RetourSlice s, const char *const *suffixes)
{
  for (; *suffixes != NULL; suffixes++) {
    gsize n = strlen (*suffixes);

    if (s.len >= n && retour_slice_equal (retour_slice_from (s, s.len - n), *suffixes))
      return TRUE;
  }
  return FALSE;
}

/* The server that refuses, as the program says that we talked to it with. */
static gboolean
is_server (RetourSlice before, RetourSlice behind)
{
  static const char *const ahead[] = { "connected to ", "giving up on ", "connect to ", NULL };
  static const char *const after[] = {
    " does not like", " failed after", "] said", ") said", "]:", "):", NULL
  };

  if (starts_with_any (behind, after) || ends_with_any (before, ahead))
    return TRUE;
  /* "mx.example.org[192.0.2.1]" */
  return before.len > 1 && before.data[before.len - 1] == '[' &&
         g_ascii_isalnum (before.data[before.len - 2]) &&
         !ends_with_any (before, (const char *const[]) { "unknown[", NULL });
}

const char *
retour_client_find (const char *diagnostic, GStringChunk *pool)
{
  RetourSlice s = retour_slice_of (diagnostic);

  s.len = MIN (s.len, RETOUR_LIMIT_ENTRY_TEXT);
  for (gsize i = 0; i < s.len;) {
    RetourSlice rest = retour_slice_from (s, i), found;
    gsize mark = retour_slice_starts (rest, "IPv6:") ? strlen ("IPv6:") : 0;
    gsize word;

    found = address_at (retour_slice_from (rest, mark));
    if (found.len > 0 &&
        !is_server (retour_slice (s.data, i), retour_slice_from (rest, mark + found.len)))
      return retour_slice_keep (found, pool);
    /* on to the next word: an address starts one */
    for (word = MAX (mark + found.len, 1); i + word < s.len; word++)
      if (!g_ascii_isalnum (s.data[i + word - 1]) && strchr (".:-_", s.data[i + word - 1]) == NULL)
        break;
    i += word;
  }
  return NULL;
}
