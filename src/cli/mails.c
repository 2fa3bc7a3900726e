#include "cli/mails.h"

#include "cli/progress.h"

typedef struct {
  const RetourCommand *command;
  RetourMailFunc func;
  gpointer data;
  int worst; /* exit code so far */
  RetourProgress progress;
  guint n_sources, n_read; /* of which the mails are counted in the share of the work */
} Walk;

static void
fail (Walk *self, int code, const GError *error)
{
  retour_progress_hide (&self->progress);
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

/* The share of all sources, as if they were of one size. */
static void
show_progress (Walk *self, const RetourInput *input)
{
  double share = retour_input_get_share (input);

  if (share >= 0)
    share = (self->n_read + share) / self->n_sources;
  retour_progress_show (&self->progress, share);
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
  while (next_mail (self, input)) {
    if (retour_progress_count (&self->progress))
      show_progress (self, input);
    if (!self->func (input, self->data))
      return FALSE;
  }
  return TRUE;
}

int
retour_each_mail (const RetourCommand *command, char **sources, RetourMailFunc func, gpointer data)
{
  static const char *const standard_input[] = { "-", NULL };
  const char *const *paths = sources != NULL ? (const char *const *) sources : standard_input;
  Walk self = { .command = command, .func = func, .data = data, .worst = RETOUR_EXIT_OK };

  while (paths[self.n_sources] != NULL)
    self.n_sources++;
  retour_progress_begin (&self.progress, command->streams);
  for (; self.n_read < self.n_sources; self.n_read++)
    if (!walk_source (&self, paths[self.n_read]))
      break;
  retour_progress_hide (&self.progress);
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
