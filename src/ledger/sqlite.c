#include "ledger/sqlite.h"

#include "base/language.h"

RETOUR_LIBRARY_DEFINE (RetourSqlite, RETOUR_SQLITE_FUNCTIONS, "libsqlite3.so.0")

const RetourSqlite *
retour_sqlite (GError **error)
{
  const RetourSqlite *table = get_library (error);

  if (table == NULL && error != NULL && *error == NULL)
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_UNAVAILABLE, _ ("cannot load library '%s'"),
                 "libsqlite3.so.0"); /* not the first time */
  return table;
}
