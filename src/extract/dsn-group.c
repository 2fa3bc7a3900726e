#include "extract/dsn-group.h"

#include "base/address.h"
#include "base/limits.h"
#include "base/reply.h"
#include "extract/dsn-value.h"

#define ROW(name, field)                                                                           \
  {                                                                                                \
    name, sizeof (name) - 1, field                                                                 \
  }

static const struct {
  const char *name;
  gsize len;
  RetourDsnField field;
} names[] = {
  ROW ("Reporting-MTA", RETOUR_DSN_REPORTING_MTA),
  ROW ("Original-Envelope-Id", RETOUR_DSN_ENVELOPE_ID),
  ROW ("Arrival-Date", RETOUR_DSN_ARRIVAL),
  ROW ("Final-Recipient", RETOUR_DSN_FINAL),
  ROW ("Final-Rcpt", RETOUR_DSN_FINAL),
  ROW ("Final-Rcpt-To", RETOUR_DSN_FINAL),
  ROW ("Original-Recipient", RETOUR_DSN_ORIGINAL),
  ROW ("Original-Rcpt", RETOUR_DSN_ORIGINAL),
  ROW ("X-Actual-Recipient", RETOUR_DSN_ACTUAL),
  ROW ("X-Failed-Recipient", RETOUR_DSN_FAILED),
  ROW ("X-Failed-Recipients", RETOUR_DSN_FAILED),
  ROW ("Action", RETOUR_DSN_ACTION),
  ROW ("Status", RETOUR_DSN_STATUS),
  ROW ("Remote-MTA", RETOUR_DSN_REMOTE_MTA),
  ROW ("Diagnostic-Code", RETOUR_DSN_DIAGNOSTIC),
  ROW ("Last-Attempt-Date", RETOUR_DSN_LAST_ATTEMPT),
  ROW ("Will-Retry-Until", RETOUR_DSN_RETRY_UNTIL),
};

typedef struct {
  const RetourDsnGroup *group;
  RetourMessage *message;
  GStringChunk *pool;
  gboolean broken; /* RFC 3464 does not allow what was read */
} Reader;

RetourDsnField
retour_dsn_field_lookup (RetourSlice name)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (name.len == names[i].len && retour_slice_starts (name, names[i].name))
      return names[i].field;
  return RETOUR_DSN_OTHER;
}

static const char *
unfold (const Reader *self, RetourDsnField field)
{
  return retour_fields_unfold (self->group->value[field], self->pool);
}

/* A mailbox name without a domain ("LOCAL; joe") is better than nothing; a command or a file that
 * mail was piped into is not. */
static const char *
local_name (RetourSlice text, GStringChunk *pool)
{
  if (text.len > 1 && *text.data == '<' && text.data[text.len - 1] == '>')
    text = retour_slice (text.data + 1, text.len - 2);
  if (text.len == 0 || text.len > RETOUR_LIMIT_ADDRESS || strchr ("|/<>@\"", *text.data) != NULL)
    return NULL;
  for (gsize i = 0; i < text.len; i++)
    if ((guchar) text.data[i] <= ' ' || text.data[i] == '@' || text.data[i] == '\177')
      return NULL;
  return retour_slice_keep (text, pool);
}

/* The address in a field; @name: (out) (optional): what stands there where it is no address. */
static const char *
field_address (Reader *self, RetourDsnField field, const char **name)
{
  RetourSlice type;
  RetourSlice text = retour_dsn_untyped (retour_slice_of (unfold (self, field)), &type);
  const char *address;

  if (text.len == 0)
    return NULL;
  if (type.len == 0)
    self->broken = TRUE;
  /* a backslash may be utf-8-addr-xtext: "\x{1F408}" */
  address = retour_address_normalise (text, memchr (text.data, '\\', text.len) != NULL, self->pool);
  if (address == NULL && name != NULL)
    *name = local_name (text, self->pool);
  return address;
}

/* Writers differ on whether xtext is undone in Original-Recipient; "joe+20@…" may be either. */
static const char *
original_address (Reader *self, const char *final)
{
  const char *plain = field_address (self, RETOUR_DSN_ORIGINAL, NULL);
  const char *decoded;
  RetourSlice text;

  if (plain != NULL && strchr (plain, '+') == NULL)
    return plain;
  if (plain != NULL && final != NULL && retour_address_equal (plain, final))
    return plain;
  text = retour_dsn_untyped (retour_slice_of (unfold (self, RETOUR_DSN_ORIGINAL)), NULL);
  decoded = text.len > 0 ? retour_address_normalise (text, TRUE, self->pool) : NULL;
  return decoded != NULL ? decoded : plain;
}

