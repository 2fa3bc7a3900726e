#include "extract/pattern.h"

#include <retour/retour.h>

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r'; /* line ends: of folded header fields */
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
    else if (!quoted && (is_blank (c) || strchr ("<>()[],;\"", c) != NULL))
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

static gboolean
fits (const RetourPatternStep *step, RetourSlice rest)
{
  if (step->op == RETOUR_PATTERN_LITERAL)
    return retour_slice_starts (rest, step->text);
  return step->op != RETOUR_PATTERN_FACT || shapes[step->fact] == NULL ||
         shapes[step->fact](rest) > 0;
}

/* The first blanks at or behind @at that are followed by what @step wants; -1: none. */
static gssize
find_blanks (const RetourPatternStep *step, RetourSlice line, gsize at)
{
  while (at < line.len) {
    gsize start = at;

    at = skip_blanks (line, at);
    if (at > start && fits (step, retour_slice_from (line, at)))
      return (gssize) start;
    while (at < line.len && !is_blank (line.data[at]))
      at++;
  }
  return -1;
}

/* Where the next step starts when the present one may take any text; -1: nowhere. */
static gssize
find_step (const RetourPatternStep *next, RetourSlice line, gsize at)
{
  switch (next->op) {
  case RETOUR_PATTERN_LITERAL:
    return retour_slice_find (line, next->text, at);
  case RETOUR_PATTERN_BLANKS:
    return find_blanks (next + 1, line, at);
  case RETOUR_PATTERN_FACT:
    for (; shapes[next->fact] != NULL && at < line.len; at++)
      if ((at == 0 || !g_ascii_isalnum (line.data[at - 1])) &&
          shapes[next->fact](retour_slice_from (line, at)) > 0)
        return (gssize) at;
    return shapes[next->fact] == NULL ? (gssize) at : -1;
  default:
    return (gssize) line.len;
  }
}

static gboolean
take_fact (const RetourPatternStep *step, RetourSlice line, gsize *at, RetourCaptures *captures)
{
  ShapeFunc shape = shapes[step->fact];
  gssize end;

  if (shape == NULL)
    end = find_step (step + 1, line, *at);
  else
    end = (gssize) (*at + shape (retour_slice_from (line, *at)));
  if (end < 0 || (shape != NULL && end == (gssize) *at))
    return FALSE;
  captures->fact[step->fact] =
      retour_slice_strip (retour_slice (line.data + *at, (gsize) end - *at));
  *at = (gsize) end;
  return TRUE;
}

static gboolean
take_literal (const char *text, RetourSlice line, gsize *at)
{
  if (!retour_slice_starts (retour_slice_from (line, *at), text))
    return FALSE;
  *at += strlen (text);
  return TRUE;
}

/* One step at *at; moves *at behind what it took. */
static gboolean
take (const RetourPatternStep *step, RetourSlice line, gsize *at, RetourCaptures *captures)
{
  gsize from = *at;
  gssize to;

  switch (step->op) {
  case RETOUR_PATTERN_LITERAL:
    return take_literal (step->text, line, at);
  case RETOUR_PATTERN_BLANKS:
    *at = skip_blanks (line, from);
    return *at > from;
  case RETOUR_PATTERN_FACT:
    return take_fact (step, line, at, captures);
  default:
    to = find_step (step + 1, line, from);
    *at = to < 0 ? from : (gsize) to;
    return to >= 0;
  }
}

/* A floating pattern is tried at so many places of a line. */
enum { max_tries = 8 };

static gboolean
match_at (const RetourPattern *self, RetourSlice line, gsize at, RetourCaptures *captures)
{
  for (const RetourPatternStep *step = self->steps; step->op != RETOUR_PATTERN_END; step++)
    if (!take (step, line, &at, captures))
      return FALSE;
  return self->open || skip_blanks (line, at) == line.len;
}

RetourBigrams
retour_bigrams_of (RetourSlice text)
{
  RetourBigrams set = { { 0 } };
  guint before = 0;

  for (gsize i = 0; i < text.len; i++) {
    guint c = (guint) (guchar) text.data[i] | 0x20; /* folds the case of letters, and is cheap */
    guint h = (before * 37 + c) & 0xff;

    if (i > 0)
      set.bits[h >> 6] |= G_GUINT64_CONSTANT (1) << (h & 63);
    before = c;
  }
  return set;
}

