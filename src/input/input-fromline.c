#include "input/input-fromline.h"

#include "base/limits.h"

/* What a word of the line can be part of. */
enum {
  WEEKDAY = 1 << 0,
  MONTH = 1 << 1,
  TIME = 1 << 2,
  YEAR = 1 << 3,
  OTHER = 1 << 4, /* day of the month, zone: part of a date, and no proof of one */
  MAX_WORDS = 24,
};

/* clang-format off */
static const struct {
  const char *shape; /* 9: digit, A: upper case letter, others: themselves */
  guint kind;
} shapes[] = {
  { "9", OTHER },        { "99", OTHER },         { "9999", YEAR },
  { "9:99", TIME },      { "99:99", TIME },       { "9:99:99", TIME },     { "99:99:99", TIME },
  { "+9999", OTHER },    { "-9999", OTHER },      { "+99:99", OTHER },     { "-99:99", OTHER },
  { "A", OTHER },        { "AA", OTHER },         { "AAA", OTHER },        { "AAAA", OTHER },
  { "AAAAA", OTHER },    { "(AAA)", OTHER },      { "(AAAA)", OTHER },     { "AAA+9999", OTHER },
  { "AAA-9999", OTHER }, { "9,", OTHER },         { "99,", OTHER },
  { "9999-99-99", YEAR | MONTH },
  { "9999-99-99T99:99:99", YEAR | MONTH | TIME },
  { "9999-99-99T99:99:99Z", YEAR | MONTH | TIME },
};
/* clang-format on */

static gboolean
has_shape (RetourSlice word, const char *shape)
{
  gsize i;

  for (i = 0; i < word.len && shape[i] != '\0'; i++) {
    gboolean same = word.data[i] == shape[i];

    if (shape[i] == '9')
      same = g_ascii_isdigit (word.data[i]);
    else if (shape[i] == 'A')
      same = g_ascii_isupper (word.data[i]);
    if (!same)
      return FALSE;
  }
  return i == word.len && shape[i] == '\0';
}

/* @word is one of the three-letter names that @names strings together. */
static gboolean
is_name (RetourSlice word, const char *names)
{
  if (word.len == 4 && (word.data[3] == ',' || word.data[3] == '.'))
    word.len--;
  if (word.len != 3)
    return FALSE;
  for (; *names != '\0'; names += 3)
    if (memcmp (word.data, names, 3) == 0)
      return TRUE;
  return FALSE;
}

static guint
kind_of (RetourSlice word)
{
  if (is_name (word, "SunMonTueWedThuFriSat"))
    return WEEKDAY;
  if (is_name (word, "JanFebMarAprMayJunJulAugSepOctNovDec"))
    return MONTH;
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    if (has_shape (word, shapes[i].shape))
      return shapes[i].kind;
  return 0;
}

static gboolean
next_word (RetourSlice *rest, RetourSlice *word)
{
  gsize i = 0, n = 0;

  while (i < rest->len && (rest->data[i] == ' ' || rest->data[i] == '\t'))
    i++;
  *rest = retour_slice_from (*rest, i);
  while (n < rest->len && rest->data[n] != ' ' && rest->data[n] != '\t')
    n++;
  *word = retour_slice (rest->data, n);
  *rest = retour_slice_from (*rest, n);
  return n > 0;
}

static gboolean
is_sender (RetourSlice word)
{
  return memchr (word.data, '@', word.len) != NULL || retour_slice_equal (word, "MAILER-DAEMON") ||
         retour_slice_equal (word, "-") || retour_slice_equal (word, "<>");
}

gboolean
retour_input_is_from_line (RetourSlice line)
{
  guint tail = 0, all = 0, strays = 0, n = 0;
  gboolean has_sender = FALSE;
  RetourSlice rest, word;

  if (line.len > RETOUR_LIMIT_FROM_LINE || line.len < 5 || memcmp (line.data, "From ", 5) != 0)
    return FALSE;
  rest = retour_slice_strip (retour_slice_from (line, 5));
  for (; n < MAX_WORDS && next_word (&rest, &word); n++) {
    guint kind = kind_of (word);

    if (n == 0 && kind != WEEKDAY) { /* the sender, whatever it looks like */
      has_sender = is_sender (word);
      continue;
    }
    if ((tail & TIME) != 0 && retour_slice_equal (word, "remote"))
      break;
    strays += kind == 0;
    tail = kind == 0 ? 0 : tail | kind;
    all |= kind;
  }
  if (n == MAX_WORDS || (all & TIME) == 0)
    return FALSE;
  /* a sender with blanks in it needs the whole of a date behind it */
  if ((tail & TIME) != 0 && (tail & MONTH) != 0 && (tail & WEEKDAY) != 0)
    return TRUE;
  if ((tail & TIME) != 0 && (tail & YEAR) != 0 && strays == 0)
    return TRUE;
  return has_sender && (all & YEAR) != 0;
}
