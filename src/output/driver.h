/* driver: what one output format is made of. */
#pragma once
#include "output/row.h"
#include "output/sink.h"

typedef struct _RetourOutputDriver RetourOutputDriver;

/* Columns of a format's own, and how a record fills them. */
typedef struct {
  const RetourColumn *columns;
  guint n_columns;
  /* Computed strings go to @pool. %FALSE: this record is not printed. */
  gboolean (*fill) (const RetourReport *report, guint record, GStringChunk *pool,
                    const char **values);
} RetourView;

extern const RetourView retour_view_sisimai;
extern const RetourView retour_view_table;

struct _RetourOutput {
  const RetourOutputDriver *driver;
  RetourSink sink;
  GArray *fields;         /* of RetourField: those that were asked for; empty: all */
  const RetourView *view; /* %NULL: the columns are @fields */
  GArray *columns;        /* of RetourColumn; set before the first row */
  const char **values;    /* one a column */
  GStringChunk *pool;     /* strings of one row */
  gpointer state;         /* the driver's */
  guint width;
  gboolean colour;
};

/* Drivers append to the sink; output.c writes it out. All but row may be %NULL. */
struct _RetourOutputDriver {
  const char *name;
  const RetourView *view;             /* own columns, unless fields are asked for */
  gboolean fixed;                     /* no other columns than those of the view */
  gboolean (*check) (GError **error); /* %FALSE: what rows are made with is not there */
  void (*begin) (RetourOutput *self);
  void (*row) (RetourOutput *self, const RetourRow *row);
  void (*explain) (RetourOutput *self, const RetourRow *row); /* %NULL: as a row */
  void (*flush) (RetourOutput *self);                         /* rows that the driver holds back */
  void (*end) (RetourOutput *self);
  void (*clear) (RetourOutput *self); /* frees @state */
};

extern const RetourOutputDriver retour_output_csv;
extern const RetourOutputDriver retour_output_json;
extern const RetourOutputDriver retour_output_ndjson;
extern const RetourOutputDriver retour_output_sisimai;
extern const RetourOutputDriver retour_output_table;

/* Starts with columns of the caller's (borrowed), and writes rows of them; the way of everything
 * that is printed. */
void retour_output_begin (RetourOutput *self, const RetourColumn *columns, guint n);
gboolean retour_output_write_row (RetourOutput *self, const RetourRow *row, GError **error);
