/* catalog: a gettext catalog (.mo), read as it lies in the file. */
#pragma once
#include <glib.h>

typedef struct _RetourCatalog RetourCatalog;

/* Returns (transfer full): the catalog in @path, or %NULL if there is none that is sound. */
RetourCatalog *retour_catalog_load (const char *path);
void retour_catalog_free (RetourCatalog *self);
/* The translation of @text; %NULL if there is none. */
const char *retour_catalog_lookup (const RetourCatalog *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourCatalog, retour_catalog_free)
