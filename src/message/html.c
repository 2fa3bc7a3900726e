#include "message/html.h"

#include "base/limits.h"
#include "message/html-entities.h"

#include <stdlib.h>

enum { MAX_TAG = 12 /* bytes of a tag's name */ };

/* What a tag does to the text. */
typedef enum {
  LINE = 1, /* a new line, unless one has just begun */
  BREAK,    /* a new line, always */
  CELL,     /* a blank */
  PRE,      /* line ends count up to its end tag */
  DROP,     /* its content is not text */
  HEAD,     /* the same, if it ends */
} Effect;

typedef struct {
  char name[MAX_TAG];
  Effect effect;
} Tag;

/* clang-format off */
static const Tag tags[] = { /* in the order of strcmp() */
  { "address", LINE }, { "article", LINE }, { "aside", LINE }, { "blockquote", LINE },
  { "body", LINE }, { "br", BREAK }, { "caption", LINE }, { "center", LINE }, { "dd", LINE },
  { "dir", LINE }, { "div", LINE }, { "dl", LINE }, { "dt", LINE }, { "fieldset", LINE },
  { "footer", LINE }, { "form", LINE }, { "h1", LINE }, { "h2", LINE }, { "h3", LINE },
  { "h4", LINE }, { "h5", LINE }, { "h6", LINE }, { "head", HEAD }, { "header", LINE },
  { "hr", LINE }, { "html", LINE }, { "li", LINE }, { "listing", PRE }, { "main", LINE },
  { "menu", LINE }, { "nav", LINE }, { "ol", LINE }, { "option", LINE }, { "p", LINE },
  { "pre", PRE }, { "script", DROP }, { "section", LINE }, { "style", DROP }, { "table", LINE },
  { "tbody", LINE }, { "td", CELL }, { "tfoot", LINE }, { "th", CELL }, { "thead", LINE },
  { "title", HEAD }, { "tr", LINE }, { "ul", LINE }, { "xml", HEAD }, { "xmp", PRE },
};
/* clang-format on */

typedef struct {
  RetourSlice html;
  gsize pos;
  GString *out;
  gsize start;         /* where our output starts in @out */
  gboolean blank;      /* a blank is due ahead of the next word */
  guint pre;           /* open <pre> */
  gboolean no_quotes;  /* a quoted attribute did not end: they are not looked at any more */
  gboolean no_tag_end; /* no '>' from here on */
  gboolean no_comment_end;
  gboolean no_end[G_N_ELEMENTS (tags)]; /* of the elements that are dropped */
} Reader;

static gsize
room (const Reader *self)
{
  return RETOUR_LIMIT_PART_TEXT - (self->out->len - self->start);
}

static gboolean
at_line_start (const Reader *self)
{
  return self->out->len == self->start || self->out->str[self->out->len - 1] == '\n';
}

/* A word, or a piece of one; cut at a character's start when the cap is reached. */
static void
put (Reader *self, const char *text, gsize len)
{
  if (self->blank && !at_line_start (self) && room (self) > 0)
    g_string_append_c (self->out, ' ');
  self->blank = FALSE;
  if (len > room (self)) {
    len = room (self);
    while (len > 0 && ((guchar) text[len] & 0xC0) == 0x80)
      len--;
    self->pos = self->html.len;
  }
  g_string_append_len (self->out, text, (gssize) len);
}

static void
put_line_end (Reader *self, gboolean always)
{
  self->blank = FALSE;
  if ((always || !at_line_start (self)) && room (self) > 0)
    g_string_append_c (self->out, '\n');
}

/* A no-break blank becomes a plain one, as the words are to be compared with others. */
static void
put_char (Reader *self, gunichar c)
{
  char bytes[6] = " ";
  gint n = 1;

  if (c != 0xA0 && (c >= ' ' || c == '\t'))
    n = g_unichar_to_utf8 (c, bytes);
  put (self, bytes, (gsize) n);
}

static void
read_reference (Reader *self)
{
  gsize used = 0;
  gunichar c = retour_html_entity (retour_slice_from (self->html, self->pos), &used);

  if (c == 0) {
    self->pos++;
    put (self, "&", 1);
    return;
  }
  self->pos += used;
  put_char (self, c);
}

/* A no-break blank in UTF-8. */
static gboolean
is_no_break (RetourSlice html, gsize pos)
{
  return html.data[pos] == '\xC2' && pos + 1 < html.len && html.data[pos + 1] == '\xA0';
}

static gsize
find_word_end (RetourSlice html, gsize pos)
{
  while (pos < html.len && (guchar) html.data[pos] > ' ' && html.data[pos] != '<' &&
         html.data[pos] != '&' && !is_no_break (html, pos))
    pos++;
  return pos;
}

/* A word, or one character between words. */
static void
read_text (Reader *self)
{
  gsize start = self->pos;
  char c = self->html.data[start];

  self->pos = find_word_end (self->html, start);
  if (self->pos > start) {
    put (self, self->html.data + start, self->pos - start);
    return;
  }
  self->pos++;
  if (c == '\xC2') {
    self->pos++;
    put (self, " ", 1);
  } else if (self->pre > 0 && c == '\n') {
    put_line_end (self, TRUE);
  } else if (self->pre > 0 && c != '\r') {
    put (self, " ", 1);
  } else {
    self->blank = TRUE;
  }
}

