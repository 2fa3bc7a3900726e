/* bench-match: what it costs to tell the reason of a text, in ns of CPU a byte with all built-in
 * rules: on average over the texts on stdin, one a line, and at worst, with texts of 8 KB that are
 * made of the words at which the most phrases are tried. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/limits.h"
#include "classify/classify.h"
#include "classify/ruleset.h"

/* A word and how many phrases are tried where it stands. */
typedef struct {
  char *text;
  guint n_phrases;
} Word;

static double
now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double) t.tv_sec * 1e9 + (double) t.tv_nsec;
}

/* The least of many runs over all texts, in ns a byte: what else the machine does only adds. */
static double
cost_of (const GPtrArray *texts, guint runs)
{
  double best = 0;
  gsize bytes = 0;

  for (guint run = 0; run < runs; run++) {
    GStringChunk *pool = g_string_chunk_new (65536);
    double start = now (), cost;

    bytes = 0;
    for (guint i = 0; i < texts->len; i++) {
      RetourSymptoms symptoms = { .text = retour_slice_of (g_ptr_array_index (texts, i)) };
      RetourDiagnosis out;

      retour_classify (&symptoms, pool, &out);
      bytes += symptoms.text.len;
    }
    cost = now () - start;
    best = run == 0 || cost < best ? cost : best;
    g_string_chunk_free (pool);
  }
  return best / (double) MAX (bytes, 1);
}

static GPtrArray *
read_texts (void)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  char line[RETOUR_LIMIT_DIAGNOSTIC];

  while (fgets (line, sizeof line, stdin) != NULL)
    g_ptr_array_add (texts, g_strdup (g_strchomp (line)));
  return texts;
}

/* A token of the rules files, which hold all words of phrases. */
static void
add_word (const RetourToken *token, RetourSlice folded, gpointer data)
{
  const RetourRuleset *rules = &retour_builtin_rules;
  guint16 value = retour_ruleset_lookup (rules, (RetourTokenKind) token->kind, folded);
  g_autofree char *text = g_strndup (folded.data, folded.len);

  if (rules->values[value].n_anchors > 0)
    g_hash_table_insert (data, g_steal_pointer (&text),
                         GUINT_TO_POINTER (rules->values[value].n_anchors));
}

/* All words at which phrases are tried. */
static void
list_words (GArray *words)
{
  const RetourRulesFileTable *files = &retour_builtin_rules_files;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer text, n_phrases;

  for (guint i = 0; i < files->n; i++) {
    RetourSlice rest = retour_slice_of (retour_text_at (files->texts, files->rows[i].text)), line;

    while (retour_slice_next_line (&rest, &line))
      retour_tokens_each (line, add_word, seen);
  }
  g_hash_table_iter_init (&iter, seen);
  while (g_hash_table_iter_next (&iter, &text, &n_phrases)) {
    Word word = { g_strdup (text), GPOINTER_TO_UINT (n_phrases) };

    g_array_append_val (words, word);
  }
}

static double
worth (const Word *word)
{
  return (double) word->n_phrases / (double) (strlen (word->text) + 1);
}

static int
compare_worth (gconstpointer a, gconstpointer b)
{
  return worth (a) < worth (b) ? 1 : worth (a) > worth (b) ? -1 : 0;
}

/* A text of the @n best words, in an order that repeats late. */
static char *
mix_words (const GArray *words, guint n)
{
  GString *text = g_string_new (NULL);
  guint32 random = 1;

  while (text->len < RETOUR_LIMIT_DIAGNOSTIC - 64) {
    random = random * 1664525 + 1013904223;
    g_string_append (text, g_array_index (words, Word, (random >> 8) % n).text);
    g_string_append_c (text, ' ');
  }
  return g_string_free (text, FALSE);
}

static double
worst_cost (guint *n_words)
{
  g_autoptr (GArray) words = g_array_new (FALSE, FALSE, sizeof (Word));
  double worst = 0;

  list_words (words);
  g_array_sort (words, compare_worth);
  for (guint n = 1; n <= words->len; n *= 2) {
    g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
    double cost;

    g_ptr_array_add (texts, mix_words (words, n));
    cost = cost_of (texts, 50);
    *n_words = cost > worst ? n : *n_words;
    worst = MAX (worst, cost);
  }
  for (guint i = 0; i < words->len; i++)
    g_free (g_array_index (words, Word, i).text);
  return worst;
}

int
main (void)
{
  g_autoptr (GPtrArray) texts = read_texts ();
  guint n_words = 0;
  double worst;

  printf ("%-22s %10.1f ns a byte (%u texts)\n", "matching", cost_of (texts, 100), texts->len);
  worst = worst_cost (&n_words);
  printf ("%-22s %10.1f ns a byte (of %u words)\n", "matching at worst", worst, n_words);
  return EXIT_SUCCESS;
}
