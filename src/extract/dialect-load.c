#include "extract/detect.h"

#include <retour/retour.h>

#include "base/text.h"

enum {
  LIST_BEGIN,
  LIST_END,
  LIST_STOP,
  LIST_ERROR,
  LIST_SKIP,
  LIST_RECIPIENT,
  LIST_FIELD,
  LIST_DELAYED,
  LIST_FINAL,
  LIST_FAILURE,
  LIST_CONTACT,
  N_LISTS
};
enum { TESTS_WHEN, TESTS_UNLESS, N_TESTS };

/* A dialect while its file is read: the lists still grow. */
typedef struct {
  RetourDialect *self;
  RetourDialectBuilder *builder;
  GArray *lists[N_LISTS]; /* of RetourPattern */
  GArray *tests[N_TESTS]; /* of RetourHeaderTest */
  guint seen;             /* set of 1 << row of @keys */
} Loader;

static const char *const diagnostic_modes[RETOUR_DIAGNOSTIC_N] = {
  [RETOUR_DIAGNOSTIC_FOLLOWING] = "following",
  [RETOUR_DIAGNOSTIC_MARKED] = "marked",
  [RETOUR_DIAGNOSTIC_FIRST] = "first",
  [RETOUR_DIAGNOSTIC_CAPTURED] = "captured",
};

static const char *const dsn_modes[RETOUR_DSN_N] = {
  [RETOUR_DSN_PREFER] = "prefer",
  [RETOUR_DSN_MERGE] = "merge",
  [RETOUR_DSN_IGNORE] = "ignore",
};

static gboolean
fail (GError **error, const char *format, const char *value)
{
  g_autofree char *what = g_strdup_printf ("%s '%s'", format, value);

  g_set_error_literal (error, RETOUR_ERROR, RETOUR_ERROR_DATA, what);
  return FALSE;
}

static RetourText
keep (Loader *loader, const char *text)
{
  return retour_texts_add (&loader->builder->words.words, text);
}

static gboolean
takes_address (const RetourPattern *pattern, const RetourPatternBuilder *builder)
{
  const RetourPatternStep *step = retour_pattern_builder_get_pool (builder).steps + pattern->steps;

  while (step->op != RETOUR_PATTERN_END &&
         (step->op != RETOUR_PATTERN_FACT || step->fact != RETOUR_FACT_ADDRESS))
    step++;
  return step->op != RETOUR_PATTERN_END;
}

static gboolean
key_list (Loader *loader, guint which, char *value, GError **error)
{
  RetourPattern pattern;

  if (!retour_pattern_compile (value, &loader->builder->words, &pattern, error))
    return FALSE;
  g_array_append_val (loader->lists[which], pattern);
  if (which == LIST_RECIPIENT && !takes_address (&pattern, &loader->builder->words))
    return fail (error, "no {address} in", value);
  return TRUE;
}

static gboolean
key_test (Loader *loader, guint which, char *value, GError **error)
{
  gsize n = strcspn (value, " \t");
  const char *pattern = value + n + strspn (value + n, " \t");
  RetourHeaderTest test;

  if (!retour_pattern_compile (*pattern != '\0' ? pattern : "**", &loader->builder->words,
                               &test.value, error))
    return FALSE;
  test.hash = retour_detect_hash (retour_slice (value, n));
  test.key = retour_detect_key (test.hash, pattern);
  g_array_append_val (loader->tests[which], test);
  return TRUE;
}

static gboolean
key_need (Loader *loader, guint which, char *value, GError **error)
{
  guint64 n = 0;

  (void) which;
  if (g_str_equal (value, "all"))
    loader->self->need = 0;
  else if (g_str_equal (value, "never"))
    loader->self->need = RETOUR_NEED_NEVER;
  else if (g_str_equal (value, "any"))
    loader->self->need = 1;
  else if (g_ascii_string_to_unsigned (value, 10, 1, 9, &n, NULL))
    loader->self->need = (guint8) n;
  else
    return fail (error, "want 'any', 'all', 'never' or a number, not", value);
  return TRUE;
}

static gboolean
lookup_mode (const char *const *names, guint n, const char *value, guint *mode)
{
  for (guint i = 0; i < n; i++) {
    if (!g_str_equal (names[i], value))
      continue;
    *mode = i;
    return TRUE;
  }
  return FALSE;
}

