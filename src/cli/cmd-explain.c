#include "cli/cmd.h"
#include "cli/terminal.h"
#include "cli/text.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Of one line as much as this is examined; the rest is read and forgotten. */
enum { LINE_CAP = 64 * 1024, BLOCK = 64 * 1024 };

/* Cuts what comes in into lines. */
typedef struct {
  RetourOutput *output;
  const RetourRules *rules;
  GString *line;   /* the beginning of the line at which we are */
  gboolean inside; /* a line is begun, even if nothing of it was kept */
} Lines;

static gboolean
explain (const Lines *self, const char *text, gsize len, GError **error)
{
  g_autoptr (RetourExplanation) explanation =
      retour_explanation_new_with_rules (text, len, self->rules);

  return retour_output_write_explanation (self->output, explanation, error);
}

static void
keep (Lines *self, const char *data, gsize len)
{
  gsize room = LINE_CAP - self->line->len;

  g_string_append_len (self->line, data, (gssize) MIN (len, room));
  self->inside = self->inside || len > 0;
}

static gboolean
end_line (Lines *self, GError **error)
{
  GString *line = self->line;
  gboolean ok;

  if (line->len > 0 && line->str[line->len - 1] == '\r')
    g_string_truncate (line, line->len - 1);
  ok = explain (self, line->str, line->len, error);
  g_string_truncate (line, 0);
  self->inside = FALSE;
  return ok;
}

static gboolean
feed (Lines *self, const char *data, gsize len, GError **error)
{
  const char *end = data + len;
  const char *newline;

  while ((newline = memchr (data, '\n', (gsize) (end - data))) != NULL) {
    keep (self, data, (gsize) (newline - data));
    if (!end_line (self, error))
      return FALSE;
    data = newline + 1;
  }
  keep (self, data, (gsize) (end - data));
  return TRUE;
}

/* Answers are written before we wait for more input: one can talk to us through two pipes. */
static gboolean
read_block (Lines *self, char *block, gssize *n, GError **error)
{
  if (!retour_output_flush (self->output, error))
    return FALSE;
  do
    *n = read (STDIN_FILENO, block, BLOCK);
  while (*n < 0 && errno == EINTR);
  if (*n >= 0)
    return TRUE;
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_IO, _ ("cannot read '%s': %s"), "-",
               _ (g_strerror (errno)));
  return FALSE;
}

static gboolean
explain_lines (Lines *self, GError **error)
{
  g_autofree char *block = g_malloc (BLOCK);
  gssize n = 0;

  do {
    if (!read_block (self, block, &n, error) || !feed (self, block, (gsize) n, error))
      return FALSE;
  } while (n > 0);
  return !self->inside || end_line (self, error);
}

/* All arguments are one text; without any, every line of stdin is one. */
static int
explain_all (RetourOutput *output, const RetourRules *rules, char **texts)
{
  g_autofree char *text = texts != NULL ? g_strjoinv (" ", texts) : NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  Lines self = { .output = output, .rules = rules, .line = line };
  gboolean ok =
      text != NULL ? explain (&self, text, strlen (text), &error) : explain_lines (&self, &error);

  if (ok && retour_output_finish (output, &error))
    return RETOUR_EXIT_OK;
  if (g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_CLOSED))
    return RETOUR_EXIT_OK; /* the reader has seen enough */
  retour_complain (&retour_cmd_explain, error->message);
  return g_error_matches (error, RETOUR_ERROR, RETOUR_ERROR_USAGE) ? RETOUR_EXIT_USAGE
                                                                   : RETOUR_EXIT_IO;
}

/* Lines are wrapped for a terminal only: whoever searches a pipe wants them whole. */
static RetourOutput *
open_output (const char *format)
{
  g_autoptr (GError) error = NULL;
  RetourOutput *output = retour_output_new (format, STDOUT_FILENO, &error);

  if (output == NULL) {
    retour_complain (&retour_cmd_explain, error->message);
    return NULL;
  }
  retour_output_set_width (output, retour_terminal_is_one (STDOUT_FILENO)
                                       ? retour_terminal_get_width (STDOUT_FILENO)
                                       : G_MAXUINT);
  return output;
}

static int
run (int argc, char **argv)
{
  g_autofree char *format = NULL;
  g_auto (GStrv) texts = NULL, paths = NULL;
  g_autoptr (RetourOutput) output = NULL;
  g_autoptr (RetourRules) rules = NULL;
  int code = RETOUR_EXIT_OK;
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format,
      N_ ("table (a few lines for people, the default), ndjson, json or csv"), N_ ("FORMAT") },
    { "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths,
      N_ ("Ask the rules of this file or folder first; more than once"), N_ ("FILE") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &texts, NULL, "[TEXT...]" },
    G_OPTION_ENTRY_NULL,
  };

  if (!retour_parse_options (&retour_cmd_explain, entries, &argc, &argv, &code) ||
      !retour_load_rules (&retour_cmd_explain, paths, &rules, &code))
    return code;
  output = open_output (format != NULL ? format : "table");
  return output != NULL ? explain_all (output, rules, texts) : RETOUR_EXIT_USAGE;
}

const RetourCommand retour_cmd_explain = {
  .name = "explain",
  .arguments = N_ ("[OPTION...] [CODE|TEXT...]"),
  .summary = N_ ("what a reply, a status code or a diagnostic text means"),
  .run = run,
};
