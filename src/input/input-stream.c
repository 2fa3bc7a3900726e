#include "input/input-stream.h"

#include "base/language.h"
#include "base/limits.h"
#include "base/slice.h"
#include "input/input-buffer.h"
#include "input/input-fromline.h"
#include "input/input-mbox.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum {
  MAX_FROM_LINES = 4,  /* ahead of one mail: some deliveries add one to a mail that has one */
  MAX_FIELD_NAME = 128 /* bytes of a field name, to tell a header from text */
};

struct _RetourInputStream {
  RetourInputBuffer buffer;
  char *origin;
  int owned_fd;     /* -1: the file descriptor is the caller's */
  guint64 number;   /* of the mail that was given last */
  gsize given;      /* bytes of the window that it takes */
  gboolean is_mbox; /* known from the first mail on */
  gboolean cr;
  gboolean done;
};

RetourInputStream *
retour_input_stream_new (GError **error)
{
  RetourInputStream *self = g_new0 (RetourInputStream, 1);

  self->owned_fd = -1;
  self->done = TRUE;
  if (!retour_input_buffer_init (&self->buffer, error))
    g_clear_pointer (&self, retour_input_stream_free);
  return self;
}

void
retour_input_stream_free (RetourInputStream *self)
{
  if (self == NULL)
    return;
  if (self->owned_fd >= 0)
    close (self->owned_fd);
  retour_input_buffer_clear (&self->buffer);
  g_free (self->origin);
  g_free (self);
}

void
retour_input_stream_attach (RetourInputStream *self, int fd, const char *origin)
{
  if (self->owned_fd >= 0)
    close (self->owned_fd);
  self->owned_fd = -1;
  g_free (self->origin);
  self->origin = g_strdup (origin);
  self->number = 0;
  self->given = 0;
  self->done = FALSE;
  retour_input_buffer_attach (&self->buffer, fd);
}

gboolean
retour_input_stream_open (RetourInputStream *self, const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

  if (fd < 0) {
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_NO_INPUT, _ ("cannot open '%s': %s"), path,
                 _ (g_strerror (errno)));
    return FALSE;
  }
  retour_input_stream_attach (self, fd, path);
  self->owned_fd = fd;
  return TRUE;
}

double
retour_input_stream_get_share (const RetourInputStream *self)
{
  struct stat st;
  off_t at = lseek (self->buffer.fd, 0, SEEK_CUR);

  if (at < 0 || fstat (self->buffer.fd, &st) != 0 || !S_ISREG (st.st_mode) || st.st_size <= 0)
    return -1;
  return MIN ((double) at / (double) st.st_size, 1);
}

