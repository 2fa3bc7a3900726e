#include "classify/trie.h"

#include "base/language.h"

enum { EMPTY = G_MAXUINT16 }; /* no byte */

/* A node of the tree while it grows. */
typedef struct {
  guint child;   /* first one, 0: none; sorted by byte */
  guint sibling; /* next one, 0: none */
  guint cell;    /* where it went */
  guint16 word, stem;
  guchar byte;
} Node;

struct _RetourTrieBuilder {
  GArray *nodes;
  GArray *cells;
  GHashTable *bases; /* each belongs to one node */
  guint first_free;  /* all cells before it are taken */
};

RetourTrieBuilder *
retour_trie_builder_new (void)
{
  RetourTrieBuilder *self = g_new0 (RetourTrieBuilder, 1);
  Node root = { 0 };

  self->nodes = g_array_new (FALSE, TRUE, sizeof (Node));
  self->bases = g_hash_table_new (NULL, NULL);
  g_array_append_val (self->nodes, root);
  return self;
}

void
retour_trie_builder_free (RetourTrieBuilder *self)
{
  g_array_unref (self->nodes);
  g_hash_table_unref (self->bases);
  g_clear_pointer (&self->cells, g_array_unref);
  g_free (self);
}

static Node *
node_at (const RetourTrieBuilder *self, guint i)
{
  return &g_array_index (self->nodes, Node, i);
}

/* The child of @parent for @byte, made if there is none. */
static guint
child_for (RetourTrieBuilder *self, guint parent, guchar byte)
{
  guint before = 0, at = node_at (self, parent)->child;
  Node fresh = { .byte = byte };

  while (at != 0 && node_at (self, at)->byte < byte) {
    before = at;
    at = node_at (self, at)->sibling;
  }
  if (at != 0 && node_at (self, at)->byte == byte)
    return at;
  fresh.sibling = at;
  g_array_append_val (self->nodes, fresh);
  at = self->nodes->len - 1;
  if (before == 0)
    node_at (self, parent)->child = at;
  else
    node_at (self, before)->sibling = at;
  return at;
}

void
retour_trie_builder_add (RetourTrieBuilder *self, const char *text, guint16 word, guint16 stem)
{
  guint node = 0;

  for (; *text != '\0'; text++)
    node = child_for (self, node, (guchar) *text);
  if (word != 0)
    node_at (self, node)->word = word;
  if (stem != 0)
    node_at (self, node)->stem = stem;
}

static RetourTrieCell *
cell_at (RetourTrieBuilder *self, guint i)
{
  static const RetourTrieCell empty = { 0, EMPTY, 0, 0 };

  while (self->cells->len <= i)
    g_array_append_val (self->cells, empty);
  return &g_array_index (self->cells, RetourTrieCell, i);
}

/* Cell 0 is the root's, though nobody's child. */
static gboolean
is_taken (RetourTrieBuilder *self, guint cell)
{
  return cell == 0 || cell_at (self, cell)->byte != EMPTY;
}

static gboolean
fits (RetourTrieBuilder *self, guint child, guint base)
{
  if (g_hash_table_contains (self->bases, GUINT_TO_POINTER (base)))
    return FALSE;
  for (; child != 0; child = node_at (self, child)->sibling)
    if (is_taken (self, base + node_at (self, child)->byte))
      return FALSE;
  return TRUE;
}

/* A stem holds for all that follows: it is inherited by the nodes below. */
static RetourTrieCell
make_cell (const RetourTrieCell *parent, const Node *node)
{
  RetourTrieCell cell = { 0, node->byte, node->word, node->stem };

  if (node->stem == 0)
    cell.stem = parent->stem;
  if (node->word == 0 && parent->stem != 0)
    cell.word = (guint16) (parent->stem | RETOUR_TRIE_INHERITED);
  return cell;
}

/* Finds room for the children of @node and enters them. */
static gboolean
place_children (RetourTrieBuilder *self, guint node)
{
  guint cell = node_at (self, node)->cell, child = node_at (self, node)->child;
  guint lowest = node_at (self, child)->byte;
  guint base = self->first_free > lowest ? self->first_free - lowest : 1;

  while (!fits (self, child, base))
    base++;
  if (base + G_MAXUINT8 > G_MAXUINT16)
    return FALSE;
  g_hash_table_add (self->bases, GUINT_TO_POINTER (base));
  cell_at (self, cell)->base = (guint16) base;
  for (; child != 0; child = node_at (self, child)->sibling) {
    Node *at = node_at (self, child);
    RetourTrieCell *room = cell_at (self, base + at->byte);

    *room = make_cell (cell_at (self, cell), at);
    at->cell = base + at->byte;
  }
  while (is_taken (self, self->first_free))
    self->first_free++;
  return TRUE;
}

/* Those nearer to the root first: what most words touch lies together. */
static gboolean
place_all (RetourTrieBuilder *self)
{
  g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (guint));
  guint root = 0;

  g_array_append_val (queue, root);
  for (guint i = 0; i < queue->len; i++) {
    guint node = g_array_index (queue, guint, i), child = node_at (self, node)->child;

    if (child != 0 && !place_children (self, node))
      return FALSE;
    for (; child != 0; child = node_at (self, child)->sibling)
      g_array_append_val (queue, child);
  }
  return TRUE;
}

GArray *
retour_trie_builder_end (RetourTrieBuilder *self, GError **error)
{
  self->cells = g_array_new (FALSE, FALSE, sizeof (RetourTrieCell));
  cell_at (self, 0);
  if (!place_all (self)) {
    g_set_error_literal (error, RETOUR_ERROR, RETOUR_ERROR_DATA, _ ("too many different words"));
    return NULL;
  }
  cell_at (self, self->cells->len + G_MAXUINT8); /* a base plus any byte is still a cell */
  return g_steal_pointer (&self->cells);
}
