#include "cli/mails.h"

typedef struct {
  const RetourCommand *command;
  RetourMailFunc func;
  gpointer data;
  int worst; /* exit code so far */
} Walk;

static void
fail (Walk *self, int code, const GError *error)
{
  retour_complain (self->command, error->message);
  self->worst = MAX (self->worst, code);
}

/* Goes on behind a mail that could not be read. */
static gboolean
next_mail (Walk *self, RetourInput *input)
{
  g_autoptr (GError) error = NULL;

  while (!retour_input_next (input, &error)) {
    if (error == NULL)
      return FALSE;
    fail (self, RETOUR_EXIT_DATA, error);
    g_clear_error (&error);
  }
  return TRUE;
}

/* One bad source: say so, go on. %FALSE: @func has seen enough. */
static gboolean
walk_source (Walk *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RetourInput) input = retour_input_new (path, &error);

  if (input == NULL) {
    fail (self, RETOUR_EXIT_NO_INPUT, error);
    return TRUE;
  }
  while (next_mail (self, input))
    if (!self->func (input, self->data))
      return FALSE;
  return TRUE;
}

int
retour_each_mail (const RetourCommand *command, char **sources, RetourMailFunc func, gpointer data)
{
  Walk self = { command, func, data, RETOUR_EXIT_OK };

  if (sources == NULL)
    walk_source (&self, "-");
  for (guint i = 0; sources != NULL && sources[i] != NULL; i++)
    if (!walk_source (&self, sources[i]))
      break;
  return self.worst;
}

RetourReport *
retour_read_report (const RetourInput *input, const RetourRules *rules)
{
  gsize len = 0;
  const char *mail = retour_input_get_mail (input, &len);
  RetourReport *report = retour_report_new_with_rules (mail, len, retour_input_get_origin (input),
                                                       retour_input_get_number (input), rules);

  if (retour_input_is_truncated (input))
    retour_report_set_truncated (report);
  return report;
}
