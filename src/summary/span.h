/* span: the days of a summary as the columns of a chart: days, weeks, months or years, as many as
 * can be told apart, without holes. */
#pragma once
#include "summary/tally.h"

enum { RETOUR_SPAN_MAX = 100 }; /* columns */

typedef enum {
  RETOUR_SPAN_DAY,
  RETOUR_SPAN_WEEK, /* from Monday */
  RETOUR_SPAN_MONTH,
  RETOUR_SPAN_YEAR,
} RetourSpanUnit;

typedef struct {
  RetourSpanUnit unit;
  GArray *columns;  /* of RetourSpanColumn, by date */
  guint64 n_before; /* failures and delays of so long ago that they would squeeze all others */
} RetourSpan;

typedef struct {
  gint64 start; /* its first day, seconds since 1970 */
  guint64 n[RETOUR_TALLY_N];
} RetourSpanColumn;

/* @days: rows whose keys are days, by key */
RetourSpan *retour_span_new (const GPtrArray *days);
void retour_span_free (RetourSpan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourSpan, retour_span_free)
