#include "fuzz.h"

#include "extract/dialect.h"

static GArray *
cut_lines (RetourSlice text)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (RetourSlice));
  RetourSlice line;

  while (retour_slice_next_line (&text, &line))
    g_array_append_val (lines, line);
  return lines;
}

/* Hostile text, read with every dialect that we ship. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (RetourMessage) message = retour_message_new ("", 0);
  RetourSlice text = retour_message_to_text (message, retour_slice ((const char *) data, size));
  g_autoptr (GArray) lines = cut_lines (text);

  for (guint i = 0; i < retour_builtin_dialects.n; i++) {
    g_autoptr (GPtrArray) found = retour_facts_list_new ();
    RetourDialectRun run = { .lines = (const RetourSlice *) (gpointer) lines->data,
                             .n_lines = lines->len,
                             .pool = retour_message_get_pool (message),
                             .found = found };

    retour_dialect_run (retour_builtin_dialects.dialects[i], &run);
    g_assert_cmpuint (run.end_line, <=, lines->len);
  }
  return 0;
}