gboolean
retour_pattern_match (const RetourPattern *self, RetourSlice line, RetourCaptures *captures)
{
  const RetourPatternStep *first = self->steps;
  RetourCaptures got;
  gssize at = 0;

  for (guint tries = 0; tries < max_tries; tries++) {
    at = self->floating ? find_step (first, line, (gsize) at) : at;
    if (at < 0)
      return FALSE;
    memset (&got, 0, sizeof got);
    if (match_at (self, line, (gsize) at, &got)) {
      if (captures != NULL)
        *captures = got;
      return TRUE;
    }
    if (!self->floating || (gsize) at++ >= line.len)
      return FALSE;
  }
  return FALSE;
}

static gboolean
compile_brace (const char *name, gsize len, GArray *steps, GError **error)
{
  RetourPatternStep step = { .op = RETOUR_PATTERN_ANY };

  if (len > 0) {
    step.op = RETOUR_PATTERN_FACT;
    while (step.fact < RETOUR_FACT_N && (strlen (retour_fact_name (step.fact)) != len ||
                                         strncmp (retour_fact_name (step.fact), name, len) != 0))
      step.fact++;
    if (step.fact == RETOUR_FACT_N) {
      g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_DATA, "no fact named '%.*s'", (int) len, name);
      return FALSE;
    }
  }
  g_array_append_val (steps, step);
  return TRUE;
}

static const char *
compile_plain (const char *p, GArray *steps)
{
  RetourPatternStep step = { .op = RETOUR_PATTERN_BLANKS };
  gsize n;

  if (is_blank (*p)) {
    p += strspn (p, " \t");
  } else {
    n = strcspn (p, " \t{");
    step.op = RETOUR_PATTERN_LITERAL;
    step.text = g_ascii_strdown (p, (gssize) n);
    p += n;
  }
  g_array_append_val (steps, step);
  return p;
}

static gboolean
compile_steps (const char *p, GArray *steps, GError **error)
{
  while (*p != '\0') {
    const char *close = *p == '{' ? strchr (p, '}') : NULL;

    if (*p != '{') {
      p = compile_plain (p, steps);
    } else if (close == NULL) {
      g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_DATA, "'{' without '}'");
      return FALSE;
    } else {
      if (!compile_brace (p + 1, (gsize) (close - p - 1), steps, error))
        return FALSE;
      p = close + 1;
    }
  }
  return TRUE;
}

static void
note_bigrams (RetourPattern *self)
{
  for (const RetourPatternStep *step = self->steps; step->op != RETOUR_PATTERN_END; step++) {
    RetourBigrams set = retour_bigrams_of (retour_slice_of (step->text));

    for (guint i = 0; i < G_N_ELEMENTS (set.bits); i++)
      self->need.bits[i] |= set.bits[i];
  }
}

gboolean
retour_pattern_compile (const char *text, RetourPattern *self, GError **error)
{
  GArray *steps = g_array_new (FALSE, TRUE, sizeof (RetourPatternStep));
  const RetourPatternStep end = { .op = RETOUR_PATTERN_END };
  gsize n = strlen (text);
  g_autofree char *body = NULL;
  gboolean ok;

  self->floating = *text == '*';
  self->open = n > 1 && text[n - 1] == '*';
  text += self->floating ? 1 : 0;
  if (self->floating)
    text += strspn (text, " \t");
  body = g_strndup (text, strlen (text) - (self->open ? 1 : 0));
  ok = compile_steps (body, steps, error);
  g_array_append_val (steps, end);
  self->steps = (RetourPatternStep *) (void *) g_array_free (steps, FALSE);
  self->need = (RetourBigrams) { { 0 } };
  if (ok)
    note_bigrams (self);
  else
    retour_pattern_clear (self);
  return ok;
}

void
retour_pattern_clear (RetourPattern *self)
{
  RetourPatternStep *steps = (RetourPatternStep *) (guintptr) self->steps;

  for (gsize i = 0; steps != NULL && steps[i].op != RETOUR_PATTERN_END; i++)
    g_free ((char *) (guintptr) steps[i].text);
  g_free (steps);
  self->steps = NULL;
}
