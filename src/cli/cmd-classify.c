#include "cli/cmd.h"
#include "cli/terminal.h"

#include <string.h>
#include <unistd.h>

/* What the options say. */
typedef struct {
  char *format;
  char *only; /* kinds with commas between them */
  char *class;
  char *fields;
  char **sources;
} Options;

typedef struct {
  RetourOutput *output;
  char **kinds; /* %NULL: all */
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
  g_strfreev (self->sources);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
fail (Run *self, int code, const GError *error)
{
  retour_complain (&retour_cmd_classify, error->message);
  self->worst = MAX (self->worst, code);
}

/* The output takes no more. A reader that has seen enough is no trouble: a quiet end. */
static void
fail_output (Run *self, const GError *error)
{
  self->stop = TRUE;
  if (!g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_CLOSED))
    fail (self, RETOUR_EXIT_IO, error);
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

static void
classify_mail (Run *self, const RetourInput *input)
{
  gsize len = 0;
  const char *mail = retour_input_get_mail (input, &len);
  g_autoptr (RetourReport) report = retour_report_new (mail, len, retour_input_get_origin (input),
                                                       retour_input_get_number (input));
  g_autoptr (GError) error = NULL;

  if (retour_input_is_truncated (input))
    retour_report_set_truncated (report);
  for (guint i = 0; i < retour_report_get_n_records (report); i++) {
    if (!is_wanted (self, report, i) || retour_output_write (self->output, report, i, &error))
      continue;
    fail_output (self, error);
    return;
  }
}

/* Goes on behind a mail that could not be read. */
static gboolean
next_mail (Run *self, RetourInput *input)
{
  g_autoptr (GError) error = NULL;

  while (!retour_input_next (input, &error)) {
    if (error == NULL)
      return FALSE;
    fail (self, RETOUR_EXIT_DATA, error);
    g_clear_error (&error);
  }
  return TRUE;
}

static void
classify_source (Run *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RetourInput) input = retour_input_new (path, &error);

  if (input == NULL) {
    fail (self, RETOUR_EXIT_NO_INPUT, error);
    return;
  }
  while (!self->stop && next_mail (self, input))
    classify_mail (self, input);
}

static void
classify_sources (Run *self, char **sources)
{
  g_autoptr (GError) error = NULL;

  if (sources == NULL)
    classify_source (self, "-");
  for (guint i = 0; sources != NULL && sources[i] != NULL && !self->stop; i++)
    classify_source (self, sources[i]); /* one bad source: say so, go on */
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
  message = g_strdup_printf ("no %s '%s'", retour_field_get_name (field), value);
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
    { "format", 'f', 0, G_OPTION_ARG_STRING, &options->format,
      "table, ndjson, json, csv or sisimai (default: table on a terminal, else ndjson)", "FORMAT" },
    { "only", 0, 0, G_OPTION_ARG_STRING, &options->only, "Only records of these kinds",
      "KIND[,KIND...]" },
    { "class", 0, 0, G_OPTION_ARG_STRING, &options->class, "Only hard or soft failures",
      "hard|soft" },
    { "fields", 0, 0, G_OPTION_ARG_STRING, &options->fields, "Only these fields, in this order",
      "FIELD[,FIELD...]" },
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
  g_autoptr (RetourOutput) output = NULL;
  Run self = { 0 };
  int code = RETOUR_EXIT_OK;

  if (!parse (&options, &argc, &argv, &code))
    return code;
  kinds = options.only != NULL ? g_strsplit (options.only, ",", -1) : NULL;
  if (!check_filters (kinds, options.class) || (output = open_output (&options)) == NULL)
    return RETOUR_EXIT_USAGE;
  self.output = output;
  self.kinds = kinds;
  self.class = options.class;
  classify_sources (&self, options.sources);
  return self.worst;
}

const RetourCommand retour_cmd_classify = {
  .name = "classify",
  .arguments = "[OPTION...] [SOURCE...]",
  .summary = "one record for each recipient that returned mail speaks of",
  .run = run,
};
