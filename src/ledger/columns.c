#include "ledger/columns.h"

#include "base/slice.h"

#define MEMBER(name) G_STRUCT_OFFSET (RetourEntry, name)

/* clang-format off */
const RetourColumn retour_columns[RETOUR_COLUMNS] = {
  [RETOUR_COLUMN_KIND] = { "kind", MEMBER (kind_name) },
  [RETOUR_COLUMN_REASON] = { "reason", 0 },
  { "provider", MEMBER (provider) },
  { "blocklist", MEMBER (blocklist) },
  { "client", MEMBER (client) },
  { "from_domain", MEMBER (from_domain) },
  { "return_domain", MEMBER (return_domain) },
  { "status", MEMBER (status) },
  { "reply_code", MEMBER (reply_code) },
  { "reporting_mta", MEMBER (reporting_mta) },
  { "dialect", MEMBER (dialect) },
  { "feedback_type", MEMBER (feedback_type) },
  { "rule", MEMBER (rule) },
  { "list_id", MEMBER (list_id) },
  { "campaign", MEMBER (campaign) },
  /* no traits */
  { "remote_mta", MEMBER (remote_mta) },
  { "diagnostic", MEMBER (diagnostic) },
  { "message_id", MEMBER (message_id) },
};
/* clang-format on */

/* A line stays a line. */
static void
append_value (GString *text, const char *value)
{
  for (gsize n; *value != '\0'; value += n + 1) {
    n = strcspn (value, "\n\\");
    g_string_append_len (text, value, (gssize) n);
    if (value[n] == '\0')
      return;
    g_string_append (text, value[n] == '\n' ? "\\n" : "\\\\");
  }
}

void
retour_traits_write (const RetourEntry *entry, GString *text)
{
  g_string_truncate (text, 0);
  for (guint i = 0; i < RETOUR_TRAITS; i++) {
    const char *value = retour_column_get (entry, i);

    if (value == NULL)
      continue;
    g_string_append (text, retour_columns[i].name);
    g_string_append_c (text, ' ');
    append_value (text, value);
    g_string_append_c (text, '\n');
  }
  if (entry->hard)
    g_string_append (text, "class hard\n");
  if ((entry->proof & RETOUR_PROOF_RETURNED) != 0)
    g_string_append (text, "proof returned\n");
  if ((entry->proof & RETOUR_PROOF_VERP) != 0)
    g_string_append (text, "proof verp\n");
}

static const char *
read_value (RetourSlice value, GStringChunk *pool)
{
  char *text = g_string_chunk_insert_len (pool, value.data, (gssize) value.len);
  char *to = text;

  for (const char *from = text; *from != '\0'; from++) {
    if (*from == '\\' && from[1] != '\0')
      *to++ = *++from == 'n' ? '\n' : *from;
    else
      *to++ = *from;
  }
  *to = '\0';
  return text;
}

static void
read_trait (RetourEntry *entry, RetourSlice name, const char *value)
{
  if (retour_slice_equal (name, "class"))
    entry->hard = strcmp (value, "hard") == 0;
  if (retour_slice_equal (name, "proof"))
    entry->proof |= strcmp (value, "verp") == 0 ? RETOUR_PROOF_VERP : RETOUR_PROOF_RETURNED;
  if (retour_slice_equal (name, "reason")) { /* a newer version may know more of them */
    entry->reason = retour_reason_lookup (value);
    if (entry->reason == NULL)
      entry->reason = retour_reason_lookup ("unknown");
    return;
  }
  for (guint i = 0; i < RETOUR_TRAITS; i++)
    if (retour_slice_equal (name, retour_columns[i].name))
      G_STRUCT_MEMBER (const char *, entry, retour_columns[i].offset) = value;
}

void
retour_traits_read (RetourEntry *entry, const char *text, GStringChunk *pool)
{
  while (*text != '\0') {
    gsize len = strcspn (text, "\n");
    RetourSlice line = retour_slice (text, len);
    const char *blank = memchr (text, ' ', len);

    text += len + (text[len] == '\n');
    if (blank == NULL)
      continue;
    len = (gsize) (blank - line.data);
    read_trait (entry, retour_slice (line.data, len),
                read_value (retour_slice_from (line, len + 1), pool));
  }
  entry->kind = (guint8) retour_entry_kind_of (entry->kind_name);
}
