#include "shell.h"
#include "test.h"

/* corpus/FOLDER/NAME.eml is read, and the records that come out must equal
 * corpus/FOLDER/NAME.expected. A new sample is a new pair of files: no code. One process reads
 * them all; its records are told apart by their origin. */
static GPtrArray *samples;  /* of char *: path of the mail without ".eml" */
static GPtrArray *orphans;  /* of char *: path of a ".expected" that has no mail */
static GHashTable *records; /* path of the mail -> GString: its records, a line each */
static int exit_code;

static char *
without (const char *path, const char *suffix)
{
  return g_strndup (path, strlen (path) - strlen (suffix));
}

static void
find_samples (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
      find_samples (path);
    } else if (g_str_has_suffix (name, ".eml")) {
      g_ptr_array_add (samples, without (path, ".eml"));
    } else if (g_str_has_suffix (name, ".expected")) {
      g_autofree char *stem = without (path, ".expected");
      g_autofree char *mail = g_strconcat (stem, ".eml", NULL);

      if (!g_file_test (mail, G_FILE_TEST_EXISTS))
        g_ptr_array_add (orphans, g_strdup (path));
    }
  }
}

/* The value of "origin" in a record; the paths of the corpus need no unescaping. */
static char *
origin_of (const char *record)
{
  static const char key[] = "\"origin\":\"";
  const char *start = strstr (record, key);
  const char *end = start != NULL ? strchr (start + strlen (key), '"') : NULL;

  return end != NULL ? g_strndup (start + strlen (key), (gsize) (end - start) - strlen (key))
                     : g_strdup ("");
}

/* "general.rules:12" without its line: it changes with every edit above it, and says nothing that
 * `evidence` does not say. */
static void
drop_rule_line (char *record)
{
  char *colon = strstr (record, ".rules:");
  gsize digits;

  if (colon == NULL)
    return;
  colon += strlen (".rules");
  digits = strspn (colon + 1, "0123456789");
  memmove (colon, colon + 1 + digits, strlen (colon + 1 + digits) + 1);
}

static void
read_corpus (void)
{
  g_autofree char *out = NULL;
  g_auto (GStrv) lines = NULL;

  exit_code = test_shell ("retour classify --format ndjson corpus/*/*.eml", &out, NULL);
  lines = g_strsplit (out, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
    char *origin = origin_of (lines[i]);
    GString *text = g_hash_table_lookup (records, origin);

    drop_rule_line (lines[i]);
    if (text == NULL) {
      text = g_string_new (NULL);
      g_hash_table_insert (records, origin, text);
    } else {
      g_free (origin);
    }
    g_string_append_printf (text, "%s\n", lines[i]);
  }
}

static void
prepare (void)
{
  samples = g_ptr_array_new_with_free_func (g_free);
  orphans = g_ptr_array_new_with_free_func (g_free);
  records = g_hash_table_new (g_str_hash, g_str_equal);
  find_samples ("corpus");
  read_corpus ();
}

START_TEST (a_mail_reads_as_expected)
{
  const char *sample = g_ptr_array_index (samples, _i);
  g_autofree char *mail = g_strconcat (sample, ".eml", NULL);
  g_autofree char *path = g_strconcat (sample, ".expected", NULL);
  g_autofree char *want = NULL;
  const GString *got = g_hash_table_lookup (records, mail);

  ck_assert_msg (got != NULL, "%s: no record", mail);
  if (g_getenv ("RETOUR_ACCEPT") != NULL)
    ck_assert (g_file_set_contents (path, got->str, (gssize) got->len, NULL));
  ck_assert_msg (g_file_get_contents (path, &want, NULL, NULL), "%s: missing; make accept", path);
  ck_assert_msg (g_str_equal (got->str, want), "%s\nwant:\n%s\ngot:\n%s", mail, want, got->str);
}
END_TEST

START_TEST (the_corpus_is_read_to_its_end)
{
  ck_assert_int_eq (exit_code, 0);
  ck_assert_uint_gt (samples->len, 0);
  ck_assert_uint_eq (samples->len, g_hash_table_size (records));
}
END_TEST

START_TEST (an_expected_file_has_its_mail)
{
  for (guint i = 0; i < orphans->len; i++)
    ck_abort_msg ("%s: no such mail", (const char *) g_ptr_array_index (orphans, i));
}
END_TEST

RETOUR_TEST_MAIN ("corpus", prepare (); tcase_add_test (tc, the_corpus_is_read_to_its_end);
                  tcase_add_test (tc, an_expected_file_has_its_mail);
                  tcase_add_loop_test (tc, a_mail_reads_as_expected, 0, (int) samples->len))
