#include "input/input-stream.h"

/* One file: a message or an mbox. Whatever is no folder is read as one, pipes and devices too. */
static gboolean
accepts (G_GNUC_UNUSED const char *path, const struct stat *st)
{
  return st != NULL && !S_ISDIR (st->st_mode);
}

static gpointer
open_file (const char *path, GError **error)
{
  g_autoptr (RetourInputStream) stream = retour_input_stream_new (error);

  if (stream == NULL || !retour_input_stream_open (stream, path, error))
    return NULL;
  return g_steal_pointer (&stream);
}

static gboolean
next (gpointer state, RetourInputMail *mail, GError **error)
{
  return retour_input_stream_next (state, mail, error);
}

static void
close_file (gpointer state)
{
  retour_input_stream_free (state);
}

static double
share (gpointer state)
{
  return retour_input_stream_get_share (state);
}

const RetourInputDriver retour_input_file = {
  .name = "file",
  .accepts = accepts,
  .open = open_file,
  .next = next,
  .close = close_file,
  .share = share,
};
