#include "ledger/database.h"

#include "base/language.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum {
  application_id = 0x52746f72, /* "Rtor" */
  version = 1,
  busy_ms = 10000,          /* how long others are waited for */
  retry_us = 20000,         /* between tries of what SQLite does not wait for itself */
  checkpoint_pages = 16384, /* of 4 KiB: pages that change again and again are copied once */
};

/* What SQLite says, and what that is to our callers. */
static const struct {
  int code;
  RetourError error;
  const char *message;
} troubles[] = {
  { SQLITE_BUSY, RETOUR_ERROR_IO, N_ ("another program does not let go of it") },
  { SQLITE_LOCKED, RETOUR_ERROR_IO, N_ ("another program does not let go of it") },
  { SQLITE_CORRUPT, RETOUR_ERROR_DATA, N_ ("it is damaged") },
  { SQLITE_NOTADB, RETOUR_ERROR_DATA, N_ ("it is no ledger") },
  { SQLITE_FULL, RETOUR_ERROR_IO, N_ ("the disk is full") },
  { SQLITE_READONLY, RETOUR_ERROR_IO, N_ ("it may only be read") },
};

static gboolean
refuse (const RetourDatabase *self, RetourError code, const char *message, GError **error)
{
  g_set_error (error, RETOUR_ERROR, code, _ ("cannot use ledger '%s': %s"), self->name, message);
  return FALSE;
}

gboolean
retour_database_fail (RetourDatabase *self, GError **error)
{
  int code = self->sql->sqlite3_extended_errcode (self->handle);
  int cause = self->sql->sqlite3_system_errno (self->handle);

  self->trouble = code & 0xff;
  for (guint i = 0; i < G_N_ELEMENTS (troubles); i++)
    if (troubles[i].code == self->trouble)
      return refuse (self, troubles[i].error, _ (troubles[i].message), error);
  return refuse (self, RETOUR_ERROR_IO,
                 cause != 0 ? _ (g_strerror (cause)) : self->sql->sqlite3_errmsg (self->handle),
                 error);
}

gboolean
retour_database_run (RetourDatabase *self, const char *statements, GError **error)
{
  int code = self->sql->sqlite3_exec (self->handle, statements, NULL, NULL, NULL);

  return code == SQLITE_OK || retour_database_fail (self, error);
}

sqlite3_stmt *
retour_database_prepare (RetourDatabase *self, const char *statement, GError **error)
{
  sqlite3_stmt *prepared = NULL;

  if (self->sql->sqlite3_prepare_v2 (self->handle, statement, -1, &prepared, NULL) != SQLITE_OK)
    retour_database_fail (self, error);
  return prepared;
}

gboolean
retour_database_do (RetourDatabase *self, sqlite3_stmt *statement, GError **error)
{
  if (self->sql->sqlite3_step (statement) != SQLITE_DONE) {
    retour_database_fail (self, error);
    self->sql->sqlite3_reset (statement);
    return FALSE;
  }
  self->sql->sqlite3_reset (statement);
  return TRUE;
}

gboolean
retour_database_begin (RetourDatabase *self, GError **error)
{
  return retour_database_run (self, "BEGIN IMMEDIATE", error);
}

gboolean
retour_database_commit (RetourDatabase *self, GError **error)
{
  return retour_database_run (self, "COMMIT", error);
}

void
retour_database_roll_back (RetourDatabase *self)
{
  if (!self->sql->sqlite3_get_autocommit (self->handle))
    self->sql->sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
}

static gboolean
read_number (RetourDatabase *self, const char *statement, gint64 *value, GError **error)
{
  sqlite3_stmt *prepared = retour_database_prepare (self, statement, error);
  gboolean ok;

  if (prepared == NULL)
    return FALSE;
  ok = self->sql->sqlite3_step (prepared) == SQLITE_ROW || retour_database_fail (self, error);
  *value = ok ? self->sql->sqlite3_column_int64 (prepared, 0) : 0;
  self->sql->sqlite3_finalize (prepared);
  return ok;
}

