/* write: the formats of a summary, one driver each. */
#pragma once
#include "summary/put.h"
#include "summary/summary.h"

typedef struct {
  const char *name;
  void (*write) (const RetourSummary *summary, RetourSink *sink);
} RetourSummaryDriver;

extern const RetourSummaryDriver retour_summary_text;
extern const RetourSummaryDriver retour_summary_csv;
extern const RetourSummaryDriver retour_summary_json;
extern const RetourSummaryDriver retour_summary_html;

/* What a row of a group is called, for people: a title where there is one, else the key. */
const char *retour_summary_label (guint group, const char *key);
/* What it means, in the language in use; %NULL if there is no more to say. */
const char *retour_summary_meaning (guint group, const char *key);
/* Whose incident it is: of the receiver, or of the list that many receivers ask. */
const char *retour_summary_incident_name (const RetourIncident *incident);
/* (transfer container): the incidents and outages, the largest first. */
GPtrArray *retour_summary_sort_incidents (const RetourSummary *self);
