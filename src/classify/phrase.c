#include "classify/phrase.h"
#include "base/language.h"

#include "classify/phrase-variants.h"

/* What a word of a phrase becomes when the tokeniser has read it. */
typedef struct {
  RetourPhraseReader *reader;
  GPtrArray *words;
} WordSink;

/* clang-format off */
static const struct {
  const char *text;
  RetourPhraseItem item;
} fixed_items[] = {
  { "..", { .kind = RETOUR_STEP_GAP, .gap = RETOUR_PHRASE_GAP } },
  { "...", { .kind = RETOUR_STEP_GAP, .gap = RETOUR_PHRASE_WIDE_GAP, .loose = RETOUR_OPENS_ANY } },
  { "^", { .kind = RETOUR_STEP_EDGE } },
  { "$", { .kind = RETOUR_STEP_EDGE, .at_end = TRUE } },
};

static const char *const kinds[] = { "<addr>", "<ip>", "<host>", "<num>" };
/* clang-format on */

static void
free_list (gpointer list)
{
  g_ptr_array_unref (list);
}

void
retour_phrase_reader_init (RetourPhraseReader *self)
{
  self->pool = g_string_chunk_new (4096);
  self->classes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_list);
}

void
retour_phrase_reader_clear (RetourPhraseReader *self)
{
  g_clear_pointer (&self->classes, g_hash_table_unref);
  g_clear_pointer (&self->pool, g_string_chunk_free);
}

static gboolean fail (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list ap;

  va_start (ap, format);
  message = g_strdup_vprintf (_ (format), ap);
  va_end (ap);
  g_set_error_literal (error, RETOUR_ERROR, RETOUR_ERROR_DATA, message);
  return FALSE;
}

static void
take_token (const RetourToken *token, RetourSlice folded, gpointer data)
{
  WordSink *sink = data;
  g_autofree char *word = g_strndup (folded.data, folded.len);

  (void) token;
  g_ptr_array_add (sink->words, g_string_chunk_insert_const (sink->reader->pool, word));
}

static void
append_words (GPtrArray *alternative, GPtrArray *words)
{
  for (guint i = 0; i < words->len; i++)
    g_ptr_array_add (alternative, g_ptr_array_index (words, i));
}

/* Each of @alternatives goes on with each of @more. */
static GPtrArray *
multiply (GPtrArray *alternatives, GPtrArray *more)
{
  GPtrArray *product = g_ptr_array_new_with_free_func (free_list);

  for (guint i = 0; i < alternatives->len; i++)
    for (guint k = 0; k < more->len && product->len < RETOUR_PHRASE_MAX_VARIANTS; k++) {
      GPtrArray *both = g_ptr_array_new ();

      append_words (both, g_ptr_array_index (alternatives, i));
      append_words (both, g_ptr_array_index (more, k));
      g_ptr_array_add (product, both);
    }
  return product;
}

/* A word of the phrase as a list with one alternative: "e-mail" is one token, "auto-reply" two. */
static GPtrArray *
read_plain_word (RetourPhraseReader *self, const char *word, GError **error)
{
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();
  g_autofree char *stem = NULL;
  WordSink sink = { self, tokens };
  gsize len = strlen (word);
  gboolean is_stem = len > 1 && word[len - 1] == '*';
  GPtrArray *list;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (word, kinds[i]))
      g_ptr_array_add (tokens, g_string_chunk_insert_const (self->pool, word));
  if (tokens->len == 0)
    retour_tokens_each (retour_slice (word, is_stem ? len - 1 : len), take_token, &sink);
  if (tokens->len == 0) {
    fail (error, "'%s' is no word", word);
    return NULL;
  }
  if (is_stem) {
    stem = g_strconcat (g_ptr_array_index (tokens, tokens->len - 1), "*", NULL);
    tokens->pdata[tokens->len - 1] = g_string_chunk_insert_const (self->pool, stem);
  }
  list = g_ptr_array_new_with_free_func (free_list);
  g_ptr_array_add (list, g_steal_pointer (&tokens));
  return list;
}

static GPtrArray *
read_word (RetourPhraseReader *self, const char *word, GError **error)
{
  GPtrArray *class;

  if (*word != '@')
    return read_plain_word (self, word, error);
  class = g_hash_table_lookup (self->classes, word + 1);
  if (class == NULL)
    fail (error, "there is no class '%s'", word);
  return class != NULL ? g_ptr_array_ref (class) : NULL;
}

/* Adds what "c d" or "@class d" stands for to @out. */
static gboolean
read_alternative (RetourPhraseReader *self, const char *text, GPtrArray *out, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t", -1);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (free_list);

  g_ptr_array_add (all, g_ptr_array_new ());
  for (guint i = 0; words[i] != NULL; i++) {
    g_autoptr (GPtrArray) more = NULL;
    GPtrArray *product;

    if (*words[i] == '\0')
      continue;
    more = read_word (self, words[i], error);
    if (more == NULL)
      return FALSE;
    product = multiply (all, more);
    g_ptr_array_unref (all);
    all = product;
  }
  if (all->len + out->len >= RETOUR_PHRASE_MAX_VARIANTS)
    return fail (error, "too many alternatives in '%s'", text);
  if (((GPtrArray *) g_ptr_array_index (all, 0))->len == 0)
    return fail (error, "an alternative of '%s' is empty", text);
  for (guint i = 0; i < all->len; i++)
    g_ptr_array_add (out, g_ptr_array_ref (g_ptr_array_index (all, i)));
  return TRUE;
}

