#include "extract/dialect.h"

#include "base/address.h"
#include "base/limits.h"
#include "base/reply.h"
#include "extract/block.h"
#include "extract/transcript.h"

typedef struct {
  const RetourDialect *dialect;
  RetourDialectRun *run;
  RetourFacts *current; /* the recipient that lines are about; %NULL: none yet */
  RetourFacts pending;  /* facts that came before the first recipient */
  gboolean inside, stopped, collecting;
  gboolean again;  /* gone back to: the next words are the first ones of another section */
  guint stop_line; /* the last one before `stop` */
} Reader;

typedef struct {
  RetourSlice text;
  RetourBigrams have;
} Line;

gboolean
retour_dialect_any (const RetourDialect *self, RetourDialectList list, RetourSlice line,
                    const RetourBigrams *have)
{
  const RetourPattern *patterns = self->pool->patterns; /* %NULL where there are none at all */

  for (guint i = list.first; i < list.first + list.n; i++)
    if (retour_pattern_may_match (&patterns[i], line, have) &&
        retour_pattern_match (&self->pool->words, &patterns[i], line, NULL))
      return TRUE;
  return FALSE;
}

static Line
line_at (const RetourDialectRun *run, guint i)
{
  Line line = { .text = retour_slice_cut (run->lines[i], RETOUR_LIMIT_LINE) };

  line.have = retour_bigrams_of (line.text);
  return line;
}

static gboolean
any_matches (const RetourDialect *dialect, RetourDialectList list, const Line *line)
{
  return retour_dialect_any (dialect, list, line->text, &line->have);
}

static gboolean
captured (const RetourDialect *dialect, RetourDialectList list, const Line *line,
          RetourCaptures *captures)
{
  const RetourPattern *patterns = dialect->pool->patterns;

  for (guint i = list.first; i < list.first + list.n; i++)
    if (retour_pattern_may_match (&patterns[i], line->text, &line->have) &&
        retour_pattern_match (&dialect->pool->words, &patterns[i], line->text, captures))
      return TRUE;
  return FALSE;
}

/* Adds a line to the words about a recipient. */
static void
append_words (RetourFacts *facts, RetourSlice words, RetourDialectRun *run)
{
  if (!retour_facts_append (facts, RETOUR_FACT_DIAGNOSTIC, words, run->pool))
    run->oddities |= RETOUR_ODDITY_LONG_DIAGNOSTIC;
}

static void
store_alias (RetourFacts *facts, RetourSlice text, GStringChunk *pool)
{
  const char *alias = retour_address_normalise (text, FALSE, pool);

  if (alias != NULL)
    facts->fact[RETOUR_FACT_ALIAS] = alias;
}

static void
store (RetourFacts *facts, const RetourCaptures *captures, RetourDialectRun *run)
{
  GStringChunk *pool = run->pool;

  for (guint i = 0; i < RETOUR_FACT_N; i++) {
    if (captures->fact[i].len == 0)
      continue;
    if (i == RETOUR_FACT_DIAGNOSTIC)
      append_words (facts, captures->fact[i], run);
    else if (i == RETOUR_FACT_ADDRESS)
      continue; /* settled when the recipient was opened */
    else if (i == RETOUR_FACT_ALIAS)
      store_alias (facts, captures->fact[i], pool);
    else
      retour_facts_set (facts, i, captures->fact[i], pool);
  }
}

static RetourFacts *
find_recipient (const GPtrArray *found, const char *address)
{
  for (guint i = 0; i < found->len; i++) {
    RetourFacts *facts = g_ptr_array_index (found, i);

    if (retour_address_equal (facts->fact[RETOUR_FACT_ADDRESS], address))
      return facts;
  }
  return NULL;
}

/* Opens a recipient, or goes back to one that was there; what came before the first is lent to
 * each. Words behind the `stop` line wait for read_summary(). */
