#include "clean/members.h"

#include "base/limits.h"

#include <string.h>

/* A domain and its number in one piece of memory: there may be very many. */
typedef struct {
  guint64 n;
  char domain[];
} Count;

struct _RetourMembers {
  GHashTable *counts; /* domain -> Count */
};

RetourMembers *
retour_members_new (void)
{
  RetourMembers *self = g_new0 (RetourMembers, 1);

  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  return self;
}

void
retour_members_free (RetourMembers *self)
{
  g_hash_table_unref (self->counts);
  g_free (self);
}

void
retour_members_add (RetourMembers *self, const char *domain)
{
  Count *count = g_hash_table_lookup (self->counts, domain);

  if (count == NULL && g_hash_table_size (self->counts) < RETOUR_LIMIT_LIST_DOMAINS) {
    gsize size = strlen (domain) + 1;

    count = g_malloc (sizeof *count + size);
    count->n = 0;
    memcpy (count->domain, domain, size);
    g_hash_table_insert (self->counts, count->domain, count);
  }
  if (count != NULL)
    count->n++;
}

guint64
retour_members_get (const RetourMembers *self, const char *domain)
{
  const Count *count = g_hash_table_lookup (self->counts, domain);

  return count != NULL ? count->n : 0;
}

void
retour_members_each (const RetourMembers *self, RetourMembersFunc func, gpointer data)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->counts);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Count *count = value;

    func (count->domain, count->n, data);
  }
}
