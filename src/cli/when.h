/* when: points in time as people name them. */
#pragma once
#include <glib.h>

/* `2026-03-01`, `2026-03-01T12:00:00Z`, or so long before @now: `12h`, `30d`, `6w`. A day starts at
 * its midnight, UTC. %FALSE if it is none of these. @day: (out) (optional): it is a whole day */
gboolean retour_when_parse (const char *text, gint64 now, gint64 *when, gboolean *day);
/* The same for `--now`: of a day its last second, so that all that happened on it has happened. Not
 * before 1970. */
gboolean retour_when_parse_now (const char *text, gint64 *when);
