#include "policy/guards-private.h"

#include "base/limits.h"
#include "policy/decide.h"

#include <string.h>

enum { HOUR = 60 * 60 };

/* A cause by which an entry can be found. */
typedef struct {
  RetourShared shared;
  const RetourReason *reason;
  const char *text;
} Key;

static guint
hash_text (const char *text, guint hash)
{
  for (; *text != '\0'; text++)
    hash = (hash ^ (guchar) *text) * 16777619u;
  return hash;
}

static guint
cause_hash (gconstpointer p)
{
  const RetourGuardCause *self = p;

  return hash_text (self->text, 2166136261u + (guint) self->shared) ^ g_direct_hash (self->reason);
}

static gboolean
cause_equal (gconstpointer a, gconstpointer b)
{
  const RetourGuardCause *x = a, *y = b;

  return x->shared == y->shared && x->reason == y->reason && g_str_equal (x->text, y->text);
}

static void
clear_hours (RetourGuardCause *self)
{
  for (guint i = 0; i < self->n_hours; i++)
    retour_sketch_clear (&self->hours[i].addresses);
  g_clear_pointer (&self->hours, g_free);
  self->n_hours = self->room = 0;
}

static void
cause_free (gpointer p)
{
  RetourGuardCause *self = p;

  clear_hours (self);
  g_clear_pointer (&self->incidents, g_array_unref);
  g_free (self);
}

RetourGuards *
retour_guards_new (void)
{
  RetourGuards *self = g_new0 (RetourGuards, 1);

  self->causes = g_hash_table_new_full (cause_hash, cause_equal, cause_free, NULL);
  self->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->all = g_ptr_array_new ();
  self->max_causes = RETOUR_LIMIT_GUARD_CAUSES;
  return self;
}

void
retour_guards_free (RetourGuards *self)
{
  g_ptr_array_unref (self->all);
  g_hash_table_unref (self->causes);
  g_hash_table_unref (self->members);
  g_hash_table_unref (self->texts);
  g_free (self);
}

void
retour_guards_set_members (RetourGuards *self, const char *domain, guint64 members)
{
  g_hash_table_replace (self->members, g_strdup (domain), g_memdup2 (&members, sizeof members));
}

RetourGuardCause *
retour_guards_lookup (const RetourGuards *self, RetourShared shared, const RetourReason *reason,
                      const char *text)
{
  RetourGuardCause key = { .shared = shared, .reason = reason, .text = text };

  return g_hash_table_lookup (self->causes, &key);
}

/* ------------------------------------------------------------------------------------- gathering
 */

/* Which way the blame of a reason points; those that are not here speak of the address. */
static const struct {
  const char *blame;
  RetourShared shared;
} blames[] = {
  { "reputation", RETOUR_SHARED_SENDER }, { "authentication", RETOUR_SHARED_SENDER },
  { "content", RETOUR_SHARED_SENDER },    { "local", RETOUR_SHARED_SENDER },
  { "none", RETOUR_SHARED_SENDER },       { "remote", RETOUR_SHARED_REMOTE },
};

static gboolean
find_shared (const RetourReason *reason, RetourShared *shared)
{
  const char *blame = retour_reason_get_blame (reason);

  for (guint i = 0; i < G_N_ELEMENTS (blames); i++)
    if (g_str_equal (blames[i].blame, blame)) {
      *shared = blames[i].shared;
      return TRUE;
    }
  return FALSE;
}

/* A failure's cause; `text` is %NULL when it has none. What is remote is the domain's own trouble,
 * not that of a large provider with thousands of domains, of which some are always in trouble. */
static Key
find_failure_key (const RetourEntry *entry)
{
  const char *domain = retour_entry_get_domain (entry);
  Key key = { RETOUR_SHARED_HARD, NULL, domain };

  if (retour_reason_is_hard (entry->reason))
    return key;
  if (!find_shared (entry->reason, &key.shared))
    return (Key) { .text = NULL };
  if (key.shared == RETOUR_SHARED_REMOTE)
    return (Key) { key.shared, entry->reason, domain };
  if (entry->blocklist != NULL)
    return (Key) { RETOUR_SHARED_BLOCKLIST, NULL, entry->blocklist };
  if (entry->client != NULL)
    return (Key) { RETOUR_SHARED_CLIENT, NULL, entry->client };
  return (Key) { key.shared, entry->reason, retour_entry_get_receiver (entry) };
}

