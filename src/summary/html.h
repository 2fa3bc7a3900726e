/* html: the sections of the page. */
#pragma once
#include "summary/write.h"

enum { RETOUR_HTML_TEXT = 160 }; /* columns of a text out of a mail that a page shows */

typedef void (*RetourHtmlFunc) (const RetourSummary *self, RetourSink *sink);

/* A text of ours; a text out of a mail, whose direction stays its own business; a number. */
void retour_html_put (RetourSink *sink, const char *text);
void retour_html_put_foreign (RetourSink *sink, const char *text);
void retour_html_put_number (RetourSink *sink, guint64 n);
void retour_html_put_period (RetourSink *sink, gint64 first, gint64 last);

void retour_html_put_figures (const RetourSummary *self, RetourSink *sink);
void retour_html_put_troubles (const RetourSummary *self, RetourSink *sink);
void retour_html_put_incidents (const RetourSummary *self, RetourSink *sink);
void retour_html_put_days (const RetourSummary *self, RetourSink *sink);
void retour_html_put_bars (const RetourSummary *self, RetourSink *sink);
void retour_html_put_tables (const RetourSummary *self, RetourSink *sink);
void retour_html_put_delays (const RetourSummary *self, RetourSink *sink);
void retour_html_put_unknown (const RetourSummary *self, RetourSink *sink);
