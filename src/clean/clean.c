#include "clean/clean-private.h"

#include "base/language.h"
#include "clean/members.h"

#include <math.h>

static const double DEFAULT_SHARE = 0.05; /* of a list, in one run */

static void
export_clear (RetourExport *export)
{
  g_free (export->path);
}

RetourClean *
retour_clean_new (void)
{
  RetourClean *self = g_new0 (RetourClean, 1);

  self->max_share = DEFAULT_SHARE;
  self->now = g_get_real_time () / G_USEC_PER_SEC;
  self->our_domains = g_ptr_array_new_with_free_func (g_free);
  self->exports = g_array_new (FALSE, FALSE, sizeof (RetourExport));
  g_array_set_clear_func (self->exports, (GDestroyNotify) export_clear);
  self->tallies = g_array_new (FALSE, FALSE, sizeof (RetourTally));
  self->written = g_ptr_array_new_with_free_func (g_free);
  self->folder = g_strdup (".");
  return self;
}

void
retour_clean_free (RetourClean *self)
{
  if (self == NULL)
    return;
  if (self->policy != NULL)
    retour_policy_unref (self->policy);
  if (self->findings != NULL)
    retour_findings_free (self->findings);
  if (self->matcher != NULL)
    retour_matcher_free (self->matcher);
  if (self->guards != NULL)
    retour_guards_free (self->guards);
  g_ptr_array_unref (self->our_domains);
  g_ptr_array_unref (self->written);
  g_array_unref (self->exports);
  g_array_unref (self->tallies);
  g_free (self->column);
  g_free (self->folder);
  g_free (self);
}

void
retour_clean_set_policy (RetourClean *self, RetourPolicy *policy)
{
  RetourPolicy *old = self->policy;

  self->policy = retour_policy_ref (policy);
  if (old != NULL)
    retour_policy_unref (old);
}

void
retour_clean_set_now (RetourClean *self, gint64 now)
{
  self->now = now;
}

void
retour_clean_set_column (RetourClean *self, const char *column)
{
  g_free (self->column);
  self->column = g_strdup (column);
}

void
retour_clean_set_fold_case (RetourClean *self, gboolean fold)
{
  self->fold = fold;
}

void
retour_clean_add_our_domain (RetourClean *self, const char *domain)
{
  g_ptr_array_add (self->our_domains, g_strdup (domain));
}

void
retour_clean_set_folder (RetourClean *self, const char *folder)
{
  g_free (self->folder);
  self->folder = g_strdup (folder);
}

void
retour_clean_set_force (RetourClean *self, gboolean force)
{
  self->force = force;
}

void
retour_clean_set_dry_run (RetourClean *self, gboolean dry_run)
{
  self->dry_run = dry_run;
}

gboolean
retour_clean_set_max_remove (RetourClean *self, const char *text, GError **error)
{
  char *end = NULL;
  double share = g_ascii_isdigit (*text) ? g_ascii_strtod (text, &end) : -1;

  self->max_share = -1;
  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, &self->max_n, NULL))
    return TRUE;
  self->max_share = share / 100;
  if (end != NULL && g_str_equal (end, "%") && isfinite (share) && share <= 100)
    return TRUE;
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_USAGE,
               _ ("'%s' is neither a share, as in 5%%, nor a number"), text);
  return FALSE;
}

gboolean
retour_clean_add_export (RetourClean *self, const char *text, GError **error)
{
  const char *equals = strchr (text, '=');
  g_autofree char *name =
      g_strndup (text, equals != NULL ? (gsize) (equals - text) : strlen (text));
  RetourExport export = { .driver = retour_export_lookup (name) };
  g_autoptr (GString) all = NULL;

  if (export.driver != NULL && (equals == NULL || equals[1] != '\0')) {
    export.path = g_strdup (equals != NULL ? equals + 1 : export.driver->file);
    g_array_append_val (self->exports, export);
    return TRUE;
  }
  all = g_string_new (NULL);
  for (guint i = 0; retour_export_list_names ()[i] != NULL; i++)
    g_string_append_printf (all, "%s%s", i > 0 ? ", " : "", retour_export_list_names ()[i]);
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_USAGE, _ ("no export '%s'; there are %s"), text,
               all->str);
  return FALSE;
}

