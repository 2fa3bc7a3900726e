#include "summary/top.h"

/* A heap of the rows, the smallest on top: it is the one that gives way. */
struct _RetourTop {
  RetourTally *rows;
  guint n;
  guint limit;
};

RetourTop *
retour_top_new (guint limit)
{
  RetourTop *self = g_new0 (RetourTop, 1);

  self->rows = g_new0 (RetourTally, limit);
  self->limit = limit;
  return self;
}

void
retour_top_free (RetourTop *self)
{
  for (guint i = 0; i < self->n; i++)
    retour_tally_clear (&self->rows[i]);
  g_free (self->rows);
  g_free (self);
}

static gboolean
is_smaller (const RetourTop *self, guint a, guint b)
{
  return retour_tally_compare (&self->rows[a], &self->rows[b]) > 0;
}

static void
swap (RetourTop *self, guint a, guint b)
{
  RetourTally row = self->rows[a];

  self->rows[a] = self->rows[b];
  self->rows[b] = row;
}

static void
sift_up (RetourTop *self, guint i)
{
  for (; i > 0 && is_smaller (self, i, (i - 1) / 2); i = (i - 1) / 2)
    swap (self, i, (i - 1) / 2);
}

static void
sift_down (RetourTop *self, guint i)
{
  for (;;) {
    guint least = i;

    for (guint child = 2 * i + 1; child <= 2 * i + 2 && child < self->n; child++)
      least = is_smaller (self, child, least) ? child : least;
    if (least == i)
      return;
    swap (self, i, least);
    i = least;
  }
}

void
retour_top_take (RetourTop *self, RetourTally *row)
{
  if (self->n < self->limit) {
    self->rows[self->n] = *row;
    sift_up (self, self->n++);
  } else if (retour_tally_compare (row, &self->rows[0]) < 0) {
    retour_tally_clear (&self->rows[0]);
    self->rows[0] = *row;
    sift_down (self, 0);
  } else {
    retour_tally_clear (row);
    return;
  }
  *row = (RetourTally) { 0 };
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return retour_tally_compare (*(const RetourTally *const *) a, *(const RetourTally *const *) b);
}

GPtrArray *
retour_top_sort (const RetourTop *self)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < self->n; i++)
    g_ptr_array_add (rows, &self->rows[i]);
  g_ptr_array_sort (rows, compare);
  return rows;
}
