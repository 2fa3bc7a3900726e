#include "classify/damage.h"

#include "classify/damage-private.h"

typedef struct {
  char *text; /* the copy */
  gsize len;
} Mender;

/* What does not count in a word: marks above a letter, of two bytes, and one apostrophe. */
static void
fill_up (char *place, gsize n)
{
  static const char mark[] = { '\xcc', '\x81' };

  for (; n >= sizeof mark; n -= sizeof mark, place += sizeof mark)
    memcpy (place, mark, sizeof mark);
  if (n > 0)
    *place = '\'';
}

void
retour_damage_put (char *place, gsize len, RetourSlice word)
{
  if (word.len > len)
    return;
  memcpy (place, word.data, word.len);
  fill_up (place + word.len, len - word.len);
}

/* The bytes that a piece of the text was, read by somebody as something else. */
typedef struct {
  gsize start, end; /* the piece */
  char bytes[RETOUR_DAMAGE_RUN];
  gsize n;
} Run;

/* "\344": of Exim, Postfix and others that write logs. */
static gboolean
read_octal (const Mender *self, gsize at, Run *run)
{
  const char *p = self->text + at;

  if (at + 4 > self->len || p[0] != '\\' || p[1] < '2' || p[1] > '3' || p[2] < '0' || p[2] > '7' ||
      p[3] < '0' || p[3] > '7')
    return FALSE;
  run->bytes[run->n++] = (char) ((p[1] - '0') << 6 | (p[2] - '0') << 3 | (p[3] - '0'));
  run->end = at + 4;
  return TRUE;
}

/* "=E4": quoted-printable that nobody decoded. */
static gboolean
read_quoted (const Mender *self, gsize at, Run *run)
{
  const char *p = self->text + at;

  if (at + 3 > self->len || p[0] != '=' || g_ascii_islower (p[1]) || g_ascii_islower (p[2]) ||
      g_ascii_xdigit_value (p[1]) < 8 || g_ascii_xdigit_value (p[2]) < 0)
    return FALSE;
  run->bytes[run->n++] = (char) (g_ascii_xdigit_value (p[1]) << 4 | g_ascii_xdigit_value (p[2]));
  run->end = at + 3;
  return TRUE;
}

/* The byte that a character is in Windows-1252, or 0. */
static guchar
byte_of (gunichar c)
{
  static const guint16 high[] = { 0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
                                  0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0x8d,   0x17d,  0x8f,
                                  0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                  0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178 };

  if (c >= 0x80 && c <= 0xff)
    return (guchar) c;
  for (guint i = 0; i < G_N_ELEMENTS (high) && c != 0; i++)
    if (high[i] == c)
      return (guchar) (0x80 + i);
  return 0;
}

/* "Ã¤": UTF-8 that was read as Windows-1252, of two bytes or three. */
static gboolean
read_twice (const Mender *self, gsize at, Run *run)
{
  const char *p = self->text + at, *end = self->text + self->len;
  guchar lead = (guchar) *p >= 0xc3 ? byte_of (g_utf8_get_char_validated (p, end - p)) : 0;
  guint more = lead >= 0xc2 && lead <= 0xdf ? 1 : lead >= 0xe0 && lead <= 0xef ? 2 : 0;

  if (more == 0 || run->n + 1 + more > sizeof run->bytes)
    return FALSE;
  run->bytes[run->n] = (char) lead;
  for (guint i = 1; i <= more; i++) {
    guchar byte;

    p = g_utf8_next_char (p);
    byte = p < end && (guchar) *p >= 0x80 ? byte_of (g_utf8_get_char_validated (p, end - p)) : 0;
    if (byte < 0x80 || byte > 0xbf || (more == 2 && i == 1 && byte == 0xa0))
      return FALSE; /* a blank behind "é", as before "»": no part of three bytes */
    run->bytes[run->n + i] = (char) byte;
  }
  run->n += 1 + more;
  run->end = (gsize) (g_utf8_next_char (p) - self->text);
  return TRUE;
}

/* Leaves the character that the end of a full run cuts to the next one. */
static void
end_at_character (Run *run)
{
  gsize each = (run->end - run->start) / run->n; /* of the bytes of the text */
  const char *end;

  if (g_utf8_validate_len (run->bytes, run->n, &end) || end == run->bytes ||
      g_utf8_get_char_validated (end, run->bytes + run->n - end) != (gunichar) -2)
    return;
  run->n = (gsize) (end - run->bytes);
  run->end = run->start + run->n * each;
}

