#include "summary/dead.h"

#include "policy/decide.h"

/* Hard failures of one address. Two dates do: what is between two outages is rare, and the next
 * failure tells. */
typedef struct {
  const char *at; /* `@` and its domain; %NULL: none yet */
  const RetourReason *reason;
  gint64 first, last;
} Case;

struct _RetourDead {
  GStringChunk *texts;
  GArray *cases; /* of Case */
  Case address;  /* the one at hand */
  guint64 n;
  guint64 n_in_outage;
};

RetourDead *
retour_dead_new (void)
{
  enum { CHUNK = 4096 };
  RetourDead *self = g_new0 (RetourDead, 1);

  self->texts = g_string_chunk_new (CHUNK);
  self->cases = g_array_new (FALSE, FALSE, sizeof (Case));
  return self;
}

void
retour_dead_free (RetourDead *self)
{
  g_string_chunk_free (self->texts);
  g_array_unref (self->cases);
  g_free (self);
}

void
retour_dead_add (RetourDead *self, const RetourEntry *entry)
{
  Case *address = &self->address;

  if (entry->kind != RETOUR_ENTRY_BOUNCE || !entry->hard || entry->address == NULL ||
      retour_entry_is_unproven (entry))
    return;
  if (address->at == NULL) {
    const char *domain = retour_entry_get_domain (entry);
    const char *at = *domain != '\0' ? domain - 1 : "@";

    *address = (Case) { g_string_chunk_insert_const (self->texts, at), entry->reason, entry->date,
                        entry->date };
  }
  address->first = MIN (address->first, entry->date);
  address->last = MAX (address->last, entry->date);
}

void
retour_dead_end_address (RetourDead *self)
{
  if (self->address.at != NULL)
    g_array_append_val (self->cases, self->address);
  self->address = (Case) { .at = NULL };
}

static gboolean
is_in_outage (const RetourGuards *guards, const Case *address, gint64 date)
{
  const RetourEntry entry = { .kind = RETOUR_ENTRY_BOUNCE,
                              .proof = RETOUR_PROOF_RETURNED,
                              .hard = TRUE,
                              .date = date,
                              .reason = address->reason,
                              .address = address->at };

  return retour_guards_find (guards, &entry) != NULL;
}

void
retour_dead_finish (RetourDead *self, const RetourGuards *guards)
{
  for (guint i = 0; i < self->cases->len; i++) {
    const Case *address = &g_array_index (self->cases, Case, i);

    if (is_in_outage (guards, address, address->first) &&
        is_in_outage (guards, address, address->last))
      self->n_in_outage++;
    else
      self->n++;
  }
}

guint64
retour_dead_get_n (const RetourDead *self)
{
  return self->n;
}

guint64
retour_dead_get_n_in_outage (const RetourDead *self)
{
  return self->n_in_outage;
}
