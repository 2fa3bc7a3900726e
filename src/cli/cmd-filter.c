#include "cli/pipe.h"
#include "cli/text.h"

#include <errno.h>
#include <unistd.h>

/* What is written. */
typedef struct {
  RetourPart parts[2];
  int rest;
} Layout;

/* The mail with @head in place of its first @used bytes. */
static Layout
lay_out (const RetourPipeMail *mail, GBytes *head, gsize used)
{
  gsize len = 0;
  const char *data = g_bytes_get_data (head, &len);

  return (Layout) {
    .parts = { { data, len }, { mail->data + used, mail->len - used } },
    .rest = mail->rest,
  };
}

static gboolean
write_layout (gconstpointer data)
{
  const Layout *self = data;

  return retour_pipe_write (self->parts, G_N_ELEMENTS (self->parts), self->rest);
}

/* Should a mail crash us, it goes on without a verdict: with 75 it would come again and again. */
static RetourReport *
read_guarded (const RetourPipeMail *mail, const RetourRules *rules)
{
  gsize used = 0;
  g_autoptr (GBytes) head = retour_filter_make_head (mail->data, mail->len, NULL, &used);
  const Layout layout = lay_out (mail, head, used);
  const RetourGuardRescue rescue = { .func = write_layout, .data = &layout };
  RetourReport *report;

  retour_guard_set_rescue (&rescue);
  report = retour_pipe_report (mail, rules);
  retour_guard_set_rescue (NULL);
  return report;
}

static int
filter (const RetourPipeMail *mail, const RetourRules *rules)
{
  g_autoptr (RetourReport) report = read_guarded (mail, rules);
  gsize used = 0;
  g_autoptr (GBytes) head = retour_filter_make_head (mail->data, mail->len, report, &used);
  const Layout layout = lay_out (mail, head, used);
  g_autofree char *message = NULL;

  if (write_layout (&layout))
    return RETOUR_EXIT_OK;
  message = g_strdup_printf (_ ("cannot write: %s"), _ (g_strerror (errno)));
  retour_complain (&retour_cmd_filter, message);
  return RETOUR_EXIT_TRY_AGAIN;
}

static int
run (int argc, char **argv)
{
  g_auto (RetourPipeMail) mail = RETOUR_PIPE_MAIL_INIT;
  g_auto (RetourPipeOptions) options = RETOUR_PIPE_OPTIONS_INIT;
  g_auto (GStrv) paths = NULL;
  g_autoptr (RetourRules) rules = NULL;
  int code = RETOUR_EXIT_OK;
  const GOptionEntry entries[] = {
    RETOUR_PIPE_RULES_ENTRY (paths),
    RETOUR_PIPE_ENTRIES (options),
    G_OPTION_ENTRY_NULL,
  };

  if (!retour_pipe_parse (&retour_cmd_filter, entries, argc, argv, &code))
    return code;
  if (!retour_pipe_read (&retour_cmd_filter, &options, TRUE, &mail) ||
      !retour_load_rules (&retour_cmd_filter, paths, &rules, &code))
    return RETOUR_EXIT_TRY_AGAIN;
  return filter (&mail, rules);
}

const RetourCommand retour_cmd_filter = {
  .name = "filter",
  .arguments = N_ ("[OPTION...] <MESSAGE"),
  .summary = N_ ("the same mail with its verdict on top, in fields X-Retour-..."),
  .is_pipe = retour_pipe_always,
  .run = run,
};
