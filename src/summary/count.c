#include "summary/summary.h"

#include "base/limits.h"
#include "report/shape.h"

#include <string.h>

static gboolean
is_below (const char *domain, const char *parent)
{
  gsize len = strlen (domain), tail = strlen (parent);

  return len >= tail && g_ascii_strcasecmp (domain + len - tail, parent) == 0 &&
         (len == tail || domain[len - tail - 1] == '.');
}

static gboolean
has_domain (const RetourEntry *entry, const char *value)
{
  return is_below (retour_entry_get_domain (entry), value);
}

static gboolean
has_reason (const RetourEntry *entry, const char *value)
{
  return entry->reason != NULL && g_str_equal (retour_reason_get_id (entry->reason), value);
}

/* The whole List-Id, or what stands in its brackets. */
static gboolean
has_campaign (const RetourEntry *entry, const char *value)
{
  const char *open = entry->list_id != NULL ? strrchr (entry->list_id, '<') : NULL;
  gsize len = strlen (value);

  return g_strcmp0 (entry->campaign, value) == 0 || g_strcmp0 (entry->list_id, value) == 0 ||
         (open != NULL && g_ascii_strncasecmp (open + 1, value, len) == 0 &&
          (open[1 + len] == '>' || open[1 + len] == '\0'));
}

/* It names no sender at all, or one of ours. */
static gboolean
is_ours (const RetourEntry *entry, const char *value)
{
  if (entry->from_domain == NULL && entry->return_domain == NULL)
    return TRUE;
  return (entry->from_domain != NULL && is_below (entry->from_domain, value)) ||
         (entry->return_domain != NULL && is_below (entry->return_domain, value));
}

typedef gboolean (*Filter) (const RetourEntry *entry, const char *value);

static const Filter filters[RETOUR_FILTER_N] = {
  [RETOUR_FILTER_DOMAIN] = has_domain,
  [RETOUR_FILTER_REASON] = has_reason,
  [RETOUR_FILTER_CAMPAIGN] = has_campaign,
  [RETOUR_FILTER_OUR_DOMAIN] = is_ours,
};

/* One of the values is enough. */
static gboolean
passes (const RetourSummary *self, const RetourEntry *entry, guint filter)
{
  const GPtrArray *values = self->filters[filter];

  for (guint i = 0; i < values->len; i++)
    if (filters[filter](entry, g_ptr_array_index (values, i)))
      return TRUE;
  return values->len == 0;
}

static gboolean
is_wanted (const RetourSummary *self, const RetourEntry *entry)
{
  if (entry->kind == RETOUR_ENTRY_PARDON || (self->since != 0 && entry->date < self->since) ||
      (self->until != 0 && entry->date >= self->until))
    return FALSE;
  for (guint i = 0; i < RETOUR_FILTER_OUR_DOMAIN; i++)
    if (!passes (self, entry, i))
      return FALSE;
  return TRUE;
}

static void
end_address (RetourSummary *self)
{
  retour_delays_end_address (self->delays);
  if (self->address.key == NULL)
    return;
  retour_dead_end_address (self->dead);
  if (self->top != NULL && retour_tally_failures (&self->address) > 0)
    retour_top_take (self->top, &self->address);
  else
    retour_tally_clear (&self->address);
}

/* Records without a recipient are nobody's: each is counted, none is an address. */
static void
begin_address (RetourSummary *self, const RetourEntry *entry)
{
  if (self->serial > 0 && g_strcmp0 (self->address.key, entry->address) == 0)
    return;
  end_address (self);
  self->serial++;
  self->address = (RetourTally) { .key = g_strdup (entry->address) };
}

static void
count_groups (RetourSummary *self, const RetourEntry *entry)
{
  RetourGroupKey made;

  for (guint i = 0; i < retour_n_groups; i++) {
    const char *key = NULL;

    if (self->table[i] != NULL)
      key = retour_groups[i].get_key (entry, &made);
    if (key != NULL)
      retour_tally_table_add (self->table[i], key, entry, self->serial);
  }
}

static void
count_unknown (RetourSummary *self, const RetourEntry *entry)
{
  g_autofree char *shape = NULL;

  if (!g_str_equal (retour_reason_get_id (entry->reason), "unknown"))
    return;
  shape = retour_shape_of (entry->diagnostic != NULL ? entry->diagnostic : "");
  retour_tally_table_add (self->unknown, shape, entry, self->serial);
}

static void
count_failure (RetourSummary *self, const RetourEntry *entry)
{
  if (entry->kind == RETOUR_ENTRY_BOUNCE && entry->proof == 0)
    self->n_unproven++;
  retour_troubles_add (self->troubles, entry, self->serial);
  if (entry->kind == RETOUR_ENTRY_BOUNCE)
    count_unknown (self, entry);
}

void
retour_summary_add (RetourSummary *self, const RetourEntry *entry)
{
  if (!is_wanted (self, entry))
    return;
  if (!passes (self, entry, RETOUR_FILTER_OUR_DOMAIN)) {
    self->n_foreign++;
    return;
  }
  begin_address (self, entry);
  retour_tally_add (&self->total, entry, self->serial, 0);
  if (entry->address != NULL)
    retour_tally_add (&self->address, entry, self->serial, RETOUR_TALLY_KEEP_SAMPLES);
  count_groups (self, entry);
  if (entry->reason != NULL)
    count_failure (self, entry);
  if (entry->kind == RETOUR_ENTRY_FEEDBACK)
    retour_tally_table_add (self->complaints,
                            entry->feedback_type != NULL ? entry->feedback_type : "-", entry,
                            self->serial);
  retour_delays_add (self->delays, entry);
  retour_guards_add (self->guards, entry);
  retour_dead_add (self->dead, entry);
}

void
retour_summary_end (RetourSummary *self)
{
  end_address (self);
  retour_guards_finish (self->guards);
  retour_dead_finish (self->dead, self->guards);
}