/* Goes to the next @mark; %FALSE if there is none. */
static gboolean
go_to (Reader *self, const char *mark, gsize from)
{
  gssize at = retour_slice_find (self->html, mark, from);

  if (at >= 0)
    self->pos = (gsize) at;
  return at >= 0;
}

/* "<!--", "<!DOCTYPE", "<?xml". A comment without an end is taken to end with its first '>'. */
static void
read_declaration (Reader *self)
{
  gsize from = self->pos;
  gboolean comment = retour_slice_starts (retour_slice_from (self->html, from), "<!--");

  if (comment && !self->no_comment_end && !go_to (self, "-->", from + 2))
    self->no_comment_end = TRUE;
  if (go_to (self, ">", self->pos))
    self->pos++;
  else
    self->pos = self->html.len;
}

/* Offset behind the '>' of the tag at @pos; 0 if there is none. */
static gsize
find_tag_end (Reader *self)
{
  const char *data = self->html.data;
  char last = '\0'; /* that is no blank */

  for (gsize i = self->pos + 1; i < self->html.len; i++) {
    const char *close = NULL;

    if (data[i] == '>')
      return i + 1;
    if (last == '=' && (data[i] == '"' || data[i] == '\'') && !self->no_quotes) {
      close = memchr (data + i + 1, data[i], self->html.len - i - 1);
      if (close != NULL)
        i = (gsize) (close - data);
    }
    if ((guchar) data[i] > ' ')
      last = data[i];
  }
  return 0;
}

static gsize
find_tag_end_somehow (Reader *self)
{
  gsize end = self->no_tag_end ? 0 : find_tag_end (self);

  if (end == 0 && !self->no_quotes) { /* once for a document: linear time */
    self->no_quotes = TRUE;
    end = find_tag_end (self);
  }
  if (end == 0)
    self->no_tag_end = TRUE;
  return end;
}

static int
compare (const void *key, const void *row)
{
  return strcmp (key, ((const Tag *) row)->name);
}

/* The row of the tag at @pos; %NULL for others. @is_tag: (out): it has the form of one; unlike
 * "<joe@example.com>", which is text that nobody escaped. */
static const Tag *
read_name (const Reader *self, gboolean *closes, gboolean *is_tag)
{
  const char *data = self->html.data;
  gsize i = self->pos + 1, start;
  char name[MAX_TAG] = "";

  *closes = i < self->html.len && data[i] == '/';
  i += *closes ? 1 : 0;
  start = i;
  while (i < self->html.len &&
         (g_ascii_isalnum (data[i]) || (data[i] != '\0' && strchr (":-_", data[i]) != NULL))) {
    if (i - start < MAX_TAG - 1)
      name[i - start] = retour_ascii_lower (data[i]);
    i++;
  }
  *is_tag = i > start && g_ascii_isalpha (data[start]) && i < self->html.len &&
            ((guchar) data[i] <= ' ' || data[i] == '>' || data[i] == '/');
  if (i - start >= MAX_TAG)
    return NULL;
  return bsearch (name, tags, G_N_ELEMENTS (tags), sizeof *tags, compare);
}

/* Skips the content of an element, up to its end tag; <head> ends with <body> too. Without an
 * end, a script goes on to the end of the document, and a head is not believed. */
static void
drop (Reader *self, const Tag *tag)
{
  gboolean *no_end = &self->no_end[tag - tags];
  char end[MAX_TAG + 2];

  g_snprintf (end, sizeof end, "</%s", tag->name);
  if (*no_end || go_to (self, end, self->pos))
    return;
  *no_end = TRUE;
  if (tag->effect == DROP)
    self->pos = self->html.len;
  else if (strcmp (tag->name, "head") == 0)
    go_to (self, "<body", self->pos);
}

static void
apply (Reader *self, const Tag *tag, gboolean closes, gboolean empty)
{
  if (tag->effect == CELL)
    self->blank = TRUE;
  else if (tag->effect == LINE || tag->effect == BREAK || tag->effect == PRE)
    put_line_end (self, tag->effect == BREAK);
  else if (!closes && !empty)
    drop (self, tag);
  if (tag->effect != PRE)
    return;
  if (!closes)
    self->pre++;
  else if (self->pre > 0)
    self->pre--;
}

static void
read_tag (Reader *self)
{
  RetourSlice rest = retour_slice_from (self->html, self->pos);
  gboolean closes = FALSE, is_tag = FALSE;
  const Tag *tag;
  gsize end;

  if (rest.len > 1 && (rest.data[1] == '!' || rest.data[1] == '?')) {
    read_declaration (self);
    return;
  }
  tag = read_name (self, &closes, &is_tag);
  end = is_tag ? find_tag_end_somehow (self) : 0;
  if (end == 0) {
    self->pos++;
    put (self, "<", 1);
    return;
  }
  self->pos = end;
  if (tag != NULL)
    apply (self, tag, closes, self->html.data[end - 2] == '/');
}

void
retour_html_to_text (RetourSlice html, GString *out)
{
  Reader self = { .html = html, .out = out, .start = out->len };

  while (self.pos < html.len && room (&self) > 0) {
    if (html.data[self.pos] == '<')
      read_tag (&self);
    else if (html.data[self.pos] == '&')
      read_reference (&self);
    else
      read_text (&self);
  }
}
