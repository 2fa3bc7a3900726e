#include "summary/trouble.h"

#include "base/language.h"
#include "base/limits.h"
#include "summary/tally.h"

#include <string.h>

struct _RetourTroubles {
  GHashTable *rows; /* key -> RetourTrouble */
  guint64 n_lost;
};

static const struct {
  const char *name;
  const char *title;
} kinds[RETOUR_TROUBLE_N] = {
  [RETOUR_TROUBLE_BLOCKLIST] = { "blocklist", N_ ("Blocklists that name you") },
  [RETOUR_TROUBLE_AUTHENTICATION] = { "authentication", N_ ("Authentication that fails") },
  [RETOUR_TROUBLE_REPUTATION] = { "reputation", N_ ("Reputation and policy") },
  [RETOUR_TROUBLE_RATE] = { "rate", N_ ("Too much at once") },
  [RETOUR_TROUBLE_CONTENT] = { "content", N_ ("Content that is refused") },
  [RETOUR_TROUBLE_LOCAL] = { "local", N_ ("Your own server") },
};

/* On whose account, and of some reasons more exactly; the first row that fits. */
static const struct {
  const char *blame;
  const char *reason; /* %NULL: any */
  RetourTroubleKind kind;
} causes[] = {
  { "reputation", "ip_blocklisted", RETOUR_TROUBLE_BLOCKLIST },
  { "reputation", "domain_blocklisted", RETOUR_TROUBLE_BLOCKLIST },
  { "reputation", "rate_limited", RETOUR_TROUBLE_RATE },
  { "reputation", NULL, RETOUR_TROUBLE_REPUTATION },
  { "authentication", NULL, RETOUR_TROUBLE_AUTHENTICATION },
  { "content", NULL, RETOUR_TROUBLE_CONTENT },
  { "local", NULL, RETOUR_TROUBLE_LOCAL },
};

const char *
retour_trouble_kind_name (RetourTroubleKind kind)
{
  return kinds[kind].name;
}

const char *
retour_trouble_kind_title (RetourTroubleKind kind)
{
  return kinds[kind].title;
}

/* %FALSE: it is none. */
static gboolean
find_kind (const RetourEntry *entry, RetourTroubleKind *kind)
{
  const char *blame = entry->reason != NULL ? retour_reason_get_blame (entry->reason) : "";
  const char *id = entry->reason != NULL ? retour_reason_get_id (entry->reason) : "";

  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    if (g_str_equal (causes[i].blame, blame) &&
        (causes[i].reason == NULL || g_str_equal (causes[i].reason, id))) {
      *kind = causes[i].kind;
      return TRUE;
    }
  return FALSE;
}

static void
trouble_free (gpointer p)
{
  RetourTrouble *self = p;

  g_free (self->blocklist);
  g_free (self->client);
  g_free (self->provider);
  retour_tally_clear (&self->tally);
  retour_tally_table_free (self->receivers);
  g_free (self);
}

RetourTroubles *
retour_troubles_new (void)
{
  RetourTroubles *self = g_new0 (RetourTroubles, 1);

  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, trouble_free);
  return self;
}

void
retour_troubles_free (RetourTroubles *self)
{
  g_hash_table_unref (self->rows);
  g_free (self);
}

/* One list is one trouble, whoever asks it; without its name it is the receiver's own. */
static const char *
get_provider (const RetourEntry *entry)
{
  return entry->blocklist != NULL ? NULL : entry->provider;
}

static RetourTrouble *
make_row (RetourTroubles *self, const RetourEntry *entry, RetourTroubleKind kind, char *key)
{
  RetourTrouble *row = g_new0 (RetourTrouble, 1);

  row->kind = kind;
  row->reason = entry->reason;
  row->blocklist = g_strdup (entry->blocklist);
  row->client = g_strdup (entry->client);
  row->provider = g_strdup (get_provider (entry));
  row->tally.key = key;
  row->receivers = retour_tally_table_new (0, RETOUR_LIMIT_SUMMARY_RECEIVERS);
  g_hash_table_insert (self->rows, key, row);
  return row;
}

void
retour_troubles_add (RetourTroubles *self, const RetourEntry *entry, guint64 serial)
{
  g_autofree char *key = NULL;
  RetourTroubleKind kind;
  RetourTrouble *row;

  if (!find_kind (entry, &kind))
    return;
  key = g_strjoin ("\t", retour_reason_get_id (entry->reason),
                   entry->blocklist != NULL ? entry->blocklist : "",
                   entry->client != NULL ? entry->client : "",
                   get_provider (entry) != NULL ? get_provider (entry) : "", NULL);
  row = g_hash_table_lookup (self->rows, key);
  if (row == NULL && g_hash_table_size (self->rows) == RETOUR_LIMIT_SUMMARY_TROUBLES) {
    self->n_lost++;
    return;
  }
  if (row == NULL)
    row = make_row (self, entry, kind, g_steal_pointer (&key));
  retour_tally_add (&row->tally, entry, serial, RETOUR_TALLY_KEEP_SAMPLES);
  retour_tally_table_add (row->receivers, retour_entry_get_receiver (entry), entry, serial);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const RetourTrouble *left = *(const RetourTrouble *const *) a;
  const RetourTrouble *right = *(const RetourTrouble *const *) b;

  if (left->kind != right->kind)
    return left->kind < right->kind ? -1 : 1;
  return retour_tally_compare (&left->tally, &right->tally);
}

GPtrArray *
retour_troubles_sort (const RetourTroubles *self)
{
  return retour_rows_sort (self->rows, compare);
}

guint64
retour_troubles_get_n_lost (const RetourTroubles *self)
{
  return self->n_lost;
}
