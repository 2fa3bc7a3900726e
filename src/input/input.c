#include "input/input.h"

#include "base/language.h"

#include <errno.h>

struct _RetourInput {
  const RetourInputDriver *driver;
  gpointer state;
  RetourInputMail mail;
};

static const RetourInputDriver *const drivers[] = {
  &retour_input_stdin,
  &retour_input_folder,
  &retour_input_file,
};

static const RetourInputDriver *
find_driver (const char *path, const struct stat *st)
{
  for (guint i = 0; i < G_N_ELEMENTS (drivers); i++)
    if (drivers[i]->accepts (path, st))
      return drivers[i];
  return NULL;
}

RetourInput *
retour_input_new (const char *path, GError **error)
{
  const RetourInputDriver *driver;
  RetourInput *self;
  struct stat st;
  gpointer state;

  g_return_val_if_fail (path != NULL, NULL);
  driver = find_driver (path, stat (path, &st) == 0 ? &st : NULL);
  if (driver == NULL) {
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_NO_INPUT, _ ("cannot open '%s': %s"), path,
                 _ (g_strerror (errno)));
    return NULL;
  }
  state = driver->open (path, error);
  if (state == NULL)
    return NULL;
  self = g_new0 (RetourInput, 1);
  self->driver = driver;
  self->state = state;
  return self;
}

RetourInput *
retour_input_new_from_memory (const char *data, gsize len)
{
  RetourInput *self = g_new0 (RetourInput, 1);

  self->driver = &retour_input_memory;
  self->state = retour_input_memory_new (data, len);
  return self;
}

void
retour_input_free (RetourInput *self)
{
  if (self == NULL)
    return;
  self->driver->close (self->state);
  g_free (self);
}

gboolean
retour_input_next (RetourInput *self, GError **error)
{
  self->mail = (RetourInputMail) { 0 };
  return self->driver->next (self->state, &self->mail, error);
}

const char *
retour_input_get_mail (const RetourInput *self, gsize *len)
{
  *len = self->mail.len;
  return self->mail.data;
}

const char *
retour_input_get_origin (const RetourInput *self)
{
  return self->mail.origin;
}

guint64
retour_input_get_number (const RetourInput *self)
{
  return self->mail.number;
}

double
retour_input_get_share (const RetourInput *self)
{
  return self->driver->share (self->state);
}

gboolean
retour_input_is_truncated (const RetourInput *self)
{
  return self->mail.truncated;
}
