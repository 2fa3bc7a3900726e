/* progress: one line on a terminal's stderr about work that takes long. Never anywhere else. */
#pragma once
#include <glib.h>

typedef struct {
  gboolean shown;  /* the line is on the terminal */
  gboolean wanted; /* there is a terminal */
  gint64 started;  /* microseconds of the monotonic clock */
  gint64 next;     /* when to look again */
  guint64 mails;
} RetourProgress;

/* @streams: what is printed on stdout goes on at the same time; then there is no line when that is
 * a terminal, too. */
void retour_progress_begin (RetourProgress *self, gboolean streams);
/* Called for each mail; %TRUE now and then, when retour_progress_show() is due. */
gboolean retour_progress_count (RetourProgress *self);
/* @share: of the work, 0 … 1; negative where it cannot be told. */
void retour_progress_show (RetourProgress *self, double share);
/* Takes the line away: before anything else is written on the terminal, and at the end. */
void retour_progress_hide (RetourProgress *self);
/* (transfer full): the line: "1,200 mails, 600/s, 25 %, 0:06 left". */
char *retour_progress_print (guint64 mails, gint64 microseconds, double share);
