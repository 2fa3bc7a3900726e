#include "base/address.h"

#include "base/limits.h"

#include <string.h>

/* Printable ASCII without blanks, and whatever is beyond ASCII. */
static gboolean
is_text (RetourSlice s)
{
  for (gsize i = 0; i < s.len; i++)
    if ((guchar) s.data[i] <= ' ' || s.data[i] == 0x7f)
      return FALSE;
  return s.len > 0;
}

static gboolean
is_ascii (RetourSlice s)
{
  for (gsize i = 0; i < s.len; i++)
    if (((guchar) s.data[i] & 0x80) != 0)
      return FALSE;
  return TRUE;
}

/* (transfer full): a domain beyond ASCII in ASCII; as it is, where IDNA does not know it. */
static char *
encode_domain (RetourSlice domain)
{
  g_autofree char *text = g_strndup (domain.data, domain.len);
  char *encoded = g_hostname_to_ascii (text);

  return encoded != NULL ? encoded : g_steal_pointer (&text);
}

static const char *
join (RetourSlice local, RetourSlice domain, GStringChunk *pool)
{
  char buffer[RETOUR_LIMIT_ADDRESS + 1];
  gsize len = local.len + 1 + domain.len;

  if (len > RETOUR_LIMIT_ADDRESS)
    return NULL;
  memcpy (buffer, local.data, local.len);
  buffer[local.len] = '@';
  for (gsize i = 0; i < domain.len; i++)
    buffer[local.len + 1 + i] = g_ascii_tolower (domain.data[i]);
  return g_string_chunk_insert_len (pool, buffer, (gssize) len);
}

const char *
retour_address_key (RetourSlice address, gboolean fold, GStringChunk *pool)
{
  RetourSlice domain = retour_address_domain (address);
  RetourSlice local;
  g_autofree char *encoded = NULL, *folded = NULL;

  while (domain.len > 0 && domain.data[domain.len - 1] == '.')
    domain.len--;
  if (address.len > RETOUR_LIMIT_ADDRESS || !is_text (domain) || !is_text (address) ||
      *address.data == '@' || !g_utf8_validate_len (address.data, address.len, NULL))
    return NULL;
  local = retour_slice (address.data, (gsize) (domain.data - address.data) - 1);
  if (!is_ascii (domain)) {
    encoded = encode_domain (domain);
    domain = retour_slice (encoded, strlen (encoded));
  }
  if (fold) {
    folded = g_utf8_strdown (local.data, (gssize) local.len);
    local = retour_slice (folded, strlen (folded));
  }
  return join (local, domain, pool);
}
