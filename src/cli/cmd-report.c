#include "cli/ledger.h"
#include "cli/replace.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/when.h"

#include <string.h>
#include <unistd.h>

/* What the options say. */
typedef struct {
  char *db;
  char *format;
  char *html;
  char *since;
  char *until;
  char *now;
  char *by;
  char **domains;
  char **reasons;
  char **campaigns;
  char **our_domains;
  char **rules;
  int limit;
  char **sources;
} Options;

static void
options_clear (Options *self)
{
  char *const texts[] = { self->db,    self->format, self->html, self->since,
                          self->until, self->now,    self->by };
  char **const lists[] = { self->domains,     self->reasons, self->campaigns,
                           self->our_domains, self->rules,   self->sources };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    g_strfreev (lists[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
complain_of_value (const char *option, const char *value)
{
  g_autofree char *message = g_strdup_printf (_ ("'%s' is no value of option '%s'"), value, option);

  retour_complain (&retour_cmd_report, message);
  return FALSE;
}

/* @until goes to the end of the day that is named. */
static gboolean
set_period (RetourSummary *summary, const Options *options, gint64 now)
{
  enum { DAY = 24 * 60 * 60 };
  gint64 since = 0, until = 0;
  gboolean day = FALSE;

  if (options->since != NULL && !retour_when_parse (options->since, now, &since, NULL))
    return complain_of_value ("--since", options->since);
  if (options->until != NULL && !retour_when_parse (options->until, now, &until, &day))
    return complain_of_value ("--until", options->until);
  retour_summary_set_period (summary, since, day ? until + DAY : until);
  return TRUE;
}

static gboolean
set_filters (RetourSummary *summary, const Options *options, GError **error)
{
  const struct {
    const char *name;
    char **values;
  } filters[] = {
    { "domain", options->domains },
    { "reason", options->reasons },
    { "campaign", options->campaigns },
    { "our-domain", options->our_domains },
  };

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    for (guint k = 0; filters[i].values != NULL && filters[i].values[k] != NULL; k++)
      if (!retour_summary_set_filter (summary, filters[i].name, filters[i].values[k], error))
        return FALSE;
  return options->by == NULL || retour_summary_set_groups (summary, options->by, error);
}

/* The summary that is asked for, still empty; %NULL: that has been said. */
static RetourSummary *
make_summary (const Options *options)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (RetourSummary) self = NULL;
  g_autoptr (GError) error = NULL;

  if (options->now != NULL && !retour_when_parse_now (options->now, &now)) {
    complain_of_value ("--now", options->now);
    return NULL;
  }
  if (options->format != NULL &&
      !g_strv_contains (retour_summary_list_formats (), options->format)) {
    complain_of_value ("--format", options->format);
    return NULL;
  }
  self = retour_summary_new (now);
  if (!set_period (self, options, now))
    return NULL;
  if (!set_filters (self, options, &error)) {
    retour_complain (&retour_cmd_report, error->message);
    return NULL;
  }
  retour_summary_set_limit (self, (guint) CLAMP (options->limit, 0, G_MAXINT));
  retour_summary_set_width (self, retour_terminal_get_width (STDOUT_FILENO));
  retour_summary_set_colour (self, retour_terminal_wants_colour (STDOUT_FILENO));
  return g_steal_pointer (&self);
}

static int
write_page (RetourSummary *summary, const char *path)
{
  g_auto (RetourReplace) file = { .fd = -1 };
  g_autoptr (GError) error = NULL;

  if (retour_replace_begin (&file, path, &error) &&
      retour_summary_write (summary, "html", file.fd, &error) &&
      retour_replace_commit (&file, &error))
    return RETOUR_EXIT_OK;
  return retour_fail (&retour_cmd_report, error);
}

static int
write_summary (RetourSummary *summary, const Options *options)
{
  const char *format = options->format != NULL ? options->format : "text";
  g_autoptr (GError) error = NULL;
  int code = RETOUR_EXIT_OK;

  if (options->html != NULL)
    code = write_page (summary, options->html);
  if (options->html != NULL && options->format == NULL)
    return code;
  if (g_str_equal (format, "text"))
    retour_use_locale ();
  if (!retour_summary_write (summary, format, STDOUT_FILENO, &error))
    code = retour_fail (&retour_cmd_report, error);
  return code;
}

static gboolean
parse (Options *options, int *argc, char ***argv, int *code)
{
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options->db,
      N_ ("The ledger (default: that of 'retour ingest')"), N_ ("FILE") },
    { "format", 'f', 0, G_OPTION_ARG_STRING, &options->format,
      N_ ("text, csv, json or html (default: text)"), N_ ("FORMAT") },
    { "html", 0, 0, G_OPTION_ARG_FILENAME, &options->html,
      N_ ("Write a page that a browser shows, with charts"), N_ ("FILE") },
    { "since", 0, 0, G_OPTION_ARG_STRING, &options->since,
      N_ ("From this day on, as in 2026-03-01, or 30d"), N_ ("WHEN") },
    { "until", 0, 0, G_OPTION_ARG_STRING, &options->until, N_ ("To the end of this day"),
      N_ ("WHEN") },
    { "by", 0, 0, G_OPTION_ARG_STRING, &options->by,
      N_ ("Count nothing but by these: kind, class, reason, provider, domain, ..."),
      N_ ("GROUP[,GROUP...]") },
    { "domain", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->domains,
      N_ ("Only recipients of this domain; more than once"), N_ ("DOMAIN") },
    { "reason", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->reasons,
      N_ ("Only failures for this reason; more than once"), N_ ("REASON") },
    { "campaign", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->campaigns,
      N_ ("Only mail of this list (List-Id) or campaign; more than once"), N_ ("ID") },
    { "our-domain", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->our_domains,
      N_ ("Count reports about mail from other domains apart; more than once"), N_ ("DOMAIN") },
    { "limit", 0, 0, G_OPTION_ARG_INT, &options->limit,
      N_ ("Rows of each table in text (default: 10, or all with --by)"), N_ ("NUMBER") },
    { "now", 0, 0, G_OPTION_ARG_STRING, &options->now,
      N_ ("Act as if it were this time (default: now)"), N_ ("WHEN") },
    { "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->rules,
      N_ ("Ask the rules of this file or folder first; more than once"), N_ ("FILE") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->sources, NULL,
      "[SOURCE...]" },
    G_OPTION_ENTRY_NULL,
  };

  return retour_parse_options (&retour_cmd_report, entries, argc, argv, code);
}

static int
run (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (RetourSummary) summary = NULL;
  g_autoptr (RetourLedger) ledger = NULL;
  g_autoptr (GError) error = NULL;
  RetourLedgerChoice choice;
  int code = RETOUR_EXIT_OK, written;

  if (!parse (&options, &argc, &argv, &code))
    return code;
  if ((summary = make_summary (&options)) == NULL)
    return RETOUR_EXIT_USAGE;
  choice = (RetourLedgerChoice) { options.db, options.sources, options.rules };
  if ((ledger = retour_open_ledger (&retour_cmd_report, &choice, &code)) == NULL)
    return code;
  if (!retour_summary_add_ledger (summary, ledger, &error))
    return retour_fail (&retour_cmd_report, error);
  written = write_summary (summary, &options);
  return MAX (code, written);
}

const RetourCommand retour_cmd_report = {
  .name = "report",
  .arguments = N_ ("[OPTION...] [--db FILE | SOURCE...]"),
  .summary = N_ ("what bounced, why and where, and what is yours to mend"),
  .run = run,
};
