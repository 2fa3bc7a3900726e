#include "classify/tokens.h"

#include "base/limits.h"
#include "classify/host.h"
#include "classify/letter.h"
#include "classify/lexicon.h"
#include "classify/ruleset.h"

/* What a byte can be part of. */
enum {
  LETTER = 1, /* a-z A-Z and bytes of longer UTF-8 sequences */
  DIGIT = 2,  /* 0-9 */
  DOT = 4,    /* . */
  JOINT = 8,  /* - _ : inside names of hosts, between words */
  MARK = 16,  /* what else stands in mail addresses */
  AT = 32,    /* @ */
  QUOTE = 64, /* ' : dropped inside a word */
  HIGH = 128, /* not ASCII */
  ALNUM = LETTER | DIGIT,
  CHUNK = ALNUM | DOT | JOINT | MARK | AT | QUOTE,
};

/* clang-format off */
static const guint8 classes[256] = {
  ['.'] = DOT, ['-'] = JOINT, ['_'] = JOINT, ['@'] = AT, ['\''] = QUOTE,
  ['+'] = MARK, ['='] = MARK, ['%'] = MARK, ['~'] = MARK, ['&'] = MARK, ['#'] = MARK, ['*'] = MARK,
  ['!'] = MARK, ['$'] = MARK,
  ['0' ... '9'] = DIGIT, ['a' ... 'z'] = LETTER, ['A' ... 'Z'] = LETTER,
  [128 ... 255] = LETTER | HIGH,
};

/* ASCII letters in lower case; 0 for what is none. */
static const guint8 lower[256] = {
#define BOTH(upper, lower) [upper] = (lower), [lower] = (lower)
  BOTH ('A', 'a'), BOTH ('B', 'b'), BOTH ('C', 'c'), BOTH ('D', 'd'), BOTH ('E', 'e'),
  BOTH ('F', 'f'), BOTH ('G', 'g'), BOTH ('H', 'h'), BOTH ('I', 'i'), BOTH ('J', 'j'),
  BOTH ('K', 'k'), BOTH ('L', 'l'), BOTH ('M', 'm'), BOTH ('N', 'n'), BOTH ('O', 'o'),
  BOTH ('P', 'p'), BOTH ('Q', 'q'), BOTH ('R', 'r'), BOTH ('S', 's'), BOTH ('T', 't'),
  BOTH ('U', 'u'), BOTH ('V', 'v'), BOTH ('W', 'w'), BOTH ('X', 'x'), BOTH ('Y', 'y'),
  BOTH ('Z', 'z'),
#undef BOTH
};
/* clang-format on */

typedef struct {
  const char *data;
  gsize len;
  const RetourRuleset *rules; /* then tokens go into @out, else to @func */
  RetourToken *out;
  guint n_out;
  RetourTokenFunc func;
  gpointer user;
  guint8 opens;
  gsize n_folded;
  char folded[RETOUR_LIMIT_WORD];
} Reader;

static inline guint8
class_at (const Reader *self, gsize i)
{
  return i < self->len ? classes[(guchar) self->data[i]] : 0;
}

static inline void
append (Reader *self, RetourToken token)
{
  if (self->n_out < RETOUR_LIMIT_TOKENS)
    self->out[self->n_out++] = token;
  __builtin_prefetch (&self->rules->values[token.value]);
  self->opens = 0;
}

static inline void
emit_slice (Reader *self, RetourTokenKind kind, gsize start, gsize end, RetourSlice folded)
{
  RetourToken token = { (guint16) start, (guint16) end, 0, (guint8) kind, self->opens };

  self->n_folded = 0;
  self->opens = 0;
  if (self->rules == NULL) {
    self->func (&token, folded, self->user);
    return;
  }
  token.value = retour_ruleset_lookup (self->rules, kind, folded);
  append (self, token);
}

static void
emit (Reader *self, RetourTokenKind kind, gsize start, gsize end)
{
  emit_slice (self, kind, start, end, retour_slice (self->folded, self->n_folded));
}

static void
fold_byte (Reader *self, char c)
{
  if (self->n_folded < sizeof self->folded)
    self->folded[self->n_folded++] = g_ascii_isupper (c) ? (char) (c | 0x20) : c;
}

static void
fold_char (Reader *self, gunichar c)
{
  char utf8[6];
  gint n = g_unichar_to_utf8 (c, utf8);

  if (self->n_folded + (gsize) n > sizeof self->folded)
    return;
  memcpy (self->folded + self->n_folded, utf8, (gsize) n);
  self->n_folded += (gsize) n;
}

