/* put: writes texts of a summary. */
#pragma once
#include "output/sink.h"

void retour_put (RetourSink *sink, const char *format, ...) G_GNUC_PRINTF (2, 3);
void retour_put_text (RetourSink *sink, const char *text);
/* As much of @text as @columns show, without control characters; and the same with the characters
 * escaped that mean something in HTML. Return the columns that it takes. */
gsize retour_put_display (RetourSink *sink, const char *text, gsize columns);
gsize retour_put_html (RetourSink *sink, const char *text, gsize columns);
/* (transfer full): "2026-03-01", "2026-03-01T12:00:00Z", UTC. */
char *retour_make_day (gint64 date);
char *retour_make_time (gint64 date);
/* (transfer full): the number, for texts that are translated: no catalog knows the formats of GLib.
 * The second one has narrow blanks between thousands. */
char *retour_make_number (guint64 n);
char *retour_make_figure (guint64 n);