static RetourSlice
window (const RetourInputStream *self)
{
  return retour_slice (retour_input_buffer_data (&self->buffer),
                       retour_input_buffer_len (&self->buffer));
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static gsize
bom_len (RetourSlice data)
{
  return data.len >= 3 && memcmp (data.data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* Where the line starts that @pos is in the blanks of. */
static gsize
line_start (RetourSlice data, gsize pos, gsize floor)
{
  while (pos > floor && data.data[pos - 1] != '\n' && data.data[pos - 1] != '\r')
    pos--;
  return pos;
}

/* The end of the blanks at the start of @data, from @pos on. */
static gsize
skip_blanks (RetourSlice data, gsize pos)
{
  while (pos < data.len && pos < RETOUR_LIMIT_LEADING_BLANKS && is_space (data.data[pos]))
    pos++;
  return pos;
}

static gboolean
is_field (RetourSlice text)
{
  gsize i = 0;

  while (i < text.len && i < MAX_FIELD_NAME && g_ascii_isgraph (text.data[i]) &&
         text.data[i] != ':')
    i++;
  if (i == 0)
    return FALSE;
  while (i < text.len && i < MAX_FIELD_NAME && (text.data[i] == ' ' || text.data[i] == '\t'))
    i++;
  return i < text.len && text.data[i] == ':';
}

gsize
retour_input_stream_leading (RetourSlice mail)
{
  gsize bom = bom_len (mail);
  gsize start = line_start (mail, skip_blanks (mail, bom), bom);

  return start > bom && is_field (retour_slice_from (mail, start)) ? start : bom;
}

/* Old Mac: the From_ line @line ends with a CR that does not belong to an LF. */
static gboolean
ends_with_cr (RetourSlice line)
{
  gsize i = 0;

  while (i < line.len && line.data[i] != '\n' && line.data[i] != '\r')
    i++;
  if (i == line.len || line.data[i] == '\n')
    return FALSE;
  while (i < line.len && line.data[i] == '\r')
    i++;
  return i == line.len || line.data[i] != '\n';
}

static gboolean
starts_mbox (RetourSlice text, gboolean cr, gboolean eof)
{
  gsize i = strlen ("From ");

  if (text.len < i || memcmp (text.data, "From ", i) != 0)
    return FALSE;
  while (i < text.len && (text.data[i] == ' ' || text.data[i] == '\t'))
    i++;
  if (i < text.len && text.data[i] == ':') /* a field, written in an old way */
    return FALSE;
  return retour_input_mbox_line (text, 0, cr, eof) > 0;
}

/* There are enough bytes to tell an mbox: the first line, or as much of it as may count. */
static gboolean
has_first_line (RetourSlice data, gsize lead)
{
  RetourSlice rest = retour_slice_from (data, lead);

  if (lead >= RETOUR_LIMIT_LEADING_BLANKS || rest.len > RETOUR_LIMIT_FROM_LINE)
    return TRUE;
  return rest.len > 0 && (*rest.data != 'F' || memchr (rest.data, '\n', rest.len) != NULL);
}

/* Looks at the start of the file: mbox or one message; which line ends. */
static gboolean
find_format (RetourInputStream *self)
{
  gsize bom, lead;

  if (!retour_input_buffer_ensure (&self->buffer, 3))
    return FALSE;
  bom = bom_len (window (self));
  lead = skip_blanks (window (self), bom);
  while (!has_first_line (window (self), lead) && !self->buffer.eof) {
    if (!retour_input_buffer_fill (&self->buffer))
      return FALSE;
    lead = skip_blanks (window (self), lead);
  }
  lead = line_start (window (self), lead, bom);
  self->cr = ends_with_cr (retour_slice_from (window (self), lead));
  self->is_mbox = starts_mbox (retour_slice_from (window (self), lead), self->cr, self->buffer.eof);
  if (self->is_mbox)
    retour_input_buffer_take (&self->buffer, lead);
  return TRUE;
}

static gboolean
next_message (RetourInputStream *self, RetourInputMail *mail)
{
  RetourInputBuffer *buffer = &self->buffer;

  while (!buffer->eof) {
    gsize len = retour_input_buffer_len (buffer);

    if (len > RETOUR_LIMIT_MESSAGE) {
      retour_input_buffer_cut (buffer, RETOUR_LIMIT_MESSAGE, len);
      mail->truncated = TRUE;
    }
    if (!retour_input_buffer_fill (buffer))
      return FALSE;
  }
  self->given = retour_input_buffer_len (buffer);
  mail->truncated |= self->given > RETOUR_LIMIT_MESSAGE;
  mail->len = MIN (self->given, RETOUR_LIMIT_MESSAGE);
  return TRUE;
}

static gboolean
skip_from_lines (RetourInputStream *self)
{
  for (guint i = 0; i < MAX_FROM_LINES; i++) {
    RetourSlice line;

    if (!retour_input_buffer_ensure (&self->buffer, RETOUR_LIMIT_FROM_LINE + 1))
      return FALSE;
    line = window (self);
    line.len = retour_input_mbox_line (line, 0, self->cr, self->buffer.eof);
    if (i > 0 && !retour_input_is_from_line (
                     retour_slice_from (line, line.len > 0 && *line.data == '>' ? 1 : 0)))
      break;
    retour_input_buffer_take (&self->buffer, line.len);
  }
  return TRUE;
}

/* A separator was found at scan->pos, but a Content-Length may say that it is text of the mail:
 * believed if the mail ends as well where it says. Then nothing was quoted either. */
static gboolean
try_length (RetourInputStream *self, RetourInputScan *scan)
{
  gsize end = retour_input_mbox_length (retour_slice (window (self).data, scan->pos), self->cr);

  if (end <= scan->pos || end - scan->pos > RETOUR_LIMIT_LOOKAHEAD || end > RETOUR_LIMIT_MESSAGE)
    return TRUE;
  if (!retour_input_buffer_ensure (&self->buffer, end + RETOUR_LIMIT_FROM_LINE + 3))
    return FALSE;
  end = retour_input_mbox_ends_at (window (self), end, self->cr, self->buffer.eof);
  if (end > 0) {
    scan->pos = end;
    scan->has_quote = FALSE;
  }
  return TRUE;
}

/* Of a mail over the cap, only what the scan looks back at is kept behind the cap. */
static gboolean
cut_excess (RetourInputStream *self, RetourInputScan *scan)
{
  gsize excess;

  if (scan->pos <= RETOUR_LIMIT_MESSAGE + RETOUR_INPUT_LOOKBACK)
    return FALSE;
  excess = scan->pos - RETOUR_INPUT_LOOKBACK - RETOUR_LIMIT_MESSAGE;
  retour_input_buffer_cut (&self->buffer, RETOUR_LIMIT_MESSAGE, RETOUR_LIMIT_MESSAGE + excess);
  scan->pos -= excess;
  return TRUE;
}

static gboolean
next_in_mbox (RetourInputStream *self, RetourInputMail *mail)
{
  RetourInputBuffer *buffer = &self->buffer;
  RetourInputScan scan = { .cr = self->cr };

  if (!skip_from_lines (self))
    return FALSE;
  while (retour_input_mbox_scan (&scan, window (self), buffer->eof) == RETOUR_INPUT_SCAN_MORE) {
    if (buffer->eof) {
      scan.pos = retour_input_buffer_len (buffer);
      break;
    }
    mail->truncated |= cut_excess (self, &scan);
    if (!retour_input_buffer_fill (buffer))
      return FALSE;
  }
  if (scan.pos < retour_input_buffer_len (buffer) && !mail->truncated && !try_length (self, &scan))
    return FALSE;
  self->given = scan.pos;
  mail->len = retour_input_mbox_trim (window (self), scan.pos, self->cr);
  mail->truncated |= mail->len > RETOUR_LIMIT_MESSAGE;
  mail->len = MIN (mail->len, RETOUR_LIMIT_MESSAGE);
  if (scan.has_quote && scan.quote < mail->len)
    mail->len = retour_input_mbox_unquote (retour_input_buffer_data (buffer), mail->len, scan.quote,
                                           self->cr);
  return TRUE;
}

gboolean
retour_input_stream_next (RetourInputStream *self, RetourInputMail *mail, GError **error)
{
  gboolean ok;
  gsize lead;

  retour_input_buffer_take (&self->buffer, self->given);
  self->given = 0;
  self->done |=
      self->number > 0 && self->buffer.eof && retour_input_buffer_len (&self->buffer) == 0;
  if (self->done)
    return FALSE;
  ok = (self->number > 0 || find_format (self)) &&
       (self->is_mbox ? next_in_mbox (self, mail) : next_message (self, mail));
  if (!ok) {
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_IO, _ ("cannot read '%s': %s"), self->origin,
                 _ (g_strerror (errno)));
    self->done = TRUE;
    return FALSE;
  }
  mail->data = window (self).data;
  lead = retour_input_stream_leading (retour_slice (mail->data, mail->len));
  mail->data += lead;
  mail->len -= lead;
  mail->origin = self->origin;
  mail->number = ++self->number;
  return TRUE;
}