/* What most letters are that are not ASCII: U+00C0 … U+00FF, as two bytes. 0: a closer look. */
static char
plain_latin (const Reader *self, gsize i)
{
  static const char letters[] = "aaaaaa\0ceeeeiiii\0nooooo\0\0uuuuy\0\0"
                                "aaaaaa\0ceeeeiiii\0nooooo\0\0uuuuy\0y";
  guchar next = i + 1 < self->len ? (guchar) self->data[i + 1] : 0;

  return (guchar) self->data[i] == 0xc3 && next >= 0x80 && next < 0xc0 ? letters[next - 0x80] : 0;
}

/* The full stops of Chinese, Hindi and Urdu, and what is as wide. */
static gboolean
is_stop (gunichar c)
{
  return c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0xff0e || c == 0x964 || c == 0x6d4;
}

/* Folds one character that is not ASCII at @i. Returns its length; @letter: it goes on with a word,
 * @ideograph: it is a token of its own. */
static gsize
fold_high (Reader *self, gsize i, gboolean *letter, gboolean *ideograph)
{
  char plain = plain_latin (self, i);
  gunichar c;

  *letter = plain != 0;
  *ideograph = FALSE;
  if (*letter) {
    fold_byte (self, plain);
    return 2;
  }
  c = g_utf8_get_char_validated (self->data + i, (gssize) (self->len - i));
  if (c >= (gunichar) -2)
    return 1;
  if (retour_letter_is_ideograph (c))
    *ideograph = TRUE;
  else
    *letter = g_unichar_isalnum (c) || g_unichar_ismark (c);
  if (*letter && !g_unichar_ismark (c))
    fold_char (self, retour_letter_plain (c));
  return (gsize) g_unichar_to_utf8 (c, NULL);
}

/* U+2019 between letters, as in "doesn’t". */
static gboolean
is_curly_quote (const Reader *self, gsize i)
{
  return i + 3 < self->len && memcmp (self->data + i, "\xe2\x80\x99", 3) == 0 &&
         (classes[(guchar) self->data[i + 3]] & LETTER) != 0;
}

/* A byte that belongs to the word around it, but is not kept: the apostrophe of "doesn't", the
 * hyphen of "e-mail". */
static gboolean
is_inside (const Reader *self, gsize start, gsize i, gsize end)
{
  if (self->data[i] == '\'')
    return i > start && (class_at (self, i + 1) & LETTER) != 0;
  return i == start + 1 && i + 5 <= end && self->data[i] == '-' &&
         g_ascii_strncasecmp (self->data + start, "e-mail", 6) == 0;
}

/* The word at @i and, behind a character that ends it, the ideograph there. Returns where it
 * stopped; always moves on. */
static gsize
read_word (Reader *self, gsize i, gsize end)
{
  gsize start = i, n = 0;
  gboolean letter = TRUE, ideograph = FALSE;

  while (i < end && letter) {
    guint8 class = classes[(guchar) self->data[i]];

    if ((class & HIGH) != 0 && is_curly_quote (self, i)) {
      i += 3;
    } else if ((class & HIGH) != 0) {
      n = fold_high (self, i, &letter, &ideograph);
      if (!letter)
        break;
      i += n;
    } else if ((class & ALNUM) != 0 && (self->n_folded > 0 || i == start)) {
      fold_byte (self, self->data[i++]);
    } else if (is_inside (self, start, i, end)) {
      i++;
    } else {
      break;
    }
  }
  if (self->n_folded > 0)
    emit (self, RETOUR_TOKEN_WORD, start, i);
  if (letter)
    return i > start ? i : i + 1;
  if (ideograph) {
    fold_char (self, g_utf8_get_char (self->data + i));
    emit (self, RETOUR_TOKEN_WORD, i, i + n);
  } else if (n > 1 && is_stop (g_utf8_get_char (self->data + i))) {
    self->opens |= RETOUR_OPENS_SENTENCE;
  }
  return i + n;
}

/* Digits and single dots between them: the end of the run at @i, or @i. */
static gsize
skip_number (const Reader *self, gsize i, gsize end)
{
  gsize start = i;

  while (i < end && (class_at (self, i) == DIGIT ||
                     (class_at (self, i) == DOT && i > start && i + 1 < end &&
                      class_at (self, i + 1) == DIGIT && class_at (self, i - 1) == DIGIT)))
    i++;
  return i < end && (class_at (self, i) & ALNUM) != 0 ? start : i;
}

static void
emit_plain (Reader *self, RetourTokenKind kind, gsize start, gsize end)
{
  for (gsize i = start; i < end; i++)
    fold_byte (self, self->data[i]);
  emit (self, kind, start, end);
}

