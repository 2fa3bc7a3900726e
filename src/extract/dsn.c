#include "extract/dsn.h"

#include "base/address.h"
#include "base/limits.h"
#include "extract/dsn-group.h"
#include "extract/dsn-value.h"

#define BIT(field) RETOUR_DSN_BIT (RETOUR_DSN_##field)
#define OF_MESSAGE (BIT (REPORTING_MTA) | BIT (ENVELOPE_ID) | BIT (ARRIVAL))
#define SAYS_WHAT  (BIT (ACTION) | BIT (STATUS) | BIT (DIAGNOSTIC))
#define SAYS_WHO   (BIT (FINAL) | BIT (ORIGINAL) | BIT (FAILED))
/* Fields whose second occurrence can only be about another recipient. */
#define OPENERS (BIT (FINAL) | BIT (ORIGINAL) | BIT (ACTION))

typedef struct {
  RetourMessage *message;
  GStringChunk *pool;
  GPtrArray *found;
  guint first; /* index in @found of the first entry that is ours */
  RetourDsnGroup group;
  RetourSlice *open; /* value that a folded line goes on with, or %NULL */
  const char *reporter;
  const char *envelope_id;
  const char *arrival;
  gboolean blank;    /* an empty line stands above */
  gboolean adjacent; /* two fields of a recipient without an empty line between them were seen */
  gboolean is_part;  /* a status part, and not a text that may hold anything */
  gboolean broken;   /* RFC 3464 does not allow what was read */
} Reader;

/* The line's field name; empty if it is none. Narrower than RFC 5322, as the text of a
 * diagnostic that was not folded must not pass for a field. */
static RetourSlice
field_name (RetourSlice line, gsize *colon)
{
  gsize len = 0;

  if (line.len == 0 || !g_ascii_isalpha (*line.data))
    return retour_slice (line.data, 0);
  while (len < line.len &&
         (g_ascii_isalnum (line.data[len]) || line.data[len] == '-' || line.data[len] == '_'))
    len++;
  *colon = len;
  while (*colon < line.len && (line.data[*colon] == ' ' || line.data[*colon] == '\t'))
    ++*colon;
  return retour_slice (line.data, *colon < line.len && line.data[*colon] == ':' ? len : 0);
}

static void
keep_message_fields (Reader *self)
{
  RetourSlice host = retour_dsn_host (self->group.value[RETOUR_DSN_REPORTING_MTA]);
  const char *envelope_id =
      retour_fields_unfold (self->group.value[RETOUR_DSN_ENVELOPE_ID], self->pool);
  const char *arrival = retour_fields_unfold (self->group.value[RETOUR_DSN_ARRIVAL], self->pool);

  if (host.len > 0)
    self->reporter = retour_slice_keep (host, self->pool);
  if (envelope_id != NULL)
    self->envelope_id = retour_dsn_from_xtext (envelope_id, self->pool);
  if (arrival != NULL)
    self->arrival = arrival;
}

static gboolean
is_about_recipient (const Reader *self)
{
  guint seen = self->group.seen;

  if ((seen & BIT (FINAL)) != 0)
    return TRUE;
  return (seen & SAYS_WHAT) != 0 && (self->is_part || (seen & SAYS_WHO) != 0);
}

static void
add_facts (Reader *self)
{
  RetourFacts *facts = retour_facts_list_add (self->found);

  if (!retour_dsn_group_read (&self->group, self->message, facts))
    self->broken = TRUE;
  facts->fact[RETOUR_FACT_LOCAL_HOST] = self->reporter;
}

/* Ends a group; what says nothing of a recipient gives no facts. */
static void
close_group (Reader *self)
{
  keep_message_fields (self);
  if (is_about_recipient (self)) {
    if (self->found->len - self->first < RETOUR_LIMIT_RECIPIENTS)
      add_facts (self);
    else
      retour_message_add_oddity (self->message, RETOUR_ODDITY_MANY_RECIPIENTS);
  }
  memset (&self->group, 0, sizeof self->group);
  self->open = NULL;
}

/* Empty lines alone do not tell: some writers leave them out, some put one behind every field. */
static gboolean
opens_group (const Reader *self, RetourDsnField field)
{
  guint seen = self->group.seen;

  if (field == RETOUR_DSN_REPORTING_MTA)
    return (seen & RETOUR_DSN_BIT (field)) != 0 || self->reporter != NULL;
  if ((seen & RETOUR_DSN_BIT (field)) != 0)
    return (OPENERS & RETOUR_DSN_BIT (field)) != 0 ||
           (self->blank && self->adjacent && field != RETOUR_DSN_OTHER);
  return self->blank && self->adjacent && (OPENERS & RETOUR_DSN_BIT (field)) != 0 &&
         (seen & BIT (FINAL)) != 0;
}

static void
take_field (Reader *self, RetourDsnField field, RetourSlice value)
{
  gboolean opens = opens_group (self, field);
  guint seen;

  if (field == RETOUR_DSN_DIAGNOSTIC && !opens && (self->group.seen & RETOUR_DSN_BIT (field)) != 0)
    field = RETOUR_DSN_DIAGNOSTIC_MORE;
  if (opens)
    close_group (self);
  seen = self->group.seen;
  if (!self->blank && (seen & ~OF_MESSAGE & ~BIT (OTHER)) != 0)
    self->adjacent = TRUE;
  if (!self->blank && (RETOUR_DSN_BIT (field) & OPENERS) != 0 &&
      (seen & (OF_MESSAGE | BIT (OTHER))) == seen && seen != 0)
    self->broken = TRUE; /* an empty line should have parted message and recipient */
  self->blank = FALSE;
  self->open = NULL;
  if ((seen & RETOUR_DSN_BIT (field)) == 0 || field == RETOUR_DSN_OTHER) {
    self->group.value[field] = value;
    self->open = &self->group.value[field];
  }
  self->group.seen |= RETOUR_DSN_BIT (field);
}

