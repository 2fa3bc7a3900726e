/* row: what every format prints: named columns, and rows of values. */
#pragma once
#include <retour/retour.h>

/* @name: a dot in it makes a member of an object, in JSON.
 * @absent: what stands for no value, as text; %NULL: `null`, empty, `-`.
 * @keep: when a table is too wide, the column is cut down to this before any that has 0. */
typedef struct {
  const char *name;
  const char *absent;
  RetourFieldType type;
  guint keep;
} RetourColumn;

/* @values has one entry a column, %NULL for no value. */
typedef struct {
  const char *const *values;
  const char *class; /* `hard`, `soft` or %NULL: its colour */
} RetourRow;
