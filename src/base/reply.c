#include "base/reply.h"

/* How a code is led in by what stands before it. */
typedef enum {
  LEAD_NONE,   /* by nothing: a number in running text */
  LEAD_PLAIN,  /* start of the text or of a line, "<<<", "error", "#": a code, beside others */
  LEAD_QUOTED, /* a quote, a colon, "said", an arrow: what another server answered */
} Lead;

/* One code or pair of codes in the text. */
typedef struct {
  RetourReply codes;
  gsize end; /* offset behind the codes */
  Lead lead;
} Candidate;

/* clang-format off */
static const struct {
  const char *word;
  Lead lead;
} leading_words[] = {
  { "said", LEAD_QUOTED },     { "says", LEAD_QUOTED },   { "replied", LEAD_QUOTED },
  { "returned", LEAD_QUOTED }, { "response", LEAD_QUOTED }, { "responded", LEAD_QUOTED },
  { "with", LEAD_QUOTED },     { "answered", LEAD_QUOTED }, { "reply", LEAD_PLAIN },
  { "error", LEAD_PLAIN },     { "fehler", LEAD_PLAIN },  { "code", LEAD_PLAIN },
  { "status", LEAD_PLAIN },    { "smtp", LEAD_PLAIN },    { "lmtp", LEAD_PLAIN },
  { "esmtp", LEAD_PLAIN },     { "dsn", LEAD_PLAIN },     { "ndr", LEAD_PLAIN },
};

/* A dotted number behind one of these is the version of a program. */
static const char *const version_words[] = { "version", "exim", "postfix", "sendmail", "v" };
/* clang-format on */

static gboolean
is_digit_at (RetourSlice text, gsize i)
{
  return i < text.len && g_ascii_isdigit (text.data[i]);
}

static inline gboolean
is_one_of (RetourSlice text, gsize i, const char *set)
{
  for (; i < text.len && *set != '\0'; set++)
    if (text.data[i] == *set)
      return TRUE;
  return FALSE;
}

/* A byte that goes on with a word, an address or a host name. */
static inline gboolean
is_glue (char c)
{
  return g_ascii_isalnum (c) || c == '.' || c == '@' || c == '_' || c == '+' || c == '/' ||
         c == '%' || (c & 0x80) != 0;
}

static gboolean
is_word_at (RetourSlice text, gsize i)
{
  return i < text.len && (g_ascii_isalnum (text.data[i]) || text.data[i] == '@' ||
                          text.data[i] == '_' || text.data[i] == '%');
}

/* qmail's log writes '_' for each blank: "said:_550_5.1.1_User_unknown". Whether a code from @start
 * to @end stands so. */
static gboolean
is_logged (RetourSlice text, gsize start, gsize end)
{
  return start > 0 && text.data[start - 1] == '_' && end < text.len && text.data[end] == '_';
}

/* Length of "5.1.1" at @i, or 0: class 2, 4 or 5, one digit of subject, up to three of detail.
 * The first two may not be followed by a further number, or it is an address or a version. */
static gsize
status_at (RetourSlice text, gsize i, char out[12])
{
  gsize n = 4, digits = 0;

  if (i + 5 > text.len || !is_one_of (text, i, "245"))
    return 0;
  if (text.data[i + 1] != '.' || text.data[i + 3] != '.')
    return 0;
  if (!is_digit_at (text, i + 2))
    return 0;
  while (is_digit_at (text, i + n) && digits < 3) {
    n++;
    digits++;
  }
  if (digits == 0 || (is_word_at (text, i + n) && !is_logged (text, i, i + n)))
    return 0;
  if (i + n + 1 < text.len && text.data[i + n] == '.' && is_word_at (text, i + n + 1))
    return 0;
  memcpy (out, text.data + i, n);
  out[n] = '\0';
  return n;
}

/* Positive replies are few (RFC 5321 §4.2.3, 4954, 3030); other numbers that begin with 2, exit
 * codes for one, are none. */
