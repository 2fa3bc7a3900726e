#include <retour/retour.h>

#include "base/limits.h"
#include "base/slice.h"
#include "report/shape.h"

#include <string.h>

typedef struct {
  char *shape;
  char *sample;
  const char *reason; /* static */
  guint64 count;
  guint serial;   /* in the order in which they came */
  char *rule;     /* the proposal; set at the end */
  int covered_by; /* -1, or the group whose rule decides this one too */
} Group;

struct _RetourUnknowns {
  GHashTable *groups; /* shape -> Group */
  GPtrArray *sorted;  /* the same; set at the end */
  GHashTable *words;  /* word -> number of groups; set at the end */
  guint64 n_records, n_silent, n_lost;
  guint serial;
};

static void
group_free (gpointer p)
{
  Group *group = p;

  g_free (group->shape);
  g_free (group->sample);
  g_free (group->rule);
  g_free (group);
}

RetourUnknowns *
retour_unknowns_new (void)
{
  RetourUnknowns *self = g_new0 (RetourUnknowns, 1);

  self->groups = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, group_free);
  self->sorted = g_ptr_array_new ();
  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
retour_unknowns_free (RetourUnknowns *self)
{
  g_ptr_array_unref (self->sorted);
  g_hash_table_unref (self->groups);
  g_hash_table_unref (self->words);
  g_free (self);
}

typedef struct {
  RetourUnknowns *unknowns;
  guint64 level;
} Eviction;

static gboolean
gives_way (gpointer shape, gpointer p, gpointer data)
{
  const Group *group = p;
  Eviction *eviction = data;

  (void) shape;
  if (group->count > eviction->level)
    return FALSE;
  eviction->unknowns->n_lost += group->count;
  return TRUE;
}

/* Makes room for a good number of groups: those that were seen least go first. */
static void
make_room (RetourUnknowns *self)
{
  Eviction eviction = { self, 1 };

  for (; g_hash_table_size (self->groups) > RETOUR_LIMIT_SHAPES / 4 * 3; eviction.level *= 2)
    g_hash_table_foreach_remove (self->groups, gives_way, &eviction);
}

static void
add_text (RetourUnknowns *self, const char *text, const RetourReason *reason)
{
  RetourSlice sample = retour_slice_cut (retour_slice_of (text), RETOUR_SHAPE_SAMPLE);
  g_autofree char *kept = g_strndup (sample.data, sample.len);
  g_autofree char *shape = retour_shape_of (kept);
  Group *group = g_hash_table_lookup (self->groups, shape);

  if (group == NULL) {
    if (g_hash_table_size (self->groups) >= RETOUR_LIMIT_SHAPES)
      make_room (self);
    group = g_new0 (Group, 1);
    group->shape = g_steal_pointer (&shape);
    group->sample = g_steal_pointer (&kept);
    group->reason = retour_reason_get_id (reason);
    group->serial = self->serial++;
    group->covered_by = -1;
    g_hash_table_insert (self->groups, group->shape, group);
  }
  group->count++;
}

void
retour_unknowns_add (RetourUnknowns *self, const RetourReport *report)
{
  for (guint i = 0; i < retour_report_get_n_records (report); i++) {
    const RetourReason *reason = retour_report_get_reason (report, i);
    const char *text = retour_report_get (report, i, RETOUR_FIELD_DIAGNOSTIC);

    if (reason == NULL ||
        g_strcmp0 (retour_report_get (report, i, RETOUR_FIELD_DECIDED_BY), "rule") == 0)
      continue;
    self->n_records++;
    if (text != NULL && *text != '\0')
      add_text (self, text, reason);
    else
      self->n_silent++;
  }
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const Group *left = *(const Group *const *) a, *right = *(const Group *const *) b;

  if (left->count != right->count)
    return left->count < right->count ? 1 : -1;
  return left->serial < right->serial ? -1 : 1;
}

static void
count_word (const char *word, gpointer data)
{
  GHashTable *words = data;
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (words, word));

  g_hash_table_replace (words, g_strdup (word), GUINT_TO_POINTER (n + 1));
}

/* Most rules are ruled out by a word of theirs that the text lacks. */
static gboolean
may_decide (const char *rule, GHashTable *words)
{
  const char *phrase = strstr (rule, " say ") + strlen (" say ");
  g_autofree char *line = g_strndup (phrase, strcspn (phrase, "\n"));
  g_auto (GStrv) steps = g_strsplit (line, " ", -1);

  for (guint i = 0; steps[i] != NULL; i++)
    if (*steps[i] != '.' && !g_hash_table_contains (words, steps[i]))
      return FALSE;
  return TRUE;
}

/* The first of the groups before @group whose rule decides @test, or -1. */
static int
find_covering (const RetourUnknowns *self, guint group, const char *test)
{
  g_autoptr (GHashTable) words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  retour_shape_each_word (test, count_word, words);
  for (guint i = 0; i < group; i++) {
    const char *rule = ((const Group *) g_ptr_array_index (self->sorted, i))->rule;

    if (rule != NULL && may_decide (rule, words) && retour_shape_decides (rule, test))
      return (int) i;
  }
  return -1;
}

static void
propose_rules (RetourUnknowns *self)
{
  for (guint i = 0; i < self->sorted->len; i++) {
    Group *group = g_ptr_array_index (self->sorted, i);
    g_autofree char *test = retour_shape_make_test (group->sample);

    group->covered_by = find_covering (self, i, test);
    if (group->covered_by < 0)
      group->rule = retour_shape_propose (test, group->reason, self->words);
  }
}

void
retour_unknowns_finish (RetourUnknowns *self)
{
  GHashTableIter iter;
  gpointer group;

  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, NULL, &group)) {
    g_ptr_array_add (self->sorted, group);
    retour_shape_each_word (((const Group *) group)->sample, count_word, self->words);
  }
  g_ptr_array_sort (self->sorted, compare_groups);
  propose_rules (self);
}

guint64
retour_unknowns_get_n_records (const RetourUnknowns *self)
{
  return self->n_records;
}

guint64
retour_unknowns_get_n_silent (const RetourUnknowns *self)
{
  return self->n_silent;
}

guint64
retour_unknowns_get_n_lost (const RetourUnknowns *self)
{
  return self->n_lost;
}

guint
retour_unknowns_get_n_groups (const RetourUnknowns *self)
{
  return self->sorted->len;
}

static const Group *
get_group (const RetourUnknowns *self, guint group)
{
  g_assert (group < self->sorted->len);
  return g_ptr_array_index (self->sorted, group);
}

guint64
retour_unknowns_get_count (const RetourUnknowns *self, guint group)
{
  return get_group (self, group)->count;
}

const char *
retour_unknowns_get_shape (const RetourUnknowns *self, guint group)
{
  return get_group (self, group)->shape;
}

const char *
retour_unknowns_get_sample (const RetourUnknowns *self, guint group)
{
  return get_group (self, group)->sample;
}

const char *
retour_unknowns_get_rule (const RetourUnknowns *self, guint group)
{
  return get_group (self, group)->rule;
}

int
retour_unknowns_get_covering (const RetourUnknowns *self, guint group)
{
  return get_group (self, group)->covered_by;
}