static void
emit_number (Reader *self, gsize start, gsize end)
{
  guint dots = 0;

  for (gsize i = start; i < end; i++)
    dots += self->data[i] == '.';
  emit_slice (self, dots == 3 ? RETOUR_TOKEN_IP : RETOUR_TOKEN_NUMBER, start, end,
              retour_slice (self->data + start, MIN (end - start, RETOUR_LIMIT_WORD)));
}

/* Words, numbers and hosts of a run without marks and '@'. */
static void
read_plain (Reader *self, gsize i, gsize end)
{
  if (retour_host_is_name (retour_slice (self->data + i, end - i))) {
    emit_plain (self, RETOUR_TOKEN_HOST, i, end);
    return;
  }
  while (i < end) {
    gsize number = class_at (self, i) == DIGIT ? skip_number (self, i, end) : i;

    if (number > i) {
      emit_number (self, i, number);
      i = number;
    } else if ((class_at (self, i) & ALNUM) != 0) {
      i = read_word (self, i, end);
    } else {
      i++;
    }
  }
}

/* An IPv6 address at @i: hexadecimal groups, and "::" or three colons. Returns its end, or @i. */
static gsize
skip_ipv6 (const Reader *self, gsize i)
{
  gsize n = i, colons = 0;
  gboolean twice = FALSE;

  while (n < self->len && n - i < 46 &&
         (g_ascii_isxdigit (self->data[n]) || self->data[n] == ':' ||
          (self->data[n] == '.' && colons > 1))) {
    colons += self->data[n] == ':';
    twice |= n > i && self->data[n] == ':' && self->data[n - 1] == ':';
    n++;
  }
  while (n > i && (self->data[n - 1] == '.' || (self->data[n - 1] == ':' && !twice)))
    n--;
  return (twice ? colons >= 2 : colons >= 3) && (class_at (self, n) & ALNUM) == 0 ? n : i;
}

/* U+1E00 ... U+1EFF, three bytes: Latin letters, as of Vietnamese. */
static gboolean
is_far_latin (const Reader *self, gsize i)
{
  guchar next = i + 2 < self->len ? (guchar) self->data[i + 1] : 0;

  return (guchar) self->data[i] == 0xe1 && next >= 0xb8 && next <= 0xbb;
}

/* Longer UTF-8 sequences end a run, unless they are Latin, too: scripts without blanks stand right
 * beside addresses. */
static gsize
skip_chunk (const Reader *self, gsize i, guint8 *seen)
{
  while ((class_at (self, i) & CHUNK) != 0) {
    if ((guchar) self->data[i] < 0xe0) {
      *seen |= class_at (self, i);
      i++;
    } else if (is_curly_quote (self, i)) {
      i += 3;
    } else if (is_far_latin (self, i)) {
      *seen |= LETTER;
      i += 3;
    } else {
      break;
    }
  }
  return i;
}

/* The run of bytes that may belong to one mail address, without what ends a sentence. */
static gsize
read_chunk (Reader *self, gsize start)
{
  guint8 seen = 0;
  gsize end = skip_chunk (self, start, &seen), piece = start;

  if (end == start)
    return read_word (self, start, self->len);
  while (end > start && (class_at (self, end - 1) & (ALNUM | AT)) == 0)
    end--;
  if ((seen & AT) != 0) {
    emit (self, RETOUR_TOKEN_ADDRESS, start, end);
    return end;
  }
  if ((seen & (DOT | JOINT | MARK)) == 0 && (seen & DIGIT) == 0)
    return read_word (self, start, end);
  for (gsize i = start; i <= end; i++)
    if (i == end || class_at (self, i) == MARK) {
      read_plain (self, piece, i);
      piece = i + 1;
    }
  return end;
}

/* Whether what stands before @i is not part of something longer. */
static inline gboolean
is_end (const Reader *self, gsize i)
{
  guint8 next = class_at (self, i);

  return (next & CHUNK) == 0 || (next == DOT && (class_at (self, i + 1) & CHUNK) == 0);
}

static inline gboolean
is_letter (char c)
{
  return lower[(guchar) c] != 0;
}

/* Most words: ASCII letters with nothing beside them that could make them part of something else.
 * Returns the end, or @start when it takes a closer look. */
static gsize
read_simple_word (Reader *self, gsize start)
{
  gsize end = MIN (self->len, start + sizeof self->folded), i = start;

  for (; i < end && is_letter (self->data[i]); i++)
    self->folded[i - start] = self->data[i] | 0x20;
  if (!is_end (self, i))
    return start;
  self->n_folded = i - start;
  emit (self, RETOUR_TOKEN_WORD, start, i);
  return i;
}

/* How many of @bytes are ASCII letters, up to the first that is none; these are put into lower
 * case, the others are cleared. Adding moves what is 'a' or more, or more than 'z', over 0x80. */
