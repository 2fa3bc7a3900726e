#include "extract/parties.h"

#include "base/limits.h"

enum { max_same_fields = 2 /* of one name that are looked at */ };

static gboolean
is_address_byte (char c)
{
  return g_ascii_isalnum (c) || strchr ("._-+=", c) != NULL;
}

/* @text stands in @value, as a word of its own. */
static gboolean
mentions (RetourSlice value, const char *text)
{
  gsize n = strlen (text);
  gssize at = retour_slice_find (value, text, 0);

  for (; at >= 0; at = retour_slice_find (value, text, (gsize) at + 1)) {
    gsize end = (gsize) at + n;

    if ((at == 0 || !is_address_byte (value.data[at - 1])) &&
        (end == value.len || !is_address_byte (value.data[end])))
      return TRUE;
  }
  return FALSE;
}

static gboolean
field_mentions (const RetourFields *fields, const char *const *names, const char *address)
{
  RetourSlice value;

  for (; *names != NULL; names++)
    for (guint i = 0; i < max_same_fields && retour_fields_find (fields, *names, i, &value); i++)
      if (mentions (retour_slice (value.data, MIN (value.len, RETOUR_LIMIT_HEADER_FIELD)), address))
        return TRUE;
  return FALSE;
}

gboolean
retour_parties_is_writer (const RetourFields *header, const char *address)
{
  static const char *const names[] = { "From",        "Sender",    "Reply-To",
                                       "Return-Path", "Errors-To", NULL };

  return field_mentions (header, names, address);
}

gboolean
retour_parties_is_reader (const RetourFields *header, const char *address)
{
  static const char *const names[] = { "To", "Delivered-To", "X-Original-To", "Envelope-To", NULL };

  return field_mentions (header, names, address);
}

gboolean
retour_parties_is_target (const RetourFields *returned, const char *address)
{
  static const char *const names[] = { "To", "Cc", "X-Envelope-To", NULL };

  return returned->headers != NULL && field_mentions (returned, names, address);
}

void
retour_parties_drop_writer (const RetourFields *header, GPtrArray *found)
{
  for (guint i = found->len; i > 0; i--) {
    const RetourFacts *facts = g_ptr_array_index (found, i - 1);

    if (retour_parties_is_writer (header, facts->fact[RETOUR_FACT_ADDRESS]))
      g_ptr_array_remove_index (found, i - 1);
  }
}
