#include "ledger/ledger.h"

/* Tables `traits` and `text` hold what comes again and again: a column of texts in `entry` holds a
 * number of these, or the text itself. `seen` is what makes every event count once; apart from
 * `entry`, since so small a table is found in memory. */
static const char head[] =
    "CREATE TABLE traits (id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE);"
    "CREATE TABLE text (id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE);"
    "CREATE TABLE seen (event BLOB PRIMARY KEY) WITHOUT ROWID;"
    "CREATE TABLE run (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);"
    "CREATE TABLE entry (run INTEGER NOT NULL, address TEXT NOT NULL, date INTEGER NOT NULL,"
    " event BLOB NOT NULL, traits";
static const char tail[] = ", PRIMARY KEY (run, address, date, event)) WITHOUT ROWID;";

static void
append_text (GString *text, const char *table, const char *name)
{
  g_string_append_printf (text,
                          ", CASE typeof (%1$s) WHEN 'integer' THEN (SELECT value FROM %2$s WHERE"
                          " id = %1$s) ELSE %1$s END AS %1$s",
                          name, table);
}

char *
retour_schema_make (void)
{
  GString *text = g_string_new (head);

  for (guint i = RETOUR_TRAITS; i < RETOUR_COLUMNS; i++)
    g_string_append_printf (text, ", %s", retour_columns[i].name);
  g_string_append (text, tail);
  /* for people with sqlite3(1) */
  g_string_append (text, "CREATE VIEW history AS SELECT address, datetime (date, 'unixepoch') AS"
                         " date, lower (hex (event)) AS event");
  append_text (text, "traits", "traits");
  for (guint i = RETOUR_TRAITS; i < RETOUR_COLUMNS; i++)
    append_text (text, "text", retour_columns[i].name);
  g_string_append (text, " FROM entry;");
  return g_string_free (text, FALSE);
}

char *
retour_schema_list_columns (void)
{
  GString *text = g_string_new ("run, address, date, event, traits");

  for (guint i = RETOUR_TRAITS; i < RETOUR_COLUMNS; i++)
    g_string_append_printf (text, ", %s", retour_columns[i].name);
  return g_string_free (text, FALSE);
}