static void
open_recipient (Reader *r, RetourCaptures *captures)
{
  GStringChunk *pool = r->run->pool;
  const char *address = retour_address_normalise (captures->fact[RETOUR_FACT_ADDRESS], FALSE, pool);
  RetourFacts *facts;

  if (address == NULL)
    return;
  facts = find_recipient (r->run->found, address);
  if (facts == NULL && r->run->found->len >= RETOUR_LIMIT_RECIPIENTS) {
    r->run->oddities |= RETOUR_ODDITY_MANY_RECIPIENTS;
    return;
  }
  if (facts == NULL) {
    facts = retour_facts_list_add (r->run->found);
    *facts = r->pending;
    facts->fact[RETOUR_FACT_ADDRESS] = address;
  }
  if (r->stopped)
    captures->fact[RETOUR_FACT_DIAGNOSTIC].len = 0;
  store (facts, captures, r->run);
  r->current = facts;
  r->again = facts->fact[RETOUR_FACT_DIAGNOSTIC] != NULL &&
             captures->fact[RETOUR_FACT_DIAGNOSTIC].len == 0;
  r->collecting = r->dialect->diagnostic == RETOUR_DIAGNOSTIC_FOLLOWING ||
                  r->dialect->diagnostic == RETOUR_DIAGNOSTIC_FIRST;
}

/* The words for people give way to a server's own: below "could not be found" a second section
 * repeats the recipient with "550 5.1.1 …" or "#550 5.1.1 …". */
static void
give_way (Reader *r, RetourFacts *facts, RetourSlice words)
{
  const char *known = r->again ? facts->fact[RETOUR_FACT_DIAGNOSTIC] : NULL;
  RetourReply reply;

  r->again = FALSE;
  words = retour_slice_strip (words);
  if (words.len > 0 && *words.data == '#')
    words = retour_slice_from (words, 1);
  if (known != NULL && words.len > 0 && g_ascii_isdigit (*words.data) &&
      retour_reply_find (words, &reply) && reply.start == 0 && *reply.reply != '\0' &&
      !retour_reply_find (retour_slice_of (known), &reply))
    facts->fact[RETOUR_FACT_DIAGNOSTIC] = NULL;
}

static void
collect (Reader *r, const Line *line)
{
  RetourFacts *facts = r->current != NULL ? r->current : &r->pending;

  if (retour_slice_strip (line->text).len == 0) {
    if (facts->fact[RETOUR_FACT_DIAGNOSTIC] != NULL &&
        !g_str_has_suffix (facts->fact[RETOUR_FACT_DIAGNOSTIC], ":"))
      r->collecting = FALSE; /* behind "for this reason:" they go on */
    return;
  }
  if (any_matches (r->dialect, r->dialect->skip, line))
    return;
  give_way (r, facts, line->text);
  append_words (facts, line->text, r->run);
  if (r->dialect->diagnostic == RETOUR_DIAGNOSTIC_FIRST)
    r->collecting = FALSE;
}

/* A line between `begin` and `end`. */
static void
read_line (Reader *r, const Line *line)
{
  RetourCaptures captures;

  r->run->delayed = r->run->delayed || any_matches (r->dialect, r->dialect->delayed, line);
  r->run->final = r->run->final || any_matches (r->dialect, r->dialect->final, line);
  if (captured (r->dialect, r->dialect->recipient, line, &captures)) {
    open_recipient (r, &captures);
    return;
  }
  if (any_matches (r->dialect, r->dialect->stop, line)) {
    r->stopped = TRUE;
    r->collecting = FALSE;
  }
  if (any_matches (r->dialect, r->dialect->error, line)) {
    r->collecting = r->dialect->diagnostic == RETOUR_DIAGNOSTIC_MARKED ||
                    r->dialect->diagnostic == RETOUR_DIAGNOSTIC_FOLLOWING;
    return;
  }
  if (captured (r->dialect, r->dialect->field, line, &captures)) {
    RetourFacts *facts = r->current != NULL ? r->current : &r->pending;

    if (captures.fact[RETOUR_FACT_DIAGNOSTIC].len > 0)
      give_way (r, facts, captures.fact[RETOUR_FACT_DIAGNOSTIC]);
    store (facts, &captures, r->run);
    if (captures.fact[RETOUR_FACT_DIAGNOSTIC].len > 0)
      return; /* words are taken once */
  }
  if (r->collecting && !r->stopped)
    collect (r, line);
}

