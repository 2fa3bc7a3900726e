#include "base/limits.h"
#include "base/slice.h"
#include "output/utf8.h"

#include <retour/retour.h>

enum {
  MAX_FROM_LINES = 4, /* ahead of one mail: some deliveries add one to a mail that has one */
  WIDTH = 78,         /* of a line, where there is a blank to fold at (RFC 5322) */
  WORD_FRAME = 12,    /* "=?utf-8?B?" and "?=" */
  WORD_BYTES = 45,    /* of text in one encoded word: 60 of base64, under the 75 of RFC 2047 */
};

#define PREFIX     "X-Retour-"
#define OLD_PREFIX "X-Old-Retour-"

/* What the mail's own header tells us about ours. */
typedef struct {
  GString *out;
  const char *eol;
  gboolean utf8; /* it has 8-bit text, and that is UTF-8 */
} Writer;

static const struct {
  const char *name;
  RetourField field;
} fields[] = {
  { PREFIX "Kind", RETOUR_FIELD_KIND },           { PREFIX "Class", RETOUR_FIELD_CLASS },
  { PREFIX "Reason", RETOUR_FIELD_REASON },       { PREFIX "Action", RETOUR_FIELD_ACTION },
  { PREFIX "Recipient", RETOUR_FIELD_RECIPIENT }, { PREFIX "Status", RETOUR_FIELD_STATUS },
  { PREFIX "Rule", RETOUR_FIELD_RULE },
};

/* Length of the line that @text starts with, its end included. A bare CR ends one too: some
 * programs think so, and what they take for a field must not be forged either. */
static gsize
line_len (RetourSlice text)
{
  gsize i = 0;

  while (i < text.len && text.data[i] != '\n' && text.data[i] != '\r')
    i++;
  if (i + 1 < text.len && text.data[i] == '\r' && text.data[i + 1] == '\n')
    i++;
  return MIN (i + 1, text.len);
}

static gsize
from_lines_len (RetourSlice mail)
{
  gsize len = 0;

  for (guint i = 0; i < MAX_FROM_LINES; i++) {
    RetourSlice rest = retour_slice_from (mail, len);
    gsize quote = i > 0 && rest.len > 0 && *rest.data == '>' ? 1 : 0;

    if (rest.len < quote + 5 || memcmp (rest.data + quote, "From ", 5) != 0)
      break;
    len += line_len (rest);
  }
  return len;
}

static const char *
find_eol (RetourSlice mail)
{
  const char *lf = mail.len > 0 ? memchr (mail.data, '\n', mail.len) : NULL;

  if (lf != NULL)
    return lf > mail.data && lf[-1] == '\r' ? "\r\n" : "\n";
  return mail.len > 0 && memchr (mail.data, '\r', mail.len) != NULL ? "\r" : "\n";
}

/* Up to the first empty line, whatever stands there: what a lax reader may take for the header. */
static gsize
header_len (RetourSlice mail, const char *eol)
{
  gsize len = 0;

  while (len < mail.len) {
    RetourSlice rest = retour_slice_from (mail, len);
    gsize n = line_len (rest);

    if (*rest.data == '\n' || (n == 2 && rest.data[1] == '\n' && *rest.data == '\r') ||
        (n == 1 && *rest.data == '\r' && *eol == '\r' && eol[1] == '\0'))
      break;
    len += n;
  }
  return len;
}

static gboolean
is_utf8 (RetourSlice header)
{
  gboolean ascii = TRUE;

  for (gsize i = 0; i < header.len && ascii; i++)
    ascii = (guchar) header.data[i] < 0x80;
  return !ascii && g_utf8_validate_len (header.data, header.len, NULL);
}

/* One line, without anything that could end it, start another, or hide. */
static char *
clean (const char *value)
{
  GString *text = g_string_new (NULL);
  gsize len = strlen (value);
  guint n;

  for (gsize i = 0; i < len; i += n) {
    gunichar c = retour_utf8_decode (value + i, len - i, &n);

    if (c == '\t' || c == '\n' || c == '\r')
      c = ' ';
    g_string_append_unichar (text, retour_utf8_is_control (c) ? '?' : c);
  }
  g_strstrip (text->str);
  return g_string_free (text, FALSE);
}

static void
end_line (Writer *self)
{
  g_string_append (self->out, self->eol);
}

