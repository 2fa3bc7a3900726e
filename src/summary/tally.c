#include "summary/tally.h"

#include <string.h>

struct _RetourTallyTable {
  GHashTable *rows; /* key -> RetourTally */
  RetourTally others;
  guint64 n_lost;
  guint keep;
  guint limit;
};

const char *
retour_tally_count_name (RetourTallyCount which)
{
  static const char *const names[RETOUR_TALLY_N] = {
    [RETOUR_TALLY_HARD] = "hard",           [RETOUR_TALLY_SOFT] = "soft",
    [RETOUR_TALLY_DELAYED] = "delayed",     [RETOUR_TALLY_COMPLAINTS] = "complaints",
    [RETOUR_TALLY_DELIVERED] = "delivered", [RETOUR_TALLY_OTHER] = "other",
  };

  return names[which];
}

guint64
retour_tally_sum (const RetourTally *self)
{
  guint64 sum = 0;

  for (guint i = 0; i < RETOUR_TALLY_N; i++)
    sum += self->n[i];
  return sum;
}

guint64
retour_tally_failures (const RetourTally *self)
{
  return self->n[RETOUR_TALLY_HARD] + self->n[RETOUR_TALLY_SOFT];
}

static RetourTallyCount
find_count (const RetourEntry *entry)
{
  static const RetourTallyCount counts[RETOUR_ENTRY_N] = {
    [RETOUR_ENTRY_BOUNCE] = RETOUR_TALLY_SOFT,
    [RETOUR_ENTRY_DELAYED] = RETOUR_TALLY_DELAYED,
    [RETOUR_ENTRY_DELIVERED] = RETOUR_TALLY_DELIVERED,
    [RETOUR_ENTRY_FEEDBACK] = RETOUR_TALLY_COMPLAINTS,
    [RETOUR_ENTRY_OTHER] = RETOUR_TALLY_OTHER,
    [RETOUR_ENTRY_PARDON] = RETOUR_TALLY_OTHER,
  };

  return entry->kind == RETOUR_ENTRY_BOUNCE && entry->hard ? RETOUR_TALLY_HARD
                                                           : counts[entry->kind];
}

static guint
count_reasons (void)
{
  guint n = 0;

  while (retour_reason_get_nth (n) != NULL)
    n++;
  return n;
}

static void
count_reason (RetourTally *self, const RetourReason *reason)
{
  guint row = 0;

  if (self->reasons == NULL)
    self->reasons = g_new0 (guint32, count_reasons ());
  while (retour_reason_get_nth (row) != reason)
    row++;
  self->reasons[row]++;
}

/* The last failure is the sample; a delay only as long as nothing failed. */
static void
take_sample (RetourTally *self, const RetourEntry *entry)
{
  if (self->reason != NULL && (entry->date < self->sampled || (entry->kind != RETOUR_ENTRY_BOUNCE &&
                                                               retour_tally_failures (self) > 0)))
    return;
  self->reason = entry->reason;
  self->sampled = entry->date;
  if (entry->diagnostic == NULL || g_strcmp0 (self->sample, entry->diagnostic) == 0)
    return;
  g_free (self->sample);
  self->sample = g_strdup (entry->diagnostic);
}

void
retour_tally_add (RetourTally *self, const RetourEntry *entry, guint64 serial, guint keep)
{
  gboolean failed = entry->kind == RETOUR_ENTRY_BOUNCE && entry->reason != NULL;

  if (retour_tally_sum (self) == 0)
    self->first = self->last = entry->date;
  self->first = MIN (self->first, entry->date);
  self->last = MAX (self->last, entry->date);
  self->n[find_count (entry)]++;
  if (entry->kind == RETOUR_ENTRY_BOUNCE && entry->address != NULL && self->serial != serial) {
    self->serial = serial;
    self->addresses++;
  }
  if (failed && (keep & RETOUR_TALLY_KEEP_REASONS) != 0)
    count_reason (self, entry->reason);
  if (entry->reason != NULL && (keep & RETOUR_TALLY_KEEP_SAMPLES) != 0)
    take_sample (self, entry);
}

void
retour_tally_clear (RetourTally *self)
{
  g_free (self->key);
  g_free (self->sample);
  g_free (self->reasons);
  *self = (RetourTally) { 0 };
}

