#include "summary/column.h"

#include "base/language.h"

static guint64
get_hard (const RetourTally *row)
{
  return row->n[RETOUR_TALLY_HARD];
}

static guint64
get_soft (const RetourTally *row)
{
  return row->n[RETOUR_TALLY_SOFT];
}

static guint64
get_delayed (const RetourTally *row)
{
  return row->n[RETOUR_TALLY_DELAYED];
}

static guint64
get_complaints (const RetourTally *row)
{
  return row->n[RETOUR_TALLY_COMPLAINTS];
}

static guint64
get_delivered (const RetourTally *row)
{
  return row->n[RETOUR_TALLY_DELIVERED];
}

static guint64
get_addresses (const RetourTally *row)
{
  return row->addresses;
}

/* clang-format off */
const RetourSummaryColumn retour_summary_columns[] = {
  { N_("events"),     retour_tally_sum,      RETOUR_COLUMN_EVENTS,     FALSE },
  { N_("failures"),   retour_tally_failures, RETOUR_COLUMN_FAILURES,   FALSE },
  { N_("hard"),       get_hard,              RETOUR_COLUMN_CLASSES,    FALSE },
  { N_("soft"),       get_soft,              RETOUR_COLUMN_CLASSES,    FALSE },
  { N_("delayed"),    get_delayed,           RETOUR_COLUMN_DELAYED,    TRUE },
  { N_("complaints"), get_complaints,        RETOUR_COLUMN_COMPLAINTS, TRUE },
  { N_("delivered"),  get_delivered,         RETOUR_COLUMN_DELIVERED,  TRUE },
  { N_("addresses"),  get_addresses,         RETOUR_COLUMN_ADDRESSES,  TRUE },
};
/* clang-format on */
const guint retour_summary_n_columns = G_N_ELEMENTS (retour_summary_columns);

gboolean
retour_summary_column_is_shown (guint column, guint group, const GPtrArray *rows, guint n)
{
  if ((retour_groups[group].columns & retour_summary_columns[column].bit) == 0)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (retour_summary_columns[column].get (g_ptr_array_index (rows, i)) > 0)
      return TRUE;
  return FALSE;
}

guint64
retour_summary_column_get_length (guint group, const RetourTally *row)
{
  if ((retour_groups[group].columns & RETOUR_COLUMN_EVENTS) != 0)
    return retour_tally_sum (row);
  return retour_tally_failures (row) + row->n[RETOUR_TALLY_DELAYED];
}