/* As base64, since nothing in it may be taken for syntax; no word ends inside a character. */
static void
add_encoded (Writer *self, const char *value, gsize column)
{
  RetourSlice rest = retour_slice_of (value);

  while (rest.len > 0) {
    gsize room = WIDTH - WORD_FRAME - column;
    RetourSlice piece = retour_slice_cut (rest, MIN (room / 4 * 3, WORD_BYTES));
    g_autofree char *word = g_base64_encode ((const guchar *) piece.data, piece.len);

    g_string_append_printf (self->out, "=?utf-8?B?%s?=", word);
    rest = retour_slice_from (rest, piece.len);
    if (rest.len > 0) {
      end_line (self);
      g_string_append_c (self->out, ' ');
    }
    column = 1;
  }
}

/* Bytes of the next word with the blanks ahead of it. */
static gsize
word_len (const char *text)
{
  gsize blanks = strspn (text, " ");

  return blanks + strcspn (text + blanks, " ");
}

/* Folded ahead of blanks; that puts no blank in and takes none out. */
static void
add_folded (Writer *self, const char *value, gsize column)
{
  gsize n;

  for (const char *p = value; *p != '\0'; p += n) {
    n = word_len (p);
    if (column + n > WIDTH && *p == ' ') {
      end_line (self);
      column = 0;
    }
    g_string_append_len (self->out, p, (gssize) n);
    column += n;
  }
}

static gboolean
needs_encoding (const Writer *self, const char *value)
{
  if (strstr (value, "=?") != NULL || (!self->utf8 && !g_str_is_ascii (value)))
    return TRUE;
  for (const char *p = value; *p != '\0'; p += word_len (p))
    if (word_len (p) > RETOUR_LIMIT_FIELD_LINE - WIDTH)
      return TRUE;
  return FALSE;
}

static void
add_field (Writer *self, const char *name, const char *raw)
{
  g_autofree char *value = clean (raw);
  gsize column = strlen (name) + 2;

  if (*value == '\0')
    return;
  g_string_append_printf (self->out, "%s: ", name);
  if (needs_encoding (self, value))
    add_encoded (self, value, column);
  else
    add_folded (self, value, column);
  end_line (self);
}

static void
add_record (Writer *self, const RetourReport *report, guint record)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    const char *value = retour_report_get (report, record, fields[i].field);

    if (value != NULL)
      add_field (self, fields[i].name, value);
  }
}

static void
add_verdict (Writer *self, const RetourReport *report)
{
  guint n = report != NULL ? retour_report_get_n_records (report) : 0;

  if (report == NULL)
    add_field (self, PREFIX "Kind", "unreadable");
  for (guint i = 0; i < MIN (n, RETOUR_LIMIT_FILTER_RECORDS); i++)
    add_record (self, report, i);
}

/* The header as far as the last field that has one of our names; the rest can stay where it is.
 * Returns how many bytes of @header that is. */
static gsize
add_renamed (Writer *self, RetourSlice header)
{
  gsize done = 0;

  for (gsize at = 0; at < header.len; at += line_len (retour_slice_from (header, at))) {
    RetourSlice line = retour_slice_from (header, at);

    if (!retour_slice_starts (line, PREFIX))
      continue;
    g_string_append_len (self->out, header.data + done, (gssize) (at - done));
    g_string_append (self->out, OLD_PREFIX);
    done = at + strlen (PREFIX);
  }
  return done;
}

GBytes *
retour_filter_make_head (const char *mail, gsize len, const RetourReport *report, gsize *used)
{
  RetourSlice all = retour_slice (mail, len);
  gsize from = from_lines_len (all);
  RetourSlice header = retour_slice_from (all, from);
  Writer self = { .out = g_string_new (NULL), .eol = find_eol (all) };

  header.len = header_len (header, self.eol);
  self.utf8 = is_utf8 (header);
  g_string_append_len (self.out, mail, (gssize) from);
  if (from > 0 && mail[from - 1] != '\n' && mail[from - 1] != '\r')
    end_line (&self);
  add_verdict (&self, report);
  /* a first line that would go on with our last field: there is no header */
  if (header.len > 0 && (*header.data == ' ' || *header.data == '\t'))
    end_line (&self);
  *used = from + add_renamed (&self, header);
  return g_string_free_to_bytes (self.out);
}
