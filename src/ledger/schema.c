#include "ledger/columns.h"
#include "ledger/ledger.h"

/* Table `text` holds what comes again and again. A column of texts in `entry` holds a number of
 * `text`, or the text itself. `seen` is what makes every event count once; apart from `entry`,
 * since so small a table is found in memory. `entry` stands in the order in which it is read. */
static const char head[] = "CREATE TABLE text (id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE);"
                           "CREATE TABLE seen (event BLOB PRIMARY KEY) WITHOUT ROWID;"
                           "CREATE TABLE entry (address TEXT NOT NULL, date INTEGER NOT NULL,"
                           " event BLOB NOT NULL, hard INTEGER NOT NULL, proof INTEGER NOT NULL";
static const char tail[] = ", PRIMARY KEY (address, date, event)) WITHOUT ROWID;";

char *
retour_schema_make (void)
{
  GString *text = g_string_new (head);

  for (guint i = 0; i < RETOUR_COLUMNS; i++)
    g_string_append_printf (text, ", %s", retour_columns[i].name);
  g_string_append (text, tail);
  /* for people with sqlite3(1) */
  g_string_append (text, "CREATE VIEW history AS SELECT address, datetime (date, 'unixepoch') AS"
                         " date, lower (hex (event)) AS event, hard, proof");
  for (guint i = 0; i < RETOUR_COLUMNS; i++)
    g_string_append_printf (text,
                            ", CASE typeof (%1$s) WHEN 'integer' THEN (SELECT value FROM text"
                            " WHERE id = %1$s) ELSE %1$s END AS %1$s",
                            retour_columns[i].name);
  g_string_append (text, " FROM entry;");
  return g_string_free (text, FALSE);
}

char *
retour_schema_list_columns (void)
{
  GString *text = g_string_new ("address, date, event, hard, proof");

  for (guint i = 0; i < RETOUR_COLUMNS; i++)
    g_string_append_printf (text, ", %s", retour_columns[i].name);
  return g_string_free (text, FALSE);
}
