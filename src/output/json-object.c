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
  GString *keys;
  const char *end;
  GString *parent; /* while the keys are joined: the object that is open, with its dot */
};

/* Bytes of `returned.` in `returned.subject`; 0 if the name has no dot. */
static gsize
parent_len (const char *name)
{
  const char *dot = strchr (name, '.');

  return dot != NULL ? (gsize) (dot - name) + 1 : 0;
}

static gboolean
has_parent (const char *name, const GString *parent)
{
  return parent_len (name) == parent->len && strncmp (name, parent->str, parent->len) == 0;
}

static void
append_name (GString *keys, RetourSlice name)
{
  g_string_append_c (keys, '"');
  g_string_append_len (keys, name.data, (gssize) name.len);
  g_string_append (keys, "\":");
}

static void
add_member (RetourJsonObject *self, const RetourColumn *column, guint i)
{
  gsize skip = parent_len (column->name);
  gboolean opens = !has_parent (column->name, self->parent);
  GString *keys = self->keys;
  Member member = { .key = keys->len, .column = i, .type = column->type };

  member.absent = column->absent;
  if (opens && self->parent->len > 0)
    g_string_append_c (keys, '}');
  g_string_append_c (keys, self->members->len == 0 ? '{' : ',');
  if (opens && skip > 0)
    append_name (keys, retour_slice (column->name, skip - 1));
  if (opens && skip > 0)
    g_string_append_c (keys, '{');
  append_name (keys, retour_slice_of (column->name + skip));
  if (opens) {
    g_string_truncate (self->parent, 0);
    g_string_append_len (self->parent, column->name, (gssize) skip);
  }
  member.len = keys->len - member.key;
  g_array_append_val (self->members, member);
}

/* The columns from @first on that belong into the same object. */
static void
add_siblings (RetourJsonObject *self, const RetourColumn *columns, guint n, guint first)
{
  g_autofree char *parent = g_strndup (columns[first].name, parent_len (columns[first].name));

  for (guint i = first; i < n; i++)
    if (i == first || (*parent != '\0' && g_str_has_prefix (columns[i].name, parent)))
      add_member (self, &columns[i], i);
}

static gboolean
is_added (const RetourJsonObject *self, guint column)
{
  for (guint i = 0; i < self->members->len; i++)
    if (g_array_index (self->members, Member, i).column == column)
      return TRUE;
  return FALSE;
}

RetourJsonObject *
retour_json_object_new (const RetourColumn *columns, guint n)
{
  RetourJsonObject *self = g_new0 (RetourJsonObject, 1);

  self->members = g_array_new (FALSE, FALSE, sizeof (Member));
  self->keys = g_string_sized_new (512);
  self->parent = g_string_new (NULL);
  for (guint i = 0; i < n; i++)
    if (!is_added (self, i))
      add_siblings (self, columns, n, i);
  self->end = n == 0 ? "{}" : self->parent->len > 0 ? "}}" : "}";
  return self;
}

void
retour_json_object_free (RetourJsonObject *self)
{
  g_array_unref (self->members);
  g_string_free (self->keys, TRUE);
  g_string_free (self->parent, TRUE);
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

    retour_sink_add (sink, self->keys->str + member->key, member->len);
    write_value (member, sink, row->values[member->column]);
  }
  retour_sink_add (sink, self->end, strlen (self->end));
}