static void
set_addresses (Reader *self, RetourFacts *facts)
{
  const char *name = NULL;
  const char *final = field_address (self, RETOUR_DSN_FINAL, &name);
  const char *original = original_address (self, final);
  const char *actual = final == NULL ? field_address (self, RETOUR_DSN_ACTUAL, NULL) : NULL;
  const char *failed = final == NULL ? field_address (self, RETOUR_DSN_FAILED, NULL) : NULL;
  const char *const choice[] = { final, actual, failed, original, name };

  for (guint i = 0; i < G_N_ELEMENTS (choice) && facts->fact[RETOUR_FACT_ADDRESS] == NULL; i++)
    facts->fact[RETOUR_FACT_ADDRESS] = choice[i];
  facts->fact[RETOUR_FACT_ALIAS] = original;
}

/* Cut at a character's start. */
static const char *
cap_diagnostic (Reader *self, const char *text)
{
  RetourSlice cut = retour_slice_cut (retour_slice_of (text), RETOUR_LIMIT_DIAGNOSTIC);

  if (text[cut.len] == '\0')
    return text;
  retour_message_add_oddity (self->message, RETOUR_ODDITY_LONG_DIAGNOSTIC);
  return retour_slice_keep (cut, self->pool);
}

static void
set_diagnostic (Reader *self, RetourFacts *facts)
{
  const char *text = unfold (self, RETOUR_DSN_DIAGNOSTIC);
  const char *more = unfold (self, RETOUR_DSN_DIAGNOSTIC_MORE);
  RetourSlice type, words;

  if (text == NULL)
    return;
  /* a status part has no encoded words (RFC 2047), but some writers put them there */
  words = retour_fields_decode (retour_slice_of (text), self->pool);
  words = retour_dsn_untyped (words, &type);
  if (type.len > 0) {
    char *lower = g_string_chunk_insert_len (self->pool, type.data, (gssize) type.len);

    facts->fact[RETOUR_FACT_DIAGNOSTIC_TYPE] = lower;
    for (; *lower != '\0'; lower++)
      *lower = retour_ascii_lower (*lower);
  }
  if (words.len == 0)
    return;
  facts->fact[RETOUR_FACT_DIAGNOSTIC] = cap_diagnostic (self, words.data);
  if (more != NULL)
    retour_facts_append (facts, RETOUR_FACT_DIAGNOSTIC,
                         retour_dsn_untyped (retour_slice_of (more), NULL), self->pool);
}

/* The words that stand as a comment behind a code or an action, where no others are given. */
static void
set_comment (Reader *self, RetourFacts *facts)
{
  const RetourDsnField sources[] = { RETOUR_DSN_STATUS, RETOUR_DSN_ACTION };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    if (facts->fact[RETOUR_FACT_DIAGNOSTIC] == NULL)
      retour_facts_set (facts, RETOUR_FACT_DIAGNOSTIC,
                        retour_dsn_comment (retour_slice_of (unfold (self, sources[i]))),
                        self->pool);
}

static void
set_codes (Reader *self, RetourFacts *facts)
{
  char status[12];

  facts->fact[RETOUR_FACT_ACTION] = retour_dsn_action (self->group->value[RETOUR_DSN_ACTION]);
  if (retour_reply_parse_status (retour_slice_strip (self->group->value[RETOUR_DSN_STATUS]),
                                 status))
    facts->fact[RETOUR_FACT_STATUS] = g_string_chunk_insert (self->pool, status);
  if (facts->fact[RETOUR_FACT_ACTION] == NULL || facts->fact[RETOUR_FACT_STATUS] == NULL)
    self->broken = TRUE;
}

gboolean
retour_dsn_group_read (const RetourDsnGroup *self, RetourMessage *message, RetourFacts *facts)
{
  Reader reader = { .group = self, .message = message };

  reader.pool = retour_message_get_pool (message);
  reader.broken = (self->seen & RETOUR_DSN_BIT (RETOUR_DSN_FINAL)) == 0;
  set_addresses (&reader, facts);
  set_codes (&reader, facts);
  set_diagnostic (&reader, facts);
  set_comment (&reader, facts);
  retour_facts_set (facts, RETOUR_FACT_REMOTE_HOST,
                    retour_dsn_host (self->value[RETOUR_DSN_REMOTE_MTA]), reader.pool);
  facts->fact[RETOUR_FACT_DATE] = unfold (&reader, RETOUR_DSN_LAST_ATTEMPT);
  facts->fact[RETOUR_FACT_RETRY_UNTIL] = unfold (&reader, RETOUR_DSN_RETRY_UNTIL);
  return !reader.broken;
}
