#include "compile.h"

#include "extract/dialect.h"

#include <stdio.h>

/* As a C string literal; octal escapes never run into a following digit. */
static void
print_string (FILE *out, const char *text)
{
  if (text == NULL) {
    fputs ("NULL", out);
    return;
  }
  fputc ('"', out);
  for (; *text != '\0'; text++)
    if (*text == '"' || *text == '\\' || *text == '?')
      fprintf (out, "\\%c", *text);
    else if (g_ascii_isprint (*text))
      fputc (*text, out);
    else
      fprintf (out, "\\%03o", (guint) (guchar) *text);
  fputc ('"', out);
}

static void
print_steps (FILE *out, const char *name, const RetourPattern *pattern)
{
  const RetourPatternStep *step = pattern->steps;

  fprintf (out, "static const RetourPatternStep %s[] = {", name);
  do {
    fprintf (out, " { %u, %u, ", step->op, step->fact);
    print_string (out, step->text);
    fputs (" },", out);
  } while (step++->op != RETOUR_PATTERN_END);
  fputs (" };\n", out);
}

static void
print_list (FILE *out, const char *name, RetourPatternList list)
{
  for (guint i = 0; i < list.n; i++) {
    g_autofree char *steps = g_strdup_printf ("%s_%u", name, i);

    print_steps (out, steps, &list.patterns[i]);
  }
  fprintf (out, "static const RetourPattern %s[] = {", name);
  for (guint i = 0; i < list.n; i++)
    fprintf (out, " { %s_%u, %d, %d },", name, i, list.patterns[i].floating, list.patterns[i].open);
  fputs (" { NULL, 0, 0 } };\n", out);
}

static void
print_tests (FILE *out, const char *name, RetourHeaderTestList list)
{
  for (guint i = 0; i < list.n; i++) {
    g_autofree char *steps = g_strdup_printf ("%s_%u", name, i);

    print_steps (out, steps, &list.tests[i].value);
  }
  fprintf (out, "static const RetourHeaderTest %s[] = {", name);
  for (guint i = 0; i < list.n; i++) {
    fputs (" { ", out);
    print_string (out, list.tests[i].header);
    fprintf (out, ", { %s_%u, %d, %d } },", name, i, list.tests[i].value.floating,
             list.tests[i].value.open);
  }
  fputs (" { NULL, { NULL, 0, 0 } } };\n", out);
}

static void
print_dialect (FILE *out, guint k, const RetourDialect *d)
{
  const struct {
    const char *name;
    RetourPatternList list;
  } lists[] = { { "begin", d->begin }, { "end", d->end },   { "stop", d->stop },
                { "error", d->error }, { "skip", d->skip }, { "recipient", d->recipient },
                { "field", d->field } };
  const char *const strings[] = { d->client, d->server, d->fallback, d->action, d->hook };
  g_autofree char *when = g_strdup_printf ("d%u_when", k);
  g_autofree char *unless = g_strdup_printf ("d%u_unless", k);

  print_tests (out, when, d->when);
  print_tests (out, unless, d->unless);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autofree char *name = g_strdup_printf ("d%u_%s", k, lists[i].name);

    print_list (out, name, lists[i].list);
  }
  fprintf (out, "static const RetourDialect d%u = {\n  ", k);
  print_string (out, d->id);
  fputs (", ", out);
  print_string (out, d->title);
  fprintf (out, ", %u, { %s, %u }, { %s, %u },\n ", d->need, when, d->when.n, unless, d->unless.n);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    fprintf (out, " { d%u_%s, %u },", k, lists[i].name, lists[i].list.n);
  fprintf (out, "\n  %u, %u", d->diagnostic, d->dsn);
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++) {
    fputs (", ", out);
    print_string (out, strings[i]);
  }
  fputs ("\n};\n", out);
}

static gboolean
compile_file (const char *folder, const char *name, guint k, FILE *out, GError **error)
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
    print_dialect (out, k, dialect);
  return dialect != NULL;
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

gboolean
compile_dialects (const char *data_folder, FILE *out, GError **error)
{
  g_autofree char *folder = g_build_filename (data_folder, "dialects", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".dialect"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, by_name);
  fputs ("#include \"extract/dialect.h\"\n", out);
  for (guint k = 0; k < names->len; k++)
    if (!compile_file (folder, g_ptr_array_index (names, k), k, out, error))
      return FALSE;
  fputs ("static const RetourDialect *const dialects[] = {", out);
  for (guint k = 0; k < names->len; k++)
    fprintf (out, " &d%u,", k);
  fprintf (out, " NULL };\nconst RetourDialectTable retour_builtin_dialects = { dialects, %u };\n",
           names->len);
  return TRUE;
}
