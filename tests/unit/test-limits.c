#include "base/limits.h"

#include "test.h"

/* Every cap, and the test program that stands at it and one past it. */
static const struct {
  const char *cap;
  const char *program;
} guards[] = {
  { "RETOUR_LIMIT_ADDRESS", "address" },
  { "RETOUR_LIMIT_CHARSET_NAME", "structure" },
  { "RETOUR_LIMIT_DATE", "date" },
  { "RETOUR_LIMIT_DIAGNOSTIC", "dialect" },
  { "RETOUR_LIMIT_FIELD_LINE", "filter" },
  { "RETOUR_LIMIT_FILTER_RECORDS", "filter" },
  { "RETOUR_LIMIT_FOLDER_DEPTH", "input" },
  { "RETOUR_LIMIT_FROM_LINE", "input" },
  { "RETOUR_LIMIT_GUESSES", "message" },
  { "RETOUR_LIMIT_HEADER_BYTES", "fields" },
  { "RETOUR_LIMIT_HEADER_FIELD", "fields" },
  { "RETOUR_LIMIT_HEADER_FIELDS", "fields" },
  { "RETOUR_LIMIT_KEY_TEXT", "report" },
  { "RETOUR_LIMIT_LEADING_BLANKS", "input" },
  { "RETOUR_LIMIT_LINE", "dialect" },
  { "RETOUR_LIMIT_LINES", "lines" },
  { "RETOUR_LIMIT_LOOKAHEAD", "input" },
  { "RETOUR_LIMIT_MESSAGE", "input" },
  { "RETOUR_LIMIT_NESTING", "structure" },
  { "RETOUR_LIMIT_PARTS", "structure" },
  { "RETOUR_LIMIT_PART_HEADER", "structure" },
  { "RETOUR_LIMIT_PART_HEADERS", "structure" },
  { "RETOUR_LIMIT_PART_TEXT", "message" },
  { "RETOUR_LIMIT_RECIPIENTS", "report" },
  { "RETOUR_LIMIT_RULES_FILE", "user-rules" },
  { "RETOUR_LIMIT_SHAPES", "unknowns" },
  { "RETOUR_LIMIT_FAILING_DAYS", "decide" },
  { "RETOUR_LIMIT_HISTORY", "findings" },
  { "RETOUR_LIMIT_FINDING_TEXT", "findings" },
  { "RETOUR_LIMIT_GUARD_CAUSES", "guards" },
  { "RETOUR_LIMIT_ENTRY_TEXT", "entry" },
  { "RETOUR_LIMIT_LIST_ROW", "list" },
  { "RETOUR_LIMIT_LIST_COLUMNS", "list" },
  { "RETOUR_LIMIT_LIST_DOMAINS", "members" },
  { "RETOUR_LIMIT_STATUS_PART", "message" },
  { "RETOUR_LIMIT_SUMMARY_ROWS", "summary" },
  { "RETOUR_LIMIT_SUMMARY_ADDRESSES", "summary" },
  { "RETOUR_LIMIT_SUMMARY_DELAYS", "tally" },
  { "RETOUR_LIMIT_SUMMARY_RECEIVERS", "summary" },
  { "RETOUR_LIMIT_SUMMARY_TROUBLES", "summary" },
  { "RETOUR_LIMIT_TOKENS", "tokens" },
  { "RETOUR_LIMIT_WORD", "tokens" },
};

/* @text holds @word, and not as a part of a longer one. */
static gboolean
has_word (const char *text, const char *word)
{
  g_auto (GStrv) pieces = g_strsplit (text, word, 0);

  for (guint i = 1; pieces[0] != NULL && pieces[i] != NULL; i++)
    if (!g_ascii_isalnum (*pieces[i]) && *pieces[i] != '_')
      return TRUE;
  return FALSE;
}

static char *
read_file (const char *path)
{
  char *text = NULL;

  ck_assert_msg (g_file_get_contents (path, &text, NULL, NULL), "cannot read %s", path);
  return text;
}

static gboolean
is_guarded (const char *cap)
{
  for (guint i = 0; i < G_N_ELEMENTS (guards); i++)
    if (strcmp (guards[i].cap, cap) == 0)
      return TRUE;
  return FALSE;
}

START_TEST (every_cap_is_guarded)
{
  static const char prefix[] = "  RETOUR_LIMIT_";
  g_autofree char *text = read_file ("src/base/limits.h");
  g_auto (GStrv) lines = g_strsplit (text, "\n", 0);
  guint caps = 0;

  for (guint i = 0; lines[i] != NULL; i++) {
    char *name = lines[i] + strspn (lines[i], " ");

    if (!g_str_has_prefix (lines[i], prefix))
      continue;
    name[strcspn (name, " =")] = '\0';
    ck_assert_msg (is_guarded (name), "no test stands at %s", name);
    caps++;
  }
  ck_assert_uint_eq (caps, G_N_ELEMENTS (guards)); /* none is listed that there is not */
}
END_TEST

START_TEST (the_guard_of_a_cap_speaks_of_it)
{
  g_autofree char *path = g_strdup_printf ("tests/unit/test-%s.c", guards[_i].program);
  g_autofree char *text = read_file (path);

  ck_assert_msg (has_word (text, guards[_i].cap), "%s: not a word of %s", path, guards[_i].cap);
}
END_TEST

/* What holds between caps. */
START_TEST (caps_fit_each_other)
{
  ck_assert_int_le (RETOUR_LIMIT_LINE, RETOUR_LIMIT_DIAGNOSTIC);
  ck_assert_int_le (RETOUR_LIMIT_DIAGNOSTIC, RETOUR_LIMIT_PART_TEXT);
  ck_assert_int_le (RETOUR_LIMIT_ADDRESS, RETOUR_LIMIT_LINE);
  ck_assert_int_le (RETOUR_LIMIT_HEADER_FIELD, RETOUR_LIMIT_HEADER_BYTES);
  ck_assert_int_le (RETOUR_LIMIT_PART_HEADER, RETOUR_LIMIT_PART_HEADERS);
  ck_assert_int_le (RETOUR_LIMIT_STATUS_PART, RETOUR_LIMIT_MESSAGE);
  ck_assert_int_le (RETOUR_LIMIT_LOOKAHEAD, RETOUR_LIMIT_MESSAGE);
}
END_TEST

RETOUR_TEST_MAIN ("limits", tcase_add_test (tc, every_cap_is_guarded);
                  tcase_add_loop_test (tc, the_guard_of_a_cap_speaks_of_it, 0,
                                       G_N_ELEMENTS (guards));
                  tcase_add_test (tc, caps_fit_each_other))
