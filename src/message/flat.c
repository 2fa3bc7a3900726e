#define _GNU_SOURCE /* memmem */
#include "message/flat.h"

#include "message/fields.h"

enum { max_boundary = 70, max_header = 4096 };

/* A delimiter line. */
typedef struct {
  gsize start; /* of the line end ahead of it, which belongs to it */
  gsize end;   /* behind its own line end */
  gboolean last;
} Delimiter;

/* Where the line ends that has nothing but blanks from @at on; 0: there is more. */
static gsize
end_of_blank_line (RetourSlice body, gsize at)
{
  while (at < body.len && (body.data[at] == ' ' || body.data[at] == '\t' || body.data[at] == '\r'))
    at++;
  if (at == body.len)
    return at;
  return body.data[at] == '\n' ? at + 1 : 0;
}

/* The first delimiter at or behind @from; %FALSE: there is none, or one that is not clear. @mark is
 * "\n--boundary". */
static gboolean
find_delimiter (RetourSlice body, gsize from, RetourSlice mark, Delimiter *out)
{
  gboolean at_start =
      from == 0 && body.len >= mark.len && memcmp (body.data, mark.data + 1, mark.len - 1) == 0;
  const char *p =
      at_start ? body.data : memmem (body.data + from, body.len - from, mark.data, mark.len);
  gsize behind;

  if (p == NULL)
    return FALSE;
  out->start = (gsize) (p - body.data);
  behind = out->start + mark.len - (at_start ? 1 : 0);
  if (!at_start && out->start > from && body.data[out->start - 1] == '\r')
    out->start--;
  out->last = behind + 1 < body.len && memcmp (body.data + behind, "--", 2) == 0;
  out->end = end_of_blank_line (body, behind + (out->last ? 2 : 0));
  return out->end > 0;
}

/* Header and body of what stands between two delimiters. */
static gboolean
cut_part (RetourSlice whole, RetourFields *fields, RetourFlatPart *part)
{
  gsize n;

  if (end_of_blank_line (whole, 0) > 0 && (*whole.data == '\n' || *whole.data == '\r')) {
    n = end_of_blank_line (whole, 0);
  } else {
    n = retour_fields_parse (fields, retour_slice (whole.data, MIN (whole.len, max_header)));
    if (n < 3 || n >= max_header || whole.data[n - 1] != '\n')
      return FALSE;
    if (whole.data[n - 2] != '\n' && (whole.data[n - 2] != '\r' || whole.data[n - 3] != '\n'))
      return FALSE;
  }
  part->header = retour_slice (whole.data, n);
  part->body = retour_slice_from (whole, n);
  return retour_slice_find (part->header, "multipart", 0) < 0;
}

guint
retour_flat_split (RetourSlice body, const char *boundary,
                   RetourFlatPart parts[RETOUR_FLAT_MAX_PARTS])
{
  char mark[sizeof "\n--" + max_boundary] = "\n--";
  RetourFields fields;
  Delimiter here, next;
  gsize n = boundary != NULL ? strlen (boundary) : 0;
  guint count = 0;

  if (body.len == 0 || n == 0 || n > max_boundary || g_ascii_isspace (boundary[n - 1]))
    return 0;
  memcpy (mark + 3, boundary, n + 1);
  n += 3;
  if (!find_delimiter (body, 0, retour_slice (mark, n), &here) || here.last)
    return 0;
  retour_fields_init (&fields);
  do {
    /* the line end of one delimiter may be the one ahead of the next */
    gboolean ok = count < RETOUR_FLAT_MAX_PARTS && here.end < body.len &&
                  find_delimiter (body, here.end - 1, retour_slice (mark, n), &next) &&
                  next.start >= here.end &&
                  cut_part (retour_slice (body.data + here.end, next.start - here.end), &fields,
                            &parts[count]);

    if (!ok) {
      retour_fields_clear (&fields);
      return 0;
    }
    count++;
    here = next;
  } while (!here.last);
  retour_fields_clear (&fields);
  return count;
}
