#include "extract/lines.h"

#include "base/limits.h"

static gboolean
is_returned (RetourPartKind kind)
{
  return kind == RETOUR_PART_MESSAGE || kind == RETOUR_PART_HEADERS;
}

/* %FALSE when there are more lines than the cap allows. */
static gboolean
add_text (RetourMessage *message, RetourSlice text, GArray *lines)
{
  RetourSlice line;

  if (retour_slice_strip (text).len == 0)
    return TRUE; /* an empty part stands for the words elsewhere */
  while (retour_slice_next_line (&text, &line)) {
    if (lines->len == RETOUR_LIMIT_LINES) {
      retour_message_add_oddity (message, RETOUR_ODDITY_LONG_TEXT);
      return FALSE;
    }
    g_array_append_val (lines, line);
  }
  return TRUE;
}

/* Adds the parts of @kind that stand before part @end. */
static void
add_parts (RetourMessage *message, RetourPartKind kind, guint end, GArray *lines)
{
  gboolean more = TRUE;

  for (guint i = 0; i < end && more; i++)
    if (retour_message_get_part (message, i)->kind == kind)
      more = add_text (message, retour_message_get_text (message, i), lines);
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

/* Only line ends stand between the lines. */
static gboolean
is_one_piece (const RetourSlice *lines, guint n)
{
  for (guint i = 1; i < n; i++) {
    guintptr end = (guintptr) lines[i - 1].data + lines[i - 1].len;

    if ((guintptr) lines[i].data - end - 1 >= strlen ("\r\r\n"))
      return FALSE;
  }
  return TRUE;
}

RetourSlice
retour_lines_join (const RetourLines *self, guint n, RetourMessage *message)
{
  const RetourSlice *lines = (const RetourSlice *) (const void *) self->lines->data;
  g_autoptr (GString) all = NULL;
  RetourSlice whole;

  n = MIN (n, self->lines->len);
  if (n == 0)
    return retour_slice (NULL, 0);
  if (is_one_piece (lines, n)) {
    const char *end = lines[n - 1].data + lines[n - 1].len;

    return retour_slice_cut (retour_slice (lines[0].data, (gsize) (end - lines[0].data)),
                             RETOUR_LIMIT_PART_TEXT);
  }
  all = g_string_new (NULL);
  for (guint i = 0; i < n && all->len < RETOUR_LIMIT_PART_TEXT; i++) {
    g_string_append_len (all, lines[i].data, (gssize) lines[i].len);
    g_string_append_c (all, '\n');
  }
  whole = retour_slice_cut (retour_slice (all->str, all->len), RETOUR_LIMIT_PART_TEXT);
  return retour_slice (retour_slice_keep (whole, retour_message_get_pool (message)), whole.len);
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
