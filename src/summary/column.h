/* column: the numbers that tables for people show of a row. */
#pragma once
#include "summary/group.h"
#include "summary/tally.h"

typedef struct {
  const char *title; /* English */
  guint64 (*get) (const RetourTally *row);
  guint bit;       /* RETOUR_COLUMN_… of those groups that have it */
  gboolean lesser; /* the first to be left out where there is no room */
} RetourSummaryColumn;

extern const RetourSummaryColumn retour_summary_columns[];
extern const guint retour_summary_n_columns;

/* Whether a table of these rows, of which @n are shown, has the column: there is something in it.
 */
gboolean retour_summary_column_is_shown (guint column, guint group, const GPtrArray *rows, guint n);
/* What the bar of a row stands for: what went wrong, or, of kinds, how many there are. */
guint64 retour_summary_column_get_length (guint group, const RetourTally *row);
