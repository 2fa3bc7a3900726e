/* row: what every format prints: named columns, and rows of values. */
#pragma once
#include <retour/retour.h>

typedef struct {
  const char *name; /* a dot in it: a member of an object, in JSON */
  RetourFieldType type;
  const char *absent; /* what stands for no value, as text; %NULL: `null`, empty, `-` */
} RetourColumn;

/* @values has one entry a column, %NULL for no value. */
typedef struct {
  const char *const *values;
  const char *class; /* `hard`, `soft` or %NULL: its colour */
} RetourRow;
