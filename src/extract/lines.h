/* lines: the text that a person would read in a report, as lines, without the returned mail's part.
 */
#pragma once
#include "message/message.h"

typedef struct {
  GArray *lines; /* of RetourSlice, into texts of the message */
  gint returned; /* part that holds the returned mail, -1: none */
} RetourLines;

void retour_lines_read (RetourMessage *message, RetourLines *out);
void retour_lines_clear (RetourLines *self);

/* The first @n lines as one text: a slice where they stand in one piece, else a copy in the pool of
 * @message. At most RETOUR_LIMIT_PART_TEXT bytes. */
RetourSlice retour_lines_join (const RetourLines *self, guint n, RetourMessage *message);
/* The text that @line, one of the lines of a report, is a slice of, from the line's start on. */
RetourSlice retour_lines_rest (RetourMessage *message, RetourSlice line);
