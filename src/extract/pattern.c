#include "extract/pattern.h"

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r'; /* line ends: of folded header fields */
}

/* Whether the character beyond ASCII at @n ends the domain before it: a bracket or a stop of its
 * script, or a word of one that puts no blanks between words. */
static gboolean
ends_domain (RetourSlice s, gsize n)
{
  gunichar c = g_utf8_get_char_validated (s.data + n, (gssize) (s.len - n));

  if (c == (gunichar) -1 || c == (gunichar) -2)
    return FALSE;
  if (g_unichar_iswide (c) && g_ascii_isalnum (s.data[n - 1]))
    return TRUE;
  return !g_unichar_isalnum (c) && !g_unichar_ismark (c);
}

static gboolean
ends_address (RetourSlice s, gsize n, gboolean quoted, gboolean at)
{
  char c = s.data[n];

  if (at && (guchar) c >= 0xc0 && ends_domain (s, n))
    return TRUE;
  return !quoted && (is_blank (c) || strchr ("<>()[],;\"", c) != NULL);
}

/* {address}: up to `>` or a blank, quotes respected, with an `@` in it. */
static gsize
shape_address (RetourSlice s)
{
  gboolean quoted = FALSE, at = FALSE;
  gsize n = 0;

  for (; n < s.len; n++) {
    char c = s.data[n];

    if (c == '"' && (quoted ? s.data[n - 1] != '\\' : n == 0)) /* opens a local part only */
      quoted = !quoted;
    else if (ends_address (s, n, quoted, at))
      break;
    at = at || (c == '@' && !quoted);
  }
  while (n > 0 && strchr (":.'", s.data[n - 1]) != NULL)
    n--;
  return at ? n : 0;
}

static gsize
shape_host (RetourSlice s)
{
  gsize n = 0;

  while (n < s.len && (g_ascii_isalnum (s.data[n]) || strchr ("-_.:[]", s.data[n]) != NULL))
    n++;
  while (n > 0 && strchr (".:", s.data[n - 1]) != NULL)
    n--;
  return n;
}

static gsize
shape_reply (RetourSlice s)
{
  if (s.len < 3 || strchr ("245", s.data[0]) == NULL || !g_ascii_isdigit (s.data[1]) ||
      !g_ascii_isdigit (s.data[2]))
    return 0;
  return s.len > 3 && g_ascii_isalnum (s.data[3]) ? 0 : 3;
}

static gsize
shape_status (RetourSlice s)
{
  gsize n = 0, dots = 0;

  while (n < s.len && (g_ascii_isdigit (s.data[n]) || s.data[n] == '.'))
    dots += s.data[n++] == '.';
  if (n > 0 && s.data[n - 1] == '.') {
    n--;
    dots--;
  }
  return dots == 2 && n >= sizeof "5.1.1" - 1 && s.data[1] == '.' ? n : 0;
}

typedef gsize (*ShapeFunc) (RetourSlice rest);

/* Facts with a shape of their own; the others take text up to what follows in the pattern. */
static const ShapeFunc shapes[RETOUR_FACT_N] = {
  [RETOUR_FACT_ADDRESS] = shape_address,  [RETOUR_FACT_ALIAS] = shape_address,
  [RETOUR_FACT_REMOTE_HOST] = shape_host, [RETOUR_FACT_LOCAL_HOST] = shape_host,
  [RETOUR_FACT_REPLY] = shape_reply,      [RETOUR_FACT_STATUS] = shape_status,
  [RETOUR_FACT_COMMAND] = shape_host,
};

static gsize
skip_blanks (RetourSlice line, gsize at)
{
  while (at < line.len && is_blank (line.data[at]))
    at++;
  return at;
}

/* A line that a pattern is held against. */
typedef struct {
  const char *words; /* of the pool */
  RetourSlice line;
  RetourCaptures *captures;
} Try;

static gboolean
fits (const Try *self, const RetourPatternStep *step, gsize at)
{
  RetourSlice rest = retour_slice_from (self->line, at);

  if (step->op == RETOUR_PATTERN_LITERAL)
    return retour_slice_starts (rest, self->words + step->words);
  return step->op != RETOUR_PATTERN_FACT || shapes[step->fact] == NULL ||
         shapes[step->fact](rest) > 0;
}

/* The first blanks at or behind @at that are followed by what @step wants; -1: none. */
static gssize
find_blanks (const Try *self, const RetourPatternStep *step, gsize at)
{
  RetourSlice line = self->line;

  while (at < line.len) {
    gsize start = at;

    at = skip_blanks (line, at);
    if (at > start && fits (self, step, at))
      return (gssize) start;
    while (at < line.len && !is_blank (line.data[at]))
      at++;
  }
  return -1;
}