static GPtrArray *
read_alternatives (RetourPhraseReader *self, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "|", -1);
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func (free_list);

  for (guint i = 0; parts[i] != NULL; i++)
    if (!read_alternative (self, parts[i], out, error))
      return NULL;
  if (out->len == 0) {
    fail (error, "an alternative of '%s' is empty", text);
    return NULL;
  }
  return g_steal_pointer (&out);
}

gboolean
retour_phrase_define (RetourPhraseReader *self, const char *name, const char *text, GError **error)
{
  g_autoptr (GPtrArray) more = read_alternatives (self, text, error);
  GPtrArray *class = g_hash_table_lookup (self->classes, name);

  if (more == NULL)
    return FALSE;
  if (class == NULL) {
    g_hash_table_insert (self->classes, g_string_chunk_insert (self->pool, name),
                         g_steal_pointer (&more));
    return TRUE;
  }
  for (guint i = 0; i < more->len; i++)
    g_ptr_array_add (class, g_ptr_array_ref (g_ptr_array_index (more, i)));
  return TRUE;
}

/* Cuts the next element off @rest into @out. */
static gboolean
read_element (RetourPhraseReader *self, const char **rest, RetourPhraseElement *out, GError **error)
{
  const char *text = *rest;
  const char close = *text == '(' ? ')' : *text == '[' ? ']' : '\0';
  gsize len = close != '\0' ? 1 : strcspn (text, " \t()[]|");
  g_autofree char *word = NULL;

  *out = (RetourPhraseElement) { .optional = close == ']' };
  if (close != '\0' && strchr (text, close) == NULL)
    return fail (error, "'%s' is not closed", text);
  if (close != '\0')
    len = (gsize) (strchr (text, close) - text);
  else if (len == 0)
    return fail (error, "'%s' is out of place", text);
  word = close != '\0' ? g_strndup (text + 1, len - 1) : g_strndup (text, len);
  *rest = text + len + (close != '\0' ? 1 : 0);
  for (guint i = 0; close == '\0' && i < G_N_ELEMENTS (fixed_items); i++)
    if (g_str_equal (word, fixed_items[i].text)) {
      out->item = fixed_items[i].item;
      return TRUE;
    }
  out->alternatives = read_alternatives (self, word, error);
  return out->alternatives != NULL;
}

/* A variant must have a word that is not optional, reach not too far, and hold its edges outside.
 */
static gboolean
check_variant (const GArray *variant, const char *text, GError **error)
{
  guint words = 0, span = 0;

  for (guint i = 0; i < variant->len; i++) {
    const RetourPhraseItem *item = &g_array_index (variant, RetourPhraseItem, i);

    words += item->kind == RETOUR_STEP_WORD;
    span += item->kind == RETOUR_STEP_GAP ? item->gap : 1;
    if (item->kind == RETOUR_STEP_EDGE && i != (item->at_end ? variant->len - 1 : 0))
      return fail (error, "'^' or '$' is out of place in '%s'", text);
  }
  if (words == 0)
    return fail (error, "'%s' has no word that must be there", text);
  return span <= RETOUR_PHRASE_MAX_SPAN || fail (error, "'%s' is too long", text);
}

GPtrArray *
retour_phrase_read (RetourPhraseReader *self, const char *text, GError **error)
{
  g_autoptr (GPtrArray) variants = retour_phrase_variants_new ();
  const char *rest = text;

  for (rest += strspn (rest, " \t"); *rest != '\0'; rest += strspn (rest, " \t")) {
    RetourPhraseElement element;
    GPtrArray *next;

    if (!read_element (self, &rest, &element, error))
      return NULL;
    next = retour_phrase_variants_extend (variants, &element);
    g_clear_pointer (&element.alternatives, g_ptr_array_unref);
    g_ptr_array_unref (variants);
    variants = next;
    if (variants->len > RETOUR_PHRASE_MAX_VARIANTS) {
      fail (error, "too many alternatives in '%s'", text);
      return NULL;
    }
  }
  for (guint i = 0; i < variants->len; i++)
    if (!check_variant (g_ptr_array_index (variants, i), text, error))
      return NULL;
  return g_steal_pointer (&variants);
}

static void
set_item_reach (RetourPhraseItem *item, RetourPhraseReach reach)
{
  gboolean is_gap = item->kind == RETOUR_STEP_GAP && item->loose == 0;

  if (reach == RETOUR_PHRASE_CLOSED)
    return;
  item->loose |= RETOUR_OPENS_PART | RETOUR_OPENS_CLAUSE;
  if (is_gap && reach == RETOUR_PHRASE_HELD)
    item->loose |= RETOUR_STEP_SHUT;
}

void
retour_phrase_set_reach (GPtrArray *variants, RetourPhraseReach reach)
{
  for (guint i = 0; i < variants->len; i++) {
    GArray *variant = g_ptr_array_index (variants, i);

    for (guint k = 0; k < variant->len; k++)
      set_item_reach (&g_array_index (variant, RetourPhraseItem, k), reach);
  }
}
