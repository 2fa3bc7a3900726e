/* input-buffer: the bytes of one file descriptor, a window at a time. */
#pragma once
#include <glib.h>

/**
 * RetourInputBuffer:
 *
 * A window on a stream: bytes are added at its end and taken off its start. The address space
 * for the longest mail is reserved once, and the kernel lends memory for what is written, so
 * the window grows in place: nothing is copied, nothing is held twice. Positions given to the
 * functions count from the start of the window, so that they stay right when it moves.
 */
typedef struct {
  char *base;  /* the reserved range */
  gsize start; /* the window, as offsets into it */
  gsize end;
  gsize high;   /* memory behind it was never touched, or was given back */
  int fd;       /* borrowed */
  gboolean eof; /* the stream has no more bytes */
} RetourInputBuffer;

/* %FALSE when there is not so much address space. */
gboolean retour_input_buffer_init (RetourInputBuffer *self, GError **error);
void retour_input_buffer_clear (RetourInputBuffer *self);
/* Empties the window and goes on with @fd. */
void retour_input_buffer_attach (RetourInputBuffer *self, int fd);
/* Reads once, up to 256 KiB. %FALSE on a read error, with errno set. */
gboolean retour_input_buffer_fill (RetourInputBuffer *self);
/* Fills until the window has @len bytes or the stream ends. */
gboolean retour_input_buffer_ensure (RetourInputBuffer *self, gsize len);
/* Removes the first @len bytes. */
void retour_input_buffer_take (RetourInputBuffer *self, gsize len);
/* Removes the bytes from @from up to @to in the middle of the window. */
void retour_input_buffer_cut (RetourInputBuffer *self, gsize from, gsize to);

static inline char *
retour_input_buffer_data (const RetourInputBuffer *self)
{
  return self->base + self->start;
}

static inline gsize
retour_input_buffer_len (const RetourInputBuffer *self)
{
  return self->end - self->start;
}
