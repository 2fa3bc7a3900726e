#include "classify/rules.h"

#include "base/language.h"
#include "base/limits.h"
#include "classify/builder.h"
#include "classify/decide.h"
#include "classify/rules-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

static void
source_clear (gpointer p)
{
  RetourRulesSource *source = p;

  g_free (source->name);
  g_free (source->text);
}

static RetourRules *
rules_new (void)
{
  RetourRules *self = g_new0 (RetourRules, 1);

  self->builder = retour_ruleset_builder_new (&retour_builtin_reasons);
  self->sources = g_array_new (FALSE, TRUE, sizeof (RetourRulesSource));
  g_array_set_clear_func (self->sources, source_clear);
  return self;
}

void
retour_rules_free (RetourRules *self)
{
  retour_ruleset_builder_free (self->builder);
  g_array_unref (self->sources);
  g_free (self);
}

/* A line that opens a rule, or that belongs to one. */
static gboolean
is_of_rule (RetourSlice line)
{
  if (line.len > 0 && g_ascii_isspace (*line.data))
    return TRUE;
  return memchr (line.data, ' ', line.len) == NULL;
}

/* What stands in a built-in file for all rules behind it: classes, providers, lists, delays. */
static GString *
copy_definitions (const RetourRulesFile *file)
{
  GString *out = g_string_new (NULL);
  RetourSlice rest = retour_slice_of (retour_builtin_rules_files.texts + file->text), line;

  while (retour_slice_next_line (&rest, &line)) {
    if (line.len == 0 || *line.data == '#' || is_of_rule (line))
      continue;
    g_string_append_len (out, line.data, (gssize) line.len);
    g_string_append_c (out, '\n');
  }
  return out;
}

