#include "extract/lines.h"

#include "base/limits.h"

static gboolean
is_returned (RetourPartKind kind)
{
  return kind == RETOUR_PART_MESSAGE || kind == RETOUR_PART_HEADERS;
}

static void
add_text (RetourMessage *message, RetourSlice text, GArray *lines)
{
  RetourSlice line;

  while (retour_slice_next_line (&text, &line)) {
    if (lines->len >= RETOUR_LIMIT_LINES) {
      retour_message_add_oddity (message, RETOUR_ODDITY_LONG_TEXT);
      return;
    }
    g_array_append_val (lines, line);
  }
}

/* Adds the parts of @kind that stand before part @end. */
static void
add_parts (RetourMessage *message, RetourPartKind kind, guint end, GArray *lines)
{
  for (guint i = 0; i < end; i++)
    if (retour_message_get_part (message, i)->kind == kind)
      add_text (message, retour_message_get_text (message, i), lines);
}

void
retour_lines_read (RetourMessage *message, RetourLines *out)
{
  guint n = retour_message_get_n_parts (message);
  guint end = 0;

  out->lines = g_array_sized_new (FALSE, FALSE, sizeof (RetourSlice), 64);
  while (end < n && !is_returned (retour_message_get_part (message, end)->kind))
    end++;
  out->returned = end < n ? (gint) end : -1;
  add_parts (message, RETOUR_PART_TEXT, end, out->lines);
  if (out->lines->len == 0)
    add_parts (message, RETOUR_PART_HTML, end, out->lines);
  if (out->lines->len == 0) /* nothing ahead of the returned mail: behind it, then */
    add_parts (message, RETOUR_PART_TEXT, n, out->lines);
}

void
retour_lines_clear (RetourLines *self)
{
  g_array_unref (self->lines);
}

RetourSlice
retour_lines_rest (RetourMessage *message, RetourSlice line)
{
  for (guint i = 0; i < retour_message_get_n_parts (message); i++) {
    RetourSlice text = retour_message_get_text (message, i);
    guintptr at = (guintptr) line.data - (guintptr) text.data;

    if (text.len > 0 && line.data >= text.data && at <= text.len)
      return retour_slice_from (text, at);
  }
  return retour_slice (NULL, 0);
}
