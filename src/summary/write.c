#include "summary/write.h"

#include "base/language.h"

#include <string.h>

static const RetourSummaryDriver *const drivers[] = {
  &retour_summary_text,
  &retour_summary_csv,
  &retour_summary_json,
  &retour_summary_html,
};

/* What a key is called, for people. */
static const struct {
  const char *group;
  const char *key;
  const char *title;
} titles[] = {
  { "class", "hard", N_ ("hard: the address is said to be dead") },
  { "class", "soft", N_ ("soft: the address may be alive") },
  { "provider", "-", N_ ("other receivers") },
  { "provider", "google", "Google" },
  { "provider", "microsoft", "Microsoft" },
  { "provider", "yahoo", "Yahoo" },
  { "provider", "apple", "Apple" },
  { "provider", "gmx", "GMX" },
  { "provider", "web.de", "WEB.DE" },
  { "provider", "t-online", "Telekom" },
  { "provider", "proofpoint", "Proofpoint" },
  { "provider", "mimecast", "Mimecast" },
  { "provider", "barracuda", "Barracuda" },
};

const char *
retour_summary_label (guint group, const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].group, retour_groups[group].name) &&
        g_str_equal (titles[i].key, key))
      return _ (titles[i].title);
  return key;
}

const char *
retour_summary_meaning (guint group, const char *key)
{
  static const char *const fields[] = { "kind", "reason", "blame", "action", NULL };
  const char *meaning = NULL;
  RetourField field;

  if (!g_strv_contains (fields, retour_groups[group].name) ||
      !retour_field_lookup (retour_groups[group].name, &field))
    return NULL;
  meaning = retour_explain_value (field, key);
  return meaning != NULL ? _ (meaning) : NULL;
}

const char *
retour_summary_incident_name (const RetourIncident *incident)
{
  if (incident->receiver != NULL)
    return incident->receiver;
  return incident->blocklist != NULL ? incident->blocklist : _ ("several receivers");
}

static int
compare_incidents (gconstpointer a, gconstpointer b)
{
  const RetourIncident *left = *(const RetourIncident *const *) a;
  const RetourIncident *right = *(const RetourIncident *const *) b;

  return left->count < right->count ? 1 : left->count > right->count ? -1 : 0;
}

GPtrArray *
retour_summary_sort_incidents (const RetourSummary *self)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < retour_guards_get_n (self->guards); i++)
    g_ptr_array_add (rows, (gpointer) (gsize) retour_guards_get_nth (self->guards, i));
  g_ptr_array_sort (rows, compare_incidents);
  return rows;
}

gboolean
retour_summary_write (RetourSummary *self, const char *format, int fd, GError **error)
{
  RetourSink sink;
  guint i = 0;
  gboolean ok;

  while (i < G_N_ELEMENTS (drivers) && !g_str_equal (drivers[i]->name, format))
    i++;
  if (i == G_N_ELEMENTS (drivers)) {
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_USAGE, _ ("no format '%s'"), format);
    return FALSE;
  }
  retour_sink_init (&sink, fd);
  drivers[i]->write (self, &sink);
  ok = retour_sink_flush (&sink, error);
  retour_sink_clear (&sink);
  return ok;
}

const char *const *
retour_summary_list_formats (void)
{
  static const char *const names[] = { "text", "csv", "json", "html", NULL };

  return names;
}