static gboolean
add_definitions (RetourRules *self, GError **error)
{
  for (guint i = 0; i < retour_builtin_rules_files.n; i++) {
    const RetourRulesFile *file = &retour_builtin_rules_files.rows[i];
    g_autoptr (GString) text = copy_definitions (file);

    const char *name = retour_builtin_rules_files.texts + file->name;

    if (!retour_ruleset_builder_add (self->builder, name, text->str, text->len, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
fail_path (const char *path, int code, GError **error)
{
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_NO_INPUT, _ ("cannot open '%s': %s"), path,
               _ (g_strerror (code)));
  return FALSE;
}

/* Rules files are short regular files: a device or a mailbox is a mistake. */
static gboolean
read_source (const char *path, RetourRulesSource *out, GError **error)
{
  GStatBuf info;
  gsize len = 0;

  if (g_stat (path, &info) != 0)
    return fail_path (path, errno, error);
  if (!S_ISREG (info.st_mode) || info.st_size > RETOUR_LIMIT_RULES_FILE) {
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_DATA, _ ("%s:1: this is no rules file"), path);
    return FALSE;
  }
  if (!g_file_get_contents (path, &out->text, &len, NULL))
    return fail_path (path, errno != 0 ? errno : EIO, error);
  out->len = len;
  if (g_utf8_validate (out->text, (gssize) len, NULL)) {
    out->name = g_strdup (path);
    return TRUE;
  }
  g_clear_pointer (&out->text, g_free);
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_DATA, _ ("%s:1: not UTF-8"), path);
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
list_folder (const char *path, GPtrArray *names, GError **error)
{
  GDir *folder;
  const char *name;

  errno = 0;
  folder = g_dir_open (path, 0, NULL);
  if (folder == NULL)
    return fail_path (path, errno != 0 ? errno : EIO, error);
  while ((name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_suffix (name, ".rules") && *name != '.')
      g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_dir_close (folder);
  g_ptr_array_sort (names, compare_names);
  return TRUE;
}

/* Reads the file, or all files of the folder, that @path is. */
static gboolean
add_path (RetourRules *self, const char *path, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  gboolean ok = TRUE;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    g_ptr_array_add (names, g_strdup (path));
  else if (!list_folder (path, names, error))
    return FALSE;
  for (guint i = 0; ok && i < names->len; i++) {
    RetourRulesSource source = { 0 };

    ok = read_source (g_ptr_array_index (names, i), &source, error);
    if (ok)
      g_array_append_val (self->sources, source);
  }
  return ok;
}

static RetourSlice
text_of (const RetourRulesSource *source)
{
  return retour_slice (source->text, source->len);
}

static gboolean
build (RetourRules *self, GError **error)
{
  for (guint i = 0; i < self->sources->len; i++) {
    const RetourRulesSource *source = &g_array_index (self->sources, RetourRulesSource, i);

    if (!retour_ruleset_builder_add (self->builder, source->name, source->text, source->len, error))
      return FALSE;
  }
  self->ruleset = retour_ruleset_builder_end (self->builder, error);
  return self->ruleset != NULL;
}

RetourRules *
retour_rules_load (const char *const *paths, GError **error)
{
  g_autoptr (RetourRules) self = rules_new ();

  if (!add_definitions (self, error))
    return NULL;
  for (guint i = 0; paths[i] != NULL; i++)
    if (!add_path (self, paths[i], error))
      return NULL;
  return build (self, error) ? g_steal_pointer (&self) : NULL;
}

RetourRules *
retour_rules_new_builtin (void)
{
  RetourRules *self = rules_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < retour_builtin_rules_files.n; i++) {
    const RetourRulesFile *file = &retour_builtin_rules_files.rows[i];
    const char *text = retour_builtin_rules_files.texts + file->text;
    RetourRulesSource source = { g_strdup (retour_builtin_rules_files.texts + file->name),
                                 g_strdup (text), strlen (text) };

    g_array_append_val (self->sources, source);
  }
  if (!build (self, &error))
    g_error ("%s", error->message); /* they were compiled from the same text */
  return self;
}

typedef struct {
  RetourRulesFunc func;
  gpointer data;
  guint n;
} Mistakes;

static gboolean
pass_mistake (const char *place, const char *message, gpointer data)
{
  Mistakes *mistakes = data;

  mistakes->n++;
  mistakes->func (place, message, mistakes->data);
  return TRUE;
}

gboolean
retour_rules_check (const char *path, RetourRulesFunc func, gpointer data, GError **error)
{
  g_autoptr (RetourRules) self = rules_new ();
  Mistakes mistakes = { func, data, 0 };

  if (!add_definitions (self, error) || !add_path (self, path, error))
    return FALSE;
  for (guint i = 0; i < self->sources->len; i++) {
    const RetourRulesSource *source = &g_array_index (self->sources, RetourRulesSource, i);

    retour_ruleset_builder_read (self->builder, source->name, text_of (source), pass_mistake,
                                 &mistakes);
  }
  return mistakes.n == 0 && retour_ruleset_builder_end (self->builder, error) != NULL;
}

guint
retour_rules_get_n (const RetourRules *self)
{
  return self->ruleset->n_rules;
}

const char *
retour_rules_get_name (const RetourRules *self, guint rule)
{
  g_return_val_if_fail (rule < self->ruleset->n_rules, NULL);
  return retour_ruleset_text (self->ruleset, self->ruleset->rules[rule].name);
}

const RetourReason *
retour_rules_get_reason (const RetourRules *self, guint rule)
{
  g_return_val_if_fail (rule < self->ruleset->n_rules, NULL);
  return retour_reason_get_nth (self->ruleset->rules[rule].reason);
}

static const char *
keep (const char *text, GStringChunk *pool)
{
  return text != NULL ? g_string_chunk_insert (pool, text) : NULL;
}

void
retour_rules_classify (const RetourRules *rules, const RetourSymptoms *symptoms, GStringChunk *pool,
                       RetourDiagnosis *out)
{
  gboolean has_rules = rules != NULL && rules->ruleset->n_rules > 0;

  if (has_rules) {
    retour_classify_with (rules->ruleset, symptoms, pool, out);
    if (out->decided_by == RETOUR_DECIDED_BY_RULE) {
      out->provider = keep (out->provider, pool); /* what is said outlives the rules */
      out->blocklist = keep (out->blocklist, pool);
      return;
    }
  }
  retour_classify (symptoms, pool, out);
  if (has_rules)
    retour_doubt_with (rules->ruleset, symptoms, pool, out);
}