static gboolean
key_diagnostic (Loader *loader, guint which, char *value, GError **error)
{
  guint mode = 0;

  (void) which;
  if (!lookup_mode (diagnostic_modes, RETOUR_DIAGNOSTIC_N, value, &mode))
    return fail (error, "no such way to find the diagnostic:", value);
  loader->self->diagnostic = (guint8) mode;
  return TRUE;
}

static gboolean
key_dsn (Loader *loader, guint which, char *value, GError **error)
{
  guint mode = 0;

  (void) which;
  if (!lookup_mode (dsn_modes, RETOUR_DSN_N, value, &mode))
    return fail (error, "want 'prefer', 'merge' or 'ignore', not", value);
  loader->self->dsn = (guint8) mode;
  return TRUE;
}

static gboolean
key_rest (Loader *loader, guint which, char *value, GError **error)
{
  static const char *const modes[RETOUR_REST_N] = { "read", "ignore" };
  guint mode = 0;

  (void) which;
  if (!lookup_mode (modes, RETOUR_REST_N, value, &mode))
    return fail (error, "want 'read' or 'ignore', not", value);
  loader->self->rest = (guint8) mode;
  return TRUE;
}

static gboolean
key_transcript (Loader *loader, guint which, char *value, GError **error)
{
  g_auto (GStrv) prefixes = g_strsplit (value, " ", 2);

  (void) which;
  if (g_strv_length (prefixes) != 2)
    return fail (error, "want the client's and the server's prefix, not", value);
  loader->self->client = keep (loader, prefixes[0]);
  loader->self->server = keep (loader, g_strstrip (prefixes[1]));
  return TRUE;
}

static gboolean
key_hook (Loader *loader, guint which, char *value, GError **error)
{
  (void) which;
  if (retour_hook_lookup (value) == NULL)
    return fail (error, "no hook named", value);
  loader->self->hook = keep (loader, value);
  return TRUE;
}

static gboolean
key_title (Loader *loader, guint which, char *value, GError **error)
{
  (void) which, (void) error;
  loader->self->title = keep (loader, value);
  return TRUE;
}

/* That the other one is there is known only when all are loaded. */
static gboolean
key_extends (Loader *loader, guint which, char *value, GError **error)
{
  (void) which, (void) error;
  loader->self->extends = keep (loader, value);
  return TRUE;
}

static gboolean
key_fallback (Loader *loader, guint which, char *value, GError **error)
{
  (void) which, (void) error;
  loader->self->fallback = keep (loader, value);
  return TRUE;
}

static gboolean
key_action (Loader *loader, guint which, char *value, GError **error)
{
  static const char *const actions[] = { "failed", "delayed", "delivered", "relayed", "expanded" };
  guint i = 0;

  (void) which;
  if (!lookup_mode (actions, G_N_ELEMENTS (actions), value, &i))
    return fail (error, "no such action:", value);
  loader->self->action = keep (loader, value);
  return TRUE;
}

/* clang-format off */
static const struct {
  const char *name;
  gboolean (*parse) (Loader *loader, guint which, char *value, GError **error);
  guint which;
  gboolean many; /* may stand there more than once */
} keys[] = {
  { "action", key_action, 0, FALSE },
  { "begin", key_list, LIST_BEGIN, TRUE },
  { "contact", key_list, LIST_CONTACT, TRUE },
  { "delayed", key_list, LIST_DELAYED, TRUE },
  { "diagnostic", key_diagnostic, 0, FALSE },
  { "dsn", key_dsn, 0, FALSE },
  { "end", key_list, LIST_END, TRUE },
  { "error", key_list, LIST_ERROR, TRUE },
  { "extends", key_extends, 0, FALSE },
  { "failure", key_list, LIST_FAILURE, TRUE },
  { "fallback", key_fallback, 0, FALSE },
  { "field", key_list, LIST_FIELD, TRUE },
  { "final", key_list, LIST_FINAL, TRUE },
  { "hook", key_hook, 0, FALSE },
  { "if", key_test, TESTS_WHEN, TRUE },
  { "need", key_need, 0, FALSE },
  { "recipient", key_list, LIST_RECIPIENT, TRUE },
  { "rest", key_rest, 0, FALSE },
  { "skip", key_list, LIST_SKIP, TRUE },
  { "stop", key_list, LIST_STOP, TRUE },
  { "title", key_title, 0, FALSE },
  { "transcript", key_transcript, 0, FALSE },
  { "unless", key_test, TESTS_UNLESS, TRUE },
};
/* clang-format on */

