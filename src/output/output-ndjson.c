#include "output/driver.h"
#include "output/json-object.h"

static void
begin (RetourOutput *self)
{
  self->state = retour_json_object_new ((const RetourColumn *) (const void *) self->columns->data,
                                        self->columns->len);
}

static void
row (RetourOutput *self, const RetourRow *r)
{
  retour_json_object_write (self->state, &self->sink, r);
  retour_sink_add (&self->sink, "\n", 1);
}

static void
clear (RetourOutput *self)
{
  retour_json_object_free (self->state);
}

const RetourOutputDriver retour_output_ndjson = {
  .name = "ndjson",
  .begin = begin,
  .row = row,
  .clear = clear,
};
