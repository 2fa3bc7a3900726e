#include "summary/summary.h"

#include "base/language.h"
#include "base/limits.h"
#include "ledger/history.h"

#include <string.h>

enum { DEFAULT_WIDTH = 80 };

static const char *const filter_names[RETOUR_FILTER_N] = {
  [RETOUR_FILTER_DOMAIN] = "domain",
  [RETOUR_FILTER_REASON] = "reason",
  [RETOUR_FILTER_CAMPAIGN] = "campaign",
  [RETOUR_FILTER_OUR_DOMAIN] = "our-domain",
};

const char *
retour_summary_filter_name (RetourSummaryFilter filter)
{
  return filter_names[filter];
}

static void
want_group (RetourSummary *self, guint group)
{
  if (retour_groups[group].get_key == NULL && self->top == NULL)
    self->top = retour_top_new (RETOUR_LIMIT_SUMMARY_ADDRESSES);
  else if (retour_groups[group].get_key != NULL && self->table[group] == NULL)
    self->table[group] =
        retour_tally_table_new (retour_groups[group].keep, RETOUR_LIMIT_SUMMARY_ROWS);
}

static void
drop_groups (RetourSummary *self)
{
  for (guint i = 0; i < retour_n_groups; i++)
    g_clear_pointer (&self->table[i], retour_tally_table_free);
  g_clear_pointer (&self->top, retour_top_free);
}

RetourSummary *
retour_summary_new (gint64 now)
{
  RetourSummary *self = g_new0 (RetourSummary, 1);

  self->now = now;
  self->width = DEFAULT_WIDTH;
  for (guint i = 0; i < RETOUR_FILTER_N; i++)
    self->filters[i] = g_ptr_array_new_with_free_func (g_free);
  self->table = g_new0 (RetourTallyTable *, retour_n_groups);
  for (guint i = 0; i < retour_n_groups; i++)
    if (retour_groups[i].always)
      want_group (self, i);
  self->troubles = retour_troubles_new ();
  self->complaints = retour_tally_table_new (0, RETOUR_LIMIT_SHAPES);
  self->unknown = retour_tally_table_new (RETOUR_TALLY_KEEP_SAMPLES, RETOUR_LIMIT_SHAPES);
  self->delays = retour_delays_new (now);
  self->guards = retour_guards_new ();
  self->dead = retour_dead_new ();
  return self;
}

void
retour_summary_free (RetourSummary *self)
{
  drop_groups (self);
  g_free (self->table);
  for (guint i = 0; i < RETOUR_FILTER_N; i++)
    g_ptr_array_unref (self->filters[i]);
  retour_troubles_free (self->troubles);
  retour_tally_table_free (self->complaints);
  retour_tally_table_free (self->unknown);
  retour_delays_free (self->delays);
  retour_guards_free (self->guards);
  retour_dead_free (self->dead);
  retour_tally_clear (&self->total);
  retour_tally_clear (&self->address);
  g_free (self);
}

void
retour_summary_set_period (RetourSummary *self, gint64 since, gint64 until)
{
  self->since = since;
  self->until = until;
}

gboolean
retour_summary_set_filter (RetourSummary *self, const char *name, const char *value, GError **error)
{
  guint i = 0;

  while (i < RETOUR_FILTER_N && !g_str_equal (filter_names[i], name))
    i++;
  if (i == RETOUR_FILTER_N) {
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_USAGE, _ ("no filter '%s'"), name);
    return FALSE;
  }
  if (i == RETOUR_FILTER_REASON && retour_reason_lookup (value) == NULL) {
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_USAGE, _ ("no reason '%s'"), value);
    return FALSE;
  }
  g_ptr_array_add (self->filters[i], g_strdup (value));
  return TRUE;
}

gboolean
retour_summary_set_groups (RetourSummary *self, const char *names, GError **error)
{
  g_auto (GStrv) list = g_strsplit (names, ",", -1);

  for (guint i = 0; list[i] != NULL || i == 0; i++)
    if (list[i] == NULL || retour_group_lookup (list[i]) == retour_n_groups) {
      g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_USAGE, _ ("nothing is counted by '%s'"),
                   list[i] != NULL ? list[i] : "");
      return FALSE;
    }
  drop_groups (self);
  self->chosen = TRUE;
  for (guint i = 0; list[i] != NULL; i++)
    want_group (self, retour_group_lookup (list[i]));
  return TRUE;
}

const char *const *
retour_summary_list_groups (void)
{
  static gsize done;
  static const char *names[32];

  if (g_once_init_enter (&done)) {
    g_assert (retour_n_groups < G_N_ELEMENTS (names));
    for (guint i = 0; i < retour_n_groups; i++)
      names[i] = retour_groups[i].name;
    g_once_init_leave (&done, 1);
  }
  return names;
}

void
retour_summary_set_limit (RetourSummary *self, guint rows)
{
  self->limit = rows;
}

void
retour_summary_set_width (RetourSummary *self, guint columns)
{
  self->width = columns;
}

void
retour_summary_set_colour (RetourSummary *self, gboolean colour)
{
  self->colour = colour;
}

static gboolean
add_entry (const RetourEntry *entry, gpointer data)
{
  retour_summary_add (data, entry);
  return TRUE;
}

gboolean
retour_summary_add_ledger (RetourSummary *self, RetourLedger *ledger, GError **error)
{
  RetourQuery query = { RETOUR_ORDER_ADDRESS, self->since, self->until, NULL };
  gboolean ok = retour_ledger_each (ledger, &query, add_entry, self, error);

  retour_summary_end (self);
  return ok;
}

gboolean
retour_summary_has_group (const RetourSummary *self, guint group)
{
  return retour_groups[group].get_key == NULL ? self->top != NULL : self->table[group] != NULL;
}

GPtrArray *
retour_summary_sort (const RetourSummary *self, guint group)
{
  if (retour_groups[group].get_key == NULL)
    return retour_top_sort (self->top);
  return retour_tally_table_sort (self->table[group]);
}

const RetourTally *
retour_summary_get_others (const RetourSummary *self, guint group)
{
  const RetourTallyTable *table = self->table[group];

  if (table == NULL || retour_tally_table_get_n_lost (table) == 0)
    return NULL;
  return retour_tally_table_get_others (table);
}

guint64
retour_summary_get_count (const RetourSummary *self, const char *group, const char *key)
{
  guint i = retour_group_lookup (group);
  const RetourTally *row = NULL;

  if (i < retour_n_groups && self->table[i] != NULL)
    row = retour_tally_table_lookup (self->table[i], key);
  return row != NULL ? retour_tally_sum (row) : 0;
}
