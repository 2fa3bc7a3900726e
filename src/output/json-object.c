#include "output/json-object.h"

#include "output/json.h"

/* A column and the text that stands ahead of its value: `,"returned":{"subject":`. */
typedef struct {
  gsize key, len; /* in the keys */
  guint column;
  RetourFieldType type;
  const char *absent;
} Member;

struct _RetourJsonObject {
  GArray *members; /* of Member */
  RetourSink keys;
  const char *end;
};

/* `returned.` of `returned.subject`; empty if the name has no dot. */
static RetourSlice
parent_of (const char *name)
{
  const char *dot = strchr (name, '.');

  return retour_slice (name, dot != NULL ? (gsize) (dot - name) + 1 : 0);
}

static gboolean
is_below (const char *name, RetourSlice parent)
{
  return strncmp (name, parent.data, parent.len) == 0;
}

static void
add_name (RetourSink *keys, RetourSlice name)
{
  retour_sink_add (keys, "\"", 1);
  retour_sink_add (keys, name.data, name.len);
  retour_sink_add (keys, "\":", 2);
}

/* While the keys are joined. */
typedef struct {
  RetourJsonObject *self;
  const RetourColumn *columns;
  guint8 *added;    /* which columns */
  RetourSlice open; /* the object that the last member is in, with its dot */
} Join;

static void
add_member (Join *join, guint i)
{
  const RetourColumn *column = &join->columns[i];
  RetourSlice parent = parent_of (column->name);
  gboolean opens = parent.len != join->open.len || !is_below (column->name, join->open);
  RetourSink *keys = &join->self->keys;
  Member member = { .key = keys->len, .column = i, .type = column->type };

  member.absent = column->absent;
  if (opens && join->open.len > 0)
    retour_sink_add (keys, "}", 1);
  retour_sink_add (keys, join->self->members->len == 0 ? "{" : ",", 1);
  if (opens && parent.len > 0) {
    add_name (keys, retour_slice (parent.data, parent.len - 1));
    retour_sink_add (keys, "{", 1);
  }
  add_name (keys, retour_slice_of (column->name + parent.len));
  join->open = parent;
  join->added[i] = TRUE;
  member.len = keys->len - member.key;
  g_array_append_val (join->self->members, member);
}

/* The columns behind @first, up to @n, that belong into the same object. */
static void
add_siblings (Join *join, guint n, guint first)
{
  RetourSlice parent = parent_of (join->columns[first].name);

  for (guint i = first + 1; i < n && parent.len > 0; i++)
    if (!join->added[i] && is_below (join->columns[i].name, parent))
      add_member (join, i);
}

RetourJsonObject *
retour_json_object_new (const RetourColumn *columns, guint n)
{
  RetourJsonObject *self = g_new0 (RetourJsonObject, 1);
  g_autofree guint8 *added = g_new0 (guint8, n + 1);
  Join join = { .self = self, .columns = columns, .added = added, .open = { .data = "" } };

  self->members = g_array_sized_new (FALSE, FALSE, sizeof (Member), n);
  retour_sink_init (&self->keys, -1);
  for (guint i = 0; i < n; i++) {
    if (added[i])
      continue;
    add_member (&join, i);
    add_siblings (&join, n, i);
  }
  self->end = n == 0 ? "{}" : join.open.len > 0 ? "}}" : "}";
  return self;
}

void
retour_json_object_free (RetourJsonObject *self)
{
  g_array_unref (self->members);
  retour_sink_clear (&self->keys);
  g_free (self);
}

static void
write_value (const Member *member, RetourSink *sink, const char *value)
{
  if (value == NULL)
    value = member->absent;
  if (value != NULL || member->type == RETOUR_FIELD_TYPE_LIST)
    retour_json_value (sink, member->type, retour_slice_of (value));
  else
    retour_sink_add (sink, "null", 4);
}

void
retour_json_object_write (const RetourJsonObject *self, RetourSink *sink, const RetourRow *row)
{
  for (guint i = 0; i < self->members->len; i++) {
    const Member *member = &g_array_index (self->members, Member, i);

    retour_sink_add (sink, self->keys.data + member->key, member->len);
    write_value (member, sink, row->values[member->column]);
  }
  retour_sink_add (sink, self->end, strlen (self->end));
}
