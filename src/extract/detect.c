#include "extract/detect.h"

enum { max_value = 512 }; /* bytes of a value that conditions look at */

guint32
retour_detect_hash (RetourSlice name)
{
  guint32 h = 2166136261u; /* FNV-1a */

  for (gsize i = 0; i < name.len; i++)
    h = (h ^ ((guchar) name.data[i] | 0x20)) * 16777619u;
  return h;
}

guint32
retour_detect_key (guint32 hash, const char *pattern)
{
  for (; *pattern != '\0'; pattern++)
    hash = (hash ^ (guchar) *pattern) * 16777619u;
  return MAX (hash, 1);
}

/* Fields are put in from the last one on, so that each bucket lists them in the order of the mail.
 */
void
retour_evidence_read (RetourEvidence *self, RetourMessage *message)
{
  const GArray *headers = retour_message_get_header (message)->headers;

  self->pool = retour_message_get_pool (message);
  memset (self->bucket, 0xff, sizeof self->bucket);
  memset (self->answer, 0, sizeof self->answer);
  for (gint i = (gint) MIN (headers->len, RETOUR_EVIDENCE_MAX) - 1; i >= 0; i--) {
    const RetourHeader *header = &g_array_index (headers, RetourHeader, i);
    RetourEvidenceField *field = &self->fields[i];
    gint16 *bucket;

    field->hash = retour_detect_hash (header->name);
    field->value = header->value;
    field->looked_at = FALSE;
    bucket = &self->bucket[field->hash % RETOUR_EVIDENCE_BUCKETS];
    field->next = *bucket;
    *bucket = (gint16) i;
  }
}

/* Asked once for all dialects that ask the same of field number @i. */
static gboolean
field_holds (const RetourPatternPool *pool, const RetourHeaderTest *test, RetourEvidence *evidence,
             gint16 i)
{
  guint32 key = (test->key * 31 + (guint32) i) << 1;
  guint32 *answer = &evidence->answer[(key >> 1) % RETOUR_EVIDENCE_ANSWERS];

  if ((*answer & ~1u) == key && key != 0)
    return *answer & 1u;
  *answer = key;
  if (retour_pattern_match (pool, &test->value, evidence->fields[i].value, NULL))
    *answer |= 1u;
  return *answer & 1u;
}

static void
look_at (RetourEvidenceField *field, GStringChunk *pool)
{
  if (field->looked_at)
    return;
  field->value = retour_slice_cut (retour_fields_decode (field->value, pool), max_value);
  field->have = retour_bigrams_of (field->value);
  field->looked_at = TRUE;
}

static gboolean
test_holds (const RetourPatternPool *pool, const RetourHeaderTest *test, RetourEvidence *evidence)
{
  gint16 i = evidence->bucket[test->hash % RETOUR_EVIDENCE_BUCKETS];

  for (; i >= 0; i = evidence->fields[i].next) {
    RetourEvidenceField *field = &evidence->fields[i];

    if (field->hash != test->hash)
      continue;
    look_at (field, evidence->pool);
    if (retour_pattern_may_match (&test->value, field->value, &field->have) &&
        field_holds (pool, test, evidence, i))
      return TRUE;
  }
  return FALSE;
}

static guint
count (const RetourDialect *dialect, RetourDialectList list, RetourEvidence *evidence)
{
  const RetourDialectPool *pool = dialect->pool;
  guint n = 0;

  for (guint i = 0; i < list.n; i++)
    n += test_holds (&pool->words, &pool->tests[list.first + i], evidence) ? 1 : 0;
  return n;
}

guint
retour_detect_weigh (RetourEvidence *evidence, const RetourDialect *dialect)
{
  guint n = count (dialect, dialect->when, evidence);

  return n > 0 && count (dialect, dialect->unless, evidence) == 0 ? n : 0;
}

const RetourDialect *
retour_dialect_lookup (const RetourDialectTable *table, const char *id)
{
  for (guint i = 0; i < table->n; i++)
    if (strcmp (retour_dialect_text (table->dialects[i], table->dialects[i]->id), id) == 0)
      return table->dialects[i];
  return NULL;
}

/* The dialect that @dialect extends, or %NULL. */
static const RetourDialect *
base_of (const RetourDialect *dialect, const RetourDialectTable *table)
{
  const char *id = retour_dialect_text (dialect, dialect->extends);

  return id != NULL ? retour_dialect_lookup (table, id) : NULL;
}

/* What counts for its rank; 0: it is not this one. Evidence of the dialect that it extends counts
 * where it has some of its own, so that it comes before that one. */
static guint
rank_weight (const RetourDialect *dialect, const RetourDialectTable *table,
             RetourEvidence *evidence)
{
  const RetourDialect *base;
  guint need = dialect->need > 0 ? dialect->need : dialect->when.n;
  guint n = need != RETOUR_NEED_NEVER ? retour_detect_weigh (evidence, dialect) : 0;

  if (n < need || n == 0)
    return 0;
  base = base_of (dialect, table);
  return base != NULL ? n + count (base, base->when, evidence) : n;
}

const RetourDialect *
retour_dialect_words (const RetourDialectTable *table, const RetourDialect *dialect)
{
  const RetourDialect *base = dialect->recipient.n == 0 ? base_of (dialect, table) : NULL;

  return base != NULL ? base : dialect;
}

guint
retour_detect (RetourEvidence *evidence, const RetourDialectTable *table,
               const RetourDialect **ranked, guint max)
{
  guint weight[16];
  guint n = 0;

  max = MIN (max, G_N_ELEMENTS (weight));
  for (guint i = 0; i < table->n; i++) {
    guint w = rank_weight (table->dialects[i], table, evidence);
    guint at = n;

    if (w == 0)
      continue;
    while (at > 0 && weight[at - 1] < w)
      at--;
    if (at >= max)
      continue;
    n = MIN (n + 1, max);
    for (guint k = n - 1; k > at; k--) {
      weight[k] = weight[k - 1];
      ranked[k] = ranked[k - 1];
    }
    weight[at] = w;
    ranked[at] = table->dialects[i];
  }
  return n;
}
