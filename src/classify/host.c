#include "classify/host.h"

/* clang-format off */
/* A name of two labels is a host when the second is one of these, in whatever case. */
static const char *const domains[] = {
  "com", "net", "org", "edu", "gov", "mil", "biz", "info", "name", "mobi", "arpa", "local", "localdomain",
  "invalid", "example", "test", "email", "online", "cloud", "shop", "site", "store", "club", "tech",
  "asia", "jobs", "coop", "aero", "museum", "travel", "world", "group", "media", "live", "news", "space",
};

/* A sentence may start with these without a blank before it: "unknown.see the list". */
static const char *const sentence_words[] = {
  "see", "try", "the", "for", "you", "and", "not", "if", "we", "or",
};
/* clang-format on */

static gboolean
is_listed (RetourSlice word, const char *const *list, guint n)
{
  for (guint i = 0; i < n; i++)
    if (retour_slice_equal (word, list[i]))
      return TRUE;
  return FALSE;
}

/* Whether "a.b" is the name of a host and not the end of one sentence and the start of another. */
static gboolean
is_domain (RetourSlice name, RetourSlice last)
{
  char before = last.data - name.data >= 2 ? last.data[-2] : '.';

  if (is_listed (last, domains, G_N_ELEMENTS (domains)))
    return TRUE;
  if (g_ascii_isupper (last.data[0]) && !g_ascii_isupper (before))
    return FALSE;
  return last.len <= 3 && !is_listed (last, sentence_words, G_N_ELEMENTS (sentence_words));
}

/* A label that is no number: letters alone, or in Punycode. */
static gboolean
is_top_label (RetourSlice label)
{
  if (label.len < 2)
    return FALSE;
  for (gsize i = 0; i < label.len; i++)
    if (!g_ascii_isalpha (label.data[i]))
      return retour_slice_starts (label, "xn--");
  return TRUE;
}

gboolean
retour_host_is_name (RetourSlice name)
{
  guint dots = 0;
  gsize last = 0;

  for (gsize i = 0; i < name.len; i++) {
    if (name.data[i] != '.')
      continue;
    if (i == 0 || (!g_ascii_isalnum (name.data[i - 1]) && (name.data[i - 1] & 0x80) == 0))
      return FALSE;
    dots++;
    last = i + 1;
  }
  if (dots == 0 || !is_top_label (retour_slice_from (name, last)))
    return FALSE;
  return dots > 1 || is_domain (name, retour_slice_from (name, last));
}

static gboolean
is_of_link (char c)
{
  return g_ascii_isgraph (c) && strchr ("<>\"'`()[]{}|", c) == NULL;
}

gboolean
retour_host_is_link (RetourSlice text, gsize start, gsize end)
{
  gsize first = start;
  const char *slash;

  for (gsize i = start; i < end; i++)
    if (!is_of_link (text.data[i]))
      return FALSE;
  while (first > 0 && is_of_link (text.data[first - 1]))
    first--;
  text = retour_slice (text.data + first, start - first);
  slash = text.len > 0 ? memchr (text.data, '/', text.len) : NULL;
  return slash != NULL &&
         (retour_slice_find (text, "://", 0) >= 0 ||
          retour_host_is_name (retour_slice (text.data, (gsize) (slash - text.data))));
}
