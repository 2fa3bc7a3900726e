#include "extract/pattern.h"

#include <retour/retour.h>

void
retour_pattern_builder_init (RetourPatternBuilder *self)
{
  retour_texts_init (&self->words);
  self->steps = g_array_new (FALSE, FALSE, sizeof (RetourPatternStep));
}

void
retour_pattern_builder_clear (RetourPatternBuilder *self)
{
  retour_texts_clear (&self->words);
  g_array_unref (self->steps);
}

RetourPatternPool
retour_pattern_builder_get_pool (const RetourPatternBuilder *self)
{
  return (RetourPatternPool) { self->words.block->str,
                               (const RetourPatternStep *) (const void *) self->steps->data };
}

RetourPatternPool
retour_pattern_builder_steal_pool (RetourPatternBuilder *self)
{
  return (RetourPatternPool) { retour_texts_steal (&self->words),
                               (const RetourPatternStep *) (const void *) g_array_free (self->steps,
                                                                                        FALSE) };
}

void
retour_pattern_pool_free (RetourPatternPool pool)
{
  g_free ((char *) (guintptr) pool.words);
  g_free ((RetourPatternStep *) (guintptr) pool.steps);
}

static void
add_step (RetourPatternBuilder *builder, RetourPatternOp op, guint fact, RetourText words)
{
  RetourPatternStep step = { (guint8) op, (guint8) fact, words };

  g_array_append_val (builder->steps, step);
}

/* "{fact}" or "{}". */
static gboolean
compile_brace (const char *name, gsize len, RetourPatternBuilder *builder, GError **error)
{
  guint fact = 0;

  if (len == 0) {
    add_step (builder, RETOUR_PATTERN_ANY, 0, 0);
    return TRUE;
  }
  while (fact < RETOUR_FACT_N && (strlen (retour_fact_name (fact)) != len ||
                                  strncmp (retour_fact_name (fact), name, len) != 0))
    fact++;
  if (fact == RETOUR_FACT_N) {
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_DATA, "no fact named '%.*s'", (int) len, name);
    return FALSE;
  }
  add_step (builder, RETOUR_PATTERN_FACT, fact, 0);
  return TRUE;
}

static const char *
compile_literal (const char *p, RetourPatternBuilder *builder)
{
  gsize n = strcspn (p, " \t\r{");
  g_autofree char *words = g_ascii_strdown (p, (gssize) n);

  add_step (builder, RETOUR_PATTERN_LITERAL, 0, retour_texts_add (&builder->words, words));
  return p + n;
}

static gboolean
compile_steps (const char *p, RetourPatternBuilder *builder, GError **error)
{
  while (*p != '\0') {
    gsize blanks = strspn (p, " \t\r");
    const char *close;

    if (blanks > 0) {
      add_step (builder, RETOUR_PATTERN_BLANKS, 0, 0);
      p += blanks;
      continue;
    }
    if (*p != '{') {
      p = compile_literal (p, builder);
      continue;
    }
    close = strchr (p, '}');
    if (close == NULL) {
      g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_DATA, "'{' without '}'");
      return FALSE;
    }
    if (!compile_brace (p + 1, (gsize) (close - p - 1), builder, error))
      return FALSE;
    p = close + 1;
  }
  return TRUE;
}

/* What a line must have: its first byte, and the bigrams of all literals. */
static void
note_needs (RetourPattern *self, const RetourPatternPool *pool)
{
  const RetourPatternStep *step = pool->steps + self->steps;

  if (!self->floating && step->op == RETOUR_PATTERN_LITERAL)
    self->first = (guint8) (guchar) pool->words[step->words] | 0x20;
  for (; step->op != RETOUR_PATTERN_END; step++) {
    RetourBigrams set = { { 0 } };

    if (step->op == RETOUR_PATTERN_LITERAL)
      set = retour_bigrams_of (retour_slice_of (pool->words + step->words));
    for (guint i = 0; i < G_N_ELEMENTS (set.bits); i++)
      self->need.bits[i] |= set.bits[i];
  }
}

gboolean
retour_pattern_compile (const char *text, RetourPatternBuilder *builder, RetourPattern *self,
                        GError **error)
{
  gsize n = strlen (text);
  g_autofree char *body = NULL;
  RetourPatternPool pool;

  *self = (RetourPattern) { .steps = builder->steps->len };
  self->floating = *text == '*';
  self->open = n > 1 && text[n - 1] == '*';
  text += self->floating ? 1 : 0;
  if (self->floating)
    text += strspn (text, " \t");
  body = g_strndup (text, strlen (text) - (self->open ? 1 : 0));
  if (!compile_steps (body, builder, error))
    return FALSE;
  add_step (builder, RETOUR_PATTERN_END, 0, 0);
  pool = retour_pattern_builder_get_pool (builder);
  note_needs (self, &pool);
  return TRUE;
}
