#include "shell.h"
#include "test.h"

/* The command lines in README.md and in the manual do what is printed below them. An example is
 * a line that starts with "$ " inside a block (``` in README.md, .EX or .nf in the manual) and
 * the lines that follow up to the next one. */
typedef struct {
  const char *file;
  guint line; /* where it starts, from 1 */
  guint n_command_lines;
  guint n_output_lines;
  GString *command;
  GString *output;
} Example;

typedef struct {
  const char *file;
  const char *const *open; /* starts of lines that open and close a block */
  const char *const *close;
  gboolean roff;
} Document;

static GPtrArray *examples; /* of Example * */

static gboolean
starts_with_any (const char *line, const char *const *prefixes)
{
  for (; *prefixes != NULL; prefixes++) {
    if (g_str_has_prefix (line, *prefixes))
      return TRUE;
  }
  return FALSE;
}

/* What a line of a manual page looks like on paper. */
static char *
plain (const char *line)
{
  static const char *const escapes[][2] = {
    { "\\-", "-" },   { "\\&", "" },     { "\\e", "\\" },  { "\\(aq", "'" }, { "\\(dq", "\"" },
    { "\\(ga", "`" }, { "\\(rs", "\\" }, { "\\(ha", "^" }, { "\\(ti", "~" }
  };
  GString *out = g_string_new (NULL);

  while (*line != '\0') {
    guint i = 0;

    while (i < G_N_ELEMENTS (escapes) && !g_str_has_prefix (line, escapes[i][0]))
      i++;
    if (i < G_N_ELEMENTS (escapes)) {
      g_string_append (out, escapes[i][1]);
      line += strlen (escapes[i][0]);
    } else {
      g_string_append_c (out, *line++);
    }
  }
  return g_string_free (out, FALSE);
}

/* A line inside a block. */
static void
add_line (const Document *doc, guint number, const char *raw, Example **current)
{
  g_autofree char *line = doc->roff ? plain (raw) : g_strdup (raw);
  Example *e = *current;

  if (g_str_has_prefix (line, "$ ")) {
    e = g_new0 (Example, 1);
    *e = (Example) { .file = doc->file, .line = number, .n_command_lines = 1 };
    e->command = g_string_new (line + strlen ("$ "));
    e->output = g_string_new (NULL);
    g_ptr_array_add (examples, e);
    *current = e;
  } else if (e != NULL && e->output->len == 0 && g_str_has_suffix (e->command->str, "\\")) {
    g_string_append_printf (e->command, "\n%s", line);
    e->n_command_lines++;
  } else if (e != NULL) {
    g_string_append_printf (e->output, "%s\n", line);
    e->n_output_lines++;
  }
}

static void
find_examples (const Document *doc)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean inside = FALSE;
  Example *current = NULL;

  if (!g_file_get_contents (doc->file, &text, NULL, NULL))
    return;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (inside && starts_with_any (lines[i], doc->close)) {
      inside = FALSE;
    } else if (!inside && starts_with_any (lines[i], doc->open)) {
      inside = TRUE;
      current = NULL;
    } else if (inside) {
      add_line (doc, i + 1, lines[i], &current);
    }
  }
}

/* CSV ends its lines with CRLF, which a page does not show. */
static void
drop_carriage_returns (char *text)
{
  char *to = text;

  for (const char *from = text; *from != '\0'; from++)
    if (*from != '\r')
      *to++ = *from;
  *to = '\0';
}

static char *
run_example (const Example *e)
{
  g_autofree char *command = g_strdup_printf ("{ %s\n} 2>&1", e->command->str);
  char *got = NULL;

  test_shell (command, &got, NULL);
  drop_carriage_returns (got);
  return got;
}

/* Rewrites the file with what its examples print now. */
static void
accept_examples (const char *file)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  guint next = 0;

  if (!g_file_get_contents (file, &text, NULL, NULL))
    return;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; i < examples->len; i++) {
    Example *e = g_ptr_array_index (examples, i);
    g_autofree char *got = g_str_equal (e->file, file) ? run_example (e) : NULL;

    if (got == NULL)
      continue;
    while (next + 1 < e->line + e->n_command_lines)
      g_string_append_printf (out, "%s\n", lines[next++]);
    g_string_append (out, got);
    next += e->n_output_lines;
    g_string_assign (e->output, got);
  }
  for (; lines[next] != NULL; next++)
    g_string_append_printf (out, "%s%s", lines[next], lines[next + 1] != NULL ? "\n" : "");
  g_file_set_contents (file, out->str, (gssize) out->len, NULL);
}

static void
prepare (void)
{
  static const char *const fence[] = { "```", NULL };
  static const char *const roff_open[] = { ".EX", ".nf", ".Bd -literal", NULL };
  static const char *const roff_close[] = { ".EE", ".fi", ".Ed", NULL };
  static const Document documents[] = {
    { "README.md", fence, fence, FALSE },
    { "src/cli/retour.1", roff_open, roff_close, TRUE },
  };

  examples = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    find_examples (&documents[i]);
  if (g_getenv ("RETOUR_ACCEPT") != NULL)
    accept_examples (documents[0].file);
}

START_TEST (an_example_prints_what_is_below_it)
{
  const Example *e = g_ptr_array_index (examples, _i);
  g_autofree char *got = run_example (e);

  ck_assert_msg (g_str_equal (got, e->output->str), "%s:%u: $ %s\nwant:\n%s\ngot:\n%s", e->file,
                 e->line, e->command->str, e->output->str, got);
}
END_TEST

START_TEST (both_documents_have_examples)
{
  guint in_readme = 0;

  for (guint i = 0; i < examples->len; i++) {
    const Example *e = g_ptr_array_index (examples, i);

    in_readme += g_str_equal (e->file, "README.md") ? 1 : 0;
  }
  ck_assert_uint_gt (in_readme, 0);
  ck_assert_uint_gt (examples->len, in_readme);
}
END_TEST

RETOUR_TEST_MAIN ("readme", prepare (); tcase_add_test (tc, both_documents_have_examples);
                  tcase_add_loop_test (tc, an_example_prints_what_is_below_it, 0,
                                       (int) examples->len))
