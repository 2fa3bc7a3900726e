#include "cli/pipe.h"
#include "cli/text.h"

#include <errno.h>
#include <unistd.h>

/* The mail with @head in place of its first @used bytes. */
static void
lay_out (const RetourPipeMail *mail, GBytes *head, gsize used, RetourPart *parts)
{
  gsize len = 0;
  const char *data = g_bytes_get_data (head, &len);

  parts[0] = (RetourPart) { .data = data, .len = len };
  parts[1] = (RetourPart) { .data = mail->data + used, .len = mail->len - used };
}

/* Should a mail crash us, it goes on without a verdict: with 75 it would come again and again. */
static RetourReport *
read_guarded (const RetourPipeMail *mail, const RetourRules *rules)
{
  RetourGuardRescue rescue = { .rest = mail->rest };
  gsize used = 0;
  g_autoptr (GBytes) head = retour_filter_make_head (mail->data, mail->len, NULL, &used);
  RetourReport *report;

  lay_out (mail, head, used, rescue.parts);
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
  g_autofree char *message = NULL;
  RetourPart parts[2];

  lay_out (mail, head, used, parts);
  if (retour_pipe_write (parts, G_N_ELEMENTS (parts), mail->rest))
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
