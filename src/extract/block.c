#include "extract/block.h"

enum { max_block_lines = 60, max_field_name = 64 };

static gboolean
is_field (RetourSlice line)
{
  gsize n = 0;

  while (n < line.len && n < max_field_name &&
         (g_ascii_isalnum (line.data[n]) || line.data[n] == '-'))
    n++;
  return n > 0 && n < line.len && line.data[n] == ':';
}

/* Fields of mails; the first four of mails alone. */
static const char *const mail_fields[] = {
  "Received:", "Return-Path:", "MIME-Version:", "DKIM-Signature:", "From:",
  "To:",       "Subject:",     "Date:",         "Message-ID:",
};
enum { n_certain = 4, min_summary = 3 };

RetourBlock
retour_block_at (const RetourSlice *lines, guint n_lines, guint at)
{
  guint seen = 0, n = 0;

  if (!is_field (lines[at]))
    return RETOUR_BLOCK_NONE;
  for (guint i = at; i < n_lines && i < at + max_block_lines && lines[i].len > 0; i++) {
    if (*lines[i].data == ' ' || *lines[i].data == '\t')
      continue; /* folded */
    if (!is_field (lines[i]))
      break;
    for (guint k = 0; k < G_N_ELEMENTS (mail_fields); k++)
      if (retour_slice_starts (lines[i], mail_fields[k]) && (seen & (1u << k)) == 0) {
        seen |= 1u << k;
        n++;
      }
  }
  if ((seen & ((1u << n_certain) - 1)) != 0 && n > 1)
    return RETOUR_BLOCK_MAIL;
  return n >= min_summary ? RETOUR_BLOCK_SUMMARY : RETOUR_BLOCK_NONE;
}
