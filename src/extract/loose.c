#include "extract/loose.h"

#include "base/address.h"
#include "base/limits.h"
#include "extract/block.h"
#include "extract/parties.h"

enum {
  max_candidates = 256,
  max_per_line = 16,
  max_ahead = 3, /* lines behind an address in which its reply may begin */
};

/* What evidence is worth. An address is taken at `enough`, the only one already at `alone`. */
enum {
  weight_code = 3,    /* a reply or status code in its line */
  weight_failure = 3, /* words of failure in its line */
  weight_lead = 2,    /* it stands below a line that ends in a colon */
  weight_label = 2,   /* "Recipient: " stands ahead of it */
  weight_start = 1,   /* its line starts with it */
  weight_row = 1,     /* a few words ahead of it, nothing behind */
  weight_next_code = 2,
  weight_next_failure = 1,
  weight_returned = 2, /* the returned mail went there */
  weight_verp = 4,
  weight_reader = -3,   /* the report went there */
  weight_writer = -100, /* the report comes from there: never */
  enough = 3,
  alone = 1,
  enough_beside_verp = 5,
};

typedef struct {
  const char *address;
  gsize offset, len; /* in its line */
  guint line;
  gboolean listed; /* no word ahead of it in its line, but addresses may be */
  gint self;       /* what the address itself weighs, wherever it stands */
  gint weight;
} Candidate;

typedef struct {
  const RetourLoose *in;
  GArray *candidates;
  gint lead; /* what the lines above tell about an address that stands alone */
} Reader;

/* What a line says beside its addresses. */
typedef struct {
  gboolean code, failure, contact;
} Words;

/* A reply code ("550 ", "550-") or a status code of a failure at byte @at. */
static gboolean
is_code (RetourSlice s, gsize at)
{
  const char *p = s.data + at;
  gsize n = s.len - at;

  if (n < 3 || (*p != '4' && *p != '5'))
    return FALSE;
  if (g_ascii_isdigit (p[1]) && g_ascii_isdigit (p[2]))
    return n == 3 || p[3] == ' ' || p[3] == '-' || p[3] == ':';
  return n >= 5 && p[1] == '.' && g_ascii_isdigit (p[2]) &&
         (p[3] == '.' ? g_ascii_isdigit (p[4])
                      : g_ascii_isdigit (p[3]) && p[4] == '.' && n > 5 && g_ascii_isdigit (p[5]));
}

static gboolean
has_code (RetourSlice line)
{
  for (gsize i = 0; i < line.len; i++)
    if ((i == 0 || (!g_ascii_isalnum (line.data[i - 1]) && line.data[i - 1] != '.')) &&
        is_code (line, i))
      return TRUE;
  return FALSE;
}

static Words
words_of (const RetourLoose *in, RetourSlice line)
{
  RetourBigrams have;
  Words words;

  line.len = MIN (line.len, RETOUR_LIMIT_LINE);
  have = retour_bigrams_of (line);
  words.code = has_code (line);
  words.failure = retour_dialect_any (in->dialect, in->dialect->failure, line, &have);
  words.contact = retour_dialect_any (in->dialect, in->dialect->contact, line, &have);
  return words;
}

/* The lines right behind line @at, up to the next address. */
static gint
weigh_next (const RetourLoose *in, guint at)
{
  for (guint i = at + 1; i < in->n_lines && i <= at + max_ahead; i++) {
    RetourSlice line = retour_slice_strip (in->lines[i]);
    Words words;

    if (line.len == 0)
      continue;
    if (retour_address_find (line, 0).len > 0)
      return 0;
    words = words_of (in, line);
    return words.code ? weight_next_code : words.failure ? weight_next_failure : 0;
  }
  return 0;
}

/* No word ahead of it: bullets, brackets and numbers do not count. */
static gboolean
stands_at_start (RetourSlice ahead)
{
  for (gsize i = 0; i < ahead.len; i++)
    if (g_ascii_isalpha (ahead.data[i]) || (guchar) ahead.data[i] >= 0xc0)
      return FALSE;
  return TRUE;
}