static inline gsize
fold_letters (guint64 *bytes)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101), high = ones * 0x80;
  guint64 folded = *bytes | ones * 0x20, seven = folded & ~high;
  guint64 other = (~(seven + ones * (0x80 - 'a')) | (seven + ones * (0x7f - 'z')) | *bytes) & high;
  gsize n = sizeof *bytes;

  *bytes = folded;
  if (other != 0) {
    n = (gsize) __builtin_ctzll (other) / 8;
    *bytes = folded & ((G_GUINT64_CONSTANT (1) << 8 * n) - 1);
  }
  return n;
}

/* The same, but looks the word up by eight bytes at once. */
static gsize
look_up_simple_word (Reader *self, gsize start)
{
  const RetourSlice text = retour_slice (self->data, self->len);
  guint64 bytes[RETOUR_LEXICON_STEPS], hash = 0;
  gsize i = start, got = sizeof *bytes;
  guint16 value;

  for (guint n = 0; n < G_N_ELEMENTS (bytes) && got == sizeof *bytes; n++) {
    bytes[n] = retour_lexicon_load (text, i);
    got = fold_letters (&bytes[n]);
    if (got > 0)
      hash = retour_lexicon_hash (hash, bytes[n]);
    i += got;
  }
  if (!is_end (self, i))
    return start;
  value = retour_lexicon_find (self->rules, hash);
  if (value == 0)
    value = retour_lexicon_find_stem (self->rules, bytes, i - start);
  append (self,
          (RetourToken) { (guint16) start, (guint16) i, value, RETOUR_TOKEN_WORD, self->opens });
  return i;
}

/* Most numbers, in the same way. */
static gsize
read_simple_number (Reader *self, gsize start)
{
  gsize i = start;

  while (class_at (self, i) == DIGIT ||
         (class_at (self, i) == DOT && class_at (self, i + 1) == DIGIT))
    i++;
  if (!is_end (self, i) || (i < self->len && self->data[i] == ':'))
    return start;
  emit_number (self, start, i);
  return i;
}

static gsize
read_any (Reader *self, gsize start, guint8 class)
{
  gsize end = start;

  if (class == LETTER)
    end = self->rules != NULL ? look_up_simple_word (self, start) : read_simple_word (self, start);
  else if (class == DIGIT)
    end = read_simple_number (self, start);
  if (end == start && g_ascii_isxdigit (self->data[start])) {
    end = skip_ipv6 (self, start);
    if (end > start)
      emit_plain (self, RETOUR_TOKEN_IP, start, end);
  }
  return end > start ? end : read_chunk (self, start);
}

/* What may open behind a byte, if what follows agrees. */
static const guint8 openings[256] = {
  [','] = RETOUR_OPENS_PART,     [';'] = RETOUR_OPENS_CLAUSE,   [':'] = RETOUR_OPENS_CLAUSE,
  ['.'] = RETOUR_OPENS_SENTENCE, ['!'] = RETOUR_OPENS_SENTENCE, ['?'] = RETOUR_OPENS_SENTENCE,
};

/* What opens behind @i. ". " ends a sentence; "..." and the dot of "5.1.1" do not. An empty line
 * does. */
static inline guint8
opens_behind (const Reader *self, gsize i)
{
  char c = self->data[i];
  guint8 opens = openings[(guchar) c];
  gboolean last = i + 1 >= self->len;

  if (c == '\n')
    return !last && self->data[i + 1] == '\n' ? RETOUR_OPENS_SENTENCE : 0;
  if (opens == 0 || last)
    return opens;
  if (!g_ascii_isspace (self->data[i + 1]))
    return 0;
  return opens == RETOUR_OPENS_SENTENCE && i > 0 && self->data[i - 1] == '.' ? 0 : opens;
}

static void
read_all (Reader *self, RetourSlice text)
{
  gsize i = 0;

  self->data = text.data;
  self->len = MIN (text.len, RETOUR_LIMIT_DIAGNOSTIC);
  self->opens = 0;
  self->n_folded = 0;
  while (i < self->len) {
    guint8 class = classes[(guchar) self->data[i]];

    if ((class & ALNUM) != 0) {
      i = read_any (self, i, class);
    } else {
      if (self->data[i] != ' ')
        self->opens |= opens_behind (self, i);
      i++;
    }
  }
}

void
retour_tokens_each (RetourSlice text, RetourTokenFunc func, gpointer data)
{
  Reader self;

  self.rules = NULL;
  self.func = func;
  self.user = data;
  read_all (&self, text);
}

guint
retour_tokens_read (RetourSlice text, const RetourRuleset *rules, RetourToken *out)
{
  Reader self;

  self.rules = rules;
  self.out = out;
  self.n_out = 0;
  if (rules->n_slots > 0)
    read_all (&self, text);
  return self.n_out;
}
