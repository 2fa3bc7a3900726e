#include "clean/export.h"

static const RetourExportDriver *const drivers[] = {
  &retour_export_mailman,  &retour_export_sympa,    &retour_export_listmonk, &retour_export_ses,
  &retour_export_sendgrid, &retour_export_postmark, &retour_export_plain,    &retour_export_sha256,
};

const RetourExportDriver *
retour_export_lookup (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (drivers); i++)
    if (g_str_equal (drivers[i]->name, name))
      return drivers[i];
  return NULL;
}

const char *const *
retour_export_list_names (void)
{
  static gsize done;
  static const char *names[G_N_ELEMENTS (drivers) + 1];

  if (g_once_init_enter (&done)) {
    for (guint i = 0; i < G_N_ELEMENTS (drivers); i++)
      names[i] = drivers[i]->name;
    g_once_init_leave (&done, 1);
  }
  return names;
}
