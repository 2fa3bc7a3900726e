/* returned: the header of the mail that a report gives back. */
#pragma once
#include "extract/lines.h"
#include "message/fields.h"

/* Reads the header of the returned mail into @out: from the part that holds it, else from the text
 * from line @end_line on of @lines (the marker that announces it). Leaves @out empty when there is
 * none. */
void retour_returned_read (RetourMessage *message, const RetourLines *lines, guint end_line,
                           RetourFields *out);