/* Fields behind the recipients (a shared error text) and a session log fill what is not known yet.
 */
static void
share (const RetourFacts *from, GPtrArray *found)
{
  for (guint k = 0; k < found->len; k++) {
    RetourFacts *facts = g_ptr_array_index (found, k);

    for (guint i = 0; i < RETOUR_FACT_N; i++)
      if (facts->fact[i] == NULL)
        facts->fact[i] = from->fact[i];
  }
}

/* Whom a reply is about; empty: everybody who is left. */
static RetourSlice
subject_of (const RetourExchange *exchange)
{
  const char *command = retour_transcript_command (exchange->command);

  if (command == NULL || strcmp (command, "RCPT") != 0)
    return retour_slice (NULL, 0);
  return retour_address_find (exchange->command, 0);
}

static void
apply_exchange (const RetourExchange *exchange, GPtrArray *found, GStringChunk *pool)
{
  RetourFacts common = { { NULL } }; /* one string for all */
  RetourSlice subject = subject_of (exchange);
  RetourSlice reply = retour_slice (exchange->reply->str, exchange->reply->len);
  const char *command = retour_transcript_command (exchange->command);

  for (guint i = 0; i < found->len; i++) {
    RetourFacts *facts = g_ptr_array_index (found, i);
    const char *words = facts->fact[RETOUR_FACT_DIAGNOSTIC];

    if (subject.len > 0 && !retour_slice_equal (subject, facts->fact[RETOUR_FACT_ADDRESS]))
      continue;
    if (common.fact[RETOUR_FACT_DIAGNOSTIC] == NULL)
      retour_facts_set (&common, RETOUR_FACT_DIAGNOSTIC, reply, pool);
    if (words == NULL || retour_facts_completes (common.fact[RETOUR_FACT_DIAGNOSTIC], words))
      facts->fact[RETOUR_FACT_DIAGNOSTIC] = common.fact[RETOUR_FACT_DIAGNOSTIC];
    if (facts->fact[RETOUR_FACT_COMMAND] == NULL && command != NULL)
      facts->fact[RETOUR_FACT_COMMAND] = command;
  }
}

/* Applies the refusals that name a recipient, or else the others. */
static void
apply_refusals (const Reader *r, const GArray *exchanges, gboolean named)
{
  for (guint i = 0; i < exchanges->len; i++) {
    const RetourExchange *exchange = &g_array_index (exchanges, RetourExchange, i);

    if (exchange->reply->len > 0 && strchr ("45", *exchange->reply->str) != NULL &&
        (subject_of (exchange).len > 0) == named)
      apply_exchange (exchange, r->run->found, r->run->pool);
  }
}

/* Recipients about whom nothing was said so far, by address. */
static GHashTable *
index_silent (const GPtrArray *found)
{
  GHashTable *silent = retour_facts_index_new ();

  for (guint i = 0; i < found->len; i++) {
    RetourFacts *facts = g_ptr_array_index (found, i);

    if (facts->fact[RETOUR_FACT_DIAGNOSTIC] == NULL)
      g_hash_table_insert (silent, (gpointer) (guintptr) facts->fact[RETOUR_FACT_ADDRESS], facts);
  }
  return silent;
}

/* Behind the session's log some sum up in words of their own, which say less than the server did:
 * they count for recipients about whom no server said anything. */
static void
read_summary (Reader *r)
{
  g_autoptr (GHashTable) silent = index_silent (r->run->found);

  for (guint i = r->stop_line; i < r->run->end_line && g_hash_table_size (silent) > 0; i++) {
    RetourCaptures captures;
    const char *address;
    Line line = line_at (r->run, i);

    if (!captured (r->dialect, r->dialect->recipient, &line, &captures) ||
        captures.fact[RETOUR_FACT_DIAGNOSTIC].len == 0)
      continue;
    address = retour_address_normalise (captures.fact[RETOUR_FACT_ADDRESS], FALSE, r->run->pool);
    if (address != NULL && g_hash_table_contains (silent, address))
      append_words (g_hash_table_lookup (silent, address), captures.fact[RETOUR_FACT_DIAGNOSTIC],
                    r->run);
  }
}

