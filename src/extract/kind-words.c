#include "extract/kind-words.h"

/* Inlined: this runs for every byte. */
static inline guchar
lower (char c)
{
  return (guchar) (c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

/* A blank in @words stands for any white space: texts are wrapped anywhere. */
static inline gboolean
starts_with (RetourSlice text, const char *words)
{
  gsize i = 0;

  for (; *words != '\0'; words++) {
    if (i == text.len ||
        (*words == ' ' ? !g_ascii_isspace (text.data[i]) : lower (text.data[i]) != (guchar) *words))
      return FALSE;
    i++;
    while (*words == ' ' && i < text.len && g_ascii_isspace (text.data[i]))
      i++;
  }
  return TRUE;
}

/* Those of the words that @text starts with. */
static guint
hints_at (RetourPlace place, RetourSlice text, gboolean at_start)
{
  const guint16 *first = retour_builtin_kinds.first[place];
  guchar c = lower (*text.data);
  guint32 head = retour_kind_head (text.data, text.len);
  guint hints = 0;

  for (guint i = first[c]; i < first[c + 1]; i++) {
    const RetourKindWords *row = &retour_builtin_kinds.words[place][i];

    if ((head & row->mask) == row->head && (at_start || !row->at_start) &&
        starts_with (text, retour_builtin_kinds.text + row->words))
      hints |= row->hint;
  }
  return hints;
}

/* Words start behind a byte that is no ASCII letter; characters beyond ASCII start anywhere, as
 * not every script has blanks. */
static guint
find_hints (RetourPlace place, RetourSlice text)
{
  gboolean inside = FALSE;
  guint hints = 0;

  for (gsize i = 0; i < text.len; i++) {
    char c = text.data[i];
    gboolean starts = (!inside && !g_ascii_isspace (c)) || (guchar) c >= 0xc0;

    inside = g_ascii_isalpha (c);
    if (starts)
      hints |= hints_at (place, retour_slice_from (text, i), i == 0);
  }
  return hints;
}

guint
retour_hints_of_subject (RetourSlice subject)
{
  return find_hints (RETOUR_PLACE_SUBJECT, retour_slice_strip (subject));
}

guint
retour_hints_at_subject (RetourSlice subject)
{
  return subject.len > 0 ? hints_at (RETOUR_PLACE_SUBJECT, subject, TRUE) : 0;
}

guint
retour_hints_of_sender (RetourSlice from)
{
  return find_hints (RETOUR_PLACE_SENDER, retour_slice_strip (from));
}

guint
retour_hints_of_domain (RetourSlice from)
{
  gsize at = from.len;

  while (at > 0 && from.data[at - 1] != '@')
    at--;
  return at > 0 ? find_hints (RETOUR_PLACE_DOMAIN, retour_slice_from (from, at)) : 0;
}

guint
retour_hints_of_text (RetourSlice text)
{
  return find_hints (RETOUR_PLACE_TEXT, text);
}

guint
retour_hints_of_header (const RetourFields *header)
{
  guint hints = 0;
  RetourSlice value;

  for (guint i = 0; i < retour_builtin_kinds.n_fields; i++) {
    const RetourKindField *row = &retour_builtin_kinds.fields[i];
    const char *start = retour_text_at (retour_builtin_kinds.text, row->value);

    if (retour_fields_find (header, retour_builtin_kinds.text + row->field, 0, &value) &&
        (start == NULL || retour_slice_starts (retour_slice_strip (value), start)))
      hints |= row->hint;
  }
  return hints;
}