static gboolean
is_failure (const RetourEntry *entry)
{
  return entry->kind == RETOUR_ENTRY_BOUNCE && entry->reason != NULL && entry->address != NULL &&
         !retour_entry_is_unproven (entry);
}

static Key
find_key (const RetourEntry *entry)
{
  const char *domain = retour_entry_get_domain (entry);

  if (entry->kind == RETOUR_ENTRY_DELIVERED && entry->address != NULL)
    return (Key) { RETOUR_SHARED_DELIVERED, NULL, domain };
  if (!is_failure (entry))
    return (Key) { .text = NULL };
  if (!retour_reason_is_hard (entry->reason) &&
      g_str_equal (retour_reason_get_blame (entry->reason), "mailbox"))
    return (Key) { RETOUR_SHARED_FULL, NULL, domain };
  return find_failure_key (entry);
}

static int
compare_hours (const void *a, const void *b)
{
  const RetourGuardHour *x = a, *y = b;

  return (x->hour > y->hour) - (x->hour < y->hour);
}

/* Puts the hours in order, each once. */
static void
sort_hours (RetourGuardCause *self)
{
  guint n = 0;

  if (self->sorted)
    return;
  qsort (self->hours, self->n_hours, sizeof *self->hours, compare_hours);
  for (guint i = 1; i < self->n_hours; i++) {
    RetourGuardHour *into = &self->hours[n], *hour = &self->hours[i];

    if (into->hour != hour->hour) {
      self->hours[++n] = *hour;
      continue;
    }
    into->first = MIN (into->first, hour->first);
    into->last = MAX (into->last, hour->last);
    into->count += hour->count;
    retour_sketch_merge (&into->addresses, &hour->addresses);
    retour_sketch_clear (&hour->addresses);
  }
  self->n_hours = n + 1;
  self->sorted = TRUE;
}

/* Entries mostly come by date: it is the last hour, or a new one. What comes out of order is sorted
 * whenever the room is used up. */
static RetourGuardHour *
find_hour (RetourGuardCause *self, gint64 date)
{
  gint64 hour = date / HOUR;

  if (self->n_hours > 0 && self->hours[self->n_hours - 1].hour == hour)
    return &self->hours[self->n_hours - 1];
  if (self->n_hours == self->room) {
    sort_hours (self);
    if (2 * self->n_hours >= self->room) {
      self->room = MAX (1, self->room * 2);
      self->hours = g_renew (RetourGuardHour, self->hours, self->room);
    }
  }
  if (self->n_hours > 0 && self->hours[self->n_hours - 1].hour >= hour)
    self->sorted = FALSE;
  self->hours[self->n_hours] = (RetourGuardHour) { .hour = hour, .first = date, .last = date };
  return &self->hours[self->n_hours++];
}

static const char *
keep_text (RetourGuards *self, const char *text)
{
  const char *known = g_hash_table_lookup (self->texts, text);
  char *copy;

  if (known != NULL)
    return known;
  copy = g_strdup (text);
  g_hash_table_add (self->texts, copy);
  return copy;
}

static gboolean
is_lone (gpointer key, gpointer value, gpointer data)
{
  const RetourGuardCause *cause = key;

  (void) value;
  (void) data;
  return cause->n_hours == 1 && cause->hours[0].addresses.n == 1;
}

/* What was seen of one address only is what is missed least. Looking for it takes time: not for
 * each cause that there is no room for. */
static gboolean
make_room (RetourGuards *self)
{
  self->new_causes++;
  if (g_hash_table_size (self->causes) < self->max_causes)
    return TRUE;
  if (self->new_causes <= self->max_causes / 4)
    return FALSE;
  self->new_causes = 0;
  g_hash_table_foreach_remove (self->causes, is_lone, NULL);
  return g_hash_table_size (self->causes) < self->max_causes;
}

/* The cause of that key, made when there is room for it. */
static RetourGuardCause *
find_cause (RetourGuards *self, const Key *key)
{
  RetourGuardCause *cause = retour_guards_lookup (self, key->shared, key->reason, key->text);

  if (cause != NULL)
    return cause;
  if (!make_room (self))
    return NULL;
  cause = g_new0 (RetourGuardCause, 1);
  *cause = (RetourGuardCause) { .shared = key->shared, .reason = key->reason, .sorted = TRUE };
  cause->text = keep_text (self, key->text);
  g_hash_table_add (self->causes, cause);
  return cause;
}

