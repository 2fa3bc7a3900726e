#include "classify/lexicon.h"

#include "base/language.h"

/* Told apart from the same text as a word. */
#define STEM G_GUINT64_CONSTANT (0x5bd1e9955bd1e995)

enum { GROUP = 5, MAX_WORDS = 1 << 20, TRIES = 8 };

/* A word, or a stem, of the group that its hash says. */
typedef struct {
  guint64 hash;
  guint16 value;
} Entry;

struct _RetourLexiconBuilder {
  GHashTable *seen; /* "foo", and "foo*" for stems */
  GArray *entries;
  GArray *slots, *shifts, *stems;
};

/* The row of stems by the first three bytes of a word. */
static inline guint32
stem_row (guint64 bytes)
{
  return (guint32) ((bytes & 0xffffff) * 0x9e3779b1) >> 21;
}

static guint64
hash_of (const guint64 *bytes, gsize len)
{
  guint64 hash = 0;

  for (; len >= 8; len -= 8)
    hash = retour_lexicon_hash (hash, *bytes++);
  return len > 0 ? retour_lexicon_hash (hash, *bytes & ((G_GUINT64_CONSTANT (1) << 8 * len) - 1))
                 : hash;
}

guint16
retour_lexicon_find_stem (const RetourRuleset *rules, const guint64 *bytes, gsize len)
{
  guint32 lengths = rules->stems[stem_row (*bytes)];

  if (len < RETOUR_LEXICON_LONG)
    lengths &= (2u << len) - 1;
  while (lengths != 0) {
    gsize length = 31u - (guint) __builtin_clz (lengths), longest = length;
    guint16 value = 0;

    lengths ^= 1u << length;
    if (length == RETOUR_LEXICON_LONG)
      longest = MIN (len, RETOUR_LIMIT_WORD);
    for (; longest >= length && value == 0; longest--)
      value = retour_lexicon_find (rules, hash_of (bytes, longest) ^ STEM);
    if (value != 0)
      return value;
  }
  return 0;
}

RetourLexiconBuilder *
retour_lexicon_builder_new (void)
{
  RetourLexiconBuilder *self = g_new0 (RetourLexiconBuilder, 1);

  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->slots = g_array_new (FALSE, TRUE, sizeof (guint64));
  self->shifts = g_array_new (FALSE, TRUE, sizeof (guint16));
  self->stems = g_array_new (FALSE, TRUE, sizeof (guint32));
  g_array_set_size (self->stems, RETOUR_LEXICON_STEMS);
  return self;
}

void
retour_lexicon_builder_free (RetourLexiconBuilder *self)
{
  g_hash_table_unref (self->seen);
  g_array_unref (self->entries);
  g_array_unref (self->slots);
  g_array_unref (self->shifts);
  g_array_unref (self->stems);
  g_free (self);
}

/* A word that starts with the stem looks at the row of the stem's first bytes; if these are not
 * three, at any. */
static void
add_stem_length (RetourLexiconBuilder *self, guint64 bytes, gsize len)
{
  guint32 *rows = &g_array_index (self->stems, guint32, 0);
  guint32 bit = 1u << MIN (len, RETOUR_LEXICON_LONG);

  for (guint i = 0; len < 3 && i < RETOUR_LEXICON_STEMS; i++)
    rows[i] |= bit;
  rows[stem_row (bytes)] |= bit;
}

void
retour_lexicon_builder_add (RetourLexiconBuilder *self, const char *text, guint16 value,
                            gboolean stem)
{
  guint64 bytes[RETOUR_LEXICON_STEPS] = { 0 };
  gsize len = MIN (strlen (text), sizeof bytes);
  Entry entry = { 0, value };

  if (!g_hash_table_add (self->seen, g_strconcat (text, stem ? "*" : "", NULL)))
    return;
  memcpy (bytes, text, len);
  for (guint i = 0; i < G_N_ELEMENTS (bytes); i++)
    bytes[i] = GUINT64_FROM_LE (bytes[i]);
  entry.hash = hash_of (bytes, len) ^ (stem ? STEM : 0);
  g_array_append_val (self->entries, entry);
  if (stem)
    add_stem_length (self, bytes[0], len);
}

