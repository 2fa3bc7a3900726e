#include "ledger/batch.h"

#include "ledger/columns.h"

#include <string.h>

enum {
  max_rows = 65536,            /* the larger, the fewer pages are written again and again */
  max_bytes = 24 * 1024 * 1024 /* of packed entries */
};

/* An entry without its texts. They follow it, each with its NUL, the address first. */
typedef struct {
  gint64 date;
  const RetourReason *reason;
  guint32 present; /* columns that are not %NULL */
  guint8 kind, proof, hard, has_address;
} Head;

typedef struct {
  guint8 event[RETOUR_EVENT_SIZE];
  guint32 at; /* in the bytes; they are added in order */
} Row;

struct _RetourBatch {
  GByteArray *bytes;
  GArray *rows; /* of Row */
};

RetourBatch *
retour_batch_new (void)
{
  RetourBatch *self = g_new0 (RetourBatch, 1);

  self->bytes = g_byte_array_new ();
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  return self;
}

void
retour_batch_free (RetourBatch *self)
{
  if (self == NULL)
    return;
  g_byte_array_unref (self->bytes);
  g_array_unref (self->rows);
  g_free (self);
}

/* The texts of an entry that are said, with the room that they take. */
typedef struct {
  const char *text[1 + RETOUR_COLUMNS];
  gsize size[1 + RETOUR_COLUMNS];
  guint n;
  gsize whole;
} Texts;

static void
add_text (Texts *texts, const char *text)
{
  texts->text[texts->n] = text;
  texts->size[texts->n] = strlen (text) + 1;
  texts->whole += texts->size[texts->n++];
}

/* One piece of memory for an entry: this is done for each event that is read, known ones too. */
void
retour_batch_add (RetourBatch *self, const RetourEntry *entry)
{
  Head head = { entry->date,          entry->reason,         0, entry->kind, entry->proof,
                entry->hard != FALSE, entry->address != NULL };
  Row row = { .at = self->bytes->len };
  Texts texts = { .n = 0 };
  guint8 *to;

  memcpy (row.event, entry->event, sizeof row.event);
  g_array_append_val (self->rows, row);
  if (head.has_address)
    add_text (&texts, entry->address);
  for (guint i = 0; i < RETOUR_COLUMNS; i++) {
    const char *text = i != RETOUR_COLUMN_REASON ? retour_column_get (entry, i) : NULL;

    if (text == NULL)
      continue;
    head.present |= 1u << i;
    add_text (&texts, text);
  }
  g_byte_array_set_size (self->bytes, row.at + (guint) (sizeof head + texts.whole));
  to = self->bytes->data + row.at;
  memcpy (to, &head, sizeof head);
  to += sizeof head;
  for (guint i = 0; i < texts.n; to += texts.size[i++])
    memcpy (to, texts.text[i], texts.size[i]);
}

guint
retour_batch_get_n (const RetourBatch *self)
{
  return self->rows->len;
}

gboolean
retour_batch_is_full (const RetourBatch *self)
{
  return self->rows->len >= max_rows || self->bytes->len >= max_bytes;
}

void
retour_batch_clear (RetourBatch *self)
{
  g_byte_array_set_size (self->bytes, 0);
  g_array_set_size (self->rows, 0);
}

/* The first bytes of an event decide nearly always. */
static guint64
first_bytes (const Row *row)
{
  guint64 number;

  memcpy (&number, row->event, sizeof number);
  return GUINT64_FROM_BE (number);
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  const Row *x = a, *y = b;
  guint64 left = first_bytes (x), right = first_bytes (y);
  int order = left != right ? (left > right) - (left < right)
                            : memcmp (x->event, y->event, sizeof x->event);

  return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

void
retour_batch_sort (RetourBatch *self)
{
  g_array_sort (self->rows, compare_events);
}

static const Row *
get_row (const RetourBatch *self, guint i)
{
  return &g_array_index (self->rows, Row, i);
}

const guint8 *
retour_batch_get_event (const RetourBatch *self, guint i)
{
  return get_row (self, i)->event;
}

static const char *
read_head (const RetourBatch *self, const Row *row, Head *head)
{
  memcpy (head, self->bytes->data + row->at, sizeof *head);
  return (const char *) self->bytes->data + row->at + sizeof *head;
}

static int
compare_addresses (gconstpointer a, gconstpointer b, gpointer data)
{
  const Row *x = a, *y = b;
  Head left, right;
  const char *texts = read_head (data, x, &left), *others = read_head (data, y, &right);
  int order = strcmp (left.has_address ? texts : "", right.has_address ? others : "");

  if (order == 0)
    order = (left.date > right.date) - (left.date < right.date);
  return order != 0 ? order : memcmp (x->event, y->event, sizeof x->event);
}

void
retour_batch_keep (RetourBatch *self, const guint *kept, guint n)
{
  for (guint i = 0; i < n; i++)
    g_array_index (self->rows, Row, i) = g_array_index (self->rows, Row, kept[i]);
  g_array_set_size (self->rows, n);
  g_array_sort_with_data (self->rows, compare_addresses, self);
}

void
retour_batch_get (const RetourBatch *self, guint i, RetourEntry *entry)
{
  const Row *row = get_row (self, i);
  Head head;
  const char *text = read_head (self, row, &head);

  *entry = (RetourEntry) { .kind = head.kind,
                           .proof = head.proof,
                           .hard = head.hard,
                           .date = head.date,
                           .reason = head.reason };
  memcpy (entry->event, row->event, sizeof row->event);
  if (head.has_address) {
    entry->address = text;
    text += strlen (text) + 1;
  }
  for (guint c = 0; c < RETOUR_COLUMNS; c++) {
    if ((head.present & 1u << c) == 0)
      continue;
    G_STRUCT_MEMBER (const char *, entry, retour_columns[c].offset) = text;
    text += strlen (text) + 1;
  }
}
