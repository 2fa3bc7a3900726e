/* compile-dialects: the files of src/data/dialects. */
#include "compile-data.h"

#include "extract/dialect.h"

#include <stdio.h>
#include <string.h>

static void
print_pattern (const RetourPattern *pattern)
{
  printf (" { %u, %u, %u, %u, { {", pattern->steps, pattern->floating, pattern->open,
          pattern->first);
  for (guint k = 0; k < G_N_ELEMENTS (pattern->need.bits); k++)
    printf (" G_GUINT64_CONSTANT (%" G_GUINT64_FORMAT "),", pattern->need.bits[k]);
  printf (" } } },");
}

static void
print_steps (const GArray *steps)
{
  printf ("\nstatic const RetourPatternStep dialect_steps[] = {\n ");
  for (guint i = 0; i < steps->len; i++) {
    const RetourPatternStep *step = &g_array_index (steps, RetourPatternStep, i);

    printf (" { %u, %u, %u },", step->op, step->fact, step->words);
  }
  printf ("\n};\n");
}

static void
print_patterns (const GArray *patterns)
{
  printf ("\nstatic const RetourPattern dialect_patterns[] = {\n");
  for (guint i = 0; i < patterns->len; i++) {
    print_pattern (&g_array_index (patterns, RetourPattern, i));
    printf ("\n");
  }
  printf ("};\n");
}

static void
print_tests (const GArray *tests)
{
  printf ("\nstatic const RetourHeaderTest dialect_tests[] = {\n");
  for (guint i = 0; i < tests->len; i++) {
    const RetourHeaderTest *test = &g_array_index (tests, RetourHeaderTest, i);

    printf ("  { %uu, %uu,", test->hash, test->key);
    print_pattern (&test->value);
    printf (" },\n");
  }
  printf ("};\n");
}

static void
print_dialect (const RetourDialect *d)
{
  const RetourText texts[] = { d->id,       d->title,  d->client, d->server,
                               d->fallback, d->action, d->hook,   d->extends };
  const RetourDialectList lists[] = { d->when,  d->unless,  d->begin,     d->end,   d->stop,
                                      d->error, d->skip,    d->recipient, d->field, d->delayed,
                                      d->final, d->failure, d->contact };

  printf ("  { &dialect_pool,");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    printf (" %u,", texts[i]);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    printf (" { %u, %u },", lists[i].first, lists[i].n);
  printf (" %u, %u, %u, %u },\n", d->need, d->diagnostic, d->dsn, d->rest);
}

static void
print_dialects (const RetourDialectBuilder *builder)
{
  guint n = builder->dialects->len;

  print_block ("dialect_words", &builder->words.words);
  print_steps (builder->words.steps);
  print_patterns (builder->patterns);
  print_tests (builder->tests);
  printf ("\nstatic const RetourDialectPool dialect_pool = {\n"
          "  { dialect_words, dialect_steps }, dialect_patterns, dialect_tests\n};\n"
          "\nstatic const RetourDialect dialect_rows[] = {\n");
  for (guint i = 0; i < n; i++)
    print_dialect (&g_array_index (builder->dialects, RetourDialect, i));
  printf ("};\n\nstatic const RetourDialect *const dialects[] = {\n ");
  for (guint i = 0; i < n; i++)
    printf (" &dialect_rows[%u],", i);
  printf ("\n};\nconst RetourDialectTable retour_builtin_dialects = { dialects, %u };\n", n);
}

static gboolean
read_file (const char *folder, const char *name, RetourDialectBuilder *builder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *id = g_strndup (name, strlen (name) - strlen (".dialect"));
  g_autoptr (GBytes) source = NULL;
  char *data = NULL;
  gsize size = 0;

  if (!g_file_get_contents (path, &data, &size, error))
    return FALSE;
  source = g_bytes_new_take (data, size);
  return retour_dialect_builder_add (builder, id, source, error);
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

gboolean
compile_dialects (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "dialects", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  RetourDialectBuilder builder;
  gboolean ok = TRUE;
  const char *name;

  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".dialect"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, by_name);
  retour_dialect_builder_init (&builder);
  for (guint k = 0; ok && k < names->len; k++)
    ok = read_file (path, g_ptr_array_index (names, k), &builder, error);
  if (ok)
    print_dialects (&builder);
  retour_dialect_builder_clear (&builder);
  return ok;
}