/* At one moment: somebody may just be making the file. */
static gboolean
read_marks (RetourDatabase *self, gint64 marks[3], GError **error)
{
  static const char *const questions[] = { "PRAGMA application_id", "PRAGMA user_version",
                                           "SELECT count(*) FROM sqlite_master" };
  gboolean ok = retour_database_run (self, "SAVEPOINT marks", error);

  for (guint i = 0; ok && i < G_N_ELEMENTS (questions); i++)
    ok = read_number (self, questions[i], &marks[i], error);
  self->sql->sqlite3_exec (self->handle, "RELEASE marks", NULL, NULL, NULL);
  return ok;
}

/* Whose file it is. @empty: nobody's yet. */
static gboolean
check_owner (RetourDatabase *self, gboolean *empty, GError **error)
{
  gint64 marks[3] = { 0 }, owner, made_by;

  if (!read_marks (self, marks, error))
    return FALSE;
  owner = marks[0];
  made_by = marks[1];
  *empty = owner == 0 && made_by == 0 && marks[2] == 0;
  if (!*empty && owner != application_id)
    return refuse (self, RETOUR_ERROR_DATA, _ ("it is no ledger"), error);
  if (made_by > version)
    return refuse (self, RETOUR_ERROR_DATA, _ ("it was made by a newer version"), error);
  return TRUE;
}

static gboolean
make_schema (RetourDatabase *self, const char *schema, GError **error)
{
  g_autofree char *marks = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d",
                                            application_id, version);
  gboolean empty = FALSE;

  if (!retour_database_begin (self, error))
    return FALSE;
  /* somebody else may have made it since */
  if (check_owner (self, &empty, error) &&
      (!empty ||
       (retour_database_run (self, schema, error) && retour_database_run (self, marks, error))) &&
      retour_database_commit (self, error))
    return TRUE;
  retour_database_roll_back (self);
  return FALSE;
}

/* The log makes that a commit is one append and one sync; FULL, that it is on the disk then. */
static gboolean
set_up_writing (RetourDatabase *self, const char *schema, GError **error)
{
  g_autofree char *checkpoints =
      g_strdup_printf ("PRAGMA wal_autocheckpoint = %d", checkpoint_pages);
  gboolean empty = FALSE;

  return check_owner (self, &empty, error) && (!empty || make_schema (self, schema, error)) &&
         retour_database_run (self, "PRAGMA journal_mode = WAL", error) &&
         retour_database_run (self, "PRAGMA synchronous = FULL", error) &&
         retour_database_run (self, checkpoints, error);
}

static gboolean
set_up_reading (RetourDatabase *self, GError **error)
{
  gboolean empty = FALSE;

  if (!check_owner (self, &empty, error) ||
      !retour_database_run (self, "PRAGMA query_only = ON", error))
    return FALSE;
  /* somebody is making it just now, or never got to it */
  return !empty || refuse (self, RETOUR_ERROR_NO_INPUT, _ ("there is nothing in it yet"), error);
}

static gboolean
set_up_temporary (RetourDatabase *self, const char *schema, GError **error)
{
  return retour_database_run (self, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", error) &&
         retour_database_run (self, schema, error);
}

/* Only the owner may read who bounced. SQLite gives its log the same rights. */
static gboolean
make_file (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd;

  if (g_mkdir_with_parents (folder, 0700) == 0) {
    fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0)
      return close (fd) == 0;
  }
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_IO, _ ("cannot write to '%s': %s"), path,
               _ (g_strerror (errno)));
  return FALSE;
}

/* %FALSE: there is no such file. */
static gboolean
check_file (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd >= 0)
    return close (fd) == 0;
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_NO_INPUT, _ ("cannot open '%s': %s"), path,
               _ (g_strerror (errno)));
  return FALSE;
}

