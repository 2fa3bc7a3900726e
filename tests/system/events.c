/* events count LEDGER: prints how many events it holds; 0 if it is not there
 * events list LEDGER: the address of each, sorted
 * events lock LEDGER SECONDS: keeps all others out for so long */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
print_row (void *unused, int n, char **values, char **names)
{
  (void) unused;
  (void) names;
  puts (n > 0 && values[0] != NULL ? values[0] : "");
  return 0;
}

static int
run (sqlite3 *db, const char *statement)
{
  char *message = NULL;

  if (sqlite3_exec (db, statement, print_row, NULL, &message) == SQLITE_OK)
    return EXIT_SUCCESS;
  fprintf (stderr, "events: %s\n", message != NULL ? message : sqlite3_errmsg (db));
  sqlite3_free (message);
  return EXIT_FAILURE;
}

static int
lock (sqlite3 *db, const char *seconds)
{
  if (run (db, "BEGIN EXCLUSIVE") != EXIT_SUCCESS)
    return EXIT_FAILURE;
  usleep ((useconds_t) (strtod (seconds, NULL) * 1e6));
  return run (db, "ROLLBACK");
}

int
main (int argc, char **argv)
{
  sqlite3 *db = NULL;
  int code = EXIT_FAILURE;

  if (argc < 3)
    return EXIT_FAILURE;
  if (strcmp (argv[1], "count") == 0 && access (argv[2], F_OK) != 0) {
    puts ("0");
    return EXIT_SUCCESS;
  }
  if (sqlite3_open_v2 (argv[2], &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    return EXIT_FAILURE;
  sqlite3_busy_timeout (db, 10000);
  if (strcmp (argv[1], "count") == 0)
    code = run (db, "SELECT count(*) FROM entry");
  else if (strcmp (argv[1], "list") == 0)
    code = run (db, "SELECT address FROM entry ORDER BY address");
  else if (strcmp (argv[1], "lock") == 0 && argc == 4)
    code = lock (db, argv[3]);
  sqlite3_close (db);
  return code;
}
