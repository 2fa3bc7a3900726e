#include "cli/mails.h"
#include "cli/terminal.h"
#include "cli/text.h"

#include <string.h>
#include <unistd.h>

/* What the options say. */
typedef struct {
  char *format;
  char *only; /* kinds with commas between them */
  char *class;
  char *fields;
  char **rules;
  char **sources;
} Options;

typedef struct {
  RetourOutput *output;
  const RetourRules *rules; /* the user's own, or %NULL */
  char **kinds;             /* %NULL: all */
  const char *class;
  int worst;     /* exit code so far */
  gboolean stop; /* nothing more can be written */
} Run;

static void
options_clear (Options *self)
{
  g_free (self->format);
  g_free (self->only);
  g_free (self->class);
  g_free (self->fields);
  g_strfreev (self->rules);
  g_strfreev (self->sources);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* The output takes no more. A reader that has seen enough is no trouble: a quiet end. */
static void
fail_output (Run *self, const GError *error)
{
  self->stop = TRUE;
  if (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_CLOSED))
    return;
  retour_complain (&retour_cmd_classify, error->message);
  self->worst = MAX (self->worst, g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_UNAVAILABLE)
                                      ? RETOUR_EXIT_UNAVAILABLE
                                      : RETOUR_EXIT_IO);
}

static gboolean
is_wanted (const Run *self, const RetourReport *report, guint record)
{
  const char *kind = retour_report_get (report, record, RETOUR_FIELD_KIND);
  const char *class = retour_report_get (report, record, RETOUR_FIELD_CLASS);

  if (self->kinds != NULL && !g_strv_contains ((const char *const *) self->kinds, kind))
    return FALSE;
  return self->class == NULL || g_strcmp0 (self->class, class) == 0;
}

static gboolean
classify_mail (const RetourInput *input, gpointer data)
{
  Run *self = data;
  g_autoptr (RetourReport) report = retour_read_report (input, self->rules);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < retour_report_get_n_records (report); i++) {
    if (!is_wanted (self, report, i) || retour_output_write (self->output, report, i, &error))
      continue;
    fail_output (self, error);
    return FALSE;
  }
  return TRUE;
}

static void
classify_sources (Run *self, char **sources)
{
  g_autoptr (GError) error = NULL;
  int code = retour_each_mail (&retour_cmd_classify, sources, classify_mail, self);

  self->worst = MAX (self->worst, code);
  if (!self->stop && !retour_output_finish (self->output, &error))
    fail_output (self, error);
}

static RetourOutput *
open_output (const Options *options)
{
  gboolean terminal = retour_terminal_is_one (STDOUT_FILENO);
  const char *format = options->format != NULL ? options->format : terminal ? "table" : "ndjson";
  g_autoptr (GError) error = NULL;
  g_autoptr (RetourOutput) output = retour_output_new (format, STDOUT_FILENO, &error);

  if (output == NULL ||
      (options->fields != NULL && !retour_output_set_fields (output, options->fields, &error))) {
    retour_complain (&retour_cmd_classify, error->message);
    return NULL;
  }
  if (g_str_equal (format, "table"))
    retour_use_locale ();
  retour_output_set_width (output, retour_terminal_get_width (STDOUT_FILENO));
  retour_output_set_colour (output, retour_terminal_wants_colour (STDOUT_FILENO));
  return g_steal_pointer (&output);
}

static gboolean
check_value (RetourField field, const char *value)
{
  g_autofree char *message = NULL;

  if (value == NULL || retour_field_takes (field, value))
    return TRUE;
  message = g_strdup_printf (_ ("no %s '%s'"), retour_field_get_name (field), value);
  retour_complain (&retour_cmd_classify, message);
  return FALSE;
}

/* %FALSE if there is a word among the filters that no record can hold. */
static gboolean
check_filters (char **kinds, const char *class)
{
  for (guint i = 0; kinds != NULL && kinds[i] != NULL; i++)
    if (!check_value (RETOUR_FIELD_KIND, kinds[i]))
      return FALSE;
  return (kinds == NULL || kinds[0] != NULL || check_value (RETOUR_FIELD_KIND, "")) &&
         check_value (RETOUR_FIELD_CLASS, class);
}

static gboolean
parse (Options *options, int *argc, char ***argv, int *code)
{
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_FILENAME, &options->format,
      N_ ("table, ndjson, json, csv or sisimai (default: table on a terminal, else ndjson)"),
      N_ ("FORMAT") },
    { "only", 0, 0, G_OPTION_ARG_FILENAME, &options->only, N_ ("Only records of these kinds"),
      N_ ("KIND[,KIND...]") },
    { "class", 0, 0, G_OPTION_ARG_FILENAME, &options->class, N_ ("Only hard or soft failures"),
      "hard|soft" },
    { "fields", 0, 0, G_OPTION_ARG_FILENAME, &options->fields,
      N_ ("Only these fields, in this order"), N_ ("FIELD[,FIELD...]") },
    { "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->rules,
      N_ ("Ask the rules of this file or folder first; more than once"), N_ ("FILE") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->sources, NULL,
      "[SOURCE...]" },
    G_OPTION_ENTRY_NULL,
  };

  return retour_parse_options (&retour_cmd_classify, entries, argc, argv, code);
}

static int
run (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_auto (GStrv) kinds = NULL;
  g_autoptr (RetourRules) rules = NULL;
  g_autoptr (RetourOutput) output = NULL;
  Run self = { 0 };
  int code = RETOUR_EXIT_OK;

  if (!parse (&options, &argc, &argv, &code))
    return code;
  kinds = options.only != NULL ? g_strsplit (options.only, ",", -1) : NULL;
  if (!check_filters (kinds, options.class) || (output = open_output (&options)) == NULL)
    return RETOUR_EXIT_USAGE;
  if (!retour_load_rules (&retour_cmd_classify, options.rules, &rules, &code))
    return code;
  self.output = output;
  self.rules = rules;
  self.kinds = kinds;
  self.class = options.class;
  classify_sources (&self, options.sources);
  return self.worst;
}

const RetourCommand retour_cmd_classify = {
  .name = "classify",
  .arguments = N_ ("[OPTION...] [SOURCE...]"),
  .summary = N_ ("one record for each recipient that returned mail speaks of"),
  .run = run,
  .streams = TRUE,
};
