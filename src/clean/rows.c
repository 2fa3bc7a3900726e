#include <retour/retour.h>

#include "clean/rows.h"

#include "base/descriptor.h"
#include "base/language.h"
#include "base/limits.h"
#include "clean/csv.h"

#include <errno.h>
#include <unistd.h>

enum {
  CAP = RETOUR_LIMIT_LIST_ROW,
  WINDOW = CAP + 4, /* a row at the cap, its line end, and what tells that a stanza ends */
  BUFFER = 4 * CAP,
};

struct _RetourRows {
  int fd;
  RetourRowsKind kind;
  char delimiter;
  char eol;
  gboolean eof;
  gboolean inside; /* in the middle of a row over the cap */
  gsize start;     /* what is yet to be given: data[start ... end) */
  gsize end;
  char data[BUFFER];
};

RetourRows *
retour_rows_new (int fd)
{
  RetourRows *self = g_new (RetourRows, 1);

  *self = (RetourRows) { .fd = fd, .delimiter = ',', .eol = '\n' };
  return self;
}

void
retour_rows_free (RetourRows *self)
{
  g_free (self);
}

void
retour_rows_set_kind (RetourRows *self, RetourRowsKind kind, char delimiter, char eol)
{
  self->kind = kind;
  self->delimiter = delimiter;
  self->eol = eol;
}

static gboolean
fail (GError **error)
{
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_IO, _ ("cannot read the list: %s"),
               _ (g_strerror (errno)));
  return FALSE;
}

gboolean
retour_rows_rewind (RetourRows *self, GError **error)
{
  self->start = self->end = 0;
  self->eof = self->inside = FALSE;
  return lseek (self->fd, 0, SEEK_SET) == 0 || fail (error);
}

/* Until the window is full, or the file ends. */
static gboolean
fill (RetourRows *self, GError **error)
{
  if (self->eof || self->end - self->start >= WINDOW)
    return TRUE;
  memmove (self->data, self->data + self->start, self->end - self->start);
  self->end -= self->start;
  self->start = 0;
  while (!self->eof && self->end < BUFFER) {
    gssize n = retour_descriptor_read (self->fd, self->data + self->end, BUFFER - self->end);

    if (n < 0)
      return fail (error);
    self->eof = n == 0;
    self->end += (gsize) n;
  }
  return TRUE;
}

gboolean
retour_rows_peek (RetourRows *self, RetourSlice *start, GError **error)
{
  if (!retour_rows_rewind (self, error) || !fill (self, error))
    return FALSE;
  *start = retour_slice (self->data, self->end);
  return TRUE;
}

/* Offset of the line end in @s at or after @from; its length if there is none. */
static gsize
find_eol (const RetourRows *self, RetourSlice s, gsize from)
{
  const char *p = from < s.len ? memchr (s.data + from, self->eol, s.len - from) : NULL;

  return p != NULL ? (gsize) (p - s.data) : s.len;
}

/* Where a stanza ends: at the end of a line that a blank line follows. @next: where the next one
 * starts. */
static gsize
find_blank_line (const RetourRows *self, RetourSlice s, gsize *next)
{
  gsize end = find_eol (self, s, 0);

  while (end < s.len) {
    gsize line = end + 1;

    while (line < s.len && (s.data[line] == '\n' || s.data[line] == '\r'))
      line++;
    *next = line;
    if (line == s.len || memchr (s.data + end + 1, self->eol, line - end - 1) != NULL)
      return end;
    end = find_eol (self, s, end + 1);
  }
  *next = s.len;
  return s.len;
}

/* Where the row at the start of @s ends, and where the next one starts. %FALSE: a quote is open. */
static gboolean
find_end (const RetourRows *self, RetourSlice s, gsize *end, gsize *next)
{
  if (self->kind == RETOUR_ROWS_STANZAS) {
    *end = find_blank_line (self, s, next);
    return TRUE;
  }
  *end = find_eol (self, s, 0);
  *next = MIN (*end + 1, s.len);
  if (self->kind == RETOUR_ROWS_LINES || memchr (s.data, '"', *end) == NULL)
    return TRUE;
  if (!retour_csv_find_end (s, self->delimiter, self->eol, end))
    return FALSE;
  *next = MIN (*end + 1, s.len);
  return TRUE;
}

/* The end of a row that is over the cap, or a piece of it. */
static void
give_piece (RetourRows *self, RetourSlice s, RetourRow *row)
{
  gsize end = find_eol (self, retour_slice (s.data, MIN (s.len, CAP)), 0);

  row->broken = TRUE;
  row->more = end == CAP && end < s.len;
  row->text = retour_slice (s.data, end);
  row->end = retour_slice (s.data + end, !row->more && end < s.len ? 1 : 0);
  self->inside = row->more;
  self->start += end + row->end.len;
}

/* The CR of a CR LF does not count. */
static gboolean
is_over_cap (RetourSlice s, gsize end)
{
  return end > CAP + 1 || (end == CAP + 1 && (end == s.len || s.data[CAP] != '\r'));
}

/* The CR of a CR LF is a part of the line end. */
static void
move_cr (RetourRow *row)
{
  if (row->text.len > 0 && row->end.len > 0 && row->end.data[0] == '\n' &&
      row->text.data[row->text.len - 1] == '\r') {
    row->text.len--;
    row->end = retour_slice (row->end.data - 1, row->end.len + 1);
  }
}

gboolean
retour_rows_next (RetourRows *self, RetourRow *row, GError **error)
{
  RetourSlice s;
  gsize end, next;

  *row = (RetourRow) { 0 };
  if (!fill (self, error) || self->start == self->end)
    return FALSE;
  s = retour_slice (self->data + self->start, MIN (self->end - self->start, WINDOW));
  if (self->inside || !find_end (self, s, &end, &next) || is_over_cap (s, end)) {
    give_piece (self, s, row);
    return TRUE;
  }
  row->text = retour_slice (s.data, end);
  row->end = retour_slice (s.data + end, next - end);
  self->start += next;
  move_cr (row);
  return TRUE;
}
