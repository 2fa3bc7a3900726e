#include "clean/walk.h"

#include "base/limits.h"
#include "policy/decide.h"

#include <string.h>

/* The texts that guards and verdicts need. */
static const gsize texts[] = {
  G_STRUCT_OFFSET (RetourEntry, address),       G_STRUCT_OFFSET (RetourEntry, diagnostic),
  G_STRUCT_OFFSET (RetourEntry, provider),      G_STRUCT_OFFSET (RetourEntry, blocklist),
  G_STRUCT_OFFSET (RetourEntry, client),        G_STRUCT_OFFSET (RetourEntry, remote_mta),
  G_STRUCT_OFFSET (RetourEntry, feedback_type), G_STRUCT_OFFSET (RetourEntry, status),
  G_STRUCT_OFFSET (RetourEntry, reply_code),
};

enum { FIRST_TEXTS = 4096 };

/* The history that is being gathered. */
typedef struct {
  RetourWalk *walk;
  RetourHistoryFunc func;
  gpointer data;
  GArray *entries; /* of RetourEntry; its texts are offsets into `texts` until it is shown */
  GString *texts;
  gboolean stopped;
} History;

static gboolean
is_below (const char *domain, const char *ours)
{
  gsize len = strlen (domain), n = strlen (ours);

  return len >= n && g_ascii_strcasecmp (domain + len - n, ours) == 0 &&
         (len == n || domain[len - n - 1] == '.');
}

static gboolean
is_ours (const char *const *our_domains, const char *domain)
{
  for (guint i = 0; domain != NULL && our_domains[i] != NULL; i++)
    if (is_below (domain, our_domains[i]))
      return TRUE;
  return FALSE;
}

void
retour_walk_doubt (const char *const *our_domains, RetourEntry *entry)
{
  if (our_domains == NULL || our_domains[0] == NULL || is_ours (our_domains, entry->from_domain) ||
      is_ours (our_domains, entry->return_domain))
    return;
  entry->proof &= (guint8) ~RETOUR_PROOF_RETURNED;
  if (entry->from_domain != NULL || entry->return_domain != NULL) /* somebody else's mail */
    entry->proof = 0;
}

static gboolean
guard_entry (const RetourEntry *given, gpointer data)
{
  RetourWalk *self = data;
  RetourEntry entry = *given;

  retour_walk_doubt (self->our_domains, &entry);
  retour_guards_add (self->guards, &entry);
  self->newest = MAX (self->newest, entry.date);
  self->n_unproven += retour_entry_is_unproven (&entry);
  return TRUE;
}

gboolean
retour_walk_guard (RetourWalk *self, RetourLedger *ledger, GError **error)
{
  const RetourQuery query = { .order = RETOUR_ORDER_ANY };

  self->newest = 0;
  self->n_unproven = 0;
  if (!retour_ledger_each (ledger, &query, guard_entry, self, error))
    return FALSE;
  retour_guards_finish (self->guards);
  return TRUE;
}

/* ----------------------------------------------------------------------------------- one address
 */

static const char **
text_of (RetourEntry *entry, guint i)
{
  return &G_STRUCT_MEMBER (const char *, entry, texts[i]);
}

/* Offset 0 is no text. */
static void
keep_texts (History *self, RetourEntry *entry)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    const char **text = text_of (entry, i);
    gsize at = self->texts->len;

    if (*text == NULL)
      continue;
    g_string_append (self->texts, *text);
    g_string_append_c (self->texts, '\0');
    *text = GSIZE_TO_POINTER (at);
  }
}

/* Offsets to texts. */
static void
find_texts (const History *self, RetourEntry *entry)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    const char **text = text_of (entry, i);

    if (*text != NULL)
      *text = self->texts->str + GPOINTER_TO_SIZE (*text);
  }
}

static void
keep_entry (History *self, const RetourEntry *given)
{
  RetourEntry entry = *given;

  entry.kind_name = entry.reporting_mta = entry.dialect = entry.rule = NULL;
  entry.message_id = entry.list_id = entry.campaign = NULL;
  entry.from_domain = entry.return_domain = NULL;
  keep_texts (self, &entry);
  g_array_append_val (self->entries, entry);
}

static void
clear_history (History *self)
{
  g_array_set_size (self->entries, 0);
  g_string_assign (self->texts, "-");
}

/* The older half goes. */
static void
trim_history (History *self)
{
  History old = *self;
  guint drop = self->entries->len - RETOUR_LIMIT_HISTORY;

  self->entries = g_array_new (FALSE, FALSE, sizeof (RetourEntry));
  self->texts = g_string_new ("-");
  for (guint i = drop; i < old.entries->len; i++) {
    RetourEntry *entry = &g_array_index (old.entries, RetourEntry, i);

    find_texts (&old, entry);
    keep_entry (self, entry);
  }
  g_array_unref (old.entries);
  g_string_free (old.texts, TRUE);
}

static void
show_history (History *self)
{
  if (self->entries->len > RETOUR_LIMIT_HISTORY)
    trim_history (self);
  for (guint i = 0; i < self->entries->len; i++)
    find_texts (self, &g_array_index (self->entries, RetourEntry, i));
  if (self->entries->len > 0 && !self->stopped)
    self->stopped = !self->func ((const RetourEntry *) (void *) self->entries->data,
                                 self->entries->len, self->data);
  clear_history (self);
}

static gboolean
is_new (const History *self, const char *address)
{
  const RetourEntry *first;

  if (self->entries->len == 0)
    return FALSE;
  first = &g_array_index (self->entries, RetourEntry, 0);
  return strcmp (self->texts->str + GPOINTER_TO_SIZE (first->address), address) != 0;
}

static gboolean
gather_entry (const RetourEntry *given, gpointer data)
{
  History *self = data;
  RetourEntry entry = *given;

  if (entry.address == NULL || entry.kind == RETOUR_ENTRY_DELAYED ||
      entry.kind == RETOUR_ENTRY_OTHER)
    return TRUE;
  if (is_new (self, entry.address))
    show_history (self);
  if (self->entries->len == 2 * RETOUR_LIMIT_HISTORY)
    trim_history (self);
  retour_walk_doubt (self->walk->our_domains, &entry);
  keep_entry (self, &entry);
  return !self->stopped;
}

gboolean
retour_walk_each (RetourWalk *self, RetourLedger *ledger, RetourHistoryFunc func, gpointer data,
                  GError **error)
{
  const RetourQuery query = { .order = RETOUR_ORDER_ADDRESS };
  History history = { .walk = self, .func = func, .data = data };
  gboolean ok;

  history.entries = g_array_new (FALSE, FALSE, sizeof (RetourEntry));
  history.texts = g_string_sized_new (FIRST_TEXTS);
  clear_history (&history);
  ok = retour_ledger_each (ledger, &query, gather_entry, &history, error);
  if (ok)
    show_history (&history);
  g_array_unref (history.entries);
  g_string_free (history.texts, TRUE);
  return ok;
}
