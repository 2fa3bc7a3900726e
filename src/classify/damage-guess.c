#include "classify/damage-private.h"

enum {
  max_tries = 256,                   /* guesses at the words of one text */
  max_lost = 2,                      /* letters that are guessed in one word */
  min_kept = 2,                      /* letters that must be left of it */
  max_tokens = 2 * RETOUR_DAMAGE_RUN /* more than a word can be */
};

typedef struct {
  const RetourRuleset *rules;
  char *text;
  gsize len;
  guint tries;
  gboolean lossy; /* a word has lost a letter in its middle: those at the end of one may be lost */
} Mender;

/* The length of a mark that stands for a lost letter at @at, or 0: "?" or U+FFFD. */
static gsize
mark_at (const Mender *self, gsize at)
{
  if (self->text[at] == '?')
    return 1;
  return at + 3 <= self->len && memcmp (self->text + at, "\357\277\275", 3) == 0 ? 3 : 0;
}

static guint16
value_of (Mender *self, RetourSlice word)
{
  RetourToken tokens[max_tokens];

  self->tries++;
  if (retour_tokens_read (word, self->rules, tokens) != 1)
    return 0;
  return tokens[0].value >= RETOUR_TOKEN_N ? tokens[0].value : 0;
}

/* A word with marks. */
typedef struct {
  gsize start, end;
  gsize marks, marks_end; /* where the one row of marks begins and ends */
  guint n_marks, n_letters;
  gboolean broken; /* there are two rows, or more */
} Word;

/* The word with @fill in the place of its marks, if the rules know it and would not know it with
 * anything there, as where the rest of "exist?Please" does not count. */
static gboolean
fits (Mender *self, const Word *word, const char *fill, gsize n)
{
  char text[RETOUR_DAMAGE_RUN];
  gsize ahead = word->marks - word->start, behind = word->end - word->marks_end;
  RetourSlice all = retour_slice (text, ahead + n + behind);
  guint16 value;

  if (all.len > sizeof text)
    return FALSE;
  memcpy (text, self->text + word->start, ahead);
  memcpy (text + ahead, fill, n);
  memcpy (text + ahead + n, self->text + word->marks_end, behind);
  value = value_of (self, all);
  if (value == 0)
    return FALSE;
  memset (text + ahead, 'q', n);
  return value_of (self, all) != value;
}

/* Letters that have accents, the commonest first; and the apostrophe. */
static const char letters[] = "aeiouncsylrdgtz";

static gboolean
try_letters (Mender *self, const Word *word, guint n, char *fill)
{
  guint n_letters = sizeof letters - 1, all = n == 1 ? n_letters : n_letters * n_letters;

  for (guint i = 0; i < all && self->tries < max_tries; i++) {
    fill[0] = letters[n == 1 ? i : i / n_letters];
    fill[1] = letters[i % n_letters];
    if (fits (self, word, fill, n))
      return TRUE;
  }
  return FALSE;
}

/* The letter at the end of a word: not where two of them make two words, "zablokowa?". */
static gboolean
try_last (Mender *self, const Word *word, char *fill)
{
  char text[RETOUR_DAMAGE_RUN];
  gsize ahead = word->marks - word->start;
  guint16 known = 0;

  if (ahead + 1 > sizeof text)
    return FALSE;
  memcpy (text, self->text + word->start, ahead);
  for (guint i = 0; i < sizeof letters - 1 && self->tries < max_tries; i++) {
    guint16 value;

    text[ahead] = letters[i];
    value = value_of (self, retour_slice (text, ahead + 1));
    if (value != 0 && known != 0 && value != known)
      return FALSE;
    if (value != 0 && known == 0)
      *fill = letters[i];
    known = value != 0 ? value : known;
  }
  return known != 0;
}

/* "not exist?Please check" */
static gboolean
asks (const Mender *self, const Word *word)
{
  return word->marks > word->start && word->marks_end < word->end &&
         g_ascii_islower (self->text[word->marks - 1]) &&
         g_ascii_isupper (self->text[word->marks_end]);
}

static void
guess (Mender *self, const Word *word)
{
  char fill[max_lost] = { '\'', '\0' };

  if (word->marks == word->start + 1 && word->n_letters > 3 && fits (self, word, fill, 1)) {
    retour_damage_put (self->text + word->marks, word->marks_end - word->marks,
                       retour_slice (fill, 0));
    return;
  }
  if (word->marks_end == word->end) {
    if (try_last (self, word, fill))
      retour_damage_put (self->text + word->marks, word->marks_end - word->marks,
                         retour_slice (fill, 1));
    return;
  }
  for (guint n = 1; n <= MIN (word->n_marks, max_lost); n++)
    if (try_letters (self, word, n, fill)) {
      retour_damage_put (self->text + word->marks, word->marks_end - word->marks,
                         retour_slice (fill, n));
      return;
    }
}

