#include "message/charset-guess.h"

#include <errno.h>

enum {
  MAX_SAMPLE = 1024,  /* bytes that are looked at */
  MIN_HIGH = 4,       /* bytes that are not ASCII */
  MIN_LETTERS = 2,    /* characters of a script with thousands of them */
  MIN_NARROW = 5,     /* letters of an alphabet */
  ENOUGH_WIDE = 18,   /* per cent of the characters that must be frequent ones */
  ENOUGH_NARROW = 36, /* the same for an alphabet */
  USUAL_WIDE = 36,    /* what they are in a text that is what it seems */
  USUAL_NARROW = 58,
};

/* What is frequent in languages of more than one charset. */
static const char japanese[] =
    "あいうえおかがきくけげこごさしじすずせそただちっつてでとどなにねのはばびへべほまみむめもやよら"
    "りるれろわをんアエクサザストドバボメユラルレーッ信受送配宛先者不";
static const char russian[] = "оеаинтсрв";

/* A charset, and characters that are frequent in what servers write in it. */
typedef struct {
  const char *iconv;
  gboolean wide; /* thousands of characters, no alphabet */
  const char *frequent;
} Candidate;

static const Candidate candidates[] = {
  { "GB18030", TRUE,
    "的不在人件收邮箱用户地址无法送退信您原因发未到请此中有是为被系统服务器拒绝存已满名错误对方自动"
    "回复通知认证失败过号" },
  { "CP932", TRUE, japanese },
  { "EUC-JP", TRUE, japanese },
  { "BIG5-HKSCS", TRUE,
    "的不在人件收郵箱用戶地址無法送退信您原因發未到請此中有是為被系統伺服器拒絕存已滿名錯誤對方自動"
    "回覆通知帳號" },
  { "CP949", TRUE,
    "이다니습지수는을를의에메일하사용자주소받람가고으로그서시스템합오류않못없있음함인발송전달실"
    "패" },
  { "KOI8-R", FALSE, russian },
  { "WINDOWS-1251", FALSE, russian },
  { "WINDOWS-1253", FALSE, "αοιετσνηρ" },
  { "WINDOWS-1255", FALSE, "יוהלארתמ" },
  { "WINDOWS-1256", FALSE, "اليمنرتوة" },
  { "CP874", FALSE, "านรเองมไม่้ีิั" },
};

/* Bytes that are not ASCII: how many, how many of them beside another one, in how many rows. */
typedef struct {
  guint high, beside, rows;
} Shape;

static Shape
shape_of (RetourSlice s)
{
  Shape shape = { 0 };

  for (gsize i = 0; i < s.len; i++) {
    gboolean follows = i > 0 && (guchar) s.data[i - 1] >= 0x80;

    if ((guchar) s.data[i] < 0x80)
      continue;
    shape.high++;
    shape.rows += !follows;
    shape.beside += follows || (i + 1 < s.len && (guchar) s.data[i + 1] >= 0x80);
  }
  return shape;
}

/* Western letters stand between ASCII ones; those of other scripts beside each other, and whole
 * words are made of those of an alphabet. */
static gboolean
may_be (const Shape *shape, gboolean wide)
{
  if (shape->high < MIN_HIGH || shape->beside * 10 < shape->high * 6)
    return FALSE;
  return wide || shape->high >= 3 * shape->rows;
}

/* A stretch from the first byte that is not ASCII. */
static RetourSlice
sample_of (RetourSlice s)
{
  gsize i = 0;

  while (i < s.len && (guchar) s.data[i] < 0x80)
    i++;
  s = retour_slice_from (s, i);
  return retour_slice (s.data, MIN (s.len, MAX_SAMPLE));
}

/* @s in UTF-8, %NULL if it is not in that charset. */
static GString *
convert (RetourSlice s, const char *charset)
{
  char buffer[4 * MAX_SAMPLE];
  char *in = (char *) (guintptr) s.data, *to = buffer; /* iconv does not write to @in */
  gsize in_left = s.len, to_left = sizeof buffer;
  GIConv cd = g_iconv_open ("UTF-8", charset);
  gboolean ok;

  if (cd == (GIConv) -1)
    return NULL;
  ok = g_iconv (cd, &in, &in_left, &to, &to_left) != (gsize) -1 || errno == EINVAL;
  g_iconv_close (cd);
  return ok ? g_string_new_len (buffer, to - buffer) : NULL;
}

/* Marks that all charsets of the east have. */
static gboolean
is_neutral (gunichar c)
{
  return c < 0x80 || (c >= 0x2010 && c <= 0x2026) || (c >= 0x3000 && c <= 0x303f) ||
         (c >= 0xff00 && c <= 0xff60);
}

static gboolean
is_plausible (const Candidate *self, gunichar c)
{
  if (!self->wide)
    return c >= 0x370 && c < 0x1000 && (g_unichar_isalpha (c) || g_unichar_ismark (c));
  return (c >= 0x3041 && c <= 0x30ff) || (c >= 0x4e00 && c <= 0x9fff) ||
         (c >= 0xac00 && c <= 0xd7a3);
}

/* How well the text reads in a charset: 100 is as usual, 0 not at all. */
static guint
rate (const Candidate *self, RetourSlice sample)
{
  GString *text = convert (sample, self->iconv);
  guint n = 0, frequent = 0, odd = 0, share = 0;

  if (text == NULL)
    return 0;
  for (const char *p = text->str; p < text->str + text->len; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (is_neutral (c))
      continue;
    n++;
    if (g_utf8_strchr (self->frequent, -1, c) != NULL)
      frequent++;
    else
      odd += !is_plausible (self, c);
  }
  g_string_free (text, TRUE);
  if (n >= (self->wide ? MIN_LETTERS : MIN_NARROW) && odd * 10 <= n)
    share = frequent * 100 / n;
  if (share < (self->wide ? ENOUGH_WIDE : ENOUGH_NARROW))
    return 0;
  return share * 100 / (self->wide ? USUAL_WIDE : USUAL_NARROW);
}

const char *
retour_charset_guess (RetourSlice s)
{
  const RetourSlice sample = sample_of (s);
  const Shape shape = shape_of (sample);
  const char *found = NULL;
  guint best = 0;

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++) {
    const Candidate *candidate = &candidates[i];
    guint rating = may_be (&shape, candidate->wide) ? rate (candidate, sample) : 0;

    if (rating > best) {
      best = rating;
      found = candidate->iconv;
    }
  }
  return found;
}
