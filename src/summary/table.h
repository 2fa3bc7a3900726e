/* table: rows of a summary for a terminal: keys, columns of numbers, and a bar. */
#pragma once
#include "summary/write.h"

/* How a terminal draws: its width, colours, characters. */
typedef struct {
  guint width;
  guint limit; /* rows; 0: all */
  gboolean colour;
  gboolean unicode;
} RetourTableStyle;

/* @group: whose rows they are, for their titles; @others: (nullable): below them */
void retour_table_put (RetourSink *sink, const RetourTableStyle *style, guint group,
                       const GPtrArray *rows, const RetourTally *others);
/* A heading, in bold where there are colours. */
void retour_table_put_heading (RetourSink *sink, const RetourTableStyle *style, const char *title);
/* @text in lines of the width, @indent blanks before each. */
void retour_table_put_wrapped (RetourSink *sink, const RetourTableStyle *style, guint indent,
                               const char *text);
