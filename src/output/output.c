#include "output/driver.h"
#include "base/language.h"
#include "output/explanation.h"

static const RetourOutputDriver *const drivers[] = {
  &retour_output_table, &retour_output_ndjson,  &retour_output_json,
  &retour_output_csv,   &retour_output_sisimai,
};

RetourOutput *
retour_output_new (const char *format, int fd, GError **error)
{
  RetourOutput *self = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (drivers); i++) {
    if (!g_str_equal (drivers[i]->name, format))
      continue;
    self = g_new0 (RetourOutput, 1);
    self->driver = drivers[i];
    self->view = drivers[i]->view;
    self->fields = g_array_new (FALSE, FALSE, sizeof (RetourField));
    self->pool = g_string_chunk_new (256);
    self->width = 80;
    retour_sink_init (&self->sink, fd);
    return self;
  }
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_USAGE, _ ("no format '%s'"), format);
  return NULL;
}

void
retour_output_free (RetourOutput *self)
{
  if (self->columns != NULL && self->driver->clear != NULL)
    self->driver->clear (self);
  if (self->columns != NULL)
    g_array_unref (self->columns);
  g_array_unref (self->fields);
  g_string_chunk_free (self->pool);
  g_free (self->values);
  retour_sink_clear (&self->sink);
  g_free (self);
}

const char *const *
retour_output_list_formats (void)
{
  static const char *names[G_N_ELEMENTS (drivers) + 1];
  static gsize done;

  if (g_once_init_enter (&done)) {
    for (guint i = 0; i < G_N_ELEMENTS (drivers); i++)
      names[i] = drivers[i]->name;
    g_once_init_leave (&done, 1);
  }
  return names;
}

void
retour_output_set_colour (RetourOutput *self, gboolean colour)
{
  self->colour = colour;
}

void
retour_output_set_width (RetourOutput *self, guint columns)
{
  self->width = columns;
}

static void
select_field (GArray *fields, RetourField field)
{
  for (guint i = 0; i < fields->len; i++)
    if (g_array_index (fields, RetourField, i) == field)
      return;
  g_array_append_val (fields, field);
}

static void
select_all (GArray *fields)
{
  g_array_set_size (fields, RETOUR_FIELD_N);
  for (guint i = 0; i < RETOUR_FIELD_N; i++)
    g_array_index (fields, RetourField, i) = (RetourField) i;
}

/* The field, or the members of the object, called @name. */
static gboolean
select_name (GArray *fields, const char *name)
{
  g_autofree char *prefix = g_strconcat (name, ".", NULL);
  gboolean found = FALSE;
  RetourField field;

  if (retour_field_lookup (name, &field)) {
    select_field (fields, field);
    return TRUE;
  }
  for (guint i = 0; i < RETOUR_FIELD_N; i++) {
    if (!g_str_has_prefix (retour_field_get_name ((RetourField) i), prefix))
      continue;
    select_field (fields, (RetourField) i);
    found = TRUE;
  }
  return found;
}

gboolean
retour_output_set_fields (RetourOutput *self, const char *names, GError **error)
{
  g_auto (GStrv) list = g_strsplit (names, ",", -1);

  g_return_val_if_fail (self->columns == NULL, FALSE);
  if (self->driver->fixed) {
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_USAGE, _ ("format '%s' has its own fields"),
                 self->driver->name);
    return FALSE;
  }
  g_array_set_size (self->fields, 0);
  for (guint i = 0; i == 0 || list[i] != NULL; i++) {
    const char *name = list[i] != NULL ? g_strstrip (list[i]) : "";

    if (!select_name (self->fields, name)) {
      g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_USAGE, _ ("no field '%s'"), name);
      return FALSE;
    }
  }
  self->view = NULL;
  return TRUE;
}

void
retour_output_begin (RetourOutput *self, const RetourColumn *columns, guint n)
{
  self->columns = g_array_sized_new (FALSE, FALSE, sizeof (RetourColumn), n);
  g_array_append_vals (self->columns, columns, n);
  self->values = g_new0 (const char *, n);
  if (self->driver->begin != NULL)
    self->driver->begin (self);
}

static void
begin_fields (RetourOutput *self)
{
  RetourColumn columns[RETOUR_FIELD_N] = { 0 };

  if (self->fields->len == 0)
    select_all (self->fields);
  for (guint i = 0; i < self->fields->len; i++) {
    RetourField field = g_array_index (self->fields, RetourField, i);

    columns[i].name = retour_field_get_name (field);
    columns[i].type = retour_field_get_type (field);
  }
  retour_output_begin (self, columns, self->fields->len);
}

static gboolean
ensure_begun (RetourOutput *self, GError **error)
{
  if (self->columns != NULL)
    return TRUE;
  if (self->driver->check != NULL && !self->driver->check (error))
    return FALSE;
  if (self->view != NULL)
    retour_output_begin (self, self->view->columns, self->view->n_columns);
  else
    begin_fields (self);
  return TRUE;
}

static gboolean
fill (RetourOutput *self, const RetourReport *report, guint record)
{
  if (self->view != NULL) {
    g_string_chunk_clear (self->pool);
    return self->view->fill (report, record, self->pool, self->values);
  }
  for (guint i = 0; i < self->fields->len; i++)
    self->values[i] =
        retour_report_get (report, record, g_array_index (self->fields, RetourField, i));
  return TRUE;
}

gboolean
retour_output_write_row (RetourOutput *self, const RetourRow *row, GError **error)
{
  self->driver->row (self, row);
  return retour_sink_spill (&self->sink, error);
}

gboolean
retour_output_write (RetourOutput *self, const RetourReport *report, guint record, GError **error)
{
  RetourRow row = { .class = retour_report_get (report, record, RETOUR_FIELD_CLASS) };

  if (!ensure_begun (self, error))
    return FALSE;
  row.values = self->values;
  return !fill (self, report, record) || retour_output_write_row (self, &row, error);
}

gboolean
retour_output_write_explanation (RetourOutput *self, const RetourExplanation *explanation,
                                 GError **error)
{
  RetourRow row = { .class = retour_explanation_get_class (explanation) };

  if (self->driver->fixed) {
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_USAGE, _ ("format '%s' has no explanations"),
                 self->driver->name);
    return FALSE;
  }
  if (self->columns == NULL)
    retour_output_begin (self, retour_explanation_columns, RETOUR_EXPLANATION_N);
  retour_explanation_fill (explanation, self->values);
  row.values = self->values;
  if (self->driver->explain == NULL)
    return retour_output_write_row (self, &row, error);
  self->driver->explain (self, &row);
  return retour_sink_spill (&self->sink, error);
}

gboolean
retour_output_flush (RetourOutput *self, GError **error)
{
  if (self->columns != NULL && self->driver->flush != NULL)
    self->driver->flush (self);
  return retour_sink_flush (&self->sink, error);
}

gboolean
retour_output_finish (RetourOutput *self, GError **error)
{
  if (!ensure_begun (self, error))
    return FALSE;
  if (self->driver->end != NULL)
    self->driver->end (self);
  return retour_output_flush (self, error);
}
