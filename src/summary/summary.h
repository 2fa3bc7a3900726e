/* summary: the inside of a RetourSummary, for those who write it. */
#pragma once
#include "policy/guards.h"
#include "summary/dead.h"
#include "summary/delay.h"
#include "summary/group.h"
#include "summary/top.h"
#include "summary/trouble.h"

typedef enum {
  RETOUR_FILTER_DOMAIN,
  RETOUR_FILTER_REASON,
  RETOUR_FILTER_CAMPAIGN,
  RETOUR_FILTER_OUR_DOMAIN,
  RETOUR_FILTER_N
} RetourSummaryFilter;

struct _RetourSummary {
  gint64 now, since, until;
  GPtrArray *filters[RETOUR_FILTER_N]; /* of strings */
  gboolean chosen;                     /* the groups were named */
  guint limit, width;
  gboolean colour;

  RetourTally total;
  guint64 n_unproven;       /* failures that anybody could have written */
  guint64 n_foreign;        /* reports about mail that is not ours; they are in no other number */
  RetourTallyTable **table; /* by group; %NULL: not wanted, or the addresses */
  RetourTop *top;           /* the addresses; %NULL: not wanted */
  RetourTroubles *troubles;
  RetourTallyTable *complaints; /* by type of feedback */
  RetourTallyTable *unknown;    /* shapes of replies that nobody understands */
  RetourDelays *delays;
  RetourGuards *guards;
  RetourDead *dead;

  guint64 serial;      /* of the address at hand */
  RetourTally address; /* the address at hand; no key: none */
};

/* Rows of a group, in the order in which they are written; (transfer container). */
GPtrArray *retour_summary_sort (const RetourSummary *self, guint group);
/* What a group gave up; %NULL if that is nothing. */
const RetourTally *retour_summary_get_others (const RetourSummary *self, guint group);
/* Whether the group is part of this summary. */
gboolean retour_summary_has_group (const RetourSummary *self, guint group);
/* Counts one event: those of one address one after the other, by date. retour_summary_end() after
 * the last one. */
void retour_summary_add (RetourSummary *self, const RetourEntry *entry);
void retour_summary_end (RetourSummary *self);
/* The name of a filter. */
const char *retour_summary_filter_name (RetourSummaryFilter filter);