/* A session's log. Of several recipients it may hold several sessions: a refusal that names nobody
 * is about those of whom nothing else is said. */
static void
read_session (Reader *r)
{
  const RetourDialect *d = r->dialect;
  g_autoptr (GArray) exchanges =
      retour_transcript_read (r->run->lines, r->run->end_line, retour_dialect_text (d, d->client),
                              retour_dialect_text (d, d->server));

  apply_refusals (r, exchanges, TRUE);
  if (r->stopped && r->run->found->len > 1)
    read_summary (r);
  apply_refusals (r, exchanges, FALSE);
}

/* What failed is no address but a program or a file: its alias is the recipient. */
static void
open_alias (Reader *r)
{
  RetourCaptures captures = { 0 };

  captures.fact[RETOUR_FACT_ADDRESS] = retour_slice_of (r->pending.fact[RETOUR_FACT_ALIAS]);
  r->pending.fact[RETOUR_FACT_ALIAS] = NULL;
  if (captures.fact[RETOUR_FACT_ADDRESS].len > 0)
    open_recipient (r, &captures);
}

/* Nobody was named in the words: those of the `fallback` header, then. */
static void
open_fallback (Reader *r)
{
  RetourSlice list = r->run->fallback;

  while (list.len > 0) {
    const char *comma = memchr (list.data, ',', list.len);
    gsize n = comma != NULL ? (gsize) (comma - list.data) : list.len;
    RetourCaptures captures = { 0 };

    captures.fact[RETOUR_FACT_ADDRESS] = retour_slice (list.data, n);
    open_recipient (r, &captures);
    list = retour_slice_from (list, n + 1);
  }
}

/* "in reply to RCPT TO", "after end of data": at which command, where only the words tell. */
static void
read_stages (GPtrArray *found)
{
  for (guint i = 0; i < found->len; i++) {
    const char **fact = ((RetourFacts *) g_ptr_array_index (found, i))->fact;

    if (fact[RETOUR_FACT_DIAGNOSTIC] != NULL && fact[RETOUR_FACT_COMMAND] == NULL)
      fact[RETOUR_FACT_COMMAND] =
          retour_transcript_stage (retour_slice_of (fact[RETOUR_FACT_DIAGNOSTIC]));
  }
}

/* A returned mail that nothing announces. Where the writer is not known, a few fields are enough
 * behind a recipient. */
static gboolean
is_returned (const Reader *r, guint at)
{
  RetourBlock block = retour_block_at (r->run->lines, r->run->n_lines, at);

  return block == RETOUR_BLOCK_MAIL ||
         (block == RETOUR_BLOCK_SUMMARY && r->run->found->len > 0 && r->dialect->failure.n > 0);
}

void
retour_dialect_run (const RetourDialect *self, RetourDialectRun *run)
{
  Reader r = { .dialect = self, .run = run, .inside = self->begin.n == 0 };
  RetourHookFunc hook =
      self->hook != 0 ? retour_hook_lookup (retour_dialect_text (self, self->hook)) : NULL;

  run->end_line = run->n_lines;
  for (guint i = 0; i < run->n_lines; i++) {
    Line line = line_at (run, i);

    if (line.text.len < run->lines[i].len)
      run->oddities |= RETOUR_ODDITY_LONG_TEXT;
    r.inside = r.inside || any_matches (self, self->begin, &line);
    if (!r.inside)
      continue;
    if (any_matches (self, self->end, &line) || is_returned (&r, i)) {
      run->end_line = i;
      break;
    }
    read_line (&r, &line);
    if (!r.stopped)
      r.stop_line = i;
  }
  if (run->found->len == 0)
    open_alias (&r);
  if (run->found->len == 0)
    open_fallback (&r);
  share (&r.pending, run->found);
  read_stages (run->found);
  if (self->client != 0 && run->found->len > 0)
    read_session (&r);
  if (r.stopped)
    read_summary (&r);
  if (hook != NULL)
    hook (run);
}
