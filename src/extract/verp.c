#include "extract/verp.h"

#include "base/address.h"
#include "base/limits.h"

enum { max_wrappers = 4, max_serials = 8, min_serial = 5 };

typedef struct {
  RetourSlice local, domain;
} Mailbox;

/* Cuts the text ahead of @mark off @rest; %FALSE where there is no @mark. */
static gboolean
cut (RetourSlice *rest, const char *mark, RetourSlice *head)
{
  gssize at = retour_slice_find (*rest, mark, 0);

  if (at < 0)
    return FALSE;
  *head = retour_slice (rest->data, (gsize) at);
  *rest = retour_slice_from (*rest, (gsize) at + strlen (mark));
  return TRUE;
}

/* Cuts @n such pieces off @rest, of which @head is the last. */
static gboolean
cut_many (RetourSlice *rest, const char *mark, guint n, RetourSlice *head)
{
  for (guint i = 0; i < n; i++)
    if (!cut (rest, mark, head))
      return FALSE;
  return rest->len > 0;
}

/* BATV: "prvs=TAG=user", Barracuda's "btv1==TAG==user". */
static gboolean
unwrap_signature (Mailbox *box)
{
  RetourSlice rest = box->local, head;
  const char *mark = retour_slice_starts (rest, "prvs=") ? "=" : "==";

  if (!retour_slice_starts (rest, "prvs=") && !retour_slice_starts (rest, "btv1=="))
    return FALSE;
  if (!cut_many (&rest, mark, 2, &head))
    return FALSE;
  box->local = rest;
  return TRUE;
}

/* "SRS0=HASH=DAY=domain=local", "SRS1=HASH=host==HASH=DAY=domain=local" */
static gboolean
unwrap_forwarder (Mailbox *box)
{
  RetourSlice rest = box->local, head;

  if (retour_slice_starts (rest, "SRS1")) {
    if (!cut (&rest, "==", &head))
      return FALSE;
  } else if (retour_slice_starts (rest, "SRS0") && rest.len > strlen ("SRS0=")) {
    rest = retour_slice_from (rest, strlen ("SRS0="));
  } else {
    return FALSE;
  }
  if (!cut_many (&rest, "=", 3, &head))
    return FALSE;
  *box = (Mailbox) { .local = rest, .domain = head };
  return TRUE;
}

static gboolean
is_domain (RetourSlice s)
{
  gsize last = 0; /* letters behind the last dot */
  gboolean dot = FALSE;

  for (gsize i = 0; i < s.len; i++) {
    char c = s.data[i];

    if (!g_ascii_isalnum (c) && c != '-' && c != '.')
      return FALSE;
    dot = dot || (c == '.' && i > 0);
    last = c == '.' ? 0 : last + (g_ascii_isalpha (c) ? 1 : 0);
  }
  return dot && last >= 2;
}

/* Length of the serial number, its dash included, that @s starts with: digits; hexadecimal ones
 * (with dots) where they are many, or a number stands ahead of them. */
static gsize
serial_len (RetourSlice s, gboolean behind_number)
{
  gsize n = 0, digits = 0, others = 0;

  for (; n < s.len && s.data[n] != '-'; n++) {
    if (g_ascii_isdigit (s.data[n]))
      digits++;
    else if (g_ascii_isxdigit (s.data[n]) || s.data[n] == '.')
      others++;
    else
      return 0;
  }
  if (n == s.len || digits == 0 || (others > 0 && n < min_serial && !behind_number))
    return 0;
  return n + 1;
}

static RetourSlice
skip_serials (RetourSlice user)
{
  for (guint i = 0; i < max_serials; i++) {
    gsize n = serial_len (user, i > 0);
    if (n == 0 || n >= user.len)
      break;
    user = retour_slice_from (user, n);
  }
  return user;
}

/* What list servers put ahead of the recipient where no "+" does. */
static const char *const leads[] = { "return-", "bounces-", "bounce-", "bounce_",
                                     "errors-", "error-",   "verp-",   "sentto-" };

/* Where the first "-12-" ends; -1: there is none. */
static gssize
behind_number (RetourSlice local)
{
  gssize dash = retour_slice_find (local, "-", 0);

  for (; dash >= 0; dash = retour_slice_find (local, "-", (gsize) dash + 1)) {
    gsize i = (gsize) dash + 1;

    while (i < local.len && g_ascii_isdigit (local.data[i]))
      i++;
    if (i > (gsize) dash + 1 && i < local.len && local.data[i] == '-')
      return (gssize) i + 1;
  }
  return -1;
}

/* Where the user begins in @local; -1: not to be told. */
static gssize
find_user (RetourSlice local)
{
  gssize plus = retour_slice_find (local, "+", 0);
  gssize best = -1;
  gssize start = -1;

  if (plus >= 0)
    return plus + 1;
  for (guint i = 0; i < G_N_ELEMENTS (leads); i++) {
    gssize at = retour_slice_find (local, leads[i], 0);

    if (at < 0 || (at > 0 && g_ascii_isalnum (local.data[at - 1])) || (best >= 0 && at >= best))
      continue;
    best = at;
    start = at + (gssize) strlen (leads[i]);
  }
  return start >= 0 ? start : behind_number (local);
}

/* "lead+user==a==domain==list" */
static gboolean
read_sympa (RetourSlice local, Mailbox *out)
{
  RetourSlice head, list;
  gssize start;

  if (!cut (&local, "==a==", &head))
    return FALSE;
  start = find_user (head);
  if (start < 0)
    return FALSE;
  out->local = retour_slice_from (head, (gsize) start);
  out->domain = local;
  if (cut (&local, "==", &list))
    out->domain = list;
  return TRUE;
}

/* "lead+user=domain" */
static gboolean
read_equals (RetourSlice local, Mailbox *out)
{
  gsize equals = local.len;
  RetourSlice head;
  gssize start;

  while (equals > 0 && local.data[equals - 1] != '=')
    equals--;
  if (equals == 0)
    return FALSE;
  head = retour_slice (local.data, equals - 1);
  start = find_user (head);
  if (start < 0)
    return FALSE;
  out->local = skip_serials (retour_slice_from (head, (gsize) start));
  out->domain = retour_slice_from (local, equals);
  return TRUE;
}

const char *
retour_verp_recipient (RetourSlice address, GStringChunk *pool)
{
  Mailbox box = { .domain = retour_address_domain (address) }, user = { 0 };
  g_autofree char *text = NULL;

  if (box.domain.len == 0 || address.len > RETOUR_LIMIT_ADDRESS)
    return NULL;
  box.local = retour_slice (address.data, address.len - box.domain.len - 1);
  for (guint i = 0; i < max_wrappers; i++)
    if (!unwrap_signature (&box) && !unwrap_forwarder (&box))
      break;
  if (!read_sympa (box.local, &user) && !read_equals (box.local, &user))
    return NULL;
  if (user.local.len == 0 || !is_domain (user.domain))
    return NULL;
  text = g_strdup_printf ("%.*s@%.*s", (int) user.local.len, user.local.data, (int) user.domain.len,
                          user.domain.data);
  return retour_address_normalise (retour_slice_of (text), FALSE, pool);
}
