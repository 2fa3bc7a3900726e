#include "message/budget.h"

#include "base/limits.h"
#include "base/oddity.h"

enum {
  max_delimiters = 4 * RETOUR_LIMIT_PARTS,
  max_multiparts = 4 * RETOUR_LIMIT_NESTING,
  max_known = 16, /* boundaries that are told apart */
};

typedef struct {
  RetourSlice known[max_known]; /* how boundaries begin */
  guint n_known;
  gboolean unknown; /* there is a boundary that we do not know: "--" alone makes a delimiter */
  guint delimiters;
  guint multiparts;
  guint fields;    /* lines since the last delimiter */
  gsize bytes;     /* of these */
  gsize all_bytes; /* of the headers of all parts */
  gboolean in_header;
} Budget;

/* What a boundary begins with at the start of @s, so far as it is the same however it is read. */
static RetourSlice
plain_start (RetourSlice s)
{
  gsize n = 0;

  while (n < s.len && g_ascii_isgraph (s.data[n]) && strchr ("\"\\();", s.data[n]) == NULL &&
         !(s.data[n] == '=' && n + 1 < s.len && s.data[n + 1] == '?'))
    n++;
  return retour_slice (s.data, n);
}

/* Notes every boundary that @line of a header may declare. */
static void
note_boundaries (Budget *b, RetourSlice line)
{
  gssize at = retour_slice_find (line, "boundary", 0);

  for (; at >= 0; at = retour_slice_find (line, "boundary", 0)) {
    RetourSlice value;

    line = retour_slice_strip (retour_slice_from (line, (gsize) at + strlen ("boundary")));
    if (retour_slice_starts (line, "="))
      value = retour_slice_strip (retour_slice_from (line, 1));
    else
      value = retour_slice (NULL, 0);
    if (retour_slice_starts (value, "\""))
      value = retour_slice_from (value, 1);
    value = plain_start (value);
    if (value.len == 0 || b->n_known == max_known)
      b->unknown = TRUE;
    else
      b->known[b->n_known++] = value;
  }
}

static gboolean
is_delimiter (const Budget *b, RetourSlice line)
{
  if (line.len < 2 || line.data[0] != '-' || line.data[1] != '-')
    return FALSE;
  line = retour_slice_from (line, 2);
  for (guint i = 0; i < b->n_known; i++)
    if (line.len >= b->known[i].len && memcmp (line.data, b->known[i].data, b->known[i].len) == 0)
      return TRUE;
  return b->unknown;
}

static gboolean
spend_field (Budget *b, RetourSlice line, guint *oddities)
{
  b->fields++;
  b->bytes += line.len;
  b->all_bytes += line.len;
  if (retour_slice_starts (line, "content-type") && retour_slice_find (line, "multipart", 12) > 0 &&
      ++b->multiparts > max_multiparts) {
    *oddities |= RETOUR_ODDITY_DEEP_NESTING;
    return FALSE;
  }
  note_boundaries (b, line);
  if (b->fields <= RETOUR_LIMIT_HEADER_FIELDS && b->bytes <= RETOUR_LIMIT_PART_HEADER &&
      b->all_bytes <= RETOUR_LIMIT_PART_HEADERS)
    return TRUE;
  *oddities |= RETOUR_ODDITY_LONG_FIELD;
  return FALSE;
}

static gboolean
spend (Budget *b, RetourSlice line, guint *oddities)
{
  if (is_delimiter (b, line)) {
    b->in_header = TRUE;
    b->fields = 0;
    b->bytes = 0;
    if (++b->delimiters > max_delimiters)
      *oddities |= RETOUR_ODDITY_MANY_PARTS;
    return b->delimiters <= max_delimiters;
  }
  if (!b->in_header)
    return TRUE;
  if (line.len == 0 || (line.len == 1 && *line.data == '\r')) {
    b->in_header = FALSE;
    return TRUE;
  }
  return spend_field (b, line, oddities);
}

RetourSlice
retour_budget_cut (const char *type, RetourSlice body, guint *oddities)
{
  Budget budget = { .n_known = 0 };
  gsize at = 0;

  note_boundaries (&budget, retour_slice_of (type));
  while (at < body.len) {
    const char *start = body.data + at;
    const char *lf = memchr (start, '\n', body.len - at);
    gsize n = lf != NULL ? (gsize) (lf - start) : body.len - at;

    /* outside of part headers only lines that start with "--" matter */
    if ((budget.in_header || *start == '-') && !spend (&budget, retour_slice (start, n), oddities))
      return retour_slice (body.data, at);
    at += n + 1;
  }
  return body;
}