/* Where a fact with a shape may start: behind a byte at which every such shape ends, so that
 * looking for one takes time linear in the line. */
static gboolean
may_start (RetourSlice line, gsize at)
{
  return at == 0 || is_blank (line.data[at - 1]) || strchr ("<([,;\"", line.data[at - 1]) != NULL;
}

static gssize
find_fact (const Try *self, RetourFact fact, gsize at)
{
  if (shapes[fact] == NULL)
    return (gssize) at;
  for (; at < self->line.len; at++)
    if (may_start (self->line, at) && shapes[fact](retour_slice_from (self->line, at)) > 0)
      return (gssize) at;
  return -1;
}

/* Where @next starts when the step before it may take any text; -1: nowhere. */
static gssize
find_step (const Try *self, const RetourPatternStep *next, gsize at)
{
  switch (next->op) {
  case RETOUR_PATTERN_LITERAL:
    return retour_slice_find (self->line, self->words + next->words, at);
  case RETOUR_PATTERN_BLANKS:
    return find_blanks (self, next + 1, at);
  case RETOUR_PATTERN_FACT:
    return find_fact (self, (RetourFact) next->fact, at);
  default:
    return (gssize) self->line.len;
  }
}

static gboolean
take_fact (Try *self, const RetourPatternStep *step, gsize *at)
{
  ShapeFunc shape = shapes[step->fact];
  gssize end;

  if (shape == NULL)
    end = find_step (self, step + 1, *at);
  else
    end = (gssize) (*at + shape (retour_slice_from (self->line, *at)));
  if (end < 0 || (shape != NULL && end == (gssize) *at))
    return FALSE;
  self->captures->fact[step->fact] =
      retour_slice_strip (retour_slice (self->line.data + *at, (gsize) end - *at));
  *at = (gsize) end;
  return TRUE;
}

static gboolean
take_literal (const Try *self, const RetourPatternStep *step, gsize *at)
{
  const char *text = self->words + step->words;

  if (!retour_slice_starts (retour_slice_from (self->line, *at), text))
    return FALSE;
  *at += strlen (text);
  return TRUE;
}

/* One step at *at; moves *at behind what it took. */
static gboolean
take (Try *self, const RetourPatternStep *step, gsize *at)
{
  gsize from = *at;
  gssize to;

  switch (step->op) {
  case RETOUR_PATTERN_LITERAL:
    return take_literal (self, step, at);
  case RETOUR_PATTERN_BLANKS:
    *at = skip_blanks (self->line, from);
    return *at > from;
  case RETOUR_PATTERN_FACT:
    return take_fact (self, step, at);
  default:
    to = find_step (self, step + 1, from);
    *at = to < 0 ? from : (gsize) to;
    return to >= 0;
  }
}

/* A floating pattern is tried at so many places of a line. */
enum { max_tries = 8 };

static gboolean
match_at (Try *self, const RetourPatternStep *step, gboolean open, gsize at)
{
  memset (self->captures, 0, sizeof *self->captures);
  for (; step->op != RETOUR_PATTERN_END; step++)
    if (!take (self, step, &at))
      return FALSE;
  return open || skip_blanks (self->line, at) == self->line.len;
}

RetourBigrams
retour_bigrams_of (RetourSlice text)
{
  RetourBigrams set = { { 0 } };
  guint before = text.len > 0 ? (guint) (guchar) *text.data | 0x20 : 0;

  for (gsize i = 1; i < text.len; i++) {
    guint c = (guint) (guchar) text.data[i] | 0x20; /* folds the case of letters, and is cheap */
    guint h = (before * 37 + c) & 0xff;

    set.bits[h >> 6] |= G_GUINT64_CONSTANT (1) << (h & 63);
    before = c;
  }
  return set;
}

gboolean
retour_pattern_match (const RetourPatternPool *pool, const RetourPattern *self, RetourSlice line,
                      RetourCaptures *captures)
{
  const RetourPatternStep *first = pool->steps + self->steps;
  RetourCaptures got;
  Try try = { .words = pool->words, .line = line, .captures = &got };
  gssize at = 0;

  for (guint tries = 0; tries < max_tries; tries++) {
    at = self->floating ? find_step (&try, first, (gsize) at) : at;
    if (at < 0)
      return FALSE;
    if (match_at (&try, first, self->open, (gsize) at)) {
      if (captures != NULL)
        *captures = got; /* cppcheck-suppress uninitvar */
      return TRUE;
    }
    if (!self->floating || (gsize) at++ >= line.len)
      return FALSE;
  }
  return FALSE;
}
