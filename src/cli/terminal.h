/* terminal: what stands at the other end of a file descriptor. */
#pragma once
#include <glib.h>

gboolean retour_terminal_is_one (int fd);
/* Columns: of COLUMNS, of the terminal, or 80. */
guint retour_terminal_get_width (int fd);
/* A terminal that takes colours, and nobody said NO_COLOR. */
gboolean retour_terminal_wants_colour (int fd);
