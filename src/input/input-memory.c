#include "base/limits.h"
#include "input/input-mbox.h"
#include "input/input-stream.h"

/* From_ lines ahead of one mail: some deliveries add one to a mail that has one. */
enum { MAX_FROM_LINES = 4 };

typedef struct {
  RetourSlice data;
  gboolean done;
} Memory;

gpointer
retour_input_memory_new (const char *data, gsize len)
{
  Memory *self = g_new0 (Memory, 1);

  self->data = retour_slice (data, len);
  return self;
}

/* The first is what it is by its place alone: nobody else starts a mail so. */
static gsize
from_line (RetourSlice mail, guint n)
{
  gsize quote = n > 0 && mail.len > 0 && *mail.data == '>' ? 1 : 0;

  if (mail.len < quote + 5 || memcmp (mail.data + quote, "From ", 5) != 0)
    return 0;
  return retour_input_mbox_line (mail, 0, FALSE, TRUE);
}

static gboolean
next (gpointer state, RetourInputMail *mail, G_GNUC_UNUSED GError **error)
{
  Memory *self = state;
  RetourSlice rest = self->data;

  if (self->done)
    return FALSE;
  self->done = TRUE;
  for (guint i = 0; i < MAX_FROM_LINES; i++)
    rest = retour_slice_from (rest, from_line (rest, i));
  mail->truncated = rest.len > RETOUR_LIMIT_MESSAGE;
  rest.len = MIN (rest.len, RETOUR_LIMIT_MESSAGE);
  rest = retour_slice_from (rest, retour_input_stream_leading (rest));
  mail->data = rest.data;
  mail->len = rest.len;
  mail->origin = "-";
  mail->number = 1;
  return TRUE;
}

/* Nobody waits for it. */
static double
share (G_GNUC_UNUSED gpointer state)
{
  return -1;
}

const RetourInputDriver retour_input_memory = {
  .name = "memory",
  .next = next,
  .share = share,
  .close = g_free,
};
