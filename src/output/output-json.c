#include "output/driver.h"
#include "output/json-object.h"

typedef struct {
  RetourJsonObject *object;
  gboolean second; /* a comma stands ahead of the next object */
} State;

static void
begin (RetourOutput *self)
{
  State *state = g_new0 (State, 1);

  state->object = retour_json_object_new ((const RetourColumn *) (const void *) self->columns->data,
                                          self->columns->len);
  self->state = state;
  retour_sink_add (&self->sink, "[", 1);
}

static void
row (RetourOutput *self, const RetourRow *r)
{
  State *state = self->state;

  retour_sink_add (&self->sink, ",\n", state->second ? 2 : 0);
  retour_json_object_write (state->object, &self->sink, r);
  state->second = TRUE;
}

static void
end (RetourOutput *self)
{
  retour_sink_add (&self->sink, "]\n", 2);
}

static void
clear (RetourOutput *self)
{
  State *state = self->state;

  retour_json_object_free (state->object);
  g_free (state);
}

const RetourOutputDriver retour_output_json = {
  .name = "json",
  .begin = begin,
  .row = row,
  .end = end,
  .clear = clear,
};

/* Sisimai's JSON is an array of objects, too; only the columns differ. */
const RetourOutputDriver retour_output_sisimai = {
  .name = "sisimai",
  .view = &retour_view_sisimai,
  .fixed = TRUE,
  .begin = begin,
  .row = row,
  .end = end,
  .clear = clear,
};
