#include "extract/elsewhere.h"

#include "base/address.h"
#include "base/limits.h"
#include "extract/loose.h"
#include "extract/verp.h"

typedef struct {
  const RetourElsewhere *in;
  const RetourFields *header; /* of the report */
  GStringChunk *pool;
  GPtrArray *found;
  GHashTable *named; /* the addresses in @found */
  const char *verp;  /* who the report's own address tells, or %NULL */
} Search;

static void
add_address (Search *s, RetourSlice text)
{
  const char *address = retour_address_normalise (text, FALSE, s->pool);

  if (address == NULL || g_hash_table_contains (s->named, address))
    return;
  if (s->found->len >= RETOUR_LIMIT_RECIPIENTS) {
    retour_message_add_oddity (s->in->message, RETOUR_ODDITY_MANY_RECIPIENTS);
    return;
  }
  retour_facts_list_add (s->found)->fact[RETOUR_FACT_ADDRESS] = address;
  g_hash_table_add (s->named, (gpointer) (guintptr) address);
}

/* Adds every address of a list "a@b, c@d". */
static void
add_addresses (Search *s, RetourSlice list)
{
  while (list.len > 0) {
    const char *comma = memchr (list.data, ',', list.len);
    gsize n = comma != NULL ? (gsize) (comma - list.data) : list.len;

    add_address (s, retour_slice (list.data, n));
    list = retour_slice_from (list, n + 1);
  }
}

/* Every field of these names; they may name one recipient several times. */
static void
read_failed_header (Search *s)
{
  static const char *const names[] = { "X-Failed-Recipients", "X-Failed-Recipient",
                                       "X-Actual-Recipient" };
  RetourSlice value;

  for (guint k = 0; k < G_N_ELEMENTS (names); k++)
    for (guint i = 0; retour_fields_find (s->header, names[k], i, &value); i++)
      add_addresses (s, retour_slice (value.data, MIN (value.len, RETOUR_LIMIT_HEADER_FIELD)));
}

static void
read_text (Search *s)
{
  const RetourLoose loose = {
    .dialect = s->in->dialect,
    .lines = s->in->lines,
    .n_lines = s->in->n_lines,
    .header = s->header,
    .returned = s->in->returned,
    .verp = s->verp,
    .pool = s->pool,
  };

  if (loose.dialect != NULL)
    retour_loose_read (&loose, s->found);
}

const char *
retour_elsewhere_find_verp (const RetourFields *header, GStringChunk *pool)
{
  static const char *const names[] = { "To",          "Delivered-To",  "X-Original-To",
                                       "Envelope-To", "X-Envelope-To", "X-Delivered-To" };
  RetourSlice value;

  for (guint k = 0; k < G_N_ELEMENTS (names); k++) {
    const char *own = NULL;

    if (retour_fields_find (header, names[k], 0, &value) && value.len <= RETOUR_LIMIT_ADDRESS)
      own = retour_address_normalise (value, FALSE, pool);
    own = own != NULL ? retour_verp_recipient (retour_slice_of (own), pool) : NULL;
    if (own != NULL)
      return own;
  }
  return NULL;
}

static void
read_verp (Search *s)
{
  if (s->verp != NULL)
    add_address (s, retour_slice_of (s->verp));
}

/* Sent to a list, which is no recipient of ours. */
static gboolean
is_list_mail (const RetourFields *returned)
{
  static const char *const names[] = { "List-Post",      "X-BeenThere",       "Mailing-List",
                                       "X-Mailing-List", "X-Mailman-Version", "X-ML-Name" };
  RetourSlice value;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (retour_fields_find (returned, names[i], 0, &value))
      return TRUE;
  return retour_fields_find (returned, "Precedence", 0, &value) &&
         retour_slice_equal (retour_slice_strip (value), "list");
}

/* "list-bounces@example.org" gets the reports on mail to "list@example.org". */
static gboolean
is_own_list (const Search *s, const char *address)
{
  const char *at = strrchr (address, '@');
  const char *own = NULL;
  RetourSlice to;

  if (retour_fields_find (s->header, "To", 0, &to) && to.len <= RETOUR_LIMIT_ADDRESS)
    own = retour_address_normalise (to, FALSE, s->pool);
  return own != NULL && at != NULL && g_str_has_suffix (own, at) &&
         g_ascii_strncasecmp (own, address, (gsize) (at - address)) == 0;
}

/* To of the returned mail, when it is one address and there is nobody else. */
static void
read_original_to (Search *s)
{
  const char *address;
  RetourSlice to, cc;

  if (!retour_fields_find (s->in->returned, "To", 0, &to) || to.len > RETOUR_LIMIT_ADDRESS ||
      memchr (to.data, ',', to.len) != NULL || retour_fields_find (s->in->returned, "To", 1, &cc) ||
      retour_fields_find (s->in->returned, "Cc", 0, &cc) || is_list_mail (s->in->returned))
    return;
  address = retour_address_normalise (to, FALSE, s->pool);
  if (address != NULL && !is_own_list (s, address))
    add_address (s, to);
}

void
retour_elsewhere_read (const RetourElsewhere *self, GPtrArray *found)
{
  static void (*const places[]) (Search *) = { read_failed_header, read_text, read_verp,
                                               read_original_to };
  g_autoptr (GHashTable) named = retour_facts_index_new ();
  Search s = { .in = self, .found = found, .named = named };

  s.header = retour_message_get_header (self->message);
  s.pool = retour_message_get_pool (self->message);
  s.verp = retour_elsewhere_find_verp (s.header, s.pool);
  for (guint i = 0; i < G_N_ELEMENTS (places) && found->len == 0; i++)
    places[i](&s);
}