/* Reads the word at @at, which may begin with marks. */
static Word
read_word (const Mender *self, gsize at)
{
  Word word = { .start = at };
  gsize i = at, n;

  for (; i < self->len; i += n) {
    n = mark_at (self, i);
    if (n > 0) {
      word.broken = word.broken || (word.n_marks > 0 && word.marks_end != i);
      word.marks = word.n_marks++ > 0 ? word.marks : i;
      word.marks_end = i + n;
    } else if (retour_damage_is_letter (self->text[i]) || self->text[i] == '\'') {
      n = 1;
      word.n_letters++;
    } else {
      break;
    }
  }
  word.end = i;
  return word;
}

/* "L?hett?j?": the same letter each time. */
static gboolean
guess_same (Mender *self, const Word *word)
{
  char text[RETOUR_DAMAGE_RUN];
  gsize len = word->end - word->start;

  for (guint k = 0; k < sizeof letters - 1 && len <= sizeof text; k++) {
    for (gsize i = 0; i < len; i++)
      text[i] = self->text[word->start + i] == '?' ? letters[k] : self->text[word->start + i];
    if (value_of (self, retour_slice (text, len)) == 0)
      continue;
    retour_damage_put (self->text + word->start, len, retour_slice (text, len));
    return TRUE;
  }
  return FALSE;
}

/* Two rows of one mark each, "Kullan?c?": both at once. */
static void
guess_both (Mender *self, const Word *word)
{
  char text[RETOUR_DAMAGE_RUN];
  gsize at[max_lost], n = 0, len = word->end - word->start;
  guint n_letters = sizeof letters - 1;

  for (gsize i = word->start; i < word->end && n < max_lost; i++)
    if (self->text[i] == '?')
      at[n++] = i - word->start;
  if (n < max_lost || word->n_marks != max_lost || len > sizeof text)
    return;
  memcpy (text, self->text + word->start, len);
  for (guint i = 0; i < n_letters * n_letters && self->tries < max_tries; i++) {
    text[at[0]] = letters[i / n_letters];
    text[at[1]] = letters[i % n_letters];
    if (value_of (self, retour_slice (text, len)) != 0) {
      retour_damage_put (self->text + word->start, len, retour_slice (text, len));
      return;
    }
  }
}

static gboolean
is_part_of_url (const Mender *self, const Word *word)
{
  static const char before[] = "/.:=@&-_", behind[] = "/=@&-_";

  return (word->start > 0 && (strchr (before, self->text[word->start - 1]) != NULL ||
                              g_ascii_isdigit (self->text[word->start - 1]))) ||
         (word->end < self->len && (strchr (behind, self->text[word->end]) != NULL ||
                                    g_ascii_isdigit (self->text[word->end])));
}

static void
guess_word (Mender *self, Word word)
{
  gboolean inside = word.marks_end < word.end || word.broken;

  if (word.n_marks == 0 || word.n_letters < min_kept || is_part_of_url (self, &word) ||
      asks (self, &word))
    return;
  if (!inside && !self->lossy)
    return; /* "unknown?" asks */
  if (!word.broken)
    guess (self, &word);
  else if (!guess_same (self, &word))
    guess_both (self, &word);
}

/* Whether some word has lost a letter in its middle. */
static gboolean
has_lost (const Mender *self)
{
  for (gsize i = 1; i < self->len; i++) {
    gsize n = mark_at (self, i);

    while (n > 0 && i + n < self->len && mark_at (self, i + n) > 0)
      n += mark_at (self, i + n);
    if (n > 0 && i + n < self->len && retour_damage_is_letter (self->text[i - 1]) &&
        retour_damage_is_letter (self->text[i + n]))
      return TRUE;
    i += n > 0 ? n - 1 : 0;
  }
  return FALSE;
}

void
retour_damage_guess (char *text, gsize len, const RetourRuleset *rules)
{
  Mender self = { .rules = rules, .text = text, .len = len };

  self.lossy = has_lost (&self);
  for (gsize i = 0; i < len && self.tries < max_tries; i++) {
    Word word;

    if (!retour_damage_is_letter (text[i]) && mark_at (&self, i) == 0)
      continue;
    word = read_word (&self, i);
    guess_word (&self, word);
    i = word.end;
  }
}
