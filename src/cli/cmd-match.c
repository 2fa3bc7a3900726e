#include "cli/pipe.h"
#include "cli/text.h"

#include <errno.h>
#include <string.h>

/* What a record is asked for, one list of words each; %NULL: anything. */
static const RetourField asked[] = {
  RETOUR_FIELD_KIND,
  RETOUR_FIELD_CLASS,
  RETOUR_FIELD_REASON,
  RETOUR_FIELD_ACTION,
};

enum { N_ASKED = G_N_ELEMENTS (asked) };

typedef struct {
  char *lists[N_ASKED]; /* with commas between the words */
  char **words[N_ASKED];
  gboolean print;
  char **rules;
  RetourPipeOptions pipe;
} Options;

static void
options_clear (Options *self)
{
  for (guint i = 0; i < N_ASKED; i++) {
    g_free (self->lists[i]);
    g_strfreev (self->words[i]);
  }
  g_strfreev (self->rules);
  retour_pipe_options_clear (&self->pipe);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
is_word (RetourField field, const char *word)
{
  if (field != RETOUR_FIELD_ACTION)
    return retour_field_takes (field, word);
  for (guint i = 0; retour_reason_get_nth (i) != NULL; i++)
    if (g_str_equal (retour_reason_get_action (retour_reason_get_nth (i)), word))
      return TRUE;
  return FALSE;
}

/* A word that no record can hold would be a condition that is never met. */
static gboolean
check_words (RetourField field, char **words)
{
  g_autofree char *message = NULL;
  guint i = 0;

  while (words[i] != NULL && is_word (field, words[i]))
    i++;
  if (i > 0 && words[i] == NULL)
    return TRUE;
  message = g_strdup_printf (_ ("no %s '%s'"), retour_field_get_name (field),
                             words[i] != NULL ? words[i] : "");
  retour_complain (&retour_cmd_match, message);
  return FALSE;
}

/* Without any condition: is it a bounce? */
static gboolean
split_lists (Options *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < N_ASKED; i++) {
    if (self->lists[i] == NULL)
      continue;
    any = TRUE;
    self->words[i] = g_strsplit (self->lists[i], ",", -1);
    if (!check_words (asked[i], self->words[i]))
      return FALSE;
  }
  if (!any && !self->print)
    self->words[0] = g_strsplit ("bounce", ",", -1);
  return TRUE;
}

static gboolean
is_match (const Options *self, const RetourReport *report, guint record)
{
  for (guint i = 0; i < N_ASKED; i++) {
    const char *value = retour_report_get (report, record, asked[i]);

    if (self->words[i] != NULL &&
        (value == NULL || !g_strv_contains ((const char *const *) self->words[i], value)))
      return FALSE;
  }
  return TRUE;
}

/* Without blanks or anything that is not seen: a script takes the line apart at its blanks. */
static void
add_word (GString *line, const char *value)
{
  g_autofree char *text = retour_make_printable (value != NULL ? value : "-");

  g_strdelimit (text, " ", '?');
  g_string_append_printf (line, "%s%s", line->len > 0 ? " " : "", text);
}

/* "hard user_unknown user@example.org": the class of a bounce, the kind of all else, so that the
 * line never starts with a status code, which Postfix would take for ours. */
static void
print_record (const RetourReport *report, guint record, GString *out)
{
  const char *kind = retour_report_get (report, record, RETOUR_FIELD_KIND);
  const char *class = retour_report_get (report, record, RETOUR_FIELD_CLASS);
  g_autoptr (GString) line = g_string_new (NULL);

  add_word (line, class != NULL && g_str_equal (kind, "bounce") ? class : kind);
  add_word (line, retour_report_get (report, record, RETOUR_FIELD_REASON));
  add_word (line, retour_report_get (report, record, RETOUR_FIELD_RECIPIENT));
  g_string_append_printf (out, "%s\n", line->str);
}

static int
print_text (const GString *text)
{
  const RetourPart part = { .data = text->str, .len = text->len };
  g_autofree char *message = NULL;

  if (retour_pipe_write (&part, 1, -1))
    return RETOUR_EXIT_OK;
  message = g_strdup_printf (_ ("cannot write: %s"), _ (g_strerror (errno)));
  retour_complain (&retour_cmd_match, message);
  return RETOUR_EXIT_TRY_AGAIN;
}

static int
match (const Options *self, const RetourReport *report)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean found = FALSE;

  for (guint i = 0; i < retour_report_get_n_records (report); i++) {
    if (!is_match (self, report, i))
      continue;
    found = TRUE;
    if (self->print)
      print_record (report, i, text);
  }
  if (self->print)
    return print_text (text);
  return found ? RETOUR_EXIT_OK : RETOUR_EXIT_NO;
}

static gboolean
parse (Options *options, int argc, char **argv, int *code)
{
  const GOptionEntry entries[] = {
    { "kind", 0, 0, G_OPTION_ARG_FILENAME, &options->lists[0],
      N_ ("Is it of one of these kinds? (default, without any condition: bounce)"),
      N_ ("KIND[,KIND...]") },
    { "class", 0, 0, G_OPTION_ARG_FILENAME, &options->lists[1],
      N_ ("Is it a hard or soft failure?"), "hard|soft" },
    { "reason", 0, 0, G_OPTION_ARG_FILENAME, &options->lists[2],
      N_ ("Did it fail for one of these reasons?"), N_ ("REASON[,REASON...]") },
    { "action", 0, 0, G_OPTION_ARG_FILENAME, &options->lists[3],
      N_ ("Is one of these actions called for?"), N_ ("ACTION[,ACTION...]") },
    { "print", 0, 0, G_OPTION_ARG_NONE, &options->print,
      N_ ("Print class, reason and recipient of each record that matches; exit with 0"), NULL },
    RETOUR_PIPE_RULES_ENTRY (options->rules),
    RETOUR_PIPE_ENTRIES (options->pipe),
    G_OPTION_ENTRY_NULL,
  };

  if (!retour_pipe_parse (&retour_cmd_match, entries, argc, argv, code))
    return FALSE;
  *code = RETOUR_EXIT_USAGE;
  return split_lists (options);
}

static int
run (int argc, char **argv)
{
  g_auto (Options) options = { .pipe = RETOUR_PIPE_OPTIONS_INIT };
  g_auto (RetourPipeMail) mail = RETOUR_PIPE_MAIL_INIT;
  g_autoptr (RetourRules) rules = NULL;
  g_autoptr (RetourReport) report = NULL;
  int code = RETOUR_EXIT_OK;

  if (!parse (&options, argc, argv, &code))
    return code;
  if (!retour_pipe_read (&retour_cmd_match, &options.pipe, FALSE, &mail) ||
      !retour_load_rules (&retour_cmd_match, options.rules, &rules, &code))
    return RETOUR_EXIT_TRY_AGAIN;
  report = retour_pipe_report (&mail, rules);
  return match (&options, report);
}

const RetourCommand retour_cmd_match = {
  .name = "match",
  .arguments = N_ ("[OPTION...] <MESSAGE"),
  .summary = N_ ("a condition: exits with 0 if the mail is what is asked for, with 1 if not"),
  .is_pipe = retour_pipe_always,
  .run = run,
};