static void
note_text (RetourGuards *self, const char **all, gboolean first, const char *text)
{
  if (first)
    *all = text != NULL ? keep_text (self, text) : "";
  else if (g_strcmp0 (*all, text != NULL ? text : "") != 0)
    *all = "";
}

static void
note_failure (RetourGuards *self, RetourGuardCause *cause, const RetourEntry *entry)
{
  gboolean first = cause->n_hours == 0;

  if (first)
    cause->sample = entry->reason;
  note_text (self, &cause->receiver, first, retour_entry_get_receiver (entry));
  note_text (self, &cause->client, first, entry->client);
}

void
retour_guards_add (RetourGuards *self, const RetourEntry *entry)
{
  Key key = find_key (entry);
  RetourGuardCause *cause = key.text != NULL && *key.text != '\0' ? find_cause (self, &key) : NULL;
  RetourGuardHour *hour;

  if (cause == NULL)
    return;
  if (key.shared < RETOUR_SHARED_DELIVERED)
    note_failure (self, cause, entry);
  hour = find_hour (cause, entry->date);
  hour->first = MIN (hour->first, entry->date);
  hour->last = MAX (hour->last, entry->date);
  hour->count++;
  retour_sketch_add (&hour->addresses, hash_text (entry->address, 2166136261u));
}

/* --------------------------------------------------------------------------------------- finding
 */

static int
compare_incidents (gconstpointer a, gconstpointer b)
{
  const RetourIncident *x = *(const RetourIncident *const *) a;
  const RetourIncident *y = *(const RetourIncident *const *) b;

  if (x->first != y->first)
    return x->first < y->first ? -1 : 1;
  if (x->last != y->last)
    return x->last < y->last ? -1 : 1;
  return (x->count < y->count) - (x->count > y->count);
}

static gboolean
has_no_incident (gpointer key, gpointer value, gpointer data)
{
  (void) value;
  (void) data;
  return ((RetourGuardCause *) key)->incidents == NULL;
}

void
retour_guards_finish (RetourGuards *self)
{
  GHashTableIter iter;
  RetourGuardCause *cause;

  g_hash_table_iter_init (&iter, self->causes);
  while (g_hash_table_iter_next (&iter, (gpointer *) &cause, NULL))
    sort_hours (cause);
  g_hash_table_iter_init (&iter, self->causes);
  while (g_hash_table_iter_next (&iter, (gpointer *) &cause, NULL))
    retour_guards_judge (self, cause);
  g_hash_table_foreach_remove (self->causes, has_no_incident, NULL);
  g_hash_table_iter_init (&iter, self->causes);
  while (g_hash_table_iter_next (&iter, (gpointer *) &cause, NULL)) {
    clear_hours (cause);
    for (guint i = 0; i < cause->incidents->len; i++)
      g_ptr_array_add (self->all, &g_array_index (cause->incidents, RetourIncident, i));
  }
  g_ptr_array_sort (self->all, compare_incidents);
}

guint
retour_guards_get_n (const RetourGuards *self)
{
  return self->all->len;
}

const RetourIncident *
retour_guards_get_nth (const RetourGuards *self, guint i)
{
  return g_ptr_array_index (self->all, i);
}

/* The last one that begins at @date or before it. */
static const RetourIncident *
find_incident (const RetourGuardCause *cause, gint64 date)
{
  guint low = 0, high = cause->incidents->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (cause->incidents, RetourIncident, middle).first <= date)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == 0 || g_array_index (cause->incidents, RetourIncident, low - 1).last < date)
    return NULL;
  return &g_array_index (cause->incidents, RetourIncident, low - 1);
}

const RetourIncident *
retour_guards_find (const RetourGuards *self, const RetourEntry *entry)
{
  const RetourGuardCause *cause;
  Key key;

  if (self->all->len == 0 || !is_failure (entry))
    return NULL;
  key = find_failure_key (entry);
  cause = key.text != NULL ? retour_guards_lookup (self, key.shared, key.reason, key.text) : NULL;
  return cause != NULL ? find_incident (cause, entry->date) : NULL;
}
