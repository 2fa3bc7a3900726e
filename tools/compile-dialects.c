/* compile-dialects: the files of src/data/dialects. */
#include "compile-data.h"

#include "extract/dialect.h"

#include <stdio.h>
#include <string.h>

/* Past the last step of the pool: patterns do not say how many there are. */
static guint32
end_of_steps (const RetourDialect *d, RetourPatternList list, guint32 end)
{
  for (guint i = 0; i < list.n; i++) {
    guint32 step = list.patterns[i].steps;

    while (d->pool.steps[step].op != RETOUR_PATTERN_END)
      step++;
    end = MAX (end, step + 1);
  }
  return end;
}

/* Past the last word of so many steps. */
static guint32
end_of_words (const RetourDialect *d, guint32 n_steps)
{
  guint32 end = 0;

  for (guint32 i = 0; i < n_steps; i++)
    if (d->pool.steps[i].op == RETOUR_PATTERN_LITERAL)
      end = MAX (end, d->pool.steps[i].words +
                          (guint32) strlen (d->pool.words + d->pool.steps[i].words) + 1);
  return end;
}

static void
print_pool (guint k, const RetourDialect *d, guint32 n_steps)
{
  guint32 n_words = end_of_words (d, n_steps);

  printf ("static const char d%u_words[] = {", k);
  for (guint32 i = 0; i < n_words; i++)
    printf (" %d,", d->pool.words[i]);
  printf (" 0 };\nstatic const RetourPatternStep d%u_steps[] = {", k);
  for (guint32 i = 0; i < n_steps; i++)
    printf (" { %u, %u, %u },", d->pool.steps[i].op, d->pool.steps[i].fact, d->pool.steps[i].words);
  printf (" { %u, 0, 0 } };\n", RETOUR_PATTERN_END);
}

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
print_list (const char *name, RetourPatternList list)
{
  printf ("static const RetourPattern %s[] = {", name);
  for (guint i = 0; i < list.n; i++)
    print_pattern (&list.patterns[i]);
  printf (" { 0, 0, 0, 0, { { 0 } } } };\n");
}

static void
print_tests (const char *name, RetourHeaderTestList list)
{
  printf ("static const RetourHeaderTest %s[] = {", name);
  for (guint i = 0; i < list.n; i++) {
    printf (" { %uu, %uu,", list.tests[i].hash, list.tests[i].key);
    print_pattern (&list.tests[i].value);
    printf (" },");
  }
  printf (" { 0, 0, { 0, 0, 0, 0, { { 0 } } } } };\n");
}

static guint32
end_of_tests (const RetourDialect *d, RetourHeaderTestList list, guint32 end)
{
  for (guint i = 0; i < list.n; i++)
    end = end_of_steps (d, (RetourPatternList) { &list.tests[i].value, 1 }, end);
  return end;
}

static void
print_dialect (guint k, const RetourDialect *d)
{
  const struct {
    const char *name;
    RetourPatternList list;
  } lists[] = { { "begin", d->begin },     { "end", d->end },         { "stop", d->stop },
                { "error", d->error },     { "skip", d->skip },       { "recipient", d->recipient },
                { "field", d->field },     { "delayed", d->delayed }, { "final", d->final },
                { "failure", d->failure }, { "contact", d->contact } };
  const char *const strings[] = {
    d->client, d->server, d->fallback, d->action, d->hook, d->extends
  };
  g_autofree char *when = g_strdup_printf ("d%u_when", k);
  g_autofree char *unless = g_strdup_printf ("d%u_unless", k);
  guint32 n_steps = end_of_tests (d, d->unless, end_of_tests (d, d->when, 0));

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    n_steps = end_of_steps (d, lists[i].list, n_steps);
  print_pool (k, d, n_steps);
  print_tests (when, d->when);
  print_tests (unless, d->unless);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autofree char *name = g_strdup_printf ("d%u_%s", k, lists[i].name);

    print_list (name, lists[i].list);
  }
  printf ("static const RetourDialect d%u = {\n  ", k);
  print_string (d->id);
  printf (", ");
  print_string (d->title);
  printf (", { d%u_words, d%u_steps }, %u, { %s, %u }, { %s, %u },\n ", k, k, d->need, when,
          d->when.n, unless, d->unless.n);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    printf (" { d%u_%s, %u },", k, lists[i].name, lists[i].list.n);
  printf ("\n  %u, %u, %u", d->diagnostic, d->dsn, d->rest);
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++) {
    printf (", ");
    print_string (strings[i]);
  }
  printf ("\n};\n");
}

static gboolean
compile_file (const char *folder, const char *name, guint k, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *id = g_strndup (name, strlen (name) - strlen (".dialect"));
  g_autoptr (RetourDialect) dialect = NULL;
  g_autoptr (GBytes) source = NULL;
  char *data = NULL;
  gsize size = 0;

  if (!g_file_get_contents (path, &data, &size, error))
    return FALSE;
  source = g_bytes_new_take (data, size);
  dialect = retour_dialect_load (id, source, error);
  if (dialect != NULL)
    print_dialect (k, dialect);
  return dialect != NULL;
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
  const char *name;

  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".dialect"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, by_name);
  printf ("#include \"extract/dialect.h\"\n");
  for (guint k = 0; k < names->len; k++)
    if (!compile_file (path, g_ptr_array_index (names, k), k, error))
      return FALSE;
  printf ("static const RetourDialect *const dialects[] = {");
  for (guint k = 0; k < names->len; k++)
    printf (" &d%u,", k);
  printf (" NULL };\nconst RetourDialectTable retour_builtin_dialects = { dialects, %u };\n",
          names->len);
  return TRUE;
}
