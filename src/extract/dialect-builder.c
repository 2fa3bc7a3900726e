#include "extract/dialect.h"

void
retour_dialect_builder_init (RetourDialectBuilder *self)
{
  retour_pattern_builder_init (&self->words);
  self->patterns = g_array_new (FALSE, FALSE, sizeof (RetourPattern));
  self->tests = g_array_new (FALSE, FALSE, sizeof (RetourHeaderTest));
  self->dialects = g_array_new (FALSE, FALSE, sizeof (RetourDialect));
}

void
retour_dialect_builder_clear (RetourDialectBuilder *self)
{
  retour_pattern_builder_clear (&self->words);
  g_array_unref (self->patterns);
  g_array_unref (self->tests);
  g_array_unref (self->dialects);
}

/* The pool of one dialect; the builder is empty then. */
static RetourDialectPool *
steal_pool (RetourDialectBuilder *builder)
{
  RetourDialectPool *pool = g_new (RetourDialectPool, 1);

  pool->words = retour_pattern_builder_steal_pool (&builder->words);
  pool->patterns = (RetourPattern *) (void *) g_array_free (builder->patterns, FALSE);
  pool->tests = (RetourHeaderTest *) (void *) g_array_free (builder->tests, FALSE);
  return pool;
}

RetourDialect *
retour_dialect_load (const char *id, GBytes *source, GError **error)
{
  RetourDialectBuilder builder;
  RetourDialect *self;

  retour_dialect_builder_init (&builder);
  if (!retour_dialect_builder_add (&builder, id, source, error)) {
    retour_dialect_builder_clear (&builder);
    return NULL;
  }
  self = (RetourDialect *) (void *) g_array_free (builder.dialects, FALSE);
  self->pool = steal_pool (&builder);
  return self;
}

/* Casts away const: a loaded dialect owns what a built-in one only points to. */
static void *
owned (const void *p)
{
  return (void *) (guintptr) p;
}

void
retour_dialect_free (RetourDialect *self)
{
  retour_pattern_pool_free (self->pool->words);
  g_free (owned (self->pool->patterns));
  g_free (owned (self->pool->tests));
  g_free (owned (self->pool));
  g_free (self);
}
