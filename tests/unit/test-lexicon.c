#include "test.h"

#include "classify/builder.h"
#include "classify/decide.h"
#include "classify/lexicon.h"
#include "classify/memo.h"

/* What a lexicon of words ("foo") and stems ("foo*") knows; the value of each is its place in the
 * list, plus one. */
typedef struct {
  RetourLexiconBuilder *builder;
  RetourRuleset rules;
} Lexicon;

static void
open_lexicon (Lexicon *self, const char *const *words, guint n)
{
  *self = (Lexicon) { retour_lexicon_builder_new (), { 0 } };
  for (guint i = 0; i < n; i++) {
    gboolean stem = g_str_has_suffix (words[i], "*");
    g_autofree char *text = g_strndup (words[i], strlen (words[i]) - (stem ? 1 : 0));

    retour_lexicon_builder_add (self->builder, text, (guint16) (i + 1), stem);
  }
  ck_assert (retour_lexicon_builder_end (self->builder, &self->rules, NULL));
}

/* In a heap copy of just its length. */
static guint
value_of (const Lexicon *self, const char *word)
{
  g_autofree char *heap = g_memdup2 (word, strlen (word));

  return retour_ruleset_lookup (&self->rules, RETOUR_TOKEN_WORD,
                                retour_slice (heap, strlen (word)));
}

static const char *const few[] = {
  "user",    "us*", "mailbox*", "mailboxes", "o*", "конец*", "abcdefghijklmnopqrstuvwxyzabcdefghi*",
  "12345678"
};

static const struct {
  const char *word;
  guint want;
} lookups[] = {
  { "user", 1 },
  { "using", 2 },
  { "users", 2 },
  { "uber", 0 },
  { "mailbo", 0 },
  { "mailboxfull", 3 },
  { "mailboxes", 4 },
  { "mailboxesx", 3 },
  { "or", 5 },
  { "концерт", 0 },
  { "конецx", 6 },
  { "abcdefghijklmnopqrstuvwxyzabcdefgh", 0 },
  { "abcdefghijklmnopqrstuvwxyzabcdefghij", 7 },
  { "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl", 7 },
  { "12345678", 8 },
  { "123456789", 0 },
  { "", 0 },
};

START_TEST (word_has_its_own_value_or_that_of_its_longest_stem)
{
  Lexicon lexicon;

  open_lexicon (&lexicon, few, G_N_ELEMENTS (few));
  ck_assert_uint_eq (value_of (&lexicon, lookups[_i].word), lookups[_i].want);
  retour_lexicon_builder_free (lexicon.builder);
}
END_TEST

/* Words that differ in few bits. */
START_TEST (many_words_are_told_apart)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  Lexicon lexicon;

  for (guint i = 0; i < 20000; i++)
    g_ptr_array_add (words, g_strdup_printf ("%s%u", i % 2 == 0 ? "w" : "longerword", i));
  open_lexicon (&lexicon, (const char *const *) words->pdata, words->len);
  for (guint i = 0; i < words->len; i++) {
    g_autofree char *other = g_strconcat (g_ptr_array_index (words, i), "x", NULL);

    ck_assert_uint_eq (value_of (&lexicon, g_ptr_array_index (words, i)), i + 1);
    ck_assert_uint_eq (value_of (&lexicon, other), 0);
  }
  retour_lexicon_builder_free (lexicon.builder);
}
END_TEST

/* A phrase behind so many different words that are anchors of others, each with @n_phrases. */
static char *
found_behind (guint n_words, guint n_phrases)
{
  RetourRulesetBuilder *builder = retour_ruleset_builder_new (&retour_builtin_reasons);
  GStringChunk *pool = g_string_chunk_new (64);
  g_autoptr (GString) file = g_string_new ("virus\n say last (straw|hope)\n");
  g_autoptr (GString) text = g_string_new ("beside ");
  const RetourRuleset *rules;
  RetourDiagnosis out;
  char *found;

  for (guint i = 0; i < n_words; i++) {
    g_string_append (file, "spam_content\n");
    for (guint k = 0; k < n_phrases; k++)
      g_string_append_printf (file, " say beside [x%u] w%u\n", k, i);
    g_string_append_printf (text, "w%u ", n_words - i);
  }
  g_string_append (text, "last straw");
  ck_assert (retour_ruleset_builder_add (builder, "t", file->str, file->len, NULL));
  rules = retour_ruleset_builder_end (builder, NULL);
  ck_assert_ptr_nonnull (rules);
  retour_classify_with (rules, &(RetourSymptoms) { .text = retour_slice (text->str, text->len) },
                        pool, &out);
  found = g_strdup_printf ("%s %s", out.rule, out.evidence);
  g_string_chunk_free (pool);
  retour_ruleset_builder_free (builder);
  return found;
}

static const struct {
  guint n_words, n_phrases;
} long_texts[] = {
  { 5, 1 },
  { 97, 1 }, /* one token less than a long text, and so on */
  { 98, 1 },
  { 99, 1 },
  { RETOUR_MEMO_VALUES - 4, 1 },
  { RETOUR_MEMO_VALUES - 3, 1 },
  { RETOUR_MEMO_VALUES + 100, 1 },
  { 60, RETOUR_MEMO_ANCHORS / 60 },
  { 120, RETOUR_MEMO_ANCHORS / 60 },
};

START_TEST (long_text_is_read_like_a_short_one)
{
  g_autofree char *found = found_behind (long_texts[_i].n_words, long_texts[_i].n_phrases);

  ck_assert_str_eq (found, "t:1 last straw");
}
END_TEST

RETOUR_TEST_MAIN ("lexicon", tcase_set_timeout (tc, 30);
                  tcase_add_loop_test (tc, word_has_its_own_value_or_that_of_its_longest_stem, 0,
                                       G_N_ELEMENTS (lookups));
                  tcase_add_test (tc, many_words_are_told_apart);
                  tcase_add_loop_test (tc, long_text_is_read_like_a_short_one, 0,
                                       G_N_ELEMENTS (long_texts)))
