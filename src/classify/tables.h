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

/* A row of words.tsv: a word of the vocabulary; or of advice.tsv. */
typedef struct {
  const char *field; /* "action"; of advice: "" */
  const char *word;  /* "retry"; of advice: a reason or "4xx" */
  const char *text;  /* English, for people */
} RetourGloss;

/* In the order of the file. */
typedef struct {
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