static guint64 *
slot_at (RetourLexiconBuilder *self, guint64 hash, guint shift)
{
  guint slot = retour_lexicon_slot (hash, shift, self->slots->len);

  return &g_array_index (self->slots, guint64, slot);
}

/* Enters a group moved by @shift, as far as its slots are free. Returns how many went in. */
static guint
enter_group (RetourLexiconBuilder *self, const Entry *group, guint n, guint shift)
{
  for (guint i = 0; i < n; i++) {
    guint64 *slot = slot_at (self, group[i].hash, shift);

    if (*slot != 0)
      return i;
    *slot = (group[i].hash & ~G_GUINT64_CONSTANT (0xffff)) | group[i].value;
  }
  return n;
}

static gboolean
place_group (RetourLexiconBuilder *self, const Entry *group, guint n)
{
  guint id = (guint) group->hash & (self->shifts->len - 1);

  for (guint shift = 0; shift <= G_MAXUINT16; shift++) {
    guint entered = enter_group (self, group, n, shift);

    if (entered == n) {
      g_array_index (self->shifts, guint16, id) = (guint16) shift;
      return TRUE;
    }
    for (guint i = 0; i < entered; i++)
      *slot_at (self, group[i].hash, shift) = 0;
  }
  return FALSE;
}

/* Large groups first: they need the most room. */
static int
compare_entries (gconstpointer a, gconstpointer b, gpointer sizes)
{
  const GArray *of = sizes;
  guint64 left = ((const Entry *) a)->hash, right = ((const Entry *) b)->hash;
  guint i = (guint) left & (of->len - 1), k = (guint) right & (of->len - 1);
  guint n = g_array_index (of, guint, i), m = g_array_index (of, guint, k);

  if (n != m)
    return n > m ? -1 : 1;
  if (i != k)
    return i < k ? -1 : 1;
  return left < right ? -1 : left > right;
}

static gboolean
place_all (RetourLexiconBuilder *self, const GArray *sizes, guint n_slots)
{
  const Entry *entries = (const Entry *) (gpointer) self->entries->data;

  g_array_set_size (self->slots, 0);
  g_array_set_size (self->slots, n_slots);
  for (guint i = 0, n; i < self->entries->len; i += n) {
    n = g_array_index (sizes, guint, entries[i].hash & (sizes->len - 1));
    if (!place_group (self, &entries[i], n))
      return FALSE;
  }
  return TRUE;
}

/* Sorts the entries by groups; returns the sizes of these. */
static GArray *
make_groups (RetourLexiconBuilder *self)
{
  GArray *sizes = g_array_new (FALSE, TRUE, sizeof (guint));
  guint n = 1;

  while (n < self->entries->len / GROUP)
    n *= 2;
  g_array_set_size (sizes, n);
  g_array_set_size (self->shifts, n);
  for (guint i = 0; i < self->entries->len; i++)
    g_array_index (sizes, guint, g_array_index (self->entries, Entry, i).hash & (n - 1))++;
  g_array_sort_with_data (self->entries, compare_entries, sizes);
  return sizes;
}

gboolean
retour_lexicon_builder_end (RetourLexiconBuilder *self, RetourRuleset *out, GError **error)
{
  g_autoptr (GArray) sizes = make_groups (self);
  guint n_slots = self->entries->len + self->entries->len / 8 + 1;
  gboolean ok = FALSE;

  for (guint i = 0; i < TRIES && !ok && n_slots < MAX_WORDS; i++, n_slots += n_slots / 4 + 1)
    ok = place_all (self, sizes, n_slots);
  if (!ok) {
    g_set_error_literal (error, RETOUR_ERROR, RETOUR_ERROR_DATA, _ ("too many different words"));
    return FALSE;
  }
  out->slots = (const guint64 *) (gpointer) self->slots->data;
  out->n_slots = self->slots->len;
  out->shifts = (const guint16 *) (gpointer) self->shifts->data;
  out->n_shifts = self->shifts->len;
  out->stems = (const guint32 *) (gpointer) self->stems->data;
  return TRUE;
}
