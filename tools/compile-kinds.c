/* compile-kinds: kinds.tsv. */
#include "compile-data.h"

#include "extract/kind-words.h"

#include <stdio.h>
#include <string.h>

/* A RetourKindWords while its words are no offset yet. */
typedef struct {
  const char *words;
  gboolean at_start;
  guint hint;
} Words;

typedef struct {
  GArray *words[RETOUR_PLACE_N]; /* of Words */
  GArray *fields;                /* of RetourKindField */
  RetourTexts texts;
} Tables;

static const char *const places[RETOUR_PLACE_N] = {
  [RETOUR_PLACE_SUBJECT] = "subject",
  [RETOUR_PLACE_SENDER] = "sender",
  [RETOUR_PLACE_DOMAIN] = "domain",
  [RETOUR_PLACE_TEXT] = "text",
};

/* By the number of the bit. */
static const char *const hints[RETOUR_HINT_N] = {
  "bounce",     "autoreply", "absence", "challenge", "receipt", "complaint",
  "statistics", "forward",   "reply",   "daemon",    "robot",   "list",
  "postmaster", "optout",    "person",  "notice",    "mine",    "ticket",
};

static gboolean
lookup (const char *const *names, guint n, const char *name, guint *out)
{
  for (*out = 0; *out < n; ++*out)
    if (g_str_equal (names[*out], name))
      return TRUE;
  return FALSE;
}

/* The words, and once more with a capital where only that is a letter of its own in UTF-8. */
static void
add_words (GArray *rows, const char *text, guint hint)
{
  Words row = { .at_start = *text == '^', .hint = hint };
  gunichar first, title;

  text += row.at_start ? 1 : 0;
  row.words = g_intern_string (text);
  g_array_append_val (rows, row);
  first = g_utf8_get_char (text);
  title = g_unichar_totitle (first);
  if (first >= 0x80 && title != first) {
    g_autofree char *capital = g_ucs4_to_utf8 (&title, 1, NULL, NULL, NULL);
    g_autofree char *again = g_strconcat (capital, g_utf8_next_char (text), NULL);

    row.words = g_intern_string (again);
    g_array_append_val (rows, row);
  }
}

static void
add_field (Tables *tables, const char *text, guint hint)
{
  g_auto (GStrv) parts = g_strsplit (text, ": ", 2);
  RetourKindField row = { .field = retour_texts_add (&tables->texts, parts[0]),
                          .value = retour_texts_add (&tables->texts, parts[1]),
                          .hint = hint };

  g_array_append_val (tables->fields, row);
}

static gboolean
add_line (const DataFile *file, guint line, Tables *tables, GError **error)
{
  const char *text = file->lines[line - 1];
  g_auto (GStrv) col = NULL;
  guint place, hint;

  if (*text == '\0' || *text == '#')
    return TRUE;
  col = g_strsplit (text, "\t", -1);
  if (g_strv_length (col) != 3 || *col[2] == '\0')
    return data_fail (file, line, error, "want 3 columns");
  if (!lookup (hints, G_N_ELEMENTS (hints), col[1], &hint))
    return data_fail (file, line, error, "there is no hint '%s'", col[1]);
  if (lookup (places, G_N_ELEMENTS (places), col[0], &place))
    add_words (tables->words[place], col[2], 1u << hint);
  else if (g_str_equal (col[0], "header"))
    add_field (tables, col[2], 1u << hint);
  else
    return data_fail (file, line, error, "there is no place '%s'", col[0]);
  return TRUE;
}

static int
by_first_byte (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Words *) a)->words, ((const Words *) b)->words);
}

/* A blank stands for any number of them, so nothing behind the first one has its place. */
static void
print_row (const Words *row, RetourText words)
{
  gsize len = strcspn (row->words, " ");
  guint32 mask = len < sizeof mask ? (1u << (8 * len)) - 1 : G_MAXUINT32;

  printf ("  { %uu, %uu, %u, %d, %u },\n", retour_kind_head (row->words, len), mask, words,
          row->at_start, row->hint);
}

static void
print_words (const char *name, GArray *rows, RetourTexts *texts)
{
  g_array_sort (rows, by_first_byte);
  printf ("\nstatic const RetourKindWords kinds_%s[] = {\n", name);
  for (guint i = 0; i < rows->len; i++) {
    const Words *row = &g_array_index (rows, Words, i);

    print_row (row, retour_texts_add (texts, row->words));
  }
  printf ("};\n");
}

/* Where the rows with each first byte begin, and where the last ones end. */
static void
print_index (const GArray *rows)
{
  guint i = 0;

  printf ("{");
  for (guint byte = 0; byte <= 256; byte++) {
    while (i < rows->len && (guchar) *g_array_index (rows, Words, i).words < byte)
      i++;
    printf (" %u,", i);
  }
  printf (" },\n");
}

static void
print_tables (Tables *tables)
{
  for (guint i = 0; i < RETOUR_PLACE_N; i++)
    print_words (places[i], tables->words[i], &tables->texts);
  print_block ("kind_words", &tables->texts);
  printf ("\nstatic const RetourKindField kinds_fields[] = {\n");
  for (guint i = 0; i < tables->fields->len; i++) {
    const RetourKindField *row = &g_array_index (tables->fields, RetourKindField, i);

    printf ("  { %u, %u, %u },\n", row->field, row->value, row->hint);
  }
  printf ("};\n\nstatic const guint16 kinds_first[][257] = {\n");
  for (guint i = 0; i < RETOUR_PLACE_N; i++)
    print_index (tables->words[i]);
  printf ("};\nconst RetourKindTable retour_builtin_kinds = {\n  kind_words, {");
  for (guint i = 0; i < RETOUR_PLACE_N; i++)
    printf (" kinds_%s,", places[i]);
  printf (" },\n  kinds_first, kinds_fields, %u\n};\n", tables->fields->len);
}

gboolean
compile_kinds (const char *folder, GError **error)
{
  Tables tables;
  DataFile file;
  gboolean ok = data_file_read (folder, "kinds.tsv", &file, error);

  retour_texts_init (&tables.texts);
  for (guint i = 0; i < RETOUR_PLACE_N; i++)
    tables.words[i] = g_array_new (FALSE, FALSE, sizeof (Words));
  tables.fields = g_array_new (FALSE, FALSE, sizeof (RetourKindField));
  for (guint i = 0; ok && file.lines[i] != NULL; i++)
    ok = add_line (&file, i + 1, &tables, error);
  data_file_clear (&file);
  if (ok)
    print_tables (&tables);
  for (guint i = 0; i < RETOUR_PLACE_N; i++)
    g_array_unref (tables.words[i]);
  g_array_unref (tables.fields);
  retour_texts_clear (&tables.texts);
  return ok;
}
