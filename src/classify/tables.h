/* tables: the constant data of the classifier, as tools/compile-data prints it from src/data. */
#pragma once
#include <retour/retour.h>

/* A row of reasons.tsv. */
struct _RetourReason {
  const char *id;
  gboolean hard;
  const char *blame;
  const char *action;
  const char *sisimai;
  const char *meaning;
};

typedef struct {
  const RetourReason *rows;
  guint n;
} RetourReasonTable;

/* A row of status.tsv or replies.tsv. */
typedef struct {
  const char *code;    /* "5.1.1", "x.1.1" for both classes, "x.1.x" for a subject; "550" */
  guint8 reason;       /* row of the reasons */
  gboolean specific;   /* says so much that it decides when no phrase rule does */
  const char *meaning; /* one English sentence */
} RetourCode;

/* Sorted by code. */
typedef struct {
  const RetourCode *rows;
  guint n;
} RetourCodeTable;

extern const RetourReasonTable retour_builtin_reasons;
extern const RetourCodeTable retour_builtin_status;
extern const RetourCodeTable retour_builtin_replies;

/* The row of exactly this code, or %NULL. */
const RetourCode *retour_code_lookup (const RetourCodeTable *table, const char *code);
/* The row for an enhanced status: of the code itself, of its x.y.z, of its x.y.x; or %NULL. */
const RetourCode *retour_status_lookup (const RetourCodeTable *table, const char *status);
