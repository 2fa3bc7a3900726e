#include "extract/arf.h"

#include "base/address.h"
#include "extract/dsn-value.h"
#include "extract/kind-words.h"

/* Fields of a feedback report that name who complains. */
static const char *const reported[] = { "Original-Rcpt-To", "Removal-Recipient",
                                        "Original-Recipient" };
/* Fields of the returned mail that name its one recipient, most reliable first. */
static const char *const returned_to[] = {
  "X-HmXmrOriginalRecipient", "To", "X-Original-To", "Delivered-To", "X-Apparently-To", "X-Rcpt-To"
};

typedef struct {
  RetourMessage *message;
  GStringChunk *pool;
  GPtrArray *found;
  guint first; /* index in @found of the first entry that is ours */
} Reader;

static gboolean
is_known (const Reader *self, const char *address)
{
  for (guint i = self->first; i < self->found->len; i++) {
    const RetourFacts *facts = g_ptr_array_index (self->found, i);

    if (retour_address_equal (facts->fact[RETOUR_FACT_ADDRESS], address))
      return TRUE;
  }
  return FALSE;
}

static void
add_address (Reader *self, RetourSlice text)
{
  const char *address = retour_address_normalise (text, FALSE, self->pool);

  if (address == NULL) {
    RetourSlice found = retour_address_find (text, 0);

    address = found.len > 0 ? retour_address_normalise (found, FALSE, self->pool) : NULL;
  }
  if (address != NULL && !is_known (self, address))
    retour_facts_list_add (self->found)->fact[RETOUR_FACT_ADDRESS] = address;
}

static void
add_reported (Reader *self, const RetourFields *fields)
{
  RetourSlice value;

  for (guint i = 0; i < G_N_ELEMENTS (reported); i++)
    for (guint nth = 0; retour_fields_find (fields, reported[i], nth, &value); nth++)
      add_address (self, retour_dsn_untyped (value, NULL));
}

/* The one address in @line; empty when there are several: any of them may have complained. */
static RetourSlice
only_address (RetourSlice line)
{
  RetourSlice first = retour_address_find (line, 0);
  RetourSlice next;
  gsize from;

  if (first.len == 0)
    return first;
  from = (gsize) (first.data - line.data) + first.len;
  for (next = retour_address_find (line, from); next.len > 0;
       next = retour_address_find (line, from)) {
    if (next.len != first.len || g_ascii_strncasecmp (next.data, first.data, first.len) != 0)
      return retour_slice (line.data, 0);
    from = (gsize) (next.data - line.data) + next.len;
  }
  return first;
}

static void
add_returned (Reader *self, const RetourFields *fields)
{
  for (guint i = 0; i < G_N_ELEMENTS (returned_to) && self->found->len == self->first; i++) {
    RetourSlice line =
        retour_slice_of (retour_fields_get_decoded (fields, returned_to[i], self->pool));

    line = only_address (line);
    if (line.len > 0)
      add_address (self, line);
  }
}

/* Type without comment, lower case. */
static const char *
type_of (const RetourFields *fields, GStringChunk *pool)
{
  const char *value = retour_fields_get (fields, "Feedback-Type", pool);
  g_autofree char *lower = NULL;
  gsize len;

  if (value == NULL)
    return NULL;
  len = strcspn (value, " \t(;,");
  lower = g_ascii_strdown (value, (gssize) len);
  return len > 0 ? g_string_chunk_insert (pool, lower) : NULL;
}

/* What the report says once for all of its recipients. */
static void
set_common (Reader *self, const RetourFields *fields)
{
  const struct {
    const char *name;
    RetourFact fact;
  } rows[] = {
    { "Arrival-Date", RETOUR_FACT_DATE },
    { "Received-Date", RETOUR_FACT_DATE },
    { "Source-IP", RETOUR_FACT_REMOTE_HOST },
    { "Reporting-MTA", RETOUR_FACT_LOCAL_HOST },
    { "Original-Mail-From", RETOUR_FACT_ORIGINAL_FROM },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const char *value = retour_fields_get (fields, rows[i].name, self->pool);

    if (value != NULL && rows[i].fact == RETOUR_FACT_LOCAL_HOST)
      value = retour_slice_keep (retour_dsn_host (retour_slice_of (value)), self->pool);
    if (value != NULL && rows[i].fact == RETOUR_FACT_ORIGINAL_FROM)
      value = retour_address_normalise (retour_slice_of (value), FALSE, self->pool);
    for (guint k = self->first; value != NULL && k < self->found->len; k++) {
      RetourFacts *facts = g_ptr_array_index (self->found, k);

      if (facts->fact[rows[i].fact] == NULL)
        facts->fact[rows[i].fact] = value;
    }
  }
}

/* Fields at the start of @text, behind empty lines. */
static void
parse (RetourFields *fields, RetourSlice text)
{
  RetourSlice rest = text, line;

  while (retour_slice_next_line (&rest, &line) && retour_slice_strip (line).len == 0)
    text = rest;
  retour_fields_parse (fields, text);
}

/* Reads the first part of one of two kinds; %FALSE if there is none. */
static gboolean
parse_part (Reader *self, RetourPartKind kind, RetourPartKind other, RetourFields *fields)
{
  for (guint i = 0; i < retour_message_get_n_parts (self->message); i++) {
    RetourPartKind is = retour_message_get_part (self->message, i)->kind;

    if (is != kind && is != other)
      continue;
    parse (fields, retour_message_get_text (self->message, i));
    return TRUE;
  }
  return FALSE;
}

/* A reader's program takes him off a list (Apple Mail): there is no report and no returned mail. */
static gboolean
read_opt_out (Reader *self)
{
  const RetourFields *header = retour_message_get_header (self->message);
  RetourSlice from;

  if ((retour_hints_of_header (header) & RETOUR_HINT_OPTOUT) == 0 ||
      !retour_fields_find (header, "From", 0, &from))
    return FALSE;
  add_address (self, from);
  return TRUE;
}

/* A report without a part of its own: older loops, which know nothing but abuse. */
static const char *
read_returned (Reader *self)
{
  RetourFields returned;

  if (read_opt_out (self))
    return "opt-out";
  retour_fields_init (&returned);
  if (parse_part (self, RETOUR_PART_MESSAGE, RETOUR_PART_HEADERS, &returned))
    add_returned (self, &returned);
  else /* the complained-of mail itself, with a field more */
    add_returned (self, retour_message_get_header (self->message));
  retour_fields_clear (&returned);
  return self->found->len > self->first ? "abuse" : NULL;
}

static const char *
read_report (Reader *self, const RetourFields *report)
{
  RetourFields returned;

  add_reported (self, report);
  retour_fields_init (&returned);
  if (self->found->len == self->first &&
      parse_part (self, RETOUR_PART_MESSAGE, RETOUR_PART_HEADERS, &returned))
    add_returned (self, &returned);
  retour_fields_clear (&returned);
  set_common (self, report);
  return type_of (report, self->pool);
}

void
retour_arf_read (RetourMessage *message, GPtrArray *found, const char **feedback_type)
{
  Reader self = { .message = message, .found = found, .first = found->len };
  RetourFields report;

  self.pool = retour_message_get_pool (message);
  retour_fields_init (&report);
  if (parse_part (&self, RETOUR_PART_FEEDBACK, RETOUR_PART_FEEDBACK, &report))
    *feedback_type = read_report (&self, &report);
  else
    *feedback_type = read_returned (&self);
  retour_fields_clear (&report);
}
