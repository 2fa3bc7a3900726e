/* sqlite: SQLite, loaded when a ledger is first opened. */
#pragma once
#include "base/library.h"

#include <sqlite3.h>

/* clang-format off */
#define RETOUR_SQLITE_FUNCTIONS(X)                                                                 \
  X (sqlite3_bind_blob)                                                                            \
  X (sqlite3_bind_int64)                                                                           \
  X (sqlite3_bind_null)                                                                            \
  X (sqlite3_bind_text)                                                                            \
  X (sqlite3_busy_timeout)                                                                         \
  X (sqlite3_changes)                                                                              \
  X (sqlite3_close)                                                                                \
  X (sqlite3_column_blob)                                                                          \
  X (sqlite3_column_bytes)                                                                         \
  X (sqlite3_column_int64)                                                                         \
  X (sqlite3_column_text)                                                                          \
  X (sqlite3_column_type)                                                                          \
  X (sqlite3_errmsg)                                                                               \
  X (sqlite3_exec)                                                                                 \
  X (sqlite3_extended_errcode)                                                                     \
  X (sqlite3_finalize)                                                                             \
  X (sqlite3_get_autocommit)                                                                       \
  X (sqlite3_last_insert_rowid)                                                                    \
  X (sqlite3_open_v2)                                                                              \
  X (sqlite3_prepare_v2)                                                                           \
  X (sqlite3_reset)                                                                                \
  X (sqlite3_step)                                                                                 \
  X (sqlite3_system_errno)
/* clang-format on */

RETOUR_LIBRARY_TYPE (RetourSqlite, RETOUR_SQLITE_FUNCTIONS);

/* The functions, loaded; %NULL with RETOUR_ERROR_UNAVAILABLE. Whoever has a database has them: they
 * are called through the pointer, since a ledger calls them millions of times. */
const RetourSqlite *retour_sqlite (GError **error);