static gboolean
ends_in_colon (RetourSlice text)
{
  static const char wide[] = "\357\274\232"; /* U+FF1A */
  gsize n = sizeof wide - 1;

  while (text.len > 0 && strchr (" \t<\"'([", text.data[text.len - 1]) != NULL)
    text.len--;
  if (text.len == 0)
    return FALSE;
  return text.data[text.len - 1] == ':' ||
         (text.len >= n && memcmp (text.data + text.len - n, wide, n) == 0);
}

/* "To user@example.org", as tables read: at most three words and the address. */
static gboolean
is_table_row (RetourSlice line, RetourSlice ahead, gsize end)
{
  guint blanks = 0;

  ahead = retour_slice_strip (ahead);
  for (gsize i = 0; i < ahead.len; i++)
    blanks += ahead.data[i] == ' ';
  return blanks < 3 && stands_at_start (retour_slice_from (line, end));
}

static gint
weigh_text (const Reader *r, const Candidate *c, const Words *words)
{
  RetourSlice line = r->in->lines[c->line];
  RetourSlice ahead = retour_slice (line.data, c->offset);
  gint weight = (words->code ? weight_code : 0) + (words->failure ? weight_failure : 0);

  if (c->listed)
    weight += weight_start + r->lead;
  else if (ends_in_colon (ahead))
    weight += weight_label;
  else if (is_table_row (line, ahead, c->offset + c->len))
    weight += weight_row;
  return weight + weigh_next (r->in, c->line);
}

static gint
weigh_address (const RetourLoose *in, const char *address)
{
  gint weight = 0;

  if (retour_parties_is_writer (in->header, address))
    return weight_writer;
  if (retour_parties_is_target (in->returned, address))
    weight += weight_returned;
  if (in->verp != NULL && retour_address_equal (in->verp, address))
    weight += weight_verp;
  else if (retour_parties_is_reader (in->header, address))
    weight += weight_reader;
  return weight;
}

static Candidate *
find_candidate (const Reader *r, const char *address)
{
  for (guint i = 0; i < r->candidates->len; i++) {
    Candidate *c = &g_array_index (r->candidates, Candidate, i);

    if (retour_address_equal (c->address, address))
      return c;
  }
  return NULL;
}

static void
add_candidate (Reader *r, Candidate new, const Words *words)
{
  RetourSlice text = retour_slice (r->in->lines[new.line].data + new.offset, new.len);
  Candidate *old;

  new.address = retour_address_normalise (text, FALSE, r->in->pool);
  old = new.address != NULL ? find_candidate (r, new.address) : NULL;
  if (new.address == NULL || (old == NULL && r->candidates->len >= max_candidates))
    return;
  new.self = old != NULL ? old->self : weigh_address (r->in, new.address);
  new.weight = new.self + weigh_text (r, &new, words);
  if (old == NULL)
    g_array_append_val (r->candidates, new);
  else if (old->weight < new.weight)
    *old = new;
}

/* The only address in the text beside the writer's own. */
static gboolean
is_alone (const Reader *r)
{
  guint n = 0;

  for (guint i = 0; i < r->candidates->len; i++)
    n += g_array_index (r->candidates, Candidate, i).self > weight_writer;
  return n == 1;
}

static gint
best_weight (const Reader *r)
{
  gint best = 0;

  for (guint i = 0; i < r->candidates->len; i++)
    best = MAX (best, g_array_index (r->candidates, Candidate, i).weight);
  return best;
}

static gboolean
is_signature (RetourSlice line)
{
  return retour_slice_equal (retour_slice_strip (line), "--");
}

/* The next one of a list. */
static gboolean
opens_with_address (RetourSlice line)
{
  RetourSlice address = retour_address_find (line, 0);

  return address.len > 0 &&
         stands_at_start (retour_slice (line.data, (gsize) (address.data - line.data)));
}