const RetourReason *
retour_tally_get_reason (const RetourTally *self)
{
  guint best = 0;

  if (self->reasons == NULL)
    return self->reason;
  for (guint i = 1; retour_reason_get_nth (i) != NULL; i++)
    if (self->reasons[i] > self->reasons[best])
      best = i;
  return retour_reason_get_nth (best);
}

static int
compare_numbers (guint64 a, guint64 b)
{
  return a < b ? 1 : a > b ? -1 : 0;
}

int
retour_tally_compare (const RetourTally *a, const RetourTally *b)
{
  int order = compare_numbers (retour_tally_failures (a), retour_tally_failures (b));

  if (order == 0)
    order = compare_numbers (a->n[RETOUR_TALLY_DELAYED], b->n[RETOUR_TALLY_DELAYED]);
  if (order == 0)
    order = compare_numbers (a->n[RETOUR_TALLY_COMPLAINTS], b->n[RETOUR_TALLY_COMPLAINTS]);
  if (order == 0)
    order = compare_numbers (retour_tally_sum (a), retour_tally_sum (b));
  return order != 0 ? order : strcmp (a->key, b->key);
}

static void
tally_free (gpointer p)
{
  retour_tally_clear (p);
  g_free (p);
}

RetourTallyTable *
retour_tally_table_new (guint keep, guint limit)
{
  RetourTallyTable *self = g_new0 (RetourTallyTable, 1);

  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, tally_free);
  self->keep = keep;
  self->limit = limit;
  return self;
}

void
retour_tally_table_free (RetourTallyTable *self)
{
  g_hash_table_unref (self->rows);
  retour_tally_clear (&self->others);
  g_free (self);
}

/* Adds up what two rows counted. An address that is in both counts twice: nobody kept its name. */
static void
merge (RetourTally *self, const RetourTally *row)
{
  gboolean empty = retour_tally_sum (self) == 0;

  for (guint i = 0; i < RETOUR_TALLY_N; i++)
    self->n[i] += row->n[i];
  self->addresses += row->addresses;
  self->first = empty ? row->first : MIN (self->first, row->first);
  self->last = empty ? row->last : MAX (self->last, row->last);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  return retour_tally_compare (*(const RetourTally *const *) a, *(const RetourTally *const *) b);
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const RetourTally *const *) a)->key, (*(const RetourTally *const *) b)->key);
}

GPtrArray *
retour_rows_sort (GHashTable *rows, GCompareFunc compare)
{
  GPtrArray *sorted = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    g_ptr_array_add (sorted, row);
  g_ptr_array_sort (sorted, compare);
  return sorted;
}

/* A good number of rows at once, so that this is rare. */
static void
make_room (RetourTallyTable *self)
{
  g_autoptr (GPtrArray) rows = retour_rows_sort (self->rows, compare_rows);

  for (guint i = self->limit / 4 * 3; i < rows->len; i++) {
    RetourTally *row = g_ptr_array_index (rows, i);

    merge (&self->others, row);
    self->n_lost++;
    g_hash_table_remove (self->rows, row->key);
  }
}

void
retour_tally_table_add (RetourTallyTable *self, const char *key, const RetourEntry *entry,
                        guint64 serial)
{
  RetourTally *row = g_hash_table_lookup (self->rows, key);

  if (row == NULL) {
    if (g_hash_table_size (self->rows) >= self->limit)
      make_room (self);
    row = g_new0 (RetourTally, 1);
    row->key = g_strdup (key);
    g_hash_table_insert (self->rows, row->key, row);
  }
  retour_tally_add (row, entry, serial, self->keep);
}

const RetourTally *
retour_tally_table_lookup (const RetourTallyTable *self, const char *key)
{
  return g_hash_table_lookup (self->rows, key);
}

GPtrArray *
retour_tally_table_sort (const RetourTallyTable *self)
{
  return retour_rows_sort (self->rows,
                           (self->keep & RETOUR_TALLY_BY_KEY) != 0 ? compare_keys : compare_rows);
}

const RetourTally *
retour_tally_table_get_others (const RetourTallyTable *self)
{
  return &self->others;
}

guint64
retour_tally_table_get_n_lost (const RetourTallyTable *self)
{
  return self->n_lost;
}
