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

/* Moves on to the first child of @cell for @byte or one above it; returns its byte, 0: there is
 * none. */
static guint
next_child (guint *cell, guint byte)
{
  for (; byte <= G_MAXUINT8; byte++)
    if (retour_trie_step (retour_builtin_rules.cells, cell, (guchar) byte))
      return byte;
  return 0;
}

static void
add_word (const GString *text, guint cell, GArray *words)
{
  const RetourRuleset *rules = &retour_builtin_rules;
  guint16 value = rules->cells[cell].word % RETOUR_TRIE_INHERITED;
  Word word = { NULL, rules->values[value].n_anchors };

  if (word.n_phrases == 0)
    return;
  word.text = g_strndup (text->str, text->len);
  g_array_append_val (words, word);
}

/* All words of the tree. */
static void
list_words (GArray *words)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint path[256] = { 0 }; /* cells from the root on */
  guint byte = 1;

  while (text->len < G_N_ELEMENTS (path) - 1) {
    guint cell = path[text->len];
    guint found = next_child (&cell, byte);

    if (found > 0) {
      g_string_append_c (text, (char) found);
      path[text->len] = cell;
      add_word (text, cell, words);
      byte = 1;
    } else if (text->len > 0) {
      byte = (guchar) text->str[text->len - 1] + 1u;
      g_string_truncate (text, text->len - 1);
    } else {
      return;
    }
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