const char *const *
retour_clean_list_exports (void)
{
  return retour_export_list_names ();
}

const char *
retour_clean_get_reason_name (const RetourReason *reason)
{
  return reason != NULL ? retour_reason_get_id (reason) : "complaint";
}

static void
tell_guards (const char *domain, guint64 n, gpointer data)
{
  retour_guards_set_members (data, domain, n);
}

gboolean
retour_clean_count_members (RetourClean *self, RetourList *list, GError **error)
{
  g_autoptr (RetourMembers) members = retour_members_new ();
  g_autoptr (GString) key = g_string_new (NULL);
  g_autoptr (GError) failure = NULL;
  RetourMember member;

  while (retour_list_next (list, &member, &failure))
    if (member.address.len > 0 && retour_match_key (member.address, FALSE, key))
      retour_members_add (members, strrchr (key->str, '@') + 1);
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  retour_members_each (members, tell_guards, self->guards);
  return TRUE;
}

static gboolean
make_findings (RetourClean *self, RetourLedger *ledger, GError **error)
{
  g_autoptr (GPtrArray) domains = g_ptr_array_new ();
  RetourFindingsOptions options = {
    .policy = self->policy, .now = self->now, .each = retour_matcher_note, .data = self->matcher
  };

  for (guint i = 0; i < self->our_domains->len; i++)
    g_ptr_array_add (domains, self->our_domains->pdata[i]);
  g_ptr_array_add (domains, NULL);
  if (domains->len > 1)
    options.our_domains = (const char *const *) domains->pdata;
  self->findings = retour_findings_new (ledger, &options, self->guards, error);
  if (self->findings == NULL)
    return FALSE;
  self->n_unproven = retour_findings_get_n_unproven (self->findings);
  if (retour_findings_get_now (self->findings) != 0) /* else there is nothing to be dated */
    self->now = retour_findings_get_now (self->findings);
  else
    self->now = g_get_real_time () / G_USEC_PER_SEC;
  return TRUE;
}

static gboolean
choose_policy (RetourClean *self, GError **error)
{
  if (self->policy == NULL)
    self->policy = retour_policy_new (retour_policy_list_presets ()[0], error);
  return self->policy != NULL;
}

gboolean
retour_clean_run (RetourClean *self, RetourLedger *ledger, const char *path, GError **error)
{
  g_autoptr (RetourList) list = NULL;

  g_return_val_if_fail (self->guards == NULL, FALSE);
  if (!choose_policy (self, error) || (list = retour_list_open (path, self->column, error)) == NULL)
    return FALSE;
  self->guards = retour_guards_new ();
  self->matcher = retour_matcher_new (self->fold);
  return retour_clean_count_members (self, list, error) && make_findings (self, ledger, error) &&
         retour_list_rewind (list, error) && retour_clean_sort_rows (self, list, error);
}

gboolean
retour_clean_is_refused (const RetourClean *self)
{
  return self->refused;
}

guint64
retour_clean_get_n_addresses (const RetourClean *self)
{
  return self->n_addresses;
}

guint64
retour_clean_get_n (const RetourClean *self, RetourVerdict verdict)
{
  return self->n[verdict];
}

guint64
retour_clean_get_n_without_address (const RetourClean *self)
{
  return self->n_without_address;
}

guint64
retour_clean_get_n_unreadable (const RetourClean *self)
{
  return self->n_unreadable;
}

guint64
retour_clean_get_n_unproven (const RetourClean *self)
{
  return self->n_unproven;
}

guint64
retour_clean_get_n_typos (const RetourClean *self)
{
  return self->n_typos;
}