static void
read_addresses (Reader *r, guint at, const Words *words)
{
  RetourSlice line = r->in->lines[at];
  Candidate c = { .line = at, .listed = TRUE };

  for (guint i = 0; i < max_per_line; i++) {
    gsize from = c.offset + c.len;
    RetourSlice address = retour_address_find (line, from);

    if (address.len == 0)
      return;
    c.offset = (gsize) (address.data - line.data);
    c.len = address.len;
    c.listed = c.listed && stands_at_start (retour_slice (line.data + from, c.offset - from));
    add_candidate (r, c, words);
  }
}

static void
read_line (Reader *r, guint at)
{
  RetourSlice line = r->in->lines[at];
  RetourSlice text = retour_slice_strip (line);
  Words words;

  if (text.len == 0)
    return; /* a list may stand behind an empty line */
  words = words_of (r->in, text);
  if (!words.contact)
    read_addresses (r, at, &words);
  if (opens_with_address (line))
    return; /* one of a list */
  r->lead = ends_in_colon (text) ? weight_lead + (words.failure ? 1 : 0) : words.failure ? 1 : 0;
  if (words.contact)
    r->lead = -weight_lead;
}

/* A signature, or a returned mail that nothing announces. */
static gboolean
is_end (const Reader *r, guint at)
{
  if (best_weight (r) < enough)
    return FALSE;
  return is_signature (r->in->lines[at]) ||
         retour_block_at (r->in->lines, r->in->n_lines, at) != RETOUR_BLOCK_NONE;
}

/* What stands behind the addresses that follow right upon byte @at. */
static RetourSlice
behind_list (RetourSlice line, gsize at)
{
  for (guint i = 0; i < max_per_line; i++) {
    RetourSlice next = retour_address_find (line, at);
    gsize start = (gsize) (next.data - line.data);

    if (next.len == 0 || !stands_at_start (retour_slice (line.data + at, start - at)))
      break;
    at = start + next.len;
  }
  return retour_slice_from (line, at);
}

/* Lines from the address on, up to an empty one: the words, if there are any. */
static void
read_words (const Reader *r, const Candidate *c, RetourFacts *facts)
{
  RetourSlice line = r->in->lines[c->line];
  RetourSlice rest = c->listed ? behind_list (line, c->offset + c->len) : line;

  while (rest.len > 0 && strchr (" \t>)]\"':;,.", *rest.data) != NULL)
    rest = retour_slice_from (rest, 1);
  retour_facts_append (facts, RETOUR_FACT_DIAGNOSTIC, rest, r->in->pool);
  for (guint i = c->line + 1; i < r->in->n_lines; i++) {
    line = retour_slice_strip (r->in->lines[i]);
    if (line.len == 0 && (facts->fact[RETOUR_FACT_DIAGNOSTIC] == NULL ||
                          g_str_has_suffix (facts->fact[RETOUR_FACT_DIAGNOSTIC], ":")))
      continue;
    if (line.len == 0 || opens_with_address (line) || is_signature (line) ||
        words_of (r->in, line).contact)
      return;
    retour_facts_append (facts, RETOUR_FACT_DIAGNOSTIC, line, r->in->pool);
  }
}

void
retour_loose_read (const RetourLoose *self, GPtrArray *found)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  Reader r = { .in = self, .candidates = candidates };
  gint least;

  for (guint i = 0; i < self->n_lines && !is_end (&r, i); i++)
    read_line (&r, i);
  least = MAX (enough, best_weight (&r) - weight_code);
  if (self->verp != NULL)
    least = MAX (least, enough_beside_verp);
  else if (is_alone (&r))
    least = alone;
  for (guint i = 0; i < candidates->len && found->len < RETOUR_LIMIT_RECIPIENTS; i++) {
    const Candidate *c = &g_array_index (candidates, Candidate, i);
    RetourFacts *facts;

    if (c->weight < least)
      continue;
    facts = retour_facts_list_add (found);
    facts->fact[RETOUR_FACT_ADDRESS] = c->address;
    read_words (&r, c, facts);
  }
}
