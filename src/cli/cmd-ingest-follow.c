#include "cli/ingest.h"
#include "cli/text.h"

#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

enum {
  RESCAN = 60,         /* seconds */
  DELAY = 1000,        /* milliseconds that a mail waits for others, to be committed together */
  COMMIT_MAILS = 1000, /* so many mails wait for no others */
  TROUBLE = 5000,      /* milliseconds until a ledger that takes nothing is tried again */
  IDLE = 60 * 1000
};

typedef struct {
  RetourIngest *ingest;
  RetourFollow *follow;
  guint n_waiting; /* mails that are not committed */
  gint64 due;      /* when they are to be, in microseconds */
  gboolean stop;
  gboolean trouble; /* the ledger took nothing, the last time */
} Loop;

static gboolean
on_signal (gpointer data)
{
  Loop *self = data;

  self->stop = TRUE;
  return G_SOURCE_CONTINUE;
}

/* A disk that is full now, or a ledger that somebody else holds, is waited out: the mails stay
 * where they are. It is said once. A ledger that is broken is the end. */
static void
commit (Loop *self)
{
  g_autoptr (GError) error = NULL;

  if (retour_ledger_commit (self->ingest->ledger, &error)) {
    retour_ingest_dispose (self->ingest);
    self->n_waiting = 0;
    self->trouble = FALSE;
    return;
  }
  if (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_DATA)) {
    retour_ingest_fail (self->ingest, error);
    self->ingest->broken = self->stop = TRUE;
  } else if (!self->trouble) {
    retour_complain (&retour_cmd_ingest, error->message);
  }
  self->trouble = TRUE;
  self->due = g_get_monotonic_time () + (gint64) TROUBLE * 1000;
}

/* %FALSE: it could not be read. */
static gboolean
read_mails (Loop *self, const char *path, GError **error)
{
  g_autoptr (RetourInput) input = retour_input_new (path, error);
  GError *trouble = NULL;

  if (input == NULL)
    return FALSE;
  while (retour_input_next (input, &trouble)) {
    if (self->n_waiting++ == 0)
      self->due = g_get_monotonic_time () + (gint64) DELAY * 1000;
    if (!retour_ingest_mail (self->ingest, input)) {
      self->stop = TRUE;
      break;
    }
  }
  if (trouble != NULL)
    g_propagate_error (error, trouble);
  return trouble == NULL;
}

static void
take (Loop *self, const char *path)
{
  g_autoptr (GError) error = NULL;

  if (read_mails (self, path, &error)) {
    if (self->n_waiting >= COMMIT_MAILS)
      commit (self);
  } else if (access (path, F_OK) != 0) {
    retour_follow_put_back (self->follow, path); /* a mail reader has moved it */
  } else {
    retour_complain (&retour_cmd_ingest, error->message);
    self->ingest->worst = MAX (self->ingest->worst, RETOUR_EXIT_DATA);
  }
}

static gboolean
end_pause (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Mails are not looked at meanwhile. */
static void
pause_for (guint milliseconds)
{
  gboolean over = FALSE;
  guint timer = g_timeout_add (milliseconds, end_pause, &over);

  g_main_context_iteration (NULL, TRUE);
  if (!over)
    g_source_remove (timer);
}

static void
step (Loop *self)
{
  gint64 left = (self->due - g_get_monotonic_time () + 999) / 1000;
  g_autofree char *path = NULL;

  if (self->n_waiting > 0 && left <= 0)
    commit (self);
  else if (self->trouble)
    pause_for ((guint) left);
  else if ((path = retour_follow_take (self->follow)) != NULL)
    take (self, path);
  else
    retour_follow_wait (self->follow, self->n_waiting > 0 ? (guint) left : IDLE);
}

static void
loop (Loop *self)
{
  while (!self->stop) {
    step (self);
    g_main_context_iteration (NULL, FALSE); /* signals, also when mails keep coming */
  }
}

void
retour_ingest_follow (RetourIngest *ingest)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RetourFollow) follow =
      retour_follow_new ((const char *const *) ingest->options->sources, RESCAN, &error);
  Loop self = { .ingest = ingest, .follow = follow };
  guint sources[2];

  if (follow == NULL) {
    retour_ingest_fail (ingest, error);
    return;
  }
  sources[0] = g_unix_signal_add (SIGTERM, on_signal, &self);
  sources[1] = g_unix_signal_add (SIGINT, on_signal, &self);
  loop (&self);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
}
