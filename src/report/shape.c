#include "report/shape.h"

#include "base/limits.h"
#include "base/reply.h"
#include "classify/builder.h"
#include "classify/decide.h"
#include "classify/tokens.h"

#include <string.h>

/* A token of a reply, without the codes that it starts with. */
typedef struct {
  char word[RETOUR_LIMIT_WORD + 1];
  guint8 kind;
  guint8 opens; /* RETOUR_OPENS_… */
  guint8 plain; /* a word that a phrase could hold */
  gsize start, end;
} Token;

typedef struct {
  Token tokens[RETOUR_SHAPE_TOKENS];
  guint n;
  RetourReply codes;
  guint8 opens;
} Reading;

static const char *const stand_ins[RETOUR_TOKEN_N] = {
  [RETOUR_TOKEN_ADDRESS] = "<addr>",
  [RETOUR_TOKEN_IP] = "<ip>",
  [RETOUR_TOKEN_HOST] = "<host>",
  [RETOUR_TOKEN_NUMBER] = "<num>",
};

/* What stands for names in a test line. */
static const char *const examples[RETOUR_TOKEN_N] = {
  [RETOUR_TOKEN_ADDRESS] = "user@example.com",
  [RETOUR_TOKEN_IP] = "192.0.2.1",
  [RETOUR_TOKEN_HOST] = "host.example.com",
};

