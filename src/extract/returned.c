#include "extract/returned.h"

/* How many lines may stand ahead of the header, with the marker: which may be its first field. */
enum { max_skipped_lines = 13 };

static gboolean
is_mail_header (const RetourFields *fields)
{
  static const char *const names[] = { "From", "To", "Subject", "Message-ID", "Received", "Date" };
  RetourSlice value;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (retour_fields_find (fields, names[i], 0, &value))
      return TRUE;
  return FALSE;
}

static void
read_from_marker (RetourSlice text, RetourFields *out)
{
  RetourSlice line;

  for (guint i = 0; i < max_skipped_lines; i++) {
    retour_fields_parse (out, text);
    if (is_mail_header (out))
      return;
    if (!retour_slice_next_line (&text, &line))
      break;
  }
  retour_fields_parse (out, retour_slice (NULL, 0));
}

void
retour_returned_read (RetourMessage *message, const RetourLines *lines, guint end_line,
                      RetourFields *out)
{
  if (lines->returned >= 0) {
    const RetourPart *part = retour_message_get_part (message, (guint) lines->returned);
    RetourSlice text =
        part->encoded ? retour_message_get_text (message, (guint) lines->returned) : part->raw;
    RetourSlice rest = text, line;

    while (retour_slice_next_line (&rest, &line) && retour_slice_strip (line).len == 0)
      text = rest;
    retour_fields_parse (out, text);
  } else if (end_line < lines->lines->len) {
    RetourSlice marker = g_array_index (lines->lines, RetourSlice, end_line);

    read_from_marker (retour_lines_rest (message, marker), out);
  }
}