static gboolean
is_positive (const char *code)
{
  static const char *const codes[] = {
    "211", "214", "220", "221", "235", "250", "251", "252", "253"
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (memcmp (codes[i], code, 3) == 0)
      return TRUE;
  return FALSE;
}

/* Length of "550" at @i, or 0. */
static gsize
reply_at (RetourSlice text, gsize i, char out[4])
{
  if (i + 3 > text.len || !is_one_of (text, i, "245") || !is_one_of (text, i + 1, "0123457"))
    return 0;
  if (!is_digit_at (text, i + 2) || (is_word_at (text, i + 3) && !is_logged (text, i, i + 3)))
    return 0;
  if (i + 4 < text.len && strchr (".:,/", text.data[i + 3]) != NULL &&
      g_ascii_isalnum (text.data[i + 4]))
    return 0;
  if (text.data[i] == '2' && !is_positive (text.data + i))
    return 0;
  memcpy (out, text.data + i, 3);
  out[3] = '\0';
  return 3;
}

/* The letters that end at @end, at most 16 of them. */
static RetourSlice
word_before (RetourSlice text, gsize end)
{
  gsize i = end;

  while (i > 0 && end - i < 16 && g_ascii_isalpha (text.data[i - 1]))
    i--;
  return retour_slice (text.data + i, end - i);
}

static Lead
lead_of_word (RetourSlice word)
{
  for (guint i = 0; i < G_N_ELEMENTS (leading_words); i++)
    if (retour_slice_equal (word, leading_words[i].word))
      return leading_words[i].lead;
  return LEAD_NONE;
}

static gboolean
is_version (RetourSlice text, gsize at)
{
  while (at > 0 && text.data[at - 1] == ' ')
    at--;
  for (guint i = 0; i < G_N_ELEMENTS (version_words); i++)
    if (retour_slice_equal (word_before (text, at), version_words[i]))
      return TRUE;
  return FALSE;
}

/* "said: 550", "DATA:554", but not "host:443". */
static Lead
lead_of_colon (RetourSlice text, gsize colon, gsize at)
{
  if (colon + 1 < at || colon == 0)
    return LEAD_QUOTED;
  return g_ascii_islower (text.data[colon - 1]) || g_ascii_isdigit (text.data[colon - 1])
             ? LEAD_NONE
             : LEAD_QUOTED;
}

/* "<mx.example.com #5.5.0 smtp;550 no such user>": a diagnostic of another server. */
static Lead
lead_of_type (RetourSlice type)
{
  return retour_slice_equal (type, "smtp") || retour_slice_equal (type, "lmtp") ? LEAD_QUOTED
                                                                                : LEAD_PLAIN;
}

/* Whether what is counted stands behind the number: "your quota: 500 messages", "(550 of 500)". */
static gboolean
is_count (RetourSlice text, gsize end)
{
  static const char *const counted[] = { "of",       "messages", "mails",   "emails", "recipients",
                                         "bytes",    "octets",   "kb",      "mb",     "per",
                                         "sessions", "hours",    "minutes", "seconds" };
  RetourSlice word = retour_slice (text.data + end, 0);

  if (end >= text.len || text.data[end] != ' ')
    return FALSE;
  word.data++;
  while (end + 1 + word.len < text.len && g_ascii_isalpha (word.data[word.len]))
    word.len++;
  for (guint i = 0; i < G_N_ELEMENTS (counted); i++)
    if (retour_slice_equal (word, counted[i]))
      return TRUE;
  return FALSE;
}

static Lead
lead_at (RetourSlice text, gsize at)
{
  gsize i = at;

  while (i > 0 && is_one_of (text, i - 1, " \t_"))
    i--;
  if (i == 0)
    return LEAD_PLAIN;
  switch (text.data[i - 1]) {
  case '\n':
  case '\r':
  case '<':
  case '#':
  case '[':
    return LEAD_PLAIN;
  case ';':
    return lead_of_type (word_before (text, i - 1));
  case '\'':
  case '"':
  case '`':
  case '(':
    return LEAD_QUOTED;
  case ':':
    return lead_of_colon (text, i - 1, at);
  case '>':
    return i > 1 && text.data[i - 2] == '-' ? LEAD_QUOTED : LEAD_NONE;
  case '-':
    return i > 1 && text.data[i - 2] == ' ' ? LEAD_PLAIN : LEAD_NONE;
  default:
    return i < at ? lead_of_word (word_before (text, i)) : LEAD_NONE;
  }
}

/* Between the two codes of one reply: "550 5.1.1", "550-5.1.1", "550 #5.1.1", "550-'5.1.1". */
static gsize
skip_joint (RetourSlice text, gsize i)
{
  gsize n = 0;

  while (n < 4 && i + n < text.len && strchr (" _-'\"(#[:;", text.data[i + n]) != NULL &&
         text.data[i + n] != '\0')
    n++;
  return i + n;
}

/* A bare number is a reply when text goes on behind it like a sentence: "550 User", "550-User". */
static gboolean
starts_sentence (RetourSlice text, gsize i)
{
  if (i + 1 >= text.len || (text.data[i] != ' ' && text.data[i] != '-'))
    return FALSE;
  return g_ascii_isupper (text.data[i + 1]) || text.data[i + 1] == '<' || text.data[i + 1] == '#';
}

/* Reads the codes at @at, if there are some. */
static gboolean
read_candidate (RetourSlice text, gsize at, Candidate *out)
{
  gsize n = reply_at (text, at, out->codes.reply);
  gsize joint;

  out->codes.start = at;
  out->codes.quoted = FALSE;
  out->codes.status[0] = '\0';
  out->end = at + n;
  out->lead = lead_at (text, at);
  if (at > 0 && text.data[at - 1] == '_' && out->lead == LEAD_NONE)
    return FALSE; /* part of a name */
  if (n == 0) {
    out->codes.reply[0] = '\0';
    out->end = at + status_at (text, at, out->codes.status);
    return out->end > at && !is_version (text, at);
  }
  joint = skip_joint (text, at + n);
  n = status_at (text, joint, out->codes.status);
  if (n > 0) {
    if (is_one_of (text, joint - 1, "'\"") || (at > 0 && text.data[at - 1] == ':'))
      out->lead = LEAD_QUOTED;
    out->end = joint + n;
    return TRUE;
  }
  if (out->end + 1 < joint && at > 0 && is_one_of (text, out->end + 1, "'"))
    out->lead = LEAD_QUOTED; /* "error 550-'No such user'" */
  if (out->lead == LEAD_QUOTED && is_count (text, out->end))
    return FALSE;
  return out->lead != LEAD_NONE || starts_sentence (text, out->end);
}

static char
class_of (const RetourReply *codes)
{
  return codes->reply[0] != '\0' ? codes->reply[0] : codes->status[0];
}

/* What the codes lack and @other has, if both are of the same class. */
static void
complete (RetourReply *codes, const RetourReply *other)
{
  if (class_of (codes) != class_of (other))
    return;
  if (codes->reply[0] == '\0')
    memcpy (codes->reply, other->reply, sizeof codes->reply);
  if (codes->status[0] == '\0')
    memcpy (codes->status, other->status, sizeof codes->status);
}

/* A quoted reply is inside what came before it; a success is no answer once a failure follows. */
static void
merge_candidate (RetourReply *best, const Candidate *next)
{
  gboolean inner = next->lead == LEAD_QUOTED && class_of (&next->codes) != '2';
  RetourReply old = *best;

  if (class_of (best) == '\0' || class_of (best) == '2' || inner) {
    *best = next->codes;
    best->quoted = inner;
    if (class_of (&old) != '\0')
      complete (best, &old);
  } else if (next->codes.reply[0] == '\0' || g_str_equal (next->codes.reply, best->reply)) {
    complete (best, &next->codes);
  }
}

/* The first digit at or behind @i, or the length of @text. Looks at eight bytes at once: x ^ '0'
 * is less than ten for digits alone. */
static inline gsize
skip_to_digit (RetourSlice text, gsize i)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);

  for (; i + sizeof (guint64) <= text.len; i += sizeof (guint64)) {
    guint64 bytes;

    memcpy (&bytes, text.data + i, sizeof bytes);
    bytes ^= ones * '0';
    if (((((bytes & ones * 0x7f) + ones * (0x80 - 10)) | bytes) & ones * 0x80) != ones * 0x80)
      break;
  }
  while (i < text.len && (guchar) (text.data[i] - '0') > 9)
    i++;
  return i;
}

gboolean
retour_reply_find (RetourSlice text, RetourReply *out)
{
  Candidate next;

  *out = (RetourReply) { "", "", 0, FALSE };
  for (gsize i = skip_to_digit (text, 0); i < text.len; i = skip_to_digit (text, i + 1)) {
    if ((i == 0 || text.data[i - 1] == '_' || !is_glue (text.data[i - 1])) &&
        read_candidate (text, i, &next)) {
      merge_candidate (out, &next);
      i = next.end - 1;
      continue;
    }
    while (i + 1 < text.len && is_glue (text.data[i + 1]))
      i++;
  }
  return class_of (out) != '\0';
}

gboolean
retour_reply_parse_status (RetourSlice text, char out[12])
{
  gsize i = 0;

  while (i < text.len && (text.data[i] == ' ' || text.data[i] == '\t'))
    i++;
  return status_at (text, i, out) > 0;
}