/* "4FxQ12", and what is longer than words are. */
static gboolean
is_id (RetourSlice word)
{
  if (word.len > 24)
    return TRUE;
  for (gsize i = 0; i < word.len; i++)
    if (g_ascii_isdigit (word.data[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_code (const Reading *self, const RetourToken *token, RetourSlice folded)
{
  return token->kind == RETOUR_TOKEN_NUMBER && (retour_slice_equal (folded, self->codes.reply) ||
                                                retour_slice_equal (folded, self->codes.status));
}

static void
take_token (const RetourToken *token, RetourSlice folded, gpointer data)
{
  Reading *self = data;
  Token *out = &self->tokens[MIN (self->n, RETOUR_SHAPE_TOKENS - 1)];

  self->opens |= token->opens;
  if (is_code (self, token, folded) || self->n >= RETOUR_SHAPE_TOKENS)
    return;
  *out = (Token) { .kind = token->kind, .start = token->start, .end = token->end };
  out->opens = self->opens;
  out->plain = token->kind == RETOUR_TOKEN_WORD && !is_id (folded);
  g_strlcpy (out->word, "<id>", sizeof out->word);
  if (out->plain)
    g_snprintf (out->word, sizeof out->word, "%.*s", (int) folded.len, folded.data);
  else if (stand_ins[token->kind] != NULL)
    g_strlcpy (out->word, stand_ins[token->kind], sizeof out->word);
  self->opens = 0;
  self->n++;
}

static void
read_text (Reading *self, const char *text)
{
  RetourSlice slice = retour_slice_of (text);

  self->n = 0;
  self->opens = 0;
  retour_reply_find (slice, &self->codes);
  retour_tokens_each (slice, take_token, self);
}

char *
retour_shape_of (const char *text)
{
  GString *shape = g_string_new (NULL);
  Reading reading;
  const char *last = "";

  read_text (&reading, text);
  if (reading.codes.reply[0] != '\0')
    g_string_append_printf (shape, "%s ", reading.codes.reply);
  if (reading.codes.status[0] != '\0')
    g_string_append_printf (shape, "%s ", reading.codes.status);
  for (guint i = 0; i < reading.n; i++) {
    const char *word = reading.tokens[i].word;

    if (*word == '<' && g_str_equal (word, last))
      continue; /* "<id> <id>": as many as there are */
    g_string_append_printf (shape, "%s ", word);
    last = word;
  }
  g_strchomp (shape->str);
  return g_string_free (shape, FALSE);
}

void
retour_shape_each_word (const char *text, RetourShapeFunc func, gpointer data)
{
  Reading reading;

  read_text (&reading, text);
  for (guint i = 0; i < reading.n; i++)
    if (reading.tokens[i].plain)
      func (reading.tokens[i].word, data);
}

char *
retour_shape_make_test (const char *text)
{
  GString *line = g_string_new (NULL);
  Reading reading;
  gsize done = 0;

  read_text (&reading, text);
  for (guint i = 0; i < reading.n; i++) {
    const Token *token = &reading.tokens[i];

    g_string_append_len (line, text + done, (gssize) (token->start - done));
    done = token->end;
    if (examples[token->kind] != NULL)
      g_string_append (line, examples[token->kind]);
    else
      g_string_append_len (line, text + token->start, (gssize) (token->end - token->start));
  }
  if (reading.n < RETOUR_SHAPE_TOKENS)
    g_string_append (line, text + done);
  for (gsize i = 0; i < line->len; i++)
    if (g_ascii_iscntrl (line->str[i]))
      line->str[i] = ' ';
  return g_strstrip (g_string_free (line, FALSE));
}

static guint
count_of (const Token *token, GHashTable *counts)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (counts, token->word));
}

/* Short words are in every reply; a character of Chinese is a word. */
static gboolean
is_telling (const Token *token)
{
  static const char *const links[] = { "http", "https", "html", NULL };

  if (g_strv_contains (links, token->word))
    return FALSE;
  return token->plain && (strlen (token->word) > 3 || (token->word[0] & 0x80) != 0);
}

static gboolean
is_rarer (const Token *a, const Token *b, GHashTable *counts)
{
  guint left = count_of (a, counts), right = count_of (b, counts);

  return left != right ? left < right : strlen (a->word) > strlen (b->word);
}

/* The rarest telling token from @first to @last that is not chosen; -1 if there is none. */
static int
find_rarest (const Reading *reading, int first, int last, const gboolean *chosen,
             GHashTable *counts)
{
  int best = -1;

  for (int i = MAX (first, 0); i <= last && i < (int) reading->n; i++)
    if (!chosen[i] && is_telling (&reading->tokens[i]) &&
        (best < 0 || is_rarer (&reading->tokens[i], &reading->tokens[best], counts)))
      best = i;
  return best;
}

/* What stands between two words of a phrase for the tokens between them. */
static const char *
gap_between (const Reading *reading, guint left, guint right)
{
  guint8 borders = RETOUR_OPENS_SENTENCE, crossed = 0;

  if (right > left + 1)
    borders |= RETOUR_OPENS_CLAUSE; /* ".." may not reach over them */
  for (guint i = left + 1; i <= right; i++)
    crossed |= reading->tokens[i].opens;
  if ((crossed & borders) != 0)
    return " ... ";
  return right == left + 1 ? " " : right - left <= 4 ? " .. " : " ... ";
}

/* A phrase of the @max rarest words, each within reach of another. */
static char *
make_phrase (const Reading *reading, guint max, GHashTable *counts)
{
  enum { REACH = 9 };
  gboolean chosen[RETOUR_SHAPE_TOKENS] = { FALSE };
  int first = find_rarest (reading, 0, RETOUR_SHAPE_TOKENS, chosen, counts), last = first;
  GString *phrase;

  if (first < 0)
    return NULL;
  chosen[first] = TRUE;
  for (guint i = 1; i < max; i++) {
    int next = find_rarest (reading, first - REACH, last + REACH, chosen, counts);

    if (next < 0)
      break;
    chosen[next] = TRUE;
    first = MIN (first, next);
    last = MAX (last, next);
  }
  phrase = g_string_new (reading->tokens[first].word);
  for (int i = first + 1, before = first; i <= last; i++) {
    if (!chosen[i])
      continue;
    g_string_append (phrase, gap_between (reading, (guint) before, (guint) i));
    g_string_append (phrase, reading->tokens[i].word);
    before = i;
  }
  return g_string_free (phrase, FALSE);
}

gboolean
retour_shape_decides (const char *rule, const char *text)
{
  RetourRulesetBuilder *builder = retour_ruleset_builder_new (&retour_builtin_reasons);
  GStringChunk *pool = g_string_chunk_new (256);
  RetourSymptoms symptoms = { .text = retour_slice_of (text) };
  const RetourRuleset *rules = NULL;
  RetourDiagnosis out = { .decided_by = RETOUR_DECIDED_BY_DEFAULT };

  if (retour_ruleset_builder_add (builder, "proposal", rule, strlen (rule), NULL))
    rules = retour_ruleset_builder_end (builder, NULL);
  if (rules != NULL)
    retour_classify_with (rules, &symptoms, pool, &out);
  g_string_chunk_free (pool);
  retour_ruleset_builder_free (builder);
  return out.decided_by == RETOUR_DECIDED_BY_RULE;
}

char *
retour_shape_propose (const char *test, const char *reason, GHashTable *counts)
{
  Reading reading;

  read_text (&reading, test);
  for (guint words = RETOUR_SHAPE_WORDS; words > 0; words--) {
    g_autofree char *phrase = make_phrase (&reading, words, counts);
    g_autofree char *rule = NULL;

    if (phrase == NULL)
      return NULL;
    rule = g_strdup_printf ("%s\n  say %s\n  test %s\n", reason, phrase, test);
    if (retour_shape_decides (rule, test))
      return g_steal_pointer (&rule);
  }
  return NULL;
}
