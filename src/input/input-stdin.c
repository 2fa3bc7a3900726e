#include "input/input-stream.h"

#include <unistd.h>

static gboolean
accepts (const char *path, G_GNUC_UNUSED const struct stat *st)
{
  return g_str_equal (path, "-");
}

static gpointer
open_stdin (const char *path, GError **error)
{
  RetourInputStream *stream = retour_input_stream_new (error);

  if (stream != NULL)
    retour_input_stream_attach (stream, STDIN_FILENO, path);
  return stream;
}

static gboolean
next (gpointer state, RetourInputMail *mail, GError **error)
{
  return retour_input_stream_next (state, mail, error);
}

static void
close_stdin (gpointer state)
{
  retour_input_stream_free (state);
}

static double
share (gpointer state)
{
  return retour_input_stream_get_share (state);
}

const RetourInputDriver retour_input_stdin = {
  .name = "stdin",
  .accepts = accepts,
  .open = open_stdin,
  .next = next,
  .close = close_stdin,
  .share = share,
};