static gboolean
open_again (RetourDatabase *self, const char *name, int flags)
{
  self->sql->sqlite3_close (self->handle);
  self->handle = NULL;
  return self->sql->sqlite3_open_v2 (name, &self->handle, flags | SQLITE_OPEN_NOMUTEX, NULL) ==
             SQLITE_OK &&
         self->sql->sqlite3_busy_timeout (self->handle, busy_ms) == SQLITE_OK;
}

static gboolean
has_log (const char *path)
{
  static const char *const endings[] = { "-wal", "-journal" };
  gboolean found = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *log = g_strconcat (path, endings[i], NULL);

    found |= access (log, F_OK) == 0;
  }
  return found;
}

/* What a writer that was killed left behind has to be cleared up first, also by a reader. A file
 * that its folder does not let us lock (SQLite writes beside it) can still be read when nobody else
 * is at it. */
static gboolean
open_otherwise (RetourDatabase *self, const char *path)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autofree char *escaped = g_uri_escape_string (full, "/", FALSE);
  g_autofree char *uri = g_strconcat ("file://", escaped, "?immutable=1", NULL);

  if (has_log (path))
    return open_again (self, full, SQLITE_OPEN_READWRITE);
  return open_again (self, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
}

static gboolean
is_busy (const RetourDatabase *self)
{
  return self->trouble == SQLITE_BUSY;
}

/* Some first steps end at once with "busy" when another process takes them too. */
static gboolean
set_up (RetourDatabase *self, const char *path, RetourLedgerMode mode, const char *schema,
        GError **error)
{
  gboolean ok = FALSE, again = FALSE;

  self->sql->sqlite3_busy_timeout (self->handle, busy_ms);
  if (path == NULL)
    return set_up_temporary (self, schema, error);
  for (guint tries = busy_ms * 1000 / retry_us; !ok && tries > 0; tries--) {
    g_autoptr (GError) trouble = NULL;

    self->trouble = SQLITE_OK;
    ok = mode == RETOUR_LEDGER_WRITE ? set_up_writing (self, schema, &trouble)
                                     : set_up_reading (self, &trouble);
    if (ok)
      break;
    if (mode == RETOUR_LEDGER_READ && !again &&
        !g_error_matches (trouble, RETOUR_ERROR, RETOUR_ERROR_DATA) &&
        open_otherwise (self, path)) {
      again = TRUE;
    } else if (tries > 1 && is_busy (self)) {
      g_usleep (retry_us);
    } else {
      g_propagate_error (error, g_steal_pointer (&trouble));
      return FALSE;
    }
  }
  return ok;
}

RetourDatabase *
retour_database_open (const char *path, RetourLedgerMode mode, const char *schema, GError **error)
{
  const RetourSqlite *sql = retour_sqlite (error);
  int flags = mode == RETOUR_LEDGER_READ ? SQLITE_OPEN_READONLY
                                         : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  g_autoptr (RetourDatabase) self = NULL;
  g_autofree char *full = NULL;

  if (sql == NULL || (path != NULL && !(mode == RETOUR_LEDGER_READ ? check_file (path, error)
                                                                   : make_file (path, error))))
    return NULL;
  self = g_new0 (RetourDatabase, 1);
  self->sql = sql;
  self->name = g_strdup (path != NULL ? path : _ ("(temporary)"));
  /* an absolute path: ":memory:" and "file:x" are names like others to us; "": SQLite's temporary
   * file, deleted as soon as it is made */
  full = path != NULL ? g_canonicalize_filename (path, NULL) : g_strdup ("");
  if (sql->sqlite3_open_v2 (full, &self->handle, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
    retour_database_fail (self, error);
    return NULL;
  }
  if (!set_up (self, path, mode, schema, error) ||
      !retour_database_run (self, "PRAGMA cache_size = -8192", error)) /* KiB; also of sorting */
    return NULL;
  return g_steal_pointer (&self);
}

void
retour_database_free (RetourDatabase *self)
{
  if (self == NULL)
    return;
  self->sql->sqlite3_close (self->handle);
  g_free (self->name);
  g_free (self);
}