/* "  text" in quotes keeps its leading blanks; elsewhere they only separate key and value. */
static char *
value_of (char *text)
{
  gsize n = strlen (text);

  if (n < 2 || text[0] != '"' || text[n - 1] != '"')
    return text;
  text[n - 1] = '\0';
  return text + 1;
}

static gboolean
load_line (const char *file, guint line, char *text, gpointer data, GError **error)
{
  Loader *loader = data;
  g_autoptr (GError) local = NULL;
  gsize n = strcspn (text, " \t");
  char *value = text + n + strspn (text + n, " \t");

  if (*text == '\0')
    return TRUE;
  text[n] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (!g_str_equal (keys[i].name, text))
      continue;
    if (*value == '\0')
      return retour_text_fail (error, file, line, "'%s' has no value", text);
    if (!keys[i].many && (loader->seen & (1u << i)) != 0)
      return retour_text_fail (error, file, line, "'%s' stands there twice", text);
    loader->seen |= 1u << i;
    if (keys[i].parse (loader, keys[i].which, value_of (value), &local))
      return TRUE;
    return retour_text_fail (error, file, line, "%s: %s", text, local->message);
  }
  return retour_text_fail (error, file, line, "unknown key '%s'", text);
}

static gboolean
is_complete (const RetourDialect *self, const char *file, GError **error)
{
  if (self->title == 0)
    return retour_text_fail (error, file, 1, "no 'title'");
  if (self->when.n == 0 && self->need != RETOUR_NEED_NEVER)
    return retour_text_fail (error, file, 1, "no 'if': nothing tells this dialect");
  return TRUE;
}

/* Adds the rows of @from to @all; %FALSE if that is too many. */
static gboolean
add_list (GArray *all, const GArray *from, RetourDialectList *list)
{
  if (all->len + from->len > G_MAXUINT16)
    return FALSE;
  *list = (RetourDialectList) { (guint16) all->len, (guint16) from->len };
  if (from->len > 0)
    g_array_append_vals (all, from->data, from->len);
  return TRUE;
}

static gboolean
add_lists (Loader *loader, const char *file, GError **error)
{
  RetourDialect *self = loader->self;
  RetourDialectList *const lists[N_LISTS] = {
    [LIST_BEGIN] = &self->begin,     [LIST_END] = &self->end,
    [LIST_STOP] = &self->stop,       [LIST_ERROR] = &self->error,
    [LIST_SKIP] = &self->skip,       [LIST_RECIPIENT] = &self->recipient,
    [LIST_FIELD] = &self->field,     [LIST_DELAYED] = &self->delayed,
    [LIST_FINAL] = &self->final,     [LIST_FAILURE] = &self->failure,
    [LIST_CONTACT] = &self->contact,
  };
  RetourDialectList *const tests[N_TESTS] = {
    [TESTS_WHEN] = &self->when, [TESTS_UNLESS] = &self->unless
  };
  gboolean ok = TRUE;

  for (guint i = 0; ok && i < N_LISTS; i++)
    ok = add_list (loader->builder->patterns, loader->lists[i], lists[i]);
  for (guint i = 0; ok && i < N_TESTS; i++)
    ok = add_list (loader->builder->tests, loader->tests[i], tests[i]);
  return ok || retour_text_fail (error, file, 1, "too many lines");
}

gboolean
retour_dialect_builder_add (RetourDialectBuilder *self, const char *id, GBytes *source,
                            GError **error)
{
  RetourDialect dialect = { .need = 1 };
  Loader loader = { .self = &dialect, .builder = self };
  g_autofree char *file = g_strconcat (id, ".dialect", NULL);
  gboolean ok;

  dialect.id = keep (&loader, id);
  for (guint i = 0; i < N_LISTS; i++)
    loader.lists[i] = g_array_new (FALSE, FALSE, sizeof (RetourPattern));
  for (guint i = 0; i < N_TESTS; i++)
    loader.tests[i] = g_array_new (FALSE, FALSE, sizeof (RetourHeaderTest));
  ok = retour_text_each_line (file, source, load_line, &loader, error) &&
       add_lists (&loader, file, error) && is_complete (&dialect, file, error);
  for (guint i = 0; i < N_LISTS; i++)
    g_array_unref (loader.lists[i]);
  for (guint i = 0; i < N_TESTS; i++)
    g_array_unref (loader.tests[i]);
  if (ok)
    g_array_append_val (self->dialects, dialect);
  return ok;
}
