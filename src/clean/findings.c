#include "clean/findings.h"

#include "base/limits.h"
#include "clean/walk.h"

#include <string.h>

/* A finding, packed. */
typedef struct {
  guint64 key[2]; /* of the address */
  gint64 first, last;
  const RetourReason *reason;
  const RetourIncident *incident;
  const char *reply;
  guint count;
  guint8 verdict;
  guint8 cause;
} Row;

struct _RetourFindings {
  RetourFindingsOptions options;
  RetourGuards *guards;
  GArray *rows;    /* of Row */
  guint32 *slots;  /* 1-based rows, by the first half of their keys; 0: free */
  guint32 n_slots; /* a power of two */
  GStringChunk *texts;
  guint64 n_unproven;
};

/* 128 bits of an address: two addresses that share them are not met. Not for hostile collisions:
 * the two halves are mixed with different constants over all bytes, eight at a time. */
static void
hash_address (const char *address, guint64 key[2])
{
  gsize len = strlen (address);
  guint64 a = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) ^ len;
  guint64 b = G_GUINT64_CONSTANT (0xc2b2ae3d27d4eb4f) + len;

  for (gsize i = 0; i < len; i += sizeof (guint64)) {
    guint64 word = 0;

    memcpy (&word, address + i, MIN (sizeof word, len - i));
    a = (a ^ word) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
    a ^= a >> 32;
    b = (b + word) * G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
    b = (b << 31 | b >> 33) ^ a;
  }
  key[0] = a ^ b >> 29;
  key[1] = b * G_GUINT64_CONSTANT (0x165667b19e3779f9) ^ a;
}

/* The slot in which the row of @key is, or would be. */
static guint32 *
find_slot (const RetourFindings *self, const guint64 key[2])
{
  guint32 at = (guint32) key[0];

  for (;; at++) {
    guint32 *slot = &self->slots[at & (self->n_slots - 1)];
    const Row *row = *slot != 0 ? &g_array_index (self->rows, Row, *slot - 1) : NULL;

    if (row == NULL || (row->key[0] == key[0] && row->key[1] == key[1]))
      return slot;
  }
}

static void
index_rows (RetourFindings *self)
{
  self->n_slots = 16;
  while (self->n_slots < 2 * self->rows->len)
    self->n_slots *= 2;
  self->slots = g_new0 (guint32, self->n_slots);
  for (guint i = 0; i < self->rows->len; i++)
    *find_slot (self, g_array_index (self->rows, Row, i).key) = i + 1;
}

static gsize
text_len (const char *text)
{
  gsize len = strnlen (text, RETOUR_LIMIT_FINDING_TEXT + 1);

  if (len <= RETOUR_LIMIT_FINDING_TEXT)
    return len;
  len = RETOUR_LIMIT_FINDING_TEXT;
  while (len > 0 && ((guchar) text[len] & 0xc0) == 0x80) /* not inside a character */
    len--;
  return len;
}

static void
add_row (RetourFindings *self, const char *address, const RetourDecision *decision)
{
  const char *reply = decision->last->diagnostic;
  Row row = {
    .first = decision->first,
    .last = decision->last->date,
    .reason = decision->reason,
    .incident = decision->incident,
    .count = decision->n_failures,
    .verdict = (guint8) decision->verdict,
    .cause = (guint8) decision->cause,
  };

  hash_address (address, row.key);
  if (reply != NULL)
    row.reply = g_string_chunk_insert_len (self->texts, reply, (gssize) text_len (reply));
  g_array_append_val (self->rows, row);
}

static gboolean
take_history (const RetourEntry *entries, guint n, gpointer data)
{
  RetourFindings *self = data;
  RetourCircumstances around = { self->guards, self->options.now };
  RetourDecision decision = { .led = NULL };

  retour_policy_decide (self->options.policy, entries, n, &around, &decision);
  if (decision.last == NULL || decision.cause == RETOUR_CAUSE_NOTHING)
    return TRUE;
  add_row (self, entries[0].address, &decision);
  if (self->options.each != NULL)
    self->options.each (entries[0].address, self->options.data);
  return TRUE;
}

enum { TEXT_BLOCK = 64 * 1024 };

RetourFindings *
retour_findings_new (RetourLedger *ledger, const RetourFindingsOptions *options,
                     RetourGuards *guards, GError **error)
{
  g_autoptr (RetourFindings) self = g_new0 (RetourFindings, 1);
  RetourWalk walk = { .our_domains = options->our_domains, .guards = guards };

  self->options = *options;
  self->guards = guards;
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self->texts = g_string_chunk_new (TEXT_BLOCK);
  if (!retour_walk_guard (&walk, ledger, error))
    return NULL;
  if (self->options.now == 0)
    self->options.now = walk.newest;
  self->n_unproven = walk.n_unproven;
  if (!retour_walk_each (&walk, ledger, take_history, self, error))
    return NULL;
  index_rows (self);
  return g_steal_pointer (&self);
}

void
retour_findings_free (RetourFindings *self)
{
  g_array_unref (self->rows);
  g_string_chunk_free (self->texts);
  g_free (self->slots);
  g_free (self);
}

gboolean
retour_findings_find (RetourFindings *self, const char *key, RetourFinding *finding, GError **error)
{
  guint64 hash[2];
  guint32 slot;
  const Row *row;

  (void) error;
  hash_address (key, hash);
  slot = *find_slot (self, hash);
  if (slot == 0)
    return FALSE;
  row = &g_array_index (self->rows, Row, slot - 1);
  *finding = (RetourFinding) { (RetourVerdict) row->verdict,
                               (RetourCause) row->cause,
                               row->reason,
                               row->incident,
                               key,
                               row->reply,
                               row->first,
                               row->last,
                               row->count };
  return TRUE;
}

guint64
retour_findings_get_n_unproven (const RetourFindings *self)
{
  return self->n_unproven;
}

gint64
retour_findings_get_now (const RetourFindings *self)
{
  return self->options.now;
}
