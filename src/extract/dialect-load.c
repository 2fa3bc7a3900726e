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
  GArray *lists[N_LISTS]; /* of RetourPattern */
  GArray *tests[N_TESTS]; /* of RetourHeaderTest */
  RetourPatternBuilder patterns;
  guint seen; /* set of 1 << row of @keys */
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

  if (!retour_pattern_compile (value, &loader->patterns, &pattern, error))
    return FALSE;
  g_array_append_val (loader->lists[which], pattern);
  if (which == LIST_RECIPIENT && !takes_address (&pattern, &loader->patterns))
    return fail (error, "no {address} in", value);
  return TRUE;
}

static gboolean
key_test (Loader *loader, guint which, char *value, GError **error)
{
  gsize n = strcspn (value, " \t");
  const char *pattern = value + n + strspn (value + n, " \t");
  RetourHeaderTest test;

  if (!retour_pattern_compile (*pattern != '\0' ? pattern : "**", &loader->patterns, &test.value,
                               error))
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
    loader->self->need = (guint) n;
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
  loader->self->diagnostic = (RetourDiagnosticMode) mode;
  return TRUE;
}

static gboolean
key_dsn (Loader *loader, guint which, char *value, GError **error)
{
  guint mode = 0;

  (void) which;
  if (!lookup_mode (dsn_modes, RETOUR_DSN_N, value, &mode))
    return fail (error, "want 'prefer', 'merge' or 'ignore', not", value);
  loader->self->dsn = (RetourDsnMode) mode;
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
  loader->self->rest = (RetourRestMode) mode;
  return TRUE;
}

static gboolean
key_transcript (Loader *loader, guint which, char *value, GError **error)
{
  g_auto (GStrv) prefixes = g_strsplit (value, " ", 2);

  (void) which;
  if (g_strv_length (prefixes) != 2)
    return fail (error, "want the client's and the server's prefix, not", value);
  loader->self->client = g_strdup (prefixes[0]);
  loader->self->server = g_strdup (g_strstrip (prefixes[1]));
  return TRUE;
}

static gboolean
key_hook (Loader *loader, guint which, char *value, GError **error)
{
  (void) which;
  if (retour_hook_lookup (value) == NULL)
    return fail (error, "no hook named", value);
  loader->self->hook = g_strdup (value);
  return TRUE;
}

static gboolean
key_title (Loader *loader, guint which, char *value, GError **error)
{
  (void) which, (void) error;
  loader->self->title = g_strdup (value);
  return TRUE;
}

/* That the other one is there is known only when all are loaded. */
static gboolean
key_extends (Loader *loader, guint which, char *value, GError **error)
{
  (void) which, (void) error;
  loader->self->extends = g_strdup (value);
  return TRUE;
}

static gboolean
key_fallback (Loader *loader, guint which, char *value, GError **error)
{
  (void) which, (void) error;
  loader->self->fallback = g_strdup (value);
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
  loader->self->action = g_strdup (value);
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

static RetourPatternList
steal_list (GArray **list)
{
  guint n = (*list)->len;

  return (RetourPatternList) {
    (RetourPattern *) (void *) g_array_free (g_steal_pointer (list), FALSE), n
  };
}

static RetourHeaderTestList
steal_tests (GArray **tests)
{
  guint n = (*tests)->len;

  return (RetourHeaderTestList) {
    (RetourHeaderTest *) (void *) g_array_free (g_steal_pointer (tests), FALSE), n
  };
}

RetourDialect *
retour_dialect_load (const char *id, GBytes *source, GError **error)
{
  g_autoptr (RetourDialect) self = g_new0 (RetourDialect, 1);
  Loader loader = { .self = self };
  g_autofree char *file = g_strconcat (id, ".dialect", NULL);
  gboolean ok;

  self->id = g_strdup (id);
  self->need = 1;
  for (guint i = 0; i < G_N_ELEMENTS (loader.lists); i++)
    loader.lists[i] = g_array_new (FALSE, FALSE, sizeof (RetourPattern));
  for (guint i = 0; i < G_N_ELEMENTS (loader.tests); i++)
    loader.tests[i] = g_array_new (FALSE, FALSE, sizeof (RetourHeaderTest));
  retour_pattern_builder_init (&loader.patterns);
  ok = retour_text_each_line (file, source, load_line, &loader, error);
  self->pool = retour_pattern_builder_steal_pool (&loader.patterns);
  self->begin = steal_list (&loader.lists[LIST_BEGIN]);
  self->end = steal_list (&loader.lists[LIST_END]);
  self->stop = steal_list (&loader.lists[LIST_STOP]);
  self->error = steal_list (&loader.lists[LIST_ERROR]);
  self->skip = steal_list (&loader.lists[LIST_SKIP]);
  self->recipient = steal_list (&loader.lists[LIST_RECIPIENT]);
  self->field = steal_list (&loader.lists[LIST_FIELD]);
  self->delayed = steal_list (&loader.lists[LIST_DELAYED]);
  self->final = steal_list (&loader.lists[LIST_FINAL]);
  self->failure = steal_list (&loader.lists[LIST_FAILURE]);
  self->contact = steal_list (&loader.lists[LIST_CONTACT]);
  self->when = steal_tests (&loader.tests[TESTS_WHEN]);
  self->unless = steal_tests (&loader.tests[TESTS_UNLESS]);
  if (ok && self->title == NULL)
    ok = retour_text_fail (error, file, 1, "no 'title'");
  if (ok && self->when.n == 0 && self->need != RETOUR_NEED_NEVER)
    ok = retour_text_fail (error, file, 1, "no 'if': nothing tells this dialect");
  return ok ? g_steal_pointer (&self) : NULL;
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
  RetourPatternList *const lists[] = { &self->begin,   &self->end,     &self->stop,
                                       &self->error,   &self->skip,    &self->recipient,
                                       &self->field,   &self->delayed, &self->final,
                                       &self->failure, &self->contact };
  const char *const strings[] = { self->id,     self->title,    self->client, self->server,
                                  self->action, self->fallback, self->hook,   self->extends };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    g_free (owned (lists[i]->patterns));
  g_free (owned (self->when.tests));
  g_free (owned (self->unless.tests));
  retour_pattern_pool_free (self->pool);
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    g_free (owned (strings[i]));
  g_free (self);
}
