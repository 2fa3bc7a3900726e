/* tables: the constant data of the classifier, as tools/compile-data prints it from src/data. */
#pragma once
#include <retour/retour.h>

#include "base/texts.h"

/* A row of reasons.tsv. */
struct _RetourReason {
  RetourText id;
  RetourText blame;
  RetourText action;
  RetourText sisimai;
  RetourText meaning;
  gboolean hard;
};

typedef struct {
  const char *texts;
  const RetourReason *rows;
  guint n;
} RetourReasonTable;

/* A row of status.tsv or replies.tsv. */
typedef struct {
  RetourText code;    /* "5.1.1", "x.1.1" for both classes, "x.1.x" for a subject; "550" */
  RetourText meaning; /* one English sentence */
  guint8 reason;      /* row of the reasons */
  guint8 specific;    /* says so much that it decides when no phrase rule does */
} RetourCode;

/* Sorted by code. */
typedef struct {
  const char *texts;
  const RetourCode *rows;
  guint n;
} RetourCodeTable;

/* A row of words.tsv: a word of the vocabulary; or of advice.tsv. */
typedef struct {
  RetourText field; /* "action"; of advice: "" */
  RetourText word;  /* "retry"; of advice: a reason or "4xx" */
  RetourText text;  /* English, for people */
} RetourGloss;

/* In the order of the file. */
typedef struct {
  const char *texts;
  const RetourGloss *rows;
  guint n;
} RetourGlossTable;

extern const RetourReasonTable retour_builtin_reasons;
extern const RetourCodeTable retour_builtin_status;
extern const RetourCodeTable retour_builtin_replies;
extern const RetourGlossTable retour_builtin_words;
extern const RetourGlossTable retour_builtin_advice;

/* The row of exactly this code, or %NULL. */
const RetourCode *retour_code_lookup (const RetourCodeTable *table, const char *code);
/* The row for an enhanced status: of the code itself, of its x.y.z, of its x.y.x; or %NULL. */
const RetourCode *retour_status_lookup (const RetourCodeTable *table, const char *status);
/* What is said of @word, or %NULL. */
const char *retour_gloss_lookup (const RetourGlossTable *table, const char *field,
                                 const char *word);
