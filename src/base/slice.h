/* slice: a borrowed piece of bytes, the way mail text travels between the layers. */
#pragma once
#include <glib.h>
#include <string.h>

/**
 * RetourSlice:
 * @data: first byte; not NUL-terminated, may be %NULL when @len is 0
 * @len: number of bytes
 *
 * Points into memory that somebody else owns (the mail, or a part that the
 * message layer decoded); small, copied by value.
 */
typedef struct {
  const char *data;
  gsize len;
} RetourSlice;

/* A slice of a string literal. */
#define RETOUR_SLICE(literal) ((RetourSlice) { .data = "" literal, .len = sizeof (literal) - 1 })

/* g_ascii_tolower() without a call. */
static inline char
retour_ascii_lower (char c)
{
  return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
}

static inline RetourSlice
retour_slice (const char *data, gsize len)
{
  return (RetourSlice) { .data = data, .len = len };
}

/* @text may be %NULL: the empty slice. */
static inline RetourSlice
retour_slice_of (const char *text)
{
  return retour_slice (text, text != NULL ? strlen (text) : 0);
}

/* The rest of @s from byte @from on; empty when @from is behind its end. */
static inline RetourSlice
retour_slice_from (RetourSlice s, gsize from)
{
  return from < s.len ? retour_slice (s.data + from, s.len - from) : retour_slice (s.data, 0);
}

/* %TRUE if the first @n bytes of @a and @b are the same, ASCII case ignored. */
gboolean retour_slice_same (const char *a, const char *b, gsize n);

/* Most answers are "no" at the first byte, which the caller's code can tell by itself. */
static inline gboolean
retour_slice_starts (RetourSlice s, const char *prefix)
{
  gsize n;

  if (*prefix == '\0')
    return TRUE;
  if (s.len == 0 || ((guchar) *s.data | 0x20) != ((guchar) *prefix | 0x20))
    return FALSE;
  n = strlen (prefix);
  return s.len >= n && retour_slice_same (s.data, prefix, n);
}

static inline gboolean
retour_slice_equal (RetourSlice s, const char *text)
{
  if (s.len == 0 || ((guchar) *s.data | 0x20) != ((guchar) *text | 0x20))
    return s.len == 0 && *text == '\0';
  return strlen (text) == s.len && retour_slice_same (s.data, text, s.len);
}

/* At most @max bytes of @s, which is UTF-8: without half a character at the end. */
static inline RetourSlice
retour_slice_cut (RetourSlice s, gsize max)
{
  if (s.len <= max)
    return s;
  while (max > 0 && ((guchar) s.data[max] & 0xc0) == 0x80)
    max--;
  return retour_slice (s.data, max);
}

/**
 * retour_slice_strip: without the ASCII white space (and NUL bytes) at both ends.
 * retour_slice_equal: same bytes, ASCII case ignored.
 * retour_slice_starts: @s starts with @prefix, ASCII case ignored.
 * retour_slice_is_ascii: no byte of @s is above 127.
 * retour_slice_find: offset of the first @needle in @s at or after @from, ASCII
 *   case ignored, or -1.
 * retour_slice_next_line: cuts the first line off @rest (LF, CRLF, CR CR LF or bare CR
 *   ends it, and is not part of @line); %FALSE when nothing is left.
 */
RetourSlice retour_slice_strip (RetourSlice s);
gboolean retour_slice_is_ascii (RetourSlice s);
gssize retour_slice_find (RetourSlice s, const char *needle, gsize from);
gboolean retour_slice_next_line (RetourSlice *rest, RetourSlice *line);

/* A NUL-terminated copy in @pool. */
static inline const char *
retour_slice_keep (RetourSlice s, GStringChunk *pool)
{
  return g_string_chunk_insert_len (pool, s.len > 0 ? s.data : "", (gssize) s.len);
}
