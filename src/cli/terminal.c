#include "cli/terminal.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { DEFAULT_WIDTH = 80, MIN_WIDTH = 20, MAX_WIDTH = 1000 };

gboolean
retour_terminal_is_one (int fd)
{
  return isatty (fd) == 1;
}

guint
retour_terminal_get_width (int fd)
{
  const char *columns = g_getenv ("COLUMNS");
  guint64 width = columns != NULL ? g_ascii_strtoull (columns, NULL, 10) : 0;
  struct winsize size = { 0 };

  if (width == 0 && ioctl (fd, TIOCGWINSZ, &size) == 0)
    width = size.ws_col;
  return width == 0 ? DEFAULT_WIDTH : (guint) CLAMP (width, MIN_WIDTH, MAX_WIDTH);
}

/* https://no-color.org: set and not empty, whatever it holds. */
gboolean
retour_terminal_wants_colour (int fd)
{
  const char *no_color = g_getenv ("NO_COLOR");
  const char *term = g_getenv ("TERM");

  return retour_terminal_is_one (fd) && (no_color == NULL || *no_color == '\0') && term != NULL &&
         strcmp (term, "dumb") != 0;
}