/* As UTF-8, or else as Latin-1. */
static void
put_run (Mender *self, const Run *run)
{
  char latin[2 * RETOUR_DAMAGE_RUN + 6];
  gsize n = 0;

  if (g_utf8_validate_len (run->bytes, run->n, NULL)) {
    retour_damage_put (self->text + run->start, run->end - run->start,
                       retour_slice (run->bytes, run->n));
    return;
  }
  for (gsize i = 0; i < run->n; i++)
    n += (gsize) g_unichar_to_utf8 ((guchar) run->bytes[i], latin + n);
  retour_damage_put (self->text + run->start, run->end - run->start, retour_slice (latin, n));
}

/* Letters that are still there in another form. */
static void
decode (Mender *self, gboolean (*read) (const Mender *self, gsize at, Run *run), char mark)
{
  for (gsize i = 0; i < self->len; i++) {
    Run run;

    if (mark != '\0' ? self->text[i] != mark : (guchar) self->text[i] < 0xc3)
      continue;
    run.start = run.end = i;
    run.n = 0;
    while (run.n < sizeof run.bytes && run.end < self->len && read (self, run.end, &run))
      ;
    if (run.n == 0)
      continue;
    if (run.n == sizeof run.bytes)
      end_at_character (&run);
    if (mark != '=' || (i > 0 && retour_damage_is_letter (self->text[i - 1])) ||
        (run.end < self->len && retour_damage_is_letter (self->text[run.end])))
      put_run (self, &run);
    i = run.end - 1;
  }
}

static gboolean
is_octal (RetourSlice s, gsize at)
{
  return at + 1 < s.len && (s.data[at + 1] == '2' || s.data[at + 1] == '3');
}

static gboolean
is_quoted (RetourSlice s, gsize at)
{
  return at + 1 < s.len && !g_ascii_islower (s.data[at + 1]) &&
         g_ascii_xdigit_value (s.data[at + 1]) >= 8;
}

/* "Empf?nger", not "unknown?" or "/?id=1". */
static gboolean
is_inside (RetourSlice s, gsize at)
{
  return at + 1 < s.len &&
         (at == 0 || s.data[at - 1] == '?' || retour_damage_is_letter (s.data[at - 1])) &&
         (s.data[at + 1] == '?' || retour_damage_is_letter (s.data[at + 1]));
}

static gboolean
has (RetourSlice s, char mark, gboolean (*check) (RetourSlice s, gsize at))
{
  const char *p = s.data, *end = s.data + s.len;

  while (p < end && (p = memchr (p, (guchar) mark, (gsize) (end - p))) != NULL) {
    if (check (s, (gsize) (p - s.data)))
      return TRUE;
    p++;
  }
  return FALSE;
}

/* A character of U+00C2 ... U+00DF, which lead UTF-8 that was read as Windows-1252, or U+FFFD. */
static gboolean
is_twice (RetourSlice s, gsize at)
{
  return at + 2 < s.len && (guchar) s.data[at + 1] >= 0x82 && (guchar) s.data[at + 1] <= 0x9f &&
         (guchar) s.data[at + 2] >= 0xc2;
}

static gboolean
is_lost (RetourSlice s, gsize at)
{
  return at + 2 < s.len && s.data[at + 1] == '\277' && s.data[at + 2] == '\275';
}

/* Whether there may be anything to mend: most texts have nothing of it. */
static gboolean
looks_damaged (RetourSlice text)
{
  return has (text, '?', is_inside) || has (text, '\\', is_octal) || has (text, '=', is_quoted) ||
         has (text, '\303', is_twice) || has (text, '\357', is_lost);
}

RetourSlice
retour_damage_mend (RetourSlice text, const RetourRuleset *rules, char *room)
{
  Mender self = { .text = room, .len = text.len };

  if (text.len == 0 || !looks_damaged (text))
    return text;
  memcpy (room, text.data, text.len);
  decode (&self, read_octal, '\\');
  decode (&self, read_quoted, '=');
  decode (&self, read_twice, '\0');
  retour_damage_guess (self.text, self.len, rules);
  return retour_slice (self.text, self.len);
}
