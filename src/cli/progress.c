#include "cli/progress.h"

#include "cli/terminal.h"
#include "cli/text.h"

#include <stdio.h>
#include <unistd.h>

enum {
  FIRST = G_USEC_PER_SEC,     /* what is done by then has no line */
  EVERY = G_USEC_PER_SEC / 5, /* a new line at most so often */
  LOOK = 64,                  /* mails between two looks at the clock */
};

void
retour_progress_begin (RetourProgress *self, gboolean streams)
{
  *self = (RetourProgress) { 0 };
  self->wanted = retour_terminal_is_one (STDERR_FILENO) &&
                 !(streams && retour_terminal_is_one (STDOUT_FILENO));
  if (!self->wanted)
    return;
  self->started = g_get_monotonic_time ();
  self->next = self->started + FIRST;
}

gboolean
retour_progress_count (RetourProgress *self)
{
  gint64 now;

  if (!self->wanted || self->mails++ % LOOK != 0)
    return FALSE;
  now = g_get_monotonic_time ();
  if (now < self->next)
    return FALSE;
  self->next = now + EVERY;
  return TRUE;
}

/* Digits in groups of three, whatever the locale. */
static void
append_number (GString *out, guint64 n)
{
  gssize at = (gssize) out->len;

  g_string_append_printf (out, "%" G_GUINT64_FORMAT, n);
  for (gssize i = (gssize) out->len - 3; i > at; i -= 3)
    g_string_insert_c (out, i, ',');
}

char *
retour_progress_print (guint64 mails, gint64 microseconds, double share)
{
  GString *out = g_string_new (NULL);
  double seconds = (double) MAX (microseconds, 1) / G_USEC_PER_SEC;

  append_number (out, mails);
  g_string_append_printf (out, " %s, ", _ ("mails"));
  append_number (out, (guint64) ((double) mails / seconds));
  g_string_append (out, "/s");
  if (share > 0) {
    double done = MIN (share, 1);
    guint64 left = (guint64) (seconds * (1 - done) / done);
    g_autofree char *time =
        left < 3600 ? g_strdup_printf ("%u:%02u", (guint) (left / 60), (guint) (left % 60))
                    : g_strdup_printf ("%u:%02u:%02u", (guint) (left / 3600),
                                       (guint) (left / 60 % 60), (guint) (left % 60));

    g_string_append_printf (out, ", %d %%, ", (int) (done * 100));
    g_string_append_printf (out, _ ("%s left"), time);
  }
  return g_string_free (out, FALSE);
}

void
retour_progress_show (RetourProgress *self, double share)
{
  g_autofree char *line =
      retour_progress_print (self->mails, g_get_monotonic_time () - self->started, share);

  fprintf (stderr, "\r%s\033[K", line);
  fflush (stderr);
  self->shown = TRUE;
}

void
retour_progress_hide (RetourProgress *self)
{
  if (self->shown)
    fputs ("\r\033[K", stderr);
  self->shown = FALSE;
}
