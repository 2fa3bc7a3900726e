#include "fuzz.h"

#include "extract/dialect.h"

/* A hostile dialect file either loads, and then reads a fixed report, or says what is wrong. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char report[] = "Hi. This is the mail system at mx.example.net.\n"
                               "<gone@example.com>: 550 5.1.1 User unknown\n"
                               "--- Below this line is a copy of the message.\n"
                               "To: gone@example.com\n";
  g_autoptr (GBytes) source = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (RetourDialect) dialect = retour_dialect_load ("fuzz", source, &error);
  g_autoptr (GPtrArray) found = retour_facts_list_new ();
  g_autoptr (GStringChunk) pool = g_string_chunk_new (1024);
  RetourSlice rest = retour_slice (report, sizeof (report) - 1);
  RetourSlice lines[8];
  RetourDialectRun run = { .lines = lines, .pool = pool, .found = found };

  g_assert_true ((dialect == NULL) == (error != NULL));
  while (run.n_lines < G_N_ELEMENTS (lines) && retour_slice_next_line (&rest, &lines[run.n_lines]))
    run.n_lines++;
  if (dialect != NULL)
    retour_dialect_run (dialect, &run);
  return 0;
}