/* A line that is no field and not folded: fetchmail and others do not fold a diagnostic. */
static void
take_stray_line (Reader *self, RetourSlice line)
{
  RetourSlice *diagnostic = &self->group.value[RETOUR_DSN_DIAGNOSTIC];

  self->broken = TRUE;
  if (self->open != diagnostic || retour_slice_starts (line, "--"))
    self->open = NULL;
  else
    diagnostic->len = (gsize) (line.data + line.len - diagnostic->data);
}

static void
take_line (Reader *self, RetourSlice line)
{
  gsize colon = 0;
  RetourSlice name;
  RetourDsnField field;

  if (retour_slice_strip (line).len == 0) {
    self->blank = TRUE;
    self->open = NULL;
    return;
  }
  if (*line.data == ' ' || *line.data == '\t') {
    if (self->open != NULL)
      self->open->len = (gsize) (line.data + line.len - self->open->data);
    return;
  }
  name = field_name (line, &colon);
  field = retour_dsn_field_lookup (name);
  /* "Error: no such user" below a diagnostic is its next line, "Final-Log-Id: 7" is not */
  if (name.len == 0 || (field == RETOUR_DSN_OTHER && memchr (name.data, '-', name.len) == NULL &&
                        self->open == &self->group.value[RETOUR_DSN_DIAGNOSTIC]))
    take_stray_line (self, line);
  else
    take_field (self, field, retour_slice (line.data + colon + 1, line.len - colon - 1));
}

static void
read_lines (Reader *self, RetourSlice text)
{
  RetourSlice rest = text;
  RetourSlice line;

  self->blank = FALSE;
  self->adjacent = FALSE;
  while (retour_slice_next_line (&rest, &line))
    take_line (self, line);
  close_group (self);
}

static guint
facts_hash (gconstpointer key)
{
  const RetourFacts *facts = key;
  guint hash = 5381;

  for (const char *p = facts->fact[RETOUR_FACT_ADDRESS]; *p != '\0'; p++)
    hash = hash * 33 + (guchar) retour_ascii_lower (*p);
  return hash;
}

static gboolean
facts_equal (gconstpointer a, gconstpointer b)
{
  const RetourFacts *x = a;
  const RetourFacts *y = b;

  return x->fact[RETOUR_FACT_ACTION] == y->fact[RETOUR_FACT_ACTION] && /* names are static */
         retour_address_equal (x->fact[RETOUR_FACT_ADDRESS], y->fact[RETOUR_FACT_ADDRESS]);
}

static void
fill_gaps (RetourFacts *self, const RetourFacts *from)
{
  for (guint i = 0; i < RETOUR_FACT_N; i++)
    if (self->fact[i] == NULL)
      self->fact[i] = from->fact[i];
}

/* Some writers list a recipient once for every try or every alias. */
static void
merge_twins (Reader *self)
{
  GPtrArray *found = self->found;
  guint kept = self->first;
  g_autoptr (GHashTable) seen = NULL;

  if (found->len - self->first < 2)
    return;
  seen = g_hash_table_new (facts_hash, facts_equal);
  for (guint i = self->first; i < found->len; i++) {
    RetourFacts *facts = g_ptr_array_index (found, i);
    RetourFacts *twin = NULL;

    if (facts->fact[RETOUR_FACT_ADDRESS] != NULL)
      twin = g_hash_table_lookup (seen, facts);
    found->pdata[i] = NULL;
    if (twin != NULL) {
      fill_gaps (twin, facts);
      g_free (facts);
      continue;
    }
    found->pdata[kept++] = facts;
    if (facts->fact[RETOUR_FACT_ADDRESS] != NULL)
      g_hash_table_add (seen, facts);
  }
  g_ptr_array_set_size (found, (gint) kept);
}

/* What stands once for all recipients, wherever it stood. */
static void
finish (Reader *self, const char **envelope_id, const char **arrival)
{
  for (guint i = self->first; i < self->found->len; i++) {
    RetourFacts *facts = g_ptr_array_index (self->found, i);

    if (facts->fact[RETOUR_FACT_LOCAL_HOST] == NULL)
      facts->fact[RETOUR_FACT_LOCAL_HOST] = self->reporter;
  }
  merge_twins (self);
  if (envelope_id != NULL && self->envelope_id != NULL)
    *envelope_id = self->envelope_id;
  if (arrival != NULL && self->arrival != NULL)
    *arrival = self->arrival;
}

void
retour_dsn_read (RetourMessage *message, GPtrArray *found, const char **envelope_id,
                 const char **arrival)
{
  Reader self = { .message = message, .found = found, .first = found->len, .is_part = TRUE };

  self.pool = retour_message_get_pool (message);
  for (guint i = 0; i < retour_message_get_n_parts (message); i++)
    if (retour_message_get_part (message, i)->kind == RETOUR_PART_DELIVERY_STATUS)
      read_lines (&self, retour_message_get_text (message, i));
  finish (&self, envelope_id, arrival);
  if (self.broken)
    retour_message_add_oddity (message, RETOUR_ODDITY_BAD_STATUS_PART);
}

void
retour_dsn_read_text (RetourMessage *message, RetourSlice text, GPtrArray *found,
                      const char **envelope_id, const char **arrival)
{
  Reader self = { .message = message, .found = found, .first = found->len };

  self.pool = retour_message_get_pool (message);
  read_lines (&self, text);
  finish (&self, envelope_id, arrival);
}
