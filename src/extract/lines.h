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

/* The text that @line, one of the lines of a report, is a slice of, from the line's start on. */
RetourSlice retour_lines_rest (RetourMessage *message, RetourSlice line);
